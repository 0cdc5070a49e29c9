/**
 * Installs what a folder's package-lock.json names, unless it is there; files that run in parallel install once.
 *
 * @param folder Where the lock is.
 * @param options Further options of `npm ci`.
 */
export async function install(folder: string, ...options: string[]): Promise<void> {
  using lock = await Deno.open(`${folder}/package-lock.json`);
  await lock.lock(true);
  if (await Deno.stat(`${folder}/node_modules/.package-lock.json`).catch(() => undefined)) return;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...options];
  const { success, stderr } = await new Deno.Command("npm", { args, cwd: folder }).output();
  if (!success) throw new Error(`Cannot install ${folder}: ${new TextDecoder().decode(stderr)}`);
}
