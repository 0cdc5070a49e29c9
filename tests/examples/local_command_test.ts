/**
 * `deno task local`, from the command line to the line that it prints.
 *
 * @module
 */
import { invoke, invokeStream, payloadStream } from "../../mod.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const root = new URL("../../", import.meta.url);

/** The lines that a process prints. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (text + chunk).split("\n");
    text = lines.pop()!;
    yield* lines;
  }
}

test("deno task local serves a module's functions, and prints each invocation on one line", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "examples/local_server.ts", "./examples/local_functions.ts", "--port=0", "--region=eu-west-1"],
    cwd: root,
    stdout: "piped",
    env: { NO_COLOR: "1" },
  });
  await using child = command.spawn();
  const lines = linesOf(child.stdout);
  const next = async () => (await lines.next()).value ?? "";
  assertMatch(await next(), /^Lambda with greet, page, slow, story on http:\/\/127\.0\.0\.1:\d+; call it with$/);
  await next();
  const variables = Object.fromEntries(
    [...`${await next()} ${await next()}`.matchAll(/(AWS_\w+)=(\S+)/g)].map((m) => m.slice(1)),
  );
  await next();
  const config = {
    region: variables.AWS_REGION,
    endpoint: variables.AWS_ENDPOINT_URL_LAMBDA,
    credentials: { accessKeyId: variables.AWS_ACCESS_KEY_ID, secretAccessKey: variables.AWS_SECRET_ACCESS_KEY },
  };
  assertEquals(config.region, "eu-west-1");

  const { Payload } = await invoke(config, { FunctionName: "greet", Payload: { name: "Ada" } });
  assertEquals(Payload?.json(), { message: "Hello, Ada" });
  assertMatch(await next(), /^\S+ RequestResponse greet \{"name":"Ada"\} -> 200 \d+ ms$/);
  const story = payloadStream(await invokeStream(config, { FunctionName: "story" }));
  assertEquals(await new Response(story).text(), "Once upon a time");
  assertMatch(await next(), /^\S+ InvokeWithResponseStream story \{\} -> 200 \d+ ms$/);
  await invoke(config, { FunctionName: "slow", InvocationType: "Event" });
  await invoke(config, { FunctionName: "nope" }).catch(() => {});
  assertMatch(await next(), /^\S+ RequestResponse nope - -> 404 ResourceNotFoundException \d+ ms$/);
  assertMatch(await next(), /^\S+ Event slow \{\} -> 202 Unhandled RetriesExhausted 3 runs \d+ ms$/);
});
