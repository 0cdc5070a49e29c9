/**
 * One file for each child process, bundled with the very versions that deno.json names.
 *
 * @module
 */
import { build } from "esbuild";
import { gzipSync } from "node:zlib";

/** The project's folder, with a slash at its end. */
export const ROOT: string = new URL("../", import.meta.url).pathname;

/** What runs a bundle: Deno and Node have Node's modules, workerd has what a browser has. */
export type Platform = "node" | "browser";

const PEERS = ["@aws-crypto/sha256-js", "@aws-sdk/client-lambda", "@smithy/signature-v4", "aws4fetch"];

/** Installs the peers below `folder`, at the versions of the project's lock; gives their versions. */
export async function installPeers(folder: string): Promise<Record<string, string>> {
  const all: Record<string, string> = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`)).imports;
  const imports = Object.fromEntries(PEERS.map((name) => [name, all[name]!]));
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ nodeModulesDir: "auto", imports }));
  await Deno.copyFile(`${ROOT}deno.lock`, `${folder}/deno.lock`);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args: ["install"], cwd: folder }).output();
  if (!success) throw new Error(`Cannot install the peers: ${new TextDecoder().decode(stderr)}`);
  return Object.fromEntries(PEERS.map((name) => [name, imports[name]!.replace(/.*@/, "")]));
}

/** Bundles code as one ES module, minified. */
export async function bundle(code: string, platform: Platform, folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: `${ROOT}bench`, loader: "ts" },
    nodePaths: [`${folder}/node_modules`],
    bundle: true,
    format: "esm",
    legalComments: "none",
    logLevel: "error",
    minify: true,
    platform,
    target: "es2022",
    write: false,
    ...(platform === "browser" && { conditions: ["worker", "browser"] }),
    // The AWS SDK has CommonJS inside, which asks for Node's modules by `require`.
    ...(platform === "node" && {
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    }),
  });
  return outputFiles[0]!.contents as Uint8Array<ArrayBuffer>;
}

/** Bytes that a bundle adds. */
export interface Size {
  readonly minified: number;
  readonly gzipped: number;
}

/** Bytes of what `code` takes along. */
export async function sizeOf(code: string, folder: string): Promise<Size> {
  const bytes = await bundle(code, "browser", folder);
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
}
