/**
 * Makes the API pages of all entry points, into `api/`.
 *
 * `deno doc` names a module by its path within the package in the usage lines; here they import it by its full name.
 *
 * @module
 */
const root = new URL("../", import.meta.url);
const { name, exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
const entries: [specifier: string, file: string][] = Object.entries(exports);

const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["doc", "--html", `--name=${name}`, "--output=api", ...entries.map(([, file]) => file)],
  cwd: root,
  stdout: "inherit",
  stderr: "inherit",
}).spawn().status;
if (code !== 0) Deno.exit(code);

/** Full names by what a usage line says: `.` for the main module, `http` for `./http`. */
const fullNames = new Map(entries.map(([specifier]) => {
  const path = specifier.replace("./", "");
  return [path, path === "." ? name : `${name}/${path}`];
}));

async function nameModules(folder: URL): Promise<void> {
  for await (const { name: file, isDirectory } of Deno.readDir(folder)) {
    const url = new URL(isDirectory ? `${file}/` : file, folder);
    if (isDirectory) await nameModules(url);
    else if (file.endsWith(".html")) await nameModule(url);
  }
}

async function nameModule(page: URL): Promise<void> {
  const text = await Deno.readTextFile(page);
  const named = text.replace(/(import [^;<]* from &quot;)([\w.]+)(?=&quot;)/g, (line, start, path) => {
    const fullName = fullNames.get(path);
    return fullName ? start + fullName : line;
  });
  if (named !== text) await Deno.writeTextFile(page, named);
}

await nameModules(new URL("api/", root));
