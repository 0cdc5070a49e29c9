import { localLambda } from "../../src/local/mod.ts";
import { assertEquals, assertFalse, assertStringIncludes } from "../support/assert.ts";
import { assertShowsNone } from "../support/secrets.ts";

/** Runs an example as a reader would, and gives what it printed. */
async function run(
  name: string,
  more: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number; text: string }> {
  const script = new URL(`../../examples/${name}`, import.meta.url).pathname;
  const args = ["run", "-A", script, ...more];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, env }).output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("demo.ts shows every step and ends well", async () => {
  const { code, text } = await run("demo.ts");
  assertEquals(code, 0, text);
  for (const line of ["Hello, Ada!", "StatusCode: 202", "StatusCode: 204", "RangeError", "attempts: 2", "TRUNCATED"]) {
    assertStringIncludes(text, line);
  }
  assertStringIncludes(text, "Once upon a time a Worker");
  assertStringIncludes(text, "All as it should be");
});

Deno.test("configure_retries.ts configures, lists, takes effect and cleans up", async () => {
  const { code, text } = await run("configure_retries.ts");
  assertEquals(code, 0, text);
  for (const line of ["1 3600", "keep-failure", "Ran 2 times", "RetriesExhausted", "Back to Lambda's defaults"]) {
    assertStringIncludes(text, line);
  }
});

Deno.test("demo.ts calls a function of the reader's own, and shows nothing that it signs with", async () => {
  const credentials = {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE/TOKEN+OF/THE+DEMO==",
  };
  const lambda = localLambda({ own: () => "Hello from my own" }, { credentials });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => lambda.fetch(request));
  const { code, text } = await run("demo.ts", ["--function", "own"], {
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${server.addr.port}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  });
  await server.shutdown();
  assertEquals(code, 0, text);
  assertStringIncludes(text, "Hello from my own");
  assertStringIncludes(text, "x-amz-log-type: Tail");
  assertShowsNone(text, [credentials.secretAccessKey, credentials.sessionToken]);
  assertFalse(/Signature=|x-amz-security-token/.test(text), text);
});
