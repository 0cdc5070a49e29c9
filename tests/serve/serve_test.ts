/**
 * A local Lambda behind a port, on the runtimes that have servers: calls through HTTP come out as calls in process do.
 *
 * @module
 */
import {
  FunctionError,
  invoke,
  invokeJson,
  invokeStream,
  type LambdaConfig,
  LambdaServiceException,
  payloadStream,
  readPayload,
  TransportError,
} from "../../mod.ts";
import { type LocalFunctions, type LocalLambda, localLambda } from "../../src/local/mod.ts";
import { type LambdaServer, serve, type ServeOptions } from "../../src/serve/mod.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../support/assert.ts";
import { Skip, test, type TestContext } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";
import { turn, until } from "../support/stubs.ts";

const SERVING = ["deno", "node", "bun"];

interface Served {
  readonly lambda: LocalLambda;
  readonly server: LambdaServer;
  /** Calls through the port, once. */
  readonly config: LambdaConfig;
}

/** Registers a case with a served Lambda, for the runtimes that can serve one. */
function testServed(name: string, functions: LocalFunctions, use: (served: Served, t: TestContext) => Promise<void>) {
  test(name, async (t) => {
    if (!SERVING.includes(t.runtime)) throw new Skip("There is no server in this runtime");
    const lambda = localLambda(functions, { retryDelay: 1 });
    const server = await serve(lambda);
    const { region, credentials } = lambda.config;
    try {
      await use({ lambda, server, config: { region, credentials, endpoint: server.url, maxAttempts: 1 } }, t);
    } finally {
      await server.close();
    }
  });
}

/** Gives what comes, as text. */
const echo = (event: unknown) => event;

testServed("serve() tells where it listens", { echo }, async ({ server, config }) => {
  assertEquals(server.url, `http://127.0.0.1:${server.port}`);
  assert(server.port > 0);
  assertEquals(await invokeJson(config, { FunctionName: "echo", Payload: { name: "Ada, é\u{1F980}" } }), {
    name: "Ada, é\u{1F980}",
  });
});

testServed("serve() hands all of a call over", {
  f: (event, { clientContext, invokedFunctionArn }) => ({ event, clientContext, invokedFunctionArn }),
}, async ({ config, lambda }) => {
  const input = { FunctionName: "f", Qualifier: "$LATEST", Payload: [1], ClientContext: { a: "ü" } };
  const output = await invoke(config, { ...input, LogType: "Tail" });
  assertEquals([output.StatusCode, output.ExecutedVersion], [200, "$LATEST"]);
  assertEquals(output.Payload?.json(), {
    event: [1],
    clientContext: { a: "ü" },
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
  });
  assertMatch(atob(output.LogResult ?? ""), /^START RequestId/);
  assertEquals(output.$metadata.requestId, lambda.invocations[0]?.requestId);
});

for (const size of [0, 1, 65_536, 6_000_000]) {
  testServed(`serve() hands ${size} bytes in and out`, { echo }, async ({ config }) => {
    const text = "x".repeat(size);
    assertEquals(await invokeJson(config, { FunctionName: "echo", Payload: JSON.stringify(text) }), text);
  });
}

testServed("serve() answers without a body", { echo }, async ({ config, lambda }) => {
  for (const [InvocationType, status] of [["DryRun", 204], ["Event", 202]] as const) {
    const { StatusCode, Payload } = await invoke(config, { FunctionName: "echo", InvocationType });
    assertEquals([StatusCode, Payload], [status, undefined]);
  }
  await lambda.drain();
});

testServed("serve() answers with AWS's errors", { echo }, async ({ config }) => {
  const error = await assertRejects(() => invoke(config, { FunctionName: "nope" }), LambdaServiceException);
  assertEquals([error.name, error.$metadata?.httpStatusCode], ["ResourceNotFoundException", 404]);
  const stranger = { ...config, credentials: { accessKeyId: "AKIDOTHER", secretAccessKey: "other" } };
  const refusal = await assertRejects(() => invoke(stranger, { FunctionName: "echo" }), LambdaServiceException);
  assertEquals(refusal.name, "UnrecognizedClientException");
});

testServed("serve() hands chunks on as they are written", {
  async *f(_event, { log }) {
    log("begun");
    yield "one";
    await release;
    yield "two";
  },
}, async ({ config }) => {
  const output = await invokeStream(config, { FunctionName: "f" });
  const reader = payloadStream(output).getReader();
  // The second is written only once the first has come.
  assertEquals((await reader.read()).value, bytes("one"));
  goOn();
  assertEquals((await reader.read()).value, bytes("two"));
  assertEquals((await reader.read()).done, true);
});

let goOn = () => {};
const release = new Promise<void>((resolve) => goOn = resolve);

