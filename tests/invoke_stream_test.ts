import {
  EventStreamError,
  FunctionError,
  InvokeMode,
  invokeStream,
  type InvokeStreamInput,
  LambdaServiceException,
  payloadStream,
  TransportError,
} from "../mod.ts";
import {
  assert,
  assertEquals,
  assertFalse,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertLess,
  assertLessOrEqual,
  assertRejects,
  assertStringIncludes,
} from "./support/assert.ts";
import { chunk, complete, flip, frame, STORY, WIRE } from "./support/frames.ts";
import { Skip, test } from "./support/harness.ts";
import { answering, CREDENTIALS, inProcess, readAll, textOf } from "./support/in_process.ts";
import { bytes, concat, inChunks } from "./support/streams.ts";
import { sleep, watched } from "./support/watched.ts";
import type { Answer } from "./support/wire.ts";

const INPUT = { FunctionName: "fn" };
const END = complete();
const PATH = "/2021-11-15/functions/fn/response-streaming-invocations";

/** A config for the scripted server. */
const at = (endpoint: string) => ({ region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1, endpoint });

/** What is sent for an input: by the wire of AWS's SDK, `wire.md` of the project's notes has it captured. */
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
    await sleep(2);
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
  let [before, now] = [-1, 0];
  while (now !== before) {
    await sleep(100);
    [before, now] = [now, await script.sent()];
  }
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

// Ends that the caller makes

/** A story without an end, from a real server. */
const ENDLESS: Answer = { fault: "endless body", chunks: [{ bytes: chunk("on and on "), delayMs: 2 }] };
/** One that falls silent. */
const SILENT: Answer = { fault: "stall in body", chunks: [{ bytes: concat(chunk("a"), chunk("b")) }] };

for (const [what, answer] of [["that goes on", ENDLESS], ["that is silent", SILENT]] as const) {
  test(`break closes the connection of a stream ${what}`, async (t) => {
    const script = await t.script([answer]);
    for await (const { PayloadChunk } of (await invokeStream(at(script.endpoint), INPUT)).EventStream) {
      assert(PayloadChunk);
      break;
    }
    assert(await script.closed());
  });

  test(`cancel() closes the connection of a stream ${what}, before it is read and while it is`, async (t) => {
    const script = await t.script([answer, answer]);
    await (await invokeStream(at(script.endpoint), INPUT)).EventStream.cancel();
    assert(await script.closed(0));
    const reader = (await invokeStream(at(script.endpoint), INPUT)).EventStream.getReader();
    await reader.read();
    await reader.read();
    const next = reader.read();
    await reader.cancel(new Error("enough"));
    assert(await script.closed(1));
    await next;
  });

  for (const source of ["the call's", "the config's"]) {
    test(`${source} signal ends a stream ${what}`, async (t) => {
      const script = await t.script([answer]);
      const controller = new AbortController();
      const { signal } = controller;
      const config = at(script.endpoint);
      const { EventStream } = source === "the call's"
        ? await invokeStream(config, INPUT, { signal })
        : await invokeStream({ ...config, signal }, INPUT);
      const reason = new Error("enough");
      setTimeout(() => controller.abort(reason), 60);
      const { items, error } = await readAll(EventStream);
      assertEquals(error, reason);
      assertGreaterOrEqual(items.length, 1);
      assert(await script.closed());
    });
  }

  test(`a signal ends a stream ${what} while nobody reads it`, async (t) => {
    const script = await t.script([answer]);
    const controller = new AbortController();
    const { EventStream } = await invokeStream(at(script.endpoint), INPUT, { signal: controller.signal });
    controller.abort(new Error("enough"));
    assert(await script.closed());
    assertStringIncludes(String((await readAll(EventStream)).error), "enough");
  });
}

test("a signal that has aborted sends nothing", async () => {
  const { config, sent } = inProcess(() => new Response(WIRE));
  const reason = new Error("too late");
  const error = await assertRejects(() => invokeStream(config, INPUT, { signal: AbortSignal.abort(reason) }));
  assertEquals([error, sent.length], [reason, 0] as never);
});

