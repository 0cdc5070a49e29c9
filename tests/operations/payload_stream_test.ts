import {
  EventStreamError,
  FunctionError,
  InvocationPayload,
  invokeStream,
  type InvokeStreamEvent,
  type InvokeStreamOutput,
  LambdaServiceException,
  payloadStream,
  readPayload,
  TransportError,
} from "../../mod.ts";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertLessOrEqual,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../support/assert.ts";
import { assertOnTime } from "../support/calls.ts";
import { chunk, complete, flip, frame, frameEnds, STORY, WIRE } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { answering, CREDENTIALS, readAll } from "../support/in_process.ts";
import { bytes, collect, collectBytes, concat, inChunks, streamOf } from "../support/streams.ts";
import { turn, until } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

const INPUT = { FunctionName: "fn" };
const END = complete();
const WHOLE = bytes(STORY.join(""));

type Body = ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;

const open = (body: Body): Promise<InvokeStreamOutput> =>
  invokeStream(answering(body, { headers: { "x-amzn-requestid": "id-1" } }), INPUT);

/** The bytes of a stream as far as it goes, and what it fails with. */
async function readBytes(stream: ReadableStream<Uint8Array>): Promise<{ text: string; error: unknown }> {
  const { items, error } = await readAll(stream);
  return { text: new TextDecoder().decode(concat(...items)), error };
}

test("payloadStream() gives the bytes alone, in chunks of every size", async () => {
  for (let size = 1; size <= WIRE.length; size += 1 + (size >> 4)) {
    assertEquals(await collectBytes(payloadStream(await open(inChunks(WIRE, size)))), WHOLE, `chunks of ${size} bytes`);
  }
});

test("payloadStream() makes a body", async () => {
  assertEquals(await new Response(payloadStream(await open(WIRE))).text(), STORY.join(""));
});

test("payloadStream() gives no empty chunks", async () => {
  const wire = concat(chunk(""), chunk("a"), chunk(""), chunk(""), chunk("b"), chunk(""), END);
  for (const size of [1, 90, 100_000]) {
    const chunks = await collect(payloadStream(await open(inChunks(wire, size))));
    assertEquals(chunks.map(({ length }) => length).filter((length) => !length), []);
    assertEquals(concat(...chunks), bytes("ab"));
  }
  assertEquals(await collect(payloadStream(await open(END))), []);
});

test("payloadStream() joins small chunks that came together, and hands large ones on as views", async () => {
  const small = Array.from({ length: 100 }, (_, n) => `${n},`);
  const joined = await collect(payloadStream(await open(streamOf([concat(...small.map(chunk), END)]))));
  assertEquals(joined.map((one) => new TextDecoder().decode(one)), [small.join("")]);
  const large = [new Uint8Array(20_000).fill(1), new Uint8Array(30_000).fill(2)];
  const wire = concat(...large.map(chunk), END);
  const views = await collect(payloadStream(await open(streamOf([wire]))));
  assertEquals(concat(...views), concat(...large));
  assertEquals(views.length, 2);
});

test("payloadStream() joins chunks that came together where they have less than 4 KiB on average", async () => {
  for (const [sizes, count] of [[[4_095, 4_096], 1], [[4_096, 4_096], 2], [[1, 8_191], 2], [[1, 8_190], 1]] as const) {
    const wire = concat(...sizes.map((size) => chunk("x".repeat(size))), END);
    assertEquals((await collect(payloadStream(await open(streamOf([wire]))))).length, count, String(sizes));
  }
});

test("payloadStream() keeps nothing back that has come", async () => {
  const source = watched([concat(chunk("a"), chunk("b"), chunk("c").slice(0, 9))], "silence");
  const reader = payloadStream(await open(source.stream)).getReader();
  assertEquals((await reader.read()).value, bytes("ab"));
  await reader.cancel();
  assert(source.cancelled);
});

test("payloadStream() reads 20,000 tiny frames", async () => {
  const one = chunk("a");
  const wire = concat(...Array.from({ length: 20_000 }, () => one), END);
  for (const size of [65_536, wire.length]) {
    assertEquals((await readPayload(await open(inChunks(wire, size)))).length, 20_000);
  }
});

test("payloadStream() reads a frame of 30 MB", async () => {
  const payload = new Uint8Array(30_000_000);
  for (let at = 0; at < payload.length; at += 1_000) payload[at] = at / 1_000;
  const chunks = await collect(payloadStream(await open(inChunks(concat(chunk(payload), END), 262_144))));
  assertEquals(chunks.map(({ length }) => length), [30_000_000]);
  for (let at = 0; at < payload.length; at += 500) assert(chunks[0]![at] === payload[at], `byte ${at}`);
});

