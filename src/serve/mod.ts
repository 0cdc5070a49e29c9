/**
 * A local Lambda behind a port: for AWS SDKs, the AWS CLI, and any other process.
 *
 * As a program, it serves the functions that a module exports:
 *
 * ```sh
 * deno run -A jsr:@lambda4fetch/lambda4fetch/serve functions.ts
 * npx @lambda4fetch/lambda4fetch functions.mjs
 * ```
 *
 * @example Stop the server with a signal
 * ```ts
 * import { invoke } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import { serve } from "@lambda4fetch/lambda4fetch/serve";
 * import assert from "node:assert/strict";
 *
 * const test = new AbortController();
 * const lambda = localLambda({ greet: () => "Hello" });
 * const { url, closed } = await serve(lambda, { signal: test.signal });
 * const { region, credentials } = lambda.config;
 * const { StatusCode } = await invoke({ region, credentials, endpoint: url }, { FunctionName: "greet" });
 * assert.equal(StatusCode, 200);
 * test.abort();
 * await closed;
 * ```
 *
 * @module
 */
export { type LambdaServer, serve, type ServeOptions } from "./serve.ts";

// A bundle is the main module too, whatever it was made of; and who only wants `serve` does not load the program.
const { main, url } = import.meta as ImportMeta & { readonly main?: boolean };
const isProgram = main === true && /\/serve\/mod\.[jt]s$/.test(url);
if (isProgram) import("./program.ts").then(({ runProgram }) => runProgram());