test("a signal ends the wait for the headers", async (t) => {
  const script = await t.script([{ fault: "stall before headers" }]);
  const controller = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => controller.abort(reason), 40);
  const { signal } = controller;
  assertEquals(await assertRejects(() => invokeStream(at(script.endpoint), INPUT, { signal })), reason);
  assert(await script.closed());
});

test("a signal's reason passes through as it is", async () => {
  for (const reason of ["text", 0, null, undefined, { an: "object" }]) {
    const controller = new AbortController();
    const source = watched([chunk("a")], "silence");
    const output = await invokeStream(answering(source.stream), INPUT, { signal: controller.signal });
    setTimeout(() => controller.abort(reason));
    const { items, error } = await readAll(output.EventStream);
    assertEquals(items.length, 1);
    assert(error === controller.signal.reason, String(reason));
    assert(source.cancelled);
  }
});

test("a signal that aborts behind the end changes nothing", async () => {
  const controller = new AbortController();
  const output = await invokeStream(answering(WIRE), INPUT, { signal: controller.signal });
  const { items, error } = await readAll(output.EventStream);
  controller.abort();
  assertEquals([textOf(items), error], [STORY, undefined] as never);
});

/** A signal that counts its listeners. */
function counted(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal), remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never, options?: never) => {
    listeners.add(listener);
    add(type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: never, options?: never) => {
    listeners.delete(listener);
    remove(type, listener, options);
  };
  return { controller, listeners: () => listeners.size };
}

for (const [what, body] of [["ends", WIRE], ["breaks", WIRE.slice(0, 200)], ["is left", ENDLESS]] as const) {
  test(`no listener is left on the signal of a stream that ${what}`, async () => {
    const { controller, listeners } = counted();
    const source = body instanceof Uint8Array ? inChunks(body, 50) : watched([chunk("a")], "silence").stream;
    const { EventStream } = await invokeStream(answering(source), INPUT, { signal: controller.signal });
    const reader = EventStream.getReader();
    await reader.read();
    if (what === "is left") await reader.cancel();
    else await readAll({ getReader: () => reader } as typeof EventStream);
    assertEquals(listeners(), 0);
  });
}

// Ends that others make

for (
  const [what, wire, ErrorClass] of [
    ["a damaged frame", concat(chunk("a"), flip(chunk("b"), 400)), EventStreamError],
    [
      "an exception",
      concat(chunk("a"), frame({ ":message-type": "exception", ":exception-type": "E" })),
      LambdaServiceException,
    ],
    ["a frame behind the end", concat(chunk("a"), END, END), EventStreamError],
    ["an end that is no JSON", concat(chunk("a"), complete("{")), TransportError],
  ] as const
) {
  test(`${what} closes the connection`, async (t) => {
    const script = await t.script([{ fault: "stall in body", chunks: [{ bytes: wire }] }]);
    const { items, error } = await readAll((await invokeStream(at(script.endpoint), INPUT)).EventStream);
    assertEquals(textOf(items), ["a"]);
    assertInstanceOf(error, ErrorClass as never);
    assert(await script.closed());
  });
}

for (const fault of ["reset in body", "close in body"] as const) {
  test(`${fault} is a NETWORK error behind what has come`, async (t) => {
    const script = await t.script([{
      headers: { "x-amzn-requestid": "id-1" },
      fault,
      chunks: [{ bytes: chunk("a") }, { bytes: chunk("b").slice(0, 50), untilGo: true }],
    }]);
    const reader = (await invokeStream(at(script.endpoint), INPUT)).EventStream.getReader();
    assertEquals((await reader.read()).value, { PayloadChunk: { Payload: bytes("a") } });
    await script.go();
    const error = await assertRejects(() => reader.read(), TransportError);
    assertEquals([error.code, error.functionMayHaveRun, error.$metadata?.requestId], ["NETWORK", true, "id-1"]);
    assertInstanceOf(error.cause, Error);
  });
}