test("payloadStream() asks its source for a chunk only when it is read", async () => {
  const source = watched([...Array.from({ length: 20 }, (_, n) => chunk(`${n}`)), END]);
  const output = await open(source.stream);
  const before = source.pulled;
  const reader = payloadStream(output).getReader();
  for (let read = 1; read <= 10; read++) {
    await reader.read();
    await turn();
    assertLessOrEqual(source.pulled, before + read + 1, `after ${read} reads`);
  }
  const reason = new Error("enough");
  await reader.cancel(reason);
  assert(source.cancelled);
});

// What came before the fault

test("payloadStream() fails on a changed bit in any byte, and hands on only what is whole", async () => {
  const ends = frameEnds(WIRE);
  for (let at = 0; at < WIRE.length; at++) {
    const { text, error } = await readBytes(payloadStream(await open(flip(WIRE, at * 8 + at % 8))));
    assertInstanceOf(error, EventStreamError, `byte ${at}`);
    assertEquals(text, STORY.slice(0, ends.filter((end) => end <= at).length).join(""), `byte ${at}`);
  }
});

test("payloadStream() and readPayload() fail wherever the stream is cut off", async () => {
  const ends = frameEnds(WIRE);
  for (let length = 0; length < WIRE.length; length++) {
    const { text, error } = await readBytes(payloadStream(await open(WIRE.slice(0, length))));
    assertInstanceOf(error, EventStreamError);
    assertEquals(error.code, "TRUNCATED", `${length} bytes`);
    assertEquals(text, STORY.slice(0, ends.filter((end) => end <= length).length).join(""), `${length} bytes`);
    if (length % 5) continue;
    await assertRejects(async () => await readPayload(await open(WIRE.slice(0, length))), EventStreamError);
  }
});

const FAULTS: Readonly<
  Record<
    string,
    { wire: Body; ErrorClass: typeof EventStreamError | typeof LambdaServiceException | typeof TransportError }
  >
> = {
  "an exception": {
    wire: concat(chunk("a"), frame({ ":message-type": "exception", ":exception-type": "E" }), END),
    ErrorClass: LambdaServiceException,
  },
  "a frame behind the end": { wire: concat(chunk("a"), END, chunk("b")), ErrorClass: EventStreamError },
  "an end that is no JSON": { wire: concat(chunk("a"), complete("<")), ErrorClass: TransportError },
  "a lost connection": { wire: watched([chunk("a")], new TypeError("terminated")).stream, ErrorClass: TransportError },
};

for (const [what, { wire, ErrorClass }] of Object.entries(FAULTS)) {
  test(`payloadStream() hands on what came before ${what}`, async () => {
    const { text, error } = await readBytes(payloadStream(await open(wire)));
    assertEquals(text, "a");
    assert(error instanceof ErrorClass, String(error));
  });
}

// Functions that fail

/** Details as runtimes write them, and what the error says. */
const DETAILS: readonly {
  what: string;
  ending: object;
  error: Partial<Pick<FunctionError, "functionError" | "errorType" | "errorMessage" | "stackTrace" | "logs">>;
}[] = [
  {
    what: "JSON of Node.js",
    ending: {
      ErrorCode: "Unhandled",
      ErrorDetails:
        '{"errorType":"TypeError","errorMessage":"x is not a function","trace":["TypeError: x","    at f"]}',
    },
    error: {
      functionError: "Unhandled",
      errorType: "TypeError",
      errorMessage: "x is not a function",
      stackTrace: ["TypeError: x", "    at f"],
    },
  },
  {
    what: "JSON of Python",
    ending: {
      ErrorCode: "Unhandled",
      ErrorDetails: '{"errorMessage":"é","errorType":"KeyError","requestId":"r","stackTrace":["  File \\"f\\""]}',
    },
    error: { errorType: "KeyError", errorMessage: "é", stackTrace: ['  File "f"'] },
  },
  {
    what: "free text",
    ending: { ErrorCode: "Sandbox.Timedout", ErrorDetails: "Task timed out after 3.00 seconds" },
    error: { functionError: "Sandbox.Timedout", errorMessage: "Task timed out after 3.00 seconds" },
  },
  {
    what: "free text that is a number",
    ending: { ErrorCode: "E", ErrorDetails: "404" },
    error: { errorMessage: "404" },
  },
  {
    what: "free text that is `null`",
    ending: { ErrorCode: "E", ErrorDetails: "null" },
    error: { errorMessage: "null" },
  },
  { what: "nothing", ending: { ErrorCode: "Runtime.ExitError" }, error: { functionError: "Runtime.ExitError" } },
  { what: "no text", ending: { ErrorCode: "E", ErrorDetails: "" }, error: { functionError: "E" } },
  { what: "a log tail", ending: { ErrorCode: "E", LogResult: "w6kK" }, error: { logs: "é\n" } },
  { what: "a log tail that is no base64", ending: { ErrorCode: "E", LogResult: "*" }, error: { functionError: "E" } },
];

