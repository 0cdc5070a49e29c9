/**
 * Hattip's adapters. What they import for types alone brings the whole of AWS's old SDK along, so that they are installed
 * without it in a folder of their own, and bundled to be loaded from there.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { install } from "../lambda/install.ts";

const folder = `${import.meta.dirname}/hattip`;

/** An application: https://github.com/hattipjs/hattip */
export type HattipApp = (context: { readonly request: Request }) => Response | Promise<Response>;

// deno-lint-ignore no-explicit-any
type Adapter = (app: HattipApp) => (...args: any[]) => unknown;

/** Both adapters; the streaming one wants the global `awslambda`. */
export async function loadHattip(): Promise<{ readonly buffered: Adapter; readonly streamed: Adapter }> {
  await install(folder);
  const name = "@hattip/adapter-aws-lambda";
  const { outputFiles } = await build({
    stdin: {
      contents:
        `export { default as buffered } from "${name}"; export { default as streamed } from "${name}/streaming";`,
      resolveDir: folder,
    },
    bundle: true,
    format: "esm",
    logLevel: "silent",
    platform: "node",
    // What of it is CommonJS requires Node.js's modules.
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire("/");` },
    write: false,
  });
  await stop();
  return await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`);
}