test("a body that is shorter than announced is a NETWORK error", async (t) => {
  const script = await t.script([{ body: concat(chunk("a"), END), contentLength: 10_000 }]);
  const { error } = await readAll((await invokeStream(at(script.endpoint), INPUT)).EventStream);
  assertInstanceOf(error, TransportError);
  assertEquals(error.code, "NETWORK");
});

test("an end that comes well but too early is TRUNCATED", async (t) => {
  const script = await t.script([{ chunks: [{ bytes: WIRE.slice(0, 150) }] }]);
  const { items, error } = await readAll((await invokeStream(at(script.endpoint), INPUT)).EventStream);
  assertEquals(textOf(items), STORY.slice(0, 1));
  assertInstanceOf(error, EventStreamError);
  assertEquals(error.code, "TRUNCATED");
});

// Time

/** Fails unless `call` ends with TIMEOUT, not much later than it should. */
async function assertTimeout(call: () => Promise<unknown>, ms: number): Promise<TransportError> {
  const start = Date.now();
  const error = await assertRejects(call, TransportError);
  assertEquals(error.code, "TIMEOUT");
  assertLess(Date.now() - start, ms + 2_000);
  return error;
}

test("timeout ends the wait for the headers, and closes the connection", async (t) => {
  const script = await t.script([{ fault: "stall before headers" }]);
  const error = await assertTimeout(() => invokeStream(at(script.endpoint), INPUT, { timeout: 60 }), 60);
  assert(error.functionMayHaveRun);
  assert(await script.closed());
  assertEquals((await script.requests()).length, 1);
});

test("timeout does not run any more once the headers are there", async () => {
  const source = watched([chunk("a"), END]);
  const { EventStream } = await invokeStream(answering(source.stream), INPUT, { timeout: 20 });
  await sleep(60);
  assertEquals(textOf((await readAll(EventStream)).items), ["a"]);
});

test("timeout ends the wait for a fetch that does not heed its signal", async () => {
  const { config } = inProcess(() => new Promise(() => {}));
  await assertTimeout(() => invokeStream(config, INPUT, { timeout: 20 }), 20);
});

test("idleTimeout ends a silent stream, and closes the connection", async (t) => {
  const script = await t.script([SILENT]);
  const { EventStream, $metadata } = await invokeStream({ ...at(script.endpoint), idleTimeout: 80 }, INPUT);
  const reader = EventStream.getReader();
  await reader.read();
  await reader.read();
  const error = await assertTimeout(() => reader.read(), 80);
  assertEquals([error.functionMayHaveRun, error.$metadata?.attempts], [true, $metadata.attempts]);
  assert(await script.closed());
});

test("idleTimeout ends a stream that heeds no cancellation", async () => {
  const deaf = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(chunk("a")),
    cancel: () => new Promise(() => {}),
  });
  const { EventStream } = await invokeStream({ ...answering(deaf), idleTimeout: 20 }, INPUT);
  const reader = EventStream.getReader();
  await reader.read();
  await assertTimeout(() => reader.read(), 20);
});

test("idleTimeout does not run while the reader is busy", async () => {
  const source = watched([chunk("a"), chunk("b"), END]);
  const { EventStream } = await invokeStream({ ...answering(source.stream), idleTimeout: 25 }, INPUT);
  await sleep(60);
  const texts: string[] = [];
  for await (const event of EventStream) {
    texts.push(...textOf([event]));
    await sleep(60);
  }
  assertEquals(texts, ["a", "b"]);
});

test("idleTimeout runs anew for each chunk", async () => {
  const slow = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const part of [chunk("a"), chunk("b"), chunk("c"), END]) {
        await sleep(40);
        controller.enqueue(part);
      }
      controller.close();
    },
  });
  const { EventStream } = await invokeStream({ ...answering(slow), idleTimeout: 400 }, INPUT);
  assertEquals(textOf((await readAll(EventStream)).items), ["a", "b", "c"]);
});

