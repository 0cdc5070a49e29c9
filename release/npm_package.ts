/**
 * Makes the npm package: what `deno pack` makes of the sources, and the program, which only npm needs a file for.
 *
 *     deno task pack [folder]
 *
 * @module
 */

import { completeManifest, type Manifest } from "./npm_manifest.ts";
import { absoluteLinks } from "./npm_readme.ts";
import { repositoryForRelease } from "./repository.ts";

/** The program, as npm installs it into `node_modules/.bin`. */
const PROGRAM = `#!/usr/bin/env node
import { runProgram } from "./program.js";

await runProgram();
`;

/** Where it lies in the package. */
export const PROGRAM_PATH = "src/serve/bin.js";

/** Makes the package of the sources in `root`, in `folder`, and gives the path of its tarball. */
export async function makeNpmPackage(root: string, folder: string, repository: string): Promise<string> {
  const temporary = await Deno.makeTempDir({ prefix: "npm-package-" });
  try {
    const packed = `${temporary}/packed.tgz`;
    await run(root, Deno.execPath(), "pack", "--no-source-maps", "--allow-dirty", `--output=${packed}`);
    await run(temporary, "tar", "-xzf", packed);
    await addProgram(`${temporary}/package`);
    await complete(`${temporary}/package`, root, repository);
    const output = await run(`${temporary}/package`, "npm", "pack", "--json", `--pack-destination=${folder}`);
    const [{ filename }] = JSON.parse(output);
    return `${folder}/${filename}`;
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

async function addProgram(folder: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/${PROGRAM_PATH}`, PROGRAM, { mode: 0o755 });
  const path = `${folder}/package.json`;
  const manifest = { ...JSON.parse(await Deno.readTextFile(path)), bin: { lambda4fetch: `./${PROGRAM_PATH}` } };
  await Deno.writeTextFile(path, toJson(manifest));
}

async function complete(folder: string, root: string, repository: string): Promise<void> {
  const manifest: Manifest = JSON.parse(await Deno.readTextFile(`${folder}/package.json`));
  await Deno.writeTextFile(`${folder}/package.json`, toJson(completeManifest(manifest, repository)));
  const readme = await Deno.readTextFile(`${folder}/README.md`);
  const complete = absoluteLinks(readme, repository, `v${manifest.version}`, (path) => existsIn(root, path));
  await Deno.writeTextFile(`${folder}/README.md`, complete);
}

function existsIn(folder: string, path: string): boolean {
  try {
    Deno.statSync(`${folder}/${path}`);
    return true;
  } catch {
    return false;
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Runs a program to its good end, and gives what it prints. */
async function run(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  const options = { args: [...args], cwd, env: { NO_COLOR: "1" } };
  const { success, stdout, stderr } = await new Deno.Command(program, options)
    .output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`${program} ${args.join(" ")} failed:\n${new TextDecoder().decode(stderr)}`);
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url).pathname;
  try {
    const folder = await Deno.realPath(Deno.args[0] ?? root);
    console.log(await makeNpmPackage(root, folder, repositoryForRelease()));
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
