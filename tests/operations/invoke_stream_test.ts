import {
  EventStreamError,
  InvokeMode,
  invokeStream,
  type InvokeStreamInput,
  LambdaServiceException,
} from "../../mod.ts";
import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertLessOrEqual,
  assertRejects,
} from "../support/assert.ts";
import { at } from "../support/calls.ts";
import { chunk, complete, STORY, WIRE } from "../support/frames.ts";
import { Skip, test } from "../support/harness.ts";
import { answering, inProcess, readAll, textOf } from "../support/in_process.ts";
import { bytes, concat } from "../support/streams.ts";
import { turn } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

const INPUT = { FunctionName: "fn" };
const END = complete();
const PATH = "/2021-11-15/functions/fn/response-streaming-invocations";

/** What is sent for an input: as captured from AWS's SDK. */
const REQUESTS: readonly {
  what: string;
  input: Partial<InvokeStreamInput>;
  target?: string;
  headers?: Record<string, string>;
  body?: string;
}[] = [
  { what: "a name alone", input: {} },
  { what: "a payload", input: { Payload: { a: "é" } }, body: '{"a":"é"}' },
  { what: "a payload of text", input: { Payload: '{"a":1}' }, body: '{"a":1}' },
  { what: "a payload of bytes", input: { Payload: bytes("[1]") }, body: "[1]" },
  {
    what: "an alias",
    input: { FunctionName: "my-fn:v1" },
    target: "/2021-11-15/functions/my-fn%3Av1/response-streaming-invocations",
  },
  { what: "a qualifier", input: { Qualifier: "$LATEST" }, target: `${PATH}?Qualifier=%24LATEST` },
  {
    what: "all headers",
    input: { InvocationType: "RequestResponse", LogType: "Tail", ClientContext: { a: 1 }, TenantId: "t-1" },
    headers: {
      "x-amz-invocation-type": "RequestResponse",
      "x-amz-log-type": "Tail",
      "x-amz-client-context": "eyJhIjoxfQ==",
      "x-amz-tenant-id": "t-1",
    },
  },
  { what: "BUFFERED, which Lambda is not told", input: { InvokeMode: "BUFFERED" } },
];

for (const { what, input, target = PATH, headers = {}, body = "" } of REQUESTS) {
  test(`invokeStream() sends ${what}`, async () => {
    const { config, sent } = inProcess(() => new Response(WIRE));
    await readAll((await invokeStream(config, { ...INPUT, ...input })).EventStream);
    assertEquals(sent.map((request) => [request.method, request.target, request.body]), [["POST", target, body]]);
    const all = sent[0]!.headers;
    assertEquals(all.get("content-type"), "application/octet-stream");
    for (const [name, value] of Object.entries(headers)) assertEquals(all.get(name), value, name);
    for (const name of ["x-amz-invocation-type", "x-amz-log-type", "x-amz-client-context", "x-amz-tenant-id"]) {
      assertEquals(all.has(name), name in headers, name);
    }
  });
}

test("invokeStream() gives the headers of the answer", async () => {
  const headers = {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amz-executed-version": "$LATEST",
    "x-amzn-requestid": "id-1",
    "x-amz-id-2": "id-2",
  };
  const { EventStream, ...output } = await invokeStream(answering(WIRE, { headers }), INPUT);
  assertEquals(output, {
    StatusCode: 200,
    ExecutedVersion: "$LATEST",
    ResponseStreamContentType: "application/vnd.amazon.eventstream",
    $metadata: {
      httpStatusCode: 200,
      requestId: "id-1",
      extendedRequestId: "id-2",
      attempts: 1,
      totalRetryDelay: 0,
    },
  } as never);
  assertEquals(textOf((await readAll(EventStream)).items), STORY as string[]);
});

test("invokeStream() gives a stream to iterate over", async () => {
  const { EventStream } = await invokeStream(answering(WIRE), INPUT);
  const events = [];
  for await (const event of EventStream) events.push(event);
  assertEquals(textOf(events), STORY as string[]);
});

test("invokeStream() of a DryRun gives 204 and no events", async () => {
  const { config, sent } = inProcess(() =>
    new Response(null, { status: 204, headers: { "x-amz-executed-version": "7" } })
  );
  for (const InvokeMode of ["RESPONSE_STREAM", "BUFFERED"] as const) {
    const output = await invokeStream(config, { ...INPUT, InvocationType: "DryRun", InvokeMode });
    assertEquals([output.StatusCode, output.ExecutedVersion], [204, "7"]);
    assertEquals(await readAll(output.EventStream), { items: [], error: undefined });
  }
  assertEquals(sent.map(({ headers }) => headers.get("x-amz-invocation-type")), ["DryRun", "DryRun"]);
});

