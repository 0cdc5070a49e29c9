import { copyFile, here, run, temporary } from "./command.ts";

/** Installs what checks: anew where nothing is installed, or where the lock is newer than what is. */
export async function install(): Promise<void> {
  const installed = await Deno.stat(`${here}/node_modules/.package-lock.json`).catch(() => undefined);
  const lock = await Deno.stat(`${here}/package-lock.json`);
  if (installed?.mtime && lock.mtime && installed.mtime >= lock.mtime) return;
  console.log("npm ci in tests/packaging");
  await run(here, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
}

/** Copies all that git has or would take, and nothing that it ignores. */
export async function copyRepository(): Promise<string> {
  const root = `${here}/../..`;
  const copy = `${temporary}/copy`;
  const listed = await run(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const path of listed.split("\0").filter(Boolean)) {
    // What is deleted, and not yet committed, is still listed.
    await copyFile(`${root}/${path}`, `${copy}/${path}`).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
  return copy;
}

/** Makes an empty project with the package in it, and those who use it. */
export async function makeConsumer(tarball: string): Promise<string> {
  const consumer = `${temporary}/consumer`;
  await Deno.mkdir(consumer);
  await Deno.writeTextFile(`${consumer}/package.json`, '{ "private": true, "type": "module" }');
  for (const { name } of Deno.readDirSync(`${here}/consumer`)) {
    await Deno.copyFile(`${here}/consumer/${name}`, `${consumer}/${name}`);
  }
  await run(consumer, "npm", "install", "--offline", "--no-audit", "--no-fund", tarball);
  return consumer;
}