for (const { what, ending, error: expected } of DETAILS) {
  const wire = concat(chunk("a"), chunk("b"), complete(JSON.stringify(ending)));
  const check = (error: unknown) => {
    assertInstanceOf(error, FunctionError);
    for (const [member, value] of Object.entries(expected)) {
      assertEquals(error[member as keyof FunctionError], value as never, member);
    }
    if (expected.errorMessage) assertStringIncludes(error.message, expected.errorMessage);
    assertEquals([error.functionMayHaveRun, error.$metadata?.requestId], [true, "id-1"]);
  };

  test(`payloadStream() fails with ${what}, behind the payload`, async () => {
    for (const size of [1, 100, 100_000]) {
      const { text, error } = await readBytes(payloadStream(await open(inChunks(wire, size))));
      assertEquals(text, "ab");
      check(error);
    }
  });

  test(`readPayload() fails with ${what}`, async () => {
    check(await assertRejects(async () => await readPayload(await open(wire))));
  });
}

test("payloadStream() tells of a failure before the first byte", async () => {
  const { text, error } = await readBytes(payloadStream(await open(complete('{"ErrorCode":"E"}'))));
  assertEquals(text, "");
  assertInstanceOf(error, FunctionError);
});

test("payloadStream() closes the connection of a function that failed", async (t) => {
  const bytes = concat(chunk("a"), complete('{"ErrorCode":"E"}'));
  const script = await t.script([{ fault: "stall in body", chunks: [{ bytes }] }]);
  const config = { region: "us-east-1", credentials: CREDENTIALS, endpoint: script.endpoint };
  assertInstanceOf((await readBytes(payloadStream(await invokeStream(config, INPUT)))).error, FunctionError);
  assert(await script.closed());
});

test("payloadStream() ends the source of a function that failed, also where events were read before", async () => {
  const source = watched([chunk("a"), chunk("b"), complete('{"ErrorCode":"E"}')], "silence");
  const output = await open(source.stream);
  const reader = output.EventStream.getReader();
  await reader.read();
  reader.releaseLock();
  const { text, error } = await readBytes(payloadStream(output));
  assertEquals(text, "b");
  assertInstanceOf(error, FunctionError);
  await until(() => source.cancelled);
});

// Who reads

test("payloadStream() closes the connection when it is cancelled", async (t) => {
  const chunks = [{ bytes: chunk("on and on "), delayMs: 2 }];
  const script = await t.script([{ fault: "endless body", chunks }, { fault: "stall in body", chunks }]);
  const config = { region: "us-east-1", credentials: CREDENTIALS, endpoint: script.endpoint };
  for (const n of [0, 1]) {
    const reader = payloadStream(await invokeStream(config, INPUT)).getReader();
    await reader.read();
    const next = n ? reader.read() : undefined;
    await reader.cancel(new Error("enough"));
    assert(await script.closed(n));
    await next;
  }
});

test("payloadStream() heeds the signal and idleTimeout", async () => {
  const controller = new AbortController();
  const source = watched([chunk("a")], "silence");
  const output = await invokeStream(answering(source.stream), INPUT, { signal: controller.signal });
  const reason = new Error("enough");
  until(() => source.pulled > 1).then(() => controller.abort(reason));
  assertEquals(await readBytes(payloadStream(output)), { text: "a", error: reason });
  assert(source.cancelled);
  const idle = await invokeStream({ ...answering(watched([chunk("a")], "silence").stream), idleTimeout: 20 }, INPUT);
  const { text, error } = await readBytes(payloadStream(idle));
  assertInstanceOf(error, TransportError);
  assertEquals([text, error.code], ["a", "TIMEOUT"]);
});

