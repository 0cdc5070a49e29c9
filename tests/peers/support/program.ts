/**
 * The program of ./serve, as Deno, Node.js and Bun run it.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { noteSkip } from "../../support/skips.ts";
import type { CommandLine } from "./running_program.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** Makes a file that Node.js can run, as the npm package has one; gives its path. */
export async function bundleProgram(folder: string): Promise<string> {
  const outfile = `${folder}/bin.mjs`;
  const contents = 'import { runProgram } from "./src/serve/program.ts"; await runProgram();';
  const stdin = { contents, resolveDir: ROOT };
  await build({ stdin, bundle: true, format: "esm", platform: "node", target: "node20", outfile, logLevel: "warning" });
  await stop();
  return outfile;
}

/** How each runtime is told to run it; a runtime that is not installed is left out, and named. */
export async function commandLines(folder: string): Promise<Record<string, CommandLine>> {
  const bun = `${ROOT}tests/runtimes/node_modules/.bin/bun`;
  const hasBun = await Deno.stat(bun).then(() => true, () => false);
  if (!hasBun) {
    if (Deno.env.has("REQUIRE_CLIENTS")) throw new Error(`There is no ${bun}, and REQUIRE_CLIENTS is set`);
    noteSkip("the program of ./serve on Bun: tests/runtimes is not installed, see `deno task runtimes`");
  }
  return {
    deno: [Deno.execPath(), "run", "-A", `${ROOT}src/serve/mod.ts`],
    node: ["node", await bundleProgram(folder)],
    ...(hasBun && { bun: [bun, `${ROOT}src/serve/mod.ts`] as const }),
  };
}
