/**
 * What the module may add to a bundle, and what it adds: with esbuild, minified, gzip -9.
 *
 * @module
 */
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { ROOT, type Size } from "./bundle.ts";

/** What is imported, and how many bytes it may add. */
interface Budget {
  readonly imported: string;
  readonly code: string;
  readonly gzipped: number;
}

/**
 * A guard against accidents, not a target: where a clear solution needs more, a budget is raised with it. Whole tables of
 * codes, a redactor that knows encodings, and messages that say what to do are what most of the bytes are.
 */
const BUDGETS: readonly Budget[] = [
  { imported: "`invoke`", code: `export { invoke } from "./mod.ts"`, gzipped: 14_336 },
  {
    imported: "`invoke`, `invokeStream`, `payloadStream`",
    code: `export { invoke, invokeStream, payloadStream } from "./mod.ts"`,
    gzipped: 17_408,
  },
  { imported: "all of `.`", code: `export * from "./mod.ts"`, gzipped: 26_624 },
  {
    imported: "`lambdaHandler` of `./http`, with all it needs",
    code: `export { lambdaHandler } from "./src/http/mod.ts"`,
    gzipped: 22_528,
  },
];

/** A budget, and what is used of it. */
export interface Used extends Size {
  readonly imported: string;
  readonly budget: number;
}

/** Weighs each bundle. Stop esbuild afterwards. */
export function weighAll(): Promise<Used[]> {
  return Promise.all(BUDGETS.map(async ({ imported, code, gzipped }) => {
    return { imported, budget: gzipped, ...await weigh(code) };
  }));
}

async function weigh(contents: string): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: "js" }, // as "ts", a missing export would pass for a type
    bundle: true,
    format: "esm",
    legalComments: "none",
    logLevel: "silent",
    minify: true,
    platform: "neutral",
    target: "es2022",
    write: false,
  });
  const bytes = outputFiles[0]!.contents as Uint8Array<ArrayBuffer>;
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
}

/** The table of the README. */
export function sizeTable(all: readonly Used[]): string {
  const bytes = (n: number) => n.toLocaleString("en-US");
  const rows = all.map(({ imported, minified, gzipped, budget }) =>
    `| ${imported} | ${bytes(minified)} | ${bytes(gzipped)} | ${bytes(budget)} |`
  );
  return ["| imported | minified | gzip -9 | budget |", "| --- | ---: | ---: | ---: |", ...rows].join("\n");
}