test("payloadStream() loses nothing of a stream that has been read from, however far", async () => {
  // Several events in a chunk, so that some wait in the stream's queue.
  const texts = Array.from({ length: 12 }, (_, n) => `${n};`);
  const wire = concat(...texts.map(chunk), END);
  for (const size of [wire.length, 300, 10]) {
    for (let reads = 0; reads <= texts.length + 1; reads++) {
      const output = await open(inChunks(wire, size));
      const reader = output.EventStream.getReader();
      for (let read = 0; read < reads; read++) await reader.read();
      reader.releaseLock();
      const rest = texts.slice(reads).join("");
      assertEquals(await readBytes(payloadStream(output)), { text: rest, error: undefined }, `${reads} reads`);
    }
  }
});

test("readPayload() goes on where a reader of EventStream has stopped", async () => {
  const output = await open(WIRE);
  for await (const { PayloadChunk } of output.EventStream.values({ preventCancel: true })) {
    assertEquals(PayloadChunk?.Payload, bytes(STORY[0]!));
    break;
  }
  assertEquals((await readPayload(output)).text(), STORY.slice(1).join(""));
});

test("payloadStream() and readPayload() refuse a stream that somebody else reads", async () => {
  const output = await open(WIRE);
  const reader = output.EventStream.getReader();
  assertThrows(() => payloadStream(output), TypeError);
  await assertRejects(() => readPayload(output), TypeError);
  reader.releaseLock();
  payloadStream(output);
  assertThrows(() => payloadStream(output), TypeError);
  await assertRejects(() => readPayload(output), TypeError);
  assert(output.EventStream.locked);
});

test("payloadStream() of a DryRun is empty", async () => {
  const config = answering(null, { status: 204 });
  assertEquals(await collect(payloadStream(await invokeStream(config, { ...INPUT, InvocationType: "DryRun" }))), []);
  assertEquals((await readPayload(await invokeStream(config, { ...INPUT, InvocationType: "DryRun" }))).length, 0);
});

test("readPayload() gives bytes that can be read in three ways", async () => {
  const wire = concat(chunk('{"a":'), chunk('"é"}'), END);
  const payload = await readPayload(await open(wire));
  assertInstanceOf(payload, InvocationPayload);
  assertEquals([payload.text(), payload.json(), payload.transformToString()], ['{"a":"é"}', { a: "é" }, '{"a":"é"}']);
  assertEquals(payload.length, 10);
  assertEquals((await readPayload(await open(END))).text(), "");
});

// Outputs that others make

const HAND_MADE: readonly InvokeStreamEvent[] = [
  { PayloadChunk: { Payload: bytes("a") } },
  { PayloadChunk: { Payload: new Uint8Array() } },
  { PayloadChunk: { Payload: bytes("b") } },
];

function made(events: readonly InvokeStreamEvent[]): InvokeStreamOutput {
  const $metadata = { attempts: 1, totalRetryDelay: 0, requestId: "id-2" };
  return { StatusCode: 200, EventStream: streamOf(events), $metadata };
}

test("payloadStream() and readPayload() take an output that somebody made", async () => {
  const events = [...HAND_MADE, { InvokeComplete: {} }];
  assertEquals(await collect(payloadStream(made(events))), [bytes("a"), bytes("b")]);
  assertEquals((await readPayload(made(events))).text(), "ab");
  const failing = [...HAND_MADE, { InvokeComplete: { ErrorCode: "E", ErrorDetails: "why" } }];
  const { text, error } = await readBytes(payloadStream(made(failing)));
  assertEquals(text, "ab");
  assertInstanceOf(error, FunctionError);
  assertEquals([error.errorMessage, error.$metadata?.requestId], ["why", "id-2"]);
});

test("payloadStream() ends, and fails, as a stream does that somebody made", async () => {
  let reason: unknown;
  const EventStream = new ReadableStream<InvokeStreamEvent>({
    pull: (controller) => controller.enqueue(HAND_MADE[0]!),
    cancel: (why) => void (reason = why),
  });
  const reader = payloadStream({ ...made([]), EventStream }).getReader();
  await reader.read();
  await reader.cancel("enough");
  assertEquals(reason, "enough");
  const lost = new Error("lost");
  const failing = new ReadableStream<InvokeStreamEvent>({ pull: (controller) => controller.error(lost) });
  assertEquals((await readBytes(payloadStream({ ...made([]), EventStream: failing }))).error, lost);
});

test("payloadStream() of a stream that was cancelled does not pass for an empty answer", async () => {
  const output = await open(watched([WIRE.slice(0, 100)], "silence").stream);
  await output.EventStream.cancel(new Error("enough"));
  await assertOnTime(() => readBytes(payloadStream(output)), 0);
});
