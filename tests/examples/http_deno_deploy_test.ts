// examples/deno_deploy.ts in a Deno of its own, in front of a local Lambda.
import { assertEquals } from "../support/assert.ts";
import { serveLambda } from "./local_server.ts";

const example = new URL("../../examples/deno_deploy.ts", import.meta.url).pathname;

/** Reads where `Deno.serve` says that it listens. */
async function originOf(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of output.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    text += chunk;
    const [origin] = /http:\/\/[\d.]+:\d+/.exec(text) ?? [];
    if (origin) return origin;
  }
  throw new Error(`The example ended before it listened: ${text}`);
}

Deno.test("the example for Deno Deploy serves a function, and tells it the client's address", async () => {
  await using server = serveLambda({
    // deno-lint-ignore no-explicit-any
    site: ({ rawPath, requestContext }: any) => ({
      statusCode: 201,
      headers: { "content-type": "text/plain" },
      cookies: ["a=1", "b=2"],
      body: `${requestContext.http.method} ${rawPath} from ${requestContext.http.sourceIp}`,
    }),
  });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net", "--allow-env", example],
    env: { ...server.env, FUNCTION_NAME: "site", DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0", NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    const origin = await originOf(child.stderr);
    const response = await fetch(`${origin}/here`, { method: "DELETE" });
    assertEquals([response.status, await response.text()], [201, "DELETE /here from 127.0.0.1"]);
    assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
  } finally {
    child.kill();
    await child.status;
  }
});