test("a stream outlives times that are longer than any timer", async () => {
  const config = { ...answering(WIRE), idleTimeout: 2 ** 40, timeout: Infinity };
  assertEquals(textOf((await readAll((await invokeStream(config, INPUT)).EventStream)).items), STORY as string[]);
});

// BUFFERED

/** A call that hands on what is whole. */
const buffered = (body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>) =>
  invokeStream(answering(body), { ...INPUT, InvokeMode: InvokeMode.BUFFERED });

test("BUFFERED hands on one chunk and the end", async () => {
  for (const size of [7, 100_000]) {
    const { items, error } = await readAll((await buffered(inChunks(WIRE, size))).EventStream);
    assertEquals(error, undefined);
    assertEquals(items, [
      { PayloadChunk: { Payload: bytes(STORY.join("")) } },
      { InvokeComplete: { LogResult: "bG9n" } },
    ]);
  }
});

test("BUFFERED hands on no chunk where there is none", async () => {
  for (const wire of [END, concat(chunk(""), chunk(""), END)]) {
    assertEquals(await readAll((await buffered(wire)).EventStream), {
      items: [{ InvokeComplete: {} }],
      error: undefined,
    });
  }
});

test("BUFFERED hands on nothing of a function that failed", async () => {
  const ending = { ErrorCode: "Unhandled", ErrorDetails: '{"errorType":"E","errorMessage":"m"}', LogResult: "bG9n" };
  const { items, error } = await readAll(
    (await buffered(concat(chunk("a"), complete(JSON.stringify(ending))))).EventStream,
  );
  assertEquals(items, []);
  assertInstanceOf(error, FunctionError);
  assertEquals([error.functionError, error.errorType, error.errorMessage, error.logs], ["Unhandled", "E", "m", "log"]);
});

test("BUFFERED hands on nothing of a stream that is broken anywhere", async () => {
  for (let length = 0; length < WIRE.length; length += 7) {
    const { items, error } = await readAll((await buffered(WIRE.slice(0, length))).EventStream);
    assertEquals(items, [], `${length} bytes`);
    assertInstanceOf(error, EventStreamError);
  }
});

test("BUFFERED hands on nothing before the end", async () => {
  const source = watched([chunk("a"), chunk("b")], "silence");
  const reader = (await buffered(source.stream)).EventStream.getReader();
  const read = reader.read();
  assertEquals(await Promise.race([read, sleep(30)]), undefined);
  assertGreaterOrEqual(source.pulled, 3);
  await reader.cancel();
  assert(source.cancelled);
  assert((await read).done);
});

test("BUFFERED goes through payloadStream()", async () => {
  const reader = payloadStream(await buffered(WIRE)).getReader();
  assertEquals((await reader.read()).value, bytes(STORY.join("")));
  assert((await reader.read()).done);
});

test("BUFFERED heeds idleTimeout and signal", async () => {
  const input = { ...INPUT, InvokeMode: InvokeMode.BUFFERED };
  const idle = await invokeStream({ ...answering(watched([chunk("a")], "silence").stream), idleTimeout: 20 }, input);
  await assertTimeout(() => idle.EventStream.getReader().read(), 20);
  const controller = new AbortController();
  const source = watched([chunk("a")], "silence");
  const aborted = await invokeStream(answering(source.stream), input, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 10);
  assertStringIncludes(String((await readAll(aborted.EventStream)).error), "enough");
  assert(source.cancelled);
});

test("InvokeMode is frozen", () => {
  assert(Object.isFrozen(InvokeMode));
  assertEquals({ ...InvokeMode }, { BUFFERED: "BUFFERED", RESPONSE_STREAM: "RESPONSE_STREAM" });
  assertFalse(Object.keys(InvokeMode).length > 2);
});
