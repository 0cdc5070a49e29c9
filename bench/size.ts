/**
 * What the module adds to a bundle (esbuild, minified, gzip -9), against a budget and against what the README says.
 *
 *     deno task size            fails over the budget, or where the README is stale
 *     deno task size --write    writes the README's table
 *
 * @module
 */
import { build, type BuildFailure, stop } from "esbuild";
import { gzipSync } from "node:zlib";

const ROOT = new URL("../", import.meta.url).pathname;

/**
 * What is imported, and how many bytes it may add. esbuild picks names by the letters of all files that it reads, so that
 * a change elsewhere moves a size by a few bytes.
 */
const BUDGETS: readonly (readonly [what: string, entry: string, gzipped: number])[] = [
  ["`invoke`", `export { invoke } from "./mod.ts"`, 4_608],
  [
    "`invoke`, `invokeStream`, `payloadStream`",
    `export { invoke, invokeStream, payloadStream } from "./mod.ts"`,
    6_656,
  ],
  ["all of `.`", `export * from "./mod.ts"`, 10_240],
  ["`lambdaHandler` of `./http`, with all it needs", `export { lambdaHandler } from "./src/http/mod.ts"`, 10_240],
];

/** Minified and gzipped bytes of a bundle, or undefined where an export is not there. */
async function measure(entry: string): Promise<{ minified: number; gzipped: number } | undefined> {
  try {
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: ROOT, loader: "js" }, // as "ts", a missing export would pass for a type
      bundle: true,
      format: "esm",
      legalComments: "none",
      logLevel: "silent",
      minify: true,
      platform: "neutral",
      target: "es2022",
      write: false,
    });
    const code = outputFiles[0]!.contents;
    return { minified: code.length, gzipped: gzipSync(code, { level: 9 }).length };
  } catch (error) {
    const texts = (error as BuildFailure).errors?.map(({ text }) => text) ?? [];
    if (texts.length > 0 && texts.every((text) => /No matching export|Could not resolve/.test(text))) return undefined;
    throw error;
  }
}

const bytes = (n: number) => n.toLocaleString("en-US");
const problems: string[] = [];
const rows = ["| imported | minified | gzip -9 | budget |", "| --- | ---: | ---: | ---: |"];
for (const [what, entry, budget] of BUDGETS) {
  const size = await measure(entry);
  if (!size) {
    console.log(`${what}: not there yet`);
    continue;
  }
  rows.push(`| ${what} | ${bytes(size.minified)} | ${bytes(size.gzipped)} | ${bytes(budget)} |`);
  if (size.gzipped > budget) problems.push(`${what} is ${bytes(size.gzipped - budget)} bytes over its budget`);
}
await stop();
console.log(rows.join("\n"));

const BLOCK = /(<!-- size -->\n)[\s\S]*?(<!-- \/size -->)/;
const readme = await Deno.readTextFile(`${ROOT}README.md`).catch(() => "");
if (!BLOCK.test(readme)) problems.push("README.md has no <!-- size --> ... <!-- /size --> block");
const wanted = readme.replace(BLOCK, (_, start: string, end: string) => `${start}\n${rows.join("\n")}\n\n${end}`);
if (Deno.args.includes("--write") && readme) {
  Deno.writeTextFileSync(`${ROOT}README.md`, wanted);
  const fmt = new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", "README.md"], cwd: ROOT });
  await fmt.output();
} else if (squeeze(readme) !== squeeze(wanted)) {
  problems.push("README.md's sizes are stale: run `deno task size --write`");
}

/** Without the padding that `deno fmt` gives a table. */
function squeeze(text: string): string {
  return text.replace(/ +/g, " ").replace(/-+/g, "-").replace(/\n+/g, "\n");
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) Deno.exit(1);