testServed("serve() streams what is larger than any buffer", {
  async *f() {
    for (let n = 0; n < 64; n++) yield new Uint8Array(65_536).fill(n);
  },
}, async ({ config }) => {
  const payload = await readPayload(await invokeStream(config, { FunctionName: "f" }));
  assertEquals(payload.length, 64 * 65_536);
  assert(payload.every((byte, at) => byte === at >> 16));
});

testServed("serve() tells a function that its reader has left", {
  async *f() {
    for (;;) {
      yield new Uint8Array(1_024);
      await turn();
    }
  },
}, async ({ config, lambda }) => {
  const { EventStream } = await invokeStream(config, { FunctionName: "f" });
  for await (const _event of EventStream) break;
  await until(() => lambda.invocations[0]?.cancelled === true);
});

testServed("serve() loses the connection where a fault says so", { echo }, async ({ config, lambda }) => {
  lambda.inject("echo", { fault: "reset" });
  const error = await assertRejects(() => invoke(config, { FunctionName: "echo" }), TransportError);
  assertEquals(error.code, "NETWORK");
});

testServed("serve() loses the connection in mid-stream where a fault says so", { f: () => "x".repeat(100) }, async (
  { config, lambda },
) => {
  lambda.inject("f", { fault: "cut", afterBytes: 50, reset: true });
  // Bun may send the head with the first chunk only.
  const read = async () => await readPayload(await invokeStream(config, { FunctionName: "f" }));
  const error = await assertRejects(read, TransportError);
  assertEquals(error.code, "NETWORK");
});

testServed("serve() lets a caller give up", { echo }, async ({ config, lambda }) => {
  lambda.inject("echo", { fault: "stall" });
  const caller = new AbortController();
  const call = invoke(config, { FunctionName: "echo" }, { signal: caller.signal });
  await until(() => lambda.invocations.length === 1);
  caller.abort(new Error("Enough"));
  await assertRejects(() => call, Error, "Enough");
  await until(() => lambda.invocations[0]?.duration !== undefined);
});

testServed("serve() reports a function that fails", {
  fail: () => {
    throw new RangeError("Too far");
  },
}, async ({ config }) => {
  await assertRejects(() => invokeJson(config, { FunctionName: "fail" }), FunctionError, "Too far");
});

testServed("serve() answers many at once, on connections that are used again", {
  f: ({ n }) => 2 * n,
}, async ({ config }) => {
  for (let round = 0; round < 3; round++) {
    const calls = Array.from({ length: 30 }, (_, n) => invokeJson(config, { FunctionName: "f", Payload: { n } }));
    assertEquals(await Promise.all(calls), calls.map((_, n) => 2 * n));
  }
});

testServed("serve() refuses a path or a host that is none, and goes on", { echo }, async ({ server, config }) => {
  for (const path of ["/", "/%", "/2015-03-31/functions/echo/invocations?%"]) {
    const response = await fetch(server.url + path, { method: "POST", body: "{}" });
    assert(response.status >= 400 && response.status < 500, `${response.status}`);
    await response.text();
  }
  assertEquals(await invokeJson(config, { FunctionName: "echo", Payload: 7 }), 7);
});

testServed("close() cuts off what is being answered", { echo }, async ({ server, config, lambda }) => {
  lambda.inject("echo", { fault: "stall" });
  const call = assertRejects(() => invoke(config, { FunctionName: "echo" }), TransportError);
  await until(() => lambda.invocations.length === 1);
  await server.close();
  await call;
  await server.closed;
  await server.close();
  await assertRejects(() => invoke(config, { FunctionName: "echo" }), TransportError);
});

testServed("serve() says that a port is in use", { echo }, async ({ server, lambda }) => {
  const error = await assertRejects(() => serve(lambda, { port: server.port }));
  assertEquals((error as Error).message, `Cannot listen on 127.0.0.1:${server.port}: the port is in use`);
});

testServed("a signal closes a server", { echo }, async ({ lambda }) => {
  const controller = new AbortController();
  const { port, closed } = await serve(lambda, { signal: controller.signal });
  controller.abort();
  await closed;
  const again = await serve(lambda, { port });
  await again.close();
  const reason = await assertRejects(() => serve(lambda, { signal: AbortSignal.abort(new Error("Late")) }));
  assertEquals((reason as Error).message, "Late");
});

for (const port of [-1, 65_536, 1.5, NaN, "9000" as unknown as number]) {
  test(`serve() refuses the port ${port}`, async () => {
    const options: ServeOptions = { port };
    await assertRejects(() => serve(localLambda({}), options), RangeError, "port must be from 0 to 65535");
  });
}

test("serve() says where there is no server", async (t) => {
  if (SERVING.includes(t.runtime)) throw new Skip("There is one");
  await assertRejects(() => serve(localLambda({})), TypeError, "Cannot serve here");
});
