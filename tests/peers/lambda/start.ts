/**
 * A Lambda API server that is not ours: serverless-aws-lambda under osls, with the functions of `handler.js`.
 *
 * @module
 */
import { install } from "./install.ts";

const here = import.meta.dirname!;

/** A running server. */
export interface ForeignLambda {
  /** For a config's `endpoint`. */
  readonly endpoint: string;
  /** Ends it; to be called in the test that started it. */
  close(): Promise<void>;
}

/** Starts the server on a free port of 127.0.0.1; installs it first where it is not. */
export async function startForeignLambda(): Promise<ForeignLambda> {
  await install(here);
  const folder = await makeFolder();
  const port = freePort();
  const child = new Deno.Command("node", {
    args: ["--require", "./patch.cjs", "node_modules/.bin/osls", "aws-lambda", "-p", String(port)],
    cwd: folder,
    env: { NO_COLOR: "1", SLS_NOTIFICATIONS_MODE: "off", SLS_TELEMETRY_DISABLED: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = child.stdout.getReader();
  await untilListening(output);
  const drained = drain(output);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      child.kill("SIGKILL");
      await Promise.all([child.status, drained]);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The server bundles the functions into its working folder, so that each start has one of its own. */
async function makeFolder(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "foreign-lambda-" });
  for (const file of ["patch.cjs", "handler.js", "package.json", "serverless.yml"]) {
    await Deno.copyFile(`${here}/${file}`, `${folder}/${file}`);
  }
  for (const file of ["function.mjs", "story.mjs"]) {
    await Deno.copyFile(`${here}/../../../examples/stream_to_browser/${file}`, `${folder}/${file}`);
  }
  await Deno.symlink(`${here}/node_modules`, `${folder}/node_modules`, { type: "dir" });
  return folder;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function untilListening(output: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes("is listening")) {
    const { done, value } = await output.read();
    if (done) throw new Error(`The foreign Lambda ended before it listened: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
}

/** A full pipe would stop it. */
async function drain(output: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await output.read()).done);
}
