/**
 * This module calls a Lambda server that is not ours: serverless-aws-lambda, with the functions of `lambda/handler.js`.
 *
 * Where that server is not as AWS is, the test says so. It checks no signature, and knows no log tail.
 *
 * @module
 */
import {
  FunctionError,
  invoke,
  invokeJson,
  invokeStream,
  type InvokeStreamOutput,
  type LambdaConfig,
  LambdaServiceException,
  payloadStream,
  readPayload,
} from "../../mod.ts";
import { assertEquals, assertMatch, assertObjectMatch, assertRejects } from "../support/assert.ts";
import { bytes, collect, collectBytes } from "../support/streams.ts";
import { startForeignLambda } from "./lambda/start.ts";
import { CREDENTIALS } from "./support/clients.ts";

let config: LambdaConfig;

const cases: Deno.TestStepDefinition[] = [];

/** Registers a case. What it leaves open is looked for once the server has ended, whose output is read meanwhile. */
function test(name: string, fn: () => Promise<void>): void {
  cases.push({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

Deno.test({
  name: "A Lambda server that is not ours",
  async fn(t) {
    const server = await startForeignLambda();
    config = { region: "us-east-1", credentials: CREDENTIALS, endpoint: server.endpoint, maxAttempts: 1 };
    try {
      for (const entry of cases) await t.step(entry);
    } finally {
      await server.close();
    }
  },
  sanitizeOps: true,
  sanitizeResources: true,
});

/** Calls the function that writes what it is asked to. */
function stream(payload: object): Promise<InvokeStreamOutput> {
  return invokeStream(config, { FunctionName: "stream", Payload: payload });
}

const NAMES = ["echo", "arn:aws:lambda:us-east-1:123456789012:function:echo"];

for (const FunctionName of NAMES) {
  test(`invoke() of ${FunctionName} is answered by a foreign server`, async () => {
    const ClientContext = { custom: { key: "ü" } };
    const output = await invoke(config, { FunctionName, Payload: { text: "é" }, ClientContext });
    assertObjectMatch(output, { StatusCode: 200, ExecutedVersion: "$LATEST" });
    assertEquals(output.FunctionError, undefined);
    assertMatch(output.$metadata.requestId ?? "", /^[\da-f-]{36}$/);
    assertObjectMatch(output.Payload?.json() ?? {}, {
      event: { text: "é" },
      clientContext: ClientContext,
      name: "echo",
      version: "$LATEST",
    });
  });
}

test("invoke() of an Event is accepted by a foreign server", async () => {
  const output = await invoke(config, { FunctionName: "echo", InvocationType: "Event", Payload: {} });
  assertEquals([output.StatusCode, output.Payload], [202, undefined]);
});

test("invoke() of a DryRun is checked by a foreign server", async () => {
  const output = await invoke(config, { FunctionName: "echo", InvocationType: "DryRun" });
  assertEquals([output.StatusCode, output.Payload], [204, undefined]);
});

test("invoke() reports a function that fails on a foreign server", async () => {
  const { StatusCode, FunctionError, Payload } = await invoke(config, { FunctionName: "fail" });
  // AWS says "Unhandled".
  assertEquals([StatusCode, FunctionError], [200, "TypeError"]);
  assertObjectMatch(Payload?.json() ?? {}, { errorType: "TypeError", errorMessage: "It failed" });
});

test("invokeJson() throws what a function on a foreign server fails with", async () => {
  const error = await assertRejects(() => invokeJson(config, { FunctionName: "fail" }), FunctionError, "It failed");
  assertObjectMatch(error, { errorType: "TypeError", errorMessage: "It failed", functionMayHaveRun: true });
  assertEquals(error.stackTrace?.[0], "TypeError: It failed");
});

test("invokeJson() throws where a function on a foreign server runs out of time", async () => {
  const error = await assertRejects(() => invokeJson(config, { FunctionName: "slow" }), FunctionError, "timed out");
  assertEquals(error.functionError, "Unhandled");
});

test("invoke() throws where a foreign server knows no such function", async () => {
  const error = await assertRejects(() => invoke(config, { FunctionName: "none" }), LambdaServiceException);
  assertObjectMatch(error, {
    name: "ResourceNotFoundException",
    Type: "User",
    $fault: "client",
    functionMayHaveRun: false,
  });
  assertMatch(error.message, /^Function not found: .*:none$/);
  assertEquals(error.$metadata?.httpStatusCode, 404);
});

test("invokeStream() throws where a foreign server knows no such function", async () => {
  const error = await assertRejects(() => invokeStream(config, { FunctionName: "none" }), LambdaServiceException);
  // Here this server does not name the error.
  assertObjectMatch(error, { name: "Unknown", Type: "User", $fault: "client", functionMayHaveRun: false });
  assertMatch(error.message, /^Function not found: .*:none$/);
});

test("invokeStream() hands a foreign server's chunks on", async () => {
  const output = await stream({ chunks: ["a", "bé", "c"], type: "text/plain" });
  assertObjectMatch(output, { StatusCode: 200, ResponseStreamContentType: "text/plain" });
  assertEquals(await collect(output.EventStream), [
    { PayloadChunk: { Payload: bytes("a") } },
    { PayloadChunk: { Payload: bytes("bé") } },
    { PayloadChunk: { Payload: bytes("c") } },
    { InvokeComplete: {} },
  ]);
});

test("invokeStream() hands a chunk on before a foreign server sends the next", async () => {
  const opened = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await using gate = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async () => {
    asked.resolve();
    await opened.promise;
    return new Response();
  });
  const { EventStream } = await stream({ chunks: ["a", "b"], gate: `http://127.0.0.1:${gate.addr.port}` });
  const reader = EventStream.getReader();
  assertEquals((await reader.read()).value, { PayloadChunk: { Payload: bytes("a") } });
  await asked.promise;
  opened.resolve();
  assertEquals((await reader.read()).value, { PayloadChunk: { Payload: bytes("b") } });
  await reader.cancel();
});

test("payloadStream() and readPayload() read a foreign server's chunks", async () => {
  const payload = { chunks: ['{"text":', '"é"', "}"], pauseMs: 10 };
  assertEquals(await collectBytes(payloadStream(await stream(payload))), bytes('{"text":"é"}'));
  assertEquals((await readPayload(await stream(payload))).json(), { text: "é" });
});

test("readPayload() reads the answer of a function that does not stream", async () => {
  const output = await invokeStream(config, { FunctionName: "echo", Payload: [1] });
  assertObjectMatch((await readPayload(output)).json() ?? {}, { event: [1], name: "echo" });
});

test("invokeStream() of a stream without chunks ends well", async () => {
  assertEquals(await collect((await stream({})).EventStream), [{ InvokeComplete: {} }]);
});

test("BUFFERED gathers a foreign server's chunks", async () => {
  const Payload = { chunks: ["a", "b"], pauseMs: 10 };
  const { EventStream } = await invokeStream(config, { FunctionName: "stream", Payload, InvokeMode: "BUFFERED" });
  assertEquals(await collect(EventStream), [{ PayloadChunk: { Payload: bytes("ab") } }, { InvokeComplete: {} }]);
});

/** A function that fails, and what it has written by then. */
const FAILURES: Record<string, { payload: object; message: string; written: readonly string[] }> = {
  "early": { payload: { failEarly: true }, message: "It failed early", written: [] },
  "late": { payload: { chunks: ["a", "b"], failLate: true }, message: "It failed late", written: ["a", "b"] },
};

for (const [when, { payload, message, written }] of Object.entries(FAILURES)) {
  test(`invokeStream() hands on that a function on a foreign server fails ${when}`, async () => {
    const events = await collect((await stream(payload)).EventStream);
    const end = events.pop()?.InvokeComplete;
    assertEquals(events, written.map((text) => ({ PayloadChunk: { Payload: bytes(text) } })));
    assertEquals(end?.ErrorCode, "RangeError");
    assertObjectMatch(JSON.parse(end?.ErrorDetails ?? ""), { errorType: "RangeError", errorMessage: message });
  });

  test(`payloadStream() fails where a function on a foreign server fails ${when}`, async () => {
    const chunks: string[] = [];
    const error = await assertRejects(
      async () => {
        for await (const chunk of payloadStream(await stream(payload))) chunks.push(new TextDecoder().decode(chunk));
      },
      FunctionError,
      message,
    );
    assertEquals(chunks, written);
    assertObjectMatch(error, { functionError: "RangeError", errorType: "RangeError", errorMessage: message });
  });

  test(`readPayload() and BUFFERED fail where a function on a foreign server fails ${when}`, async () => {
    await assertRejects(async () => await readPayload(await stream(payload)), FunctionError, message);
    const input = { FunctionName: "stream", Payload: payload, InvokeMode: "BUFFERED" } as const;
    const { EventStream } = await invokeStream(config, input);
    await assertRejects(() => collect(EventStream), FunctionError, message);
  });
}

test("A signal ends a call to a foreign server", async () => {
  const controller = new AbortController();
  const reason = new Error("Enough");
  const call = invoke(config, { FunctionName: "slow" }, { signal: controller.signal });
  controller.abort(reason);
  assertEquals(await assertRejects(() => call), reason);
});

test("A signal ends a stream of a foreign server", async () => {
  const controller = new AbortController();
  const reason = new Error("Enough");
  const Payload = { chunks: ["a", "b", "c"], pauseMs: 200 };
  const { EventStream } = await invokeStream(config, { FunctionName: "stream", Payload }, controller);
  const reader = EventStream.getReader();
  assertEquals((await reader.read()).value, { PayloadChunk: { Payload: bytes("a") } });
  controller.abort(reason);
  assertEquals(await assertRejects(() => reader.read()), reason);
});

test("A stream of a foreign server can be left early", async () => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of payloadStream(await stream({ chunks: ["a", "b", "c"], pauseMs: 200 }))) {
    chunks.push(chunk);
    break;
  }
  assertEquals(chunks, [bytes("a")]);
});