for (
  const [what, input] of Object.entries({
    "no FunctionName": { FunctionName: undefined },
    "an empty FunctionName": { FunctionName: "" },
    "a number as FunctionName": { FunctionName: 7 },
    "a payload that JSON cannot hold": { Payload: 1n },
    "a header with a line break": { TenantId: "a\r\nb" },
  })
) {
  test(`invokeStream() refuses ${what} before it sends`, async () => {
    const { config, sent } = inProcess(() => new Response(WIRE));
    await assertRejects(() => invokeStream(config, { ...INPUT, ...(input as Partial<InvokeStreamInput>) }), TypeError);
    assertEquals(sent.length, 0);
  });
}

test("invokeStream() fails as Lambda refuses", async () => {
  const headers = { "x-amzn-errortype": "TooManyRequestsException", "x-amzn-requestid": "id-1", "retry-after": "7" };
  const body = '{"Type":"User","message":"Rate Exceeded.","Reason":"CallerRateLimitExceeded"}';
  const { config, sent } = inProcess(() => new Response(body, { status: 429, headers }));
  const error = await assertRejects(() => invokeStream(config, INPUT), LambdaServiceException, "Rate Exceeded.");
  assertEquals([error.name, error.Reason, error.retryAfterSeconds], [
    "TooManyRequestsException",
    "CallerRateLimitExceeded",
    7,
  ]);
  assertEquals([error.functionMayHaveRun, error.$metadata?.requestId, sent.length], [false, "id-1", 1]);
});

test("invokeStream() never sends again once frames have come", async () => {
  const { config, sent } = inProcess(() => new Response(chunk("a")));
  const output = await invokeStream({ ...config, maxAttempts: 5 }, INPUT, { idempotent: true });
  assertInstanceOf((await readAll(output.EventStream)).error, EventStreamError);
  assertEquals(sent.length, 1);
});

// Back-pressure

test("EventStream asks its source for a chunk only when it is read", async () => {
  const chunks = Array.from({ length: 20 }, (_, n) => concat(chunk(`${n} a`), chunk(`${n} b`)));
  const source = watched([...chunks, END]);
  const { EventStream } = await invokeStream(answering(source.stream), INPUT);
  const before = source.pulled;
  assertLessOrEqual(before, 1, "unasked");
  const reader = EventStream.getReader();
  for (let read = 1; read <= 10; read++) {
    await reader.read();
    await turn();
    assertLessOrEqual(source.pulled, before + Math.ceil(read / 2) + 1, `after ${read} reads`);
  }
  await reader.cancel();
});

test("EventStream leaves the socket full while nobody reads", async (t) => {
  if (t.runtime === "chromium") throw new Skip("Chromium reads ahead without a bound");
  const script = await t.script([{ fault: "endless body", chunks: [{ bytes: chunk(new Uint8Array(65_536)) }] }]);
  const { EventStream } = await invokeStream(at(script.endpoint), INPUT);
  const reader = EventStream.getReader();
  await reader.read();
  await script.stalled();
  await reader.cancel();
  assert(await script.closed());
});

// The headers

test("invokeStream() resolves at the headers, before the first frame", async (t) => {
  // fetch resolves in some runtimes only when the body begins: so the frame's first bytes come along.
  const wire = concat(chunk("a"), END);
  const script = await t.script([{ chunks: [{ bytes: wire.slice(0, 3) }, { bytes: wire.slice(3), untilGo: true }] }]);
  const { StatusCode, EventStream } = await invokeStream(at(script.endpoint), INPUT);
  assertEquals(StatusCode, 200);
  await script.go();
  assertEquals(textOf((await readAll(EventStream)).items), ["a"]);
});

test("invokeStream() resolves before its source is read at all", async () => {
  const { StatusCode, EventStream } = await invokeStream(answering(watched([], "silence").stream), INPUT);
  assertEquals(StatusCode, 200);
  await EventStream.cancel();
});

test("EventStream hands on each frame before the next is sent", async (t) => {
  const chunks = [chunk("a"), chunk("b"), END].map((bytes, n) => ({ bytes, untilGo: n > 0 }));
  const script = await t.script([{ chunks }]);
  const reader = (await invokeStream(at(script.endpoint), INPUT)).EventStream.getReader();
  assertEquals((await reader.read()).value, { PayloadChunk: { Payload: bytes("a") } });
  await script.go();
  assertEquals((await reader.read()).value, { PayloadChunk: { Payload: bytes("b") } });
  await script.go();
  assertEquals((await reader.read()).value, { InvokeComplete: {} });
  assertEquals((await reader.read()).done, true);
});

test("InvokeMode is frozen", () => {
  assert(Object.isFrozen(InvokeMode));
  assertEquals({ ...InvokeMode }, { BUFFERED: "BUFFERED", RESPONSE_STREAM: "RESPONSE_STREAM" });
  assertFalse(Object.keys(InvokeMode).length > 2);
});
