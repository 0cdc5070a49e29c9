import { bin, here, mustRun } from "./command.ts";

const build = `${here}/build`;

/** Installs the runtimes, writes the list of test files, and bundles them for the runtimes that need it. */
export async function prepare(): Promise<void> {
  await install();
  await Deno.remove(build, { recursive: true }).catch(() => {});
  await Deno.mkdir(build, { recursive: true });
  await writeList(testFiles());
  await Promise.all([
    bundle("console.ts", "console.mjs", "esm"),
    bundle("workerd.ts", "workerd.js", "esm"),
    bundle("page.ts", "page.js", "iife"),
  ]);
}

/** Folders of `tests/` that are no rooms: what is in them runs on Deno alone, or is no test. */
const NOT_PORTABLE = ["examples", "packaging", "peers", "runtimes", "soak"];

/** The portable test files: `tests/<room>/*_test.ts`. Nobody keeps a list by hand. */
export function testFiles(): string[] {
  const rooms = [...Deno.readDirSync(`${here}/..`)].filter((entry) =>
    entry.isDirectory && !NOT_PORTABLE.includes(entry.name)
  );
  const files = rooms.flatMap(({ name: room }) =>
    [...Deno.readDirSync(`${here}/../${room}`)].map((entry) => `${room}/${entry.name}`)
  );
  return files.filter((file) => file.endsWith("_test.ts")).sort();
}

/** Anew where nothing is installed, or where the lock is newer than what is. */
async function install(): Promise<void> {
  const installed = await Deno.stat(`${here}/node_modules/.package-lock.json`).catch(() => undefined);
  const lock = await Deno.stat(`${here}/package-lock.json`);
  if (installed?.mtime && lock.mtime && installed.mtime >= lock.mtime) return;
  console.log("npm ci in tests/runtimes");
  await mustRun("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/**
 * Writes `all.ts` and, for each entry, a file that imports it first. The imports are static, as a user's would be: so a
 * runtime that forbids some work at import time gets to say so.
 */
async function writeList(files: readonly string[]): Promise<void> {
  const lines = files.map((file, n) => {
    const marker = `import { openFile } from "../../support/harness.ts";\nopenFile(${JSON.stringify(file)});\n`;
    Deno.writeTextFileSync(`${build}/file_${n}.ts`, marker);
    return `import "./file_${n}.ts";\nimport "../../${file}";\n`;
  });
  await Deno.writeTextFile(`${build}/all.ts`, lines.join(""));
  for (const entry of ["console", "workerd", "page"]) {
    const text = `import "./all.ts";\nexport * from "../entries/${entry}.ts";\n`;
    await Deno.writeTextFile(`${build}/${entry}.ts`, text);
  }
}

async function bundle(entry: string, out: string, format: "esm" | "iife"): Promise<void> {
  await mustRun(bin("esbuild"), [
    "--bundle",
    `--format=${format}`,
    "--target=es2022",
    "--log-level=warning",
    "--log-override:empty-import-meta=silent",
    `--outfile=build/${out}`,
    `build/${entry}`,
  ]);
}
