import {
  EventStreamError,
  type EventStreamErrorCode,
  invokeStream,
  type InvokeStreamEvent,
  LambdaServiceException,
  TransportError,
} from "../../mod.ts";
import { assert, assertEquals, assertFalse, assertInstanceOf, assertStringIncludes } from "../support/assert.ts";
import { chunk, complete, flip, frame, frameEnds, header, rawFrame, sized, STORY, WIRE } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { answering, CREDENTIALS, readAll, type Reading, textOf } from "../support/in_process.ts";
import { bytes, concat, fromHex, inChunks, streamOf } from "../support/streams.ts";
import { watched } from "../support/watched.ts";

type Body = ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;

const HEADERS = { "x-amzn-requestid": "id-1" };

/** What a reader gets of an answer with this body. */
async function read(body: Body): Promise<Reading<InvokeStreamEvent>> {
  const config = answering(body, { headers: HEADERS });
  return await readAll((await invokeStream(config, { FunctionName: "fn" })).EventStream);
}

function assertBroken({ error }: Reading<unknown>, code: EventStreamErrorCode, what?: string): void {
  assertInstanceOf(error, EventStreamError, what);
  assertEquals(error.code, code, what);
  assertEquals([error.$metadata?.requestId, error.$metadata?.attempts], ["id-1", 1], what);
  assert(error.functionMayHaveRun, what);
}

const event = (type: string, payload: string) => frame({ ":message-type": "event", ":event-type": type }, payload);
const END = complete();

test("EventStream gives what Lambda sends, in its order", async () => {
  const { items, error } = await read(WIRE);
  assertEquals(error, undefined);
  const chunks = STORY.map((text) => ({ PayloadChunk: { Payload: bytes(text) } }));
  assertEquals(items, [...chunks, { InvokeComplete: { LogResult: "bG9n" } }]);
});

test("EventStream is the same in chunks of every size", async () => {
  for (let size = 1; size <= WIRE.length; size += 1 + (size >> 4)) {
    const { items, error } = await read(inChunks(WIRE, size));
    assertEquals(error, undefined);
    assertEquals(textOf(items), STORY as string[], `chunks of ${size} bytes`);
  }
});

test("EventStream fails on a changed bit in any byte, and hands on nothing of its frame", async () => {
  const ends = frameEnds(WIRE);
  for (let at = 0; at < WIRE.length; at++) {
    const { items, error } = await read(flip(WIRE, at * 8 + at % 8));
    assertInstanceOf(error, EventStreamError, `byte ${at}`);
    assertEquals(textOf(items), STORY.slice(0, ends.filter((end) => end <= at).length), `byte ${at}`);
  }
});

test("EventStream fails wherever it is cut off", async () => {
  const ends = frameEnds(WIRE);
  for (let length = 0; length < WIRE.length; length++) {
    const reading = await read(WIRE.slice(0, length));
    assertBroken(reading, "TRUNCATED", `${length} bytes`);
    assertEquals(textOf(reading.items), STORY.slice(0, ends.filter((end) => end <= length).length), `${length} bytes`);
  }
});

/** Headers in orders and of types that AWS may choose, each before the end. */
const SAME: Readonly<Record<string, { wire: Uint8Array<ArrayBuffer>; text?: string[] }>> = {
  "without a content type": { wire: event("PayloadChunk", "a") },
  "with further headers": {
    wire: frame({ x: "y", ":event-type": "PayloadChunk", ":content-type": "text/html", ":message-type": "event" }, "a"),
  },
  "with a header of each other type": {
    wire: rawFrame(
      concat(
        ...[0, 1].map((type) => header(`${type}`, type)),
        ...[1, 2, 4, 8].map((size, at) => header(`${at + 2}`, at + 2, new Uint8Array(size))),
        header("6", 6, sized(fromHex("ff"))),
        header("8", 8, new Uint8Array(8)),
        header("9", 9, new Uint8Array(16)),
        header(":message-type", 7, sized("event")),
        header(":event-type", 7, sized("PayloadChunk")),
      ),
      bytes("a"),
    ),
  },
  "between events that AWS may add": { wire: concat(event("Progress", "{}"), chunk("a"), event("Later", "no JSON")) },
  "behind an initial response": { wire: concat(event("initial-response", "{}"), chunk("a")) },
  "among events without a type": { wire: concat(frame({ ":message-type": "event" }, "b"), chunk("a")) },
  "among events whose type is no text": {
    wire: concat(rawFrame(concat(header(":message-type", 7, sized("event")), header(":event-type", 0))), chunk("a")),
  },
  "many times, by turns with others": {
    wire: concat(...Array.from({ length: 50 }, () => concat(chunk("a"), event("Progress", "b")))),
    text: Array(50).fill("a"),
  },
};

for (const [what, { wire, text = ["a"] }] of Object.entries(SAME)) {
  test(`EventStream finds a chunk ${what}`, async () => {
    const { items, error } = await read(concat(wire, END));
    assertEquals(error, undefined);
    assertEquals(textOf(items), text);
    assertEquals(items.at(-1), { InvokeComplete: {} });
  });
}

/** Bodies of InvokeComplete, and what they say; that of a success lacks the members, or has them as null. */
const ENDINGS: readonly (readonly [payload: string, complete: object])[] = [
  ["{}", {}],
  ["", {}],
  ['{"ErrorCode":null,"ErrorDetails":null,"LogResult":null}', {}],
  ['{"LogResult":"bG9n"}', { LogResult: "bG9n" }],
  ['{"ErrorCode":"Unhandled","ErrorDetails":"é"}', { ErrorCode: "Unhandled", ErrorDetails: "é" }],
  // What is no object says nothing.
  ...["null", "5", "true", "[]", "[1]", '[{"ErrorCode":"E"}]', '[{"":"E"}]'].map((payload) => [payload, {}] as const),
  [' {"ErrorCode" : "E", "ErrorDetails":null } ', { ErrorCode: "E" }],
  // What is no text is kept as its JSON.
  ['{"ErrorCode":"E","ErrorDetails":{"errorType":"T"}}', { ErrorCode: "E", ErrorDetails: '{"errorType":"T"}' }],
  ['{"ErrorCode":"E","ErrorDetails":["a",{"b":null}]}', { ErrorCode: "E", ErrorDetails: '["a",{"b":null}]' }],
  ['{"ErrorDetails":{}}', { ErrorDetails: "{}" }],
  ['{"ErrorCode":5,"ErrorDetails":7}', { ErrorCode: "5", ErrorDetails: "7" }],
  ['{"ErrorCode":"","ErrorDetails":"","LogResult":""}', {}],
  ['{"ErrorCode":"E","Other":"x","__proto__":{"ErrorDetails":"x"},"":"x"}', { ErrorCode: "E" }],
];

for (const [payload, InvokeComplete] of ENDINGS) {
  test(`InvokeComplete of ${JSON.stringify(payload)}`, async () => {
    assertEquals(await read(complete(payload)), { items: [{ InvokeComplete }], error: undefined } as never);
  });
}

for (const payload of ["{", "<html>", "{}}", "undefined", '{"ErrorCode":']) {
  test(`InvokeComplete of ${JSON.stringify(payload)} is an unusable answer`, async () => {
    const { items, error } = await read(concat(chunk("a"), complete(payload)));
    assertEquals(textOf(items), ["a"]);
    assertInstanceOf(error, TransportError);
    assertEquals([error.code, error.functionMayHaveRun], ["INVALID_RESPONSE", true]);
    assertEquals(error.$metadata?.requestId, "id-1");
  });
}

/** Streams that are not whole, or go on. */
const BROKEN: Readonly<Record<string, { wire: Uint8Array<ArrayBuffer>; code: EventStreamErrorCode }>> = {
  "without anything": { wire: new Uint8Array(), code: "TRUNCATED" },
  "without InvokeComplete": { wire: concat(chunk("a"), chunk("b")), code: "TRUNCATED" },
  "with unknown events alone": { wire: event("Progress", "{}"), code: "TRUNCATED" },
  "with a byte behind the end": { wire: concat(chunk("a"), END, bytes("\0")), code: "TRUNCATED" },
  "with 11 bytes behind the end": { wire: concat(END, new Uint8Array(11)), code: "TRUNCATED" },
  "with 12 zeros behind the end": { wire: concat(END, new Uint8Array(12)), code: "PRELUDE_CRC" },
  "with a chunk behind the end": { wire: concat(END, chunk("a")), code: "AFTER_COMPLETE" },
  "with an empty chunk behind the end": { wire: concat(END, chunk("")), code: "AFTER_COMPLETE" },
  "with two ends": { wire: concat(END, END), code: "AFTER_COMPLETE" },
  "with an unknown event behind the end": { wire: concat(END, event("Progress", "{}")), code: "AFTER_COMPLETE" },
  "with an exception behind the end": {
    wire: concat(END, frame({ ":message-type": "exception", ":exception-type": "ServiceException" })),
    code: "AFTER_COMPLETE",
  },
  "with half a frame behind the end": { wire: concat(END, chunk("a").slice(0, 40)), code: "TRUNCATED" },
  "of HTML": { wire: bytes("<html><body>502 Bad Gateway</body></html>"), code: "PRELUDE_CRC" },
  "of JSON": { wire: bytes('{"message":"ok"}'), code: "PRELUDE_CRC" },
  "of zeros": { wire: new Uint8Array(64), code: "PRELUDE_CRC" },
  "with a message without headers": { wire: concat(rawFrame(new Uint8Array()), END), code: "HEADERS" },
  "with a message of no known type": { wire: concat(frame({ ":message-type": "news" }, "a"), END), code: "HEADERS" },
  "with headers that cannot be read": { wire: concat(rawFrame(header("a", 10)), END), code: "HEADERS" },
  "with a name twice": { wire: concat(rawFrame(concat(header("a", 0), header("a", 0))), END), code: "HEADERS" },
  "with lengths that cannot be": { wire: rawFrame(header("a", 0), new Uint8Array(), 18), code: "LENGTH" },
};

for (const [what, { wire, code }] of Object.entries(BROKEN)) {
  for (const size of [1, 50, 100_000]) {
    test(`EventStream ${what} is broken (${code}), in chunks of ${size}`, async () => {
      assertBroken(await read(inChunks(wire, size)), code);
    });
  }
}

test("EventStream hands on what comes before the fault in the same chunk", async () => {
  const { items, error } = await read(concat(chunk("a"), chunk("b"), END, chunk("c")));
  assertEquals(textOf(items), ["a", "b"]);
  assertEquals(items.at(-1), { InvokeComplete: {} });
  assertInstanceOf(error, EventStreamError);
});

/** A frame that says why Lambda gave up. */
interface Refusal {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
  readonly name: string;
  readonly message: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  "an exception": {
    headers: {
      ":message-type": "exception",
      ":exception-type": "ServiceException",
      ":content-type": "application/json",
    },
    payload: '{"message":"Sorry","Type":"Service"}',
    name: "ServiceException",
    message: "Sorry",
  },
  "an exception with a capital letter": {
    headers: { ":message-type": "exception", ":exception-type": "EC2UnexpectedException" },
    payload: '{"Message":"Sorry"}',
    name: "EC2UnexpectedException",
    message: "Sorry",
  },
  "an exception in free text": {
    headers: { ":message-type": "exception", ":exception-type": "ThrottlingException" },
    payload: "Rate exceeded",
    name: "ThrottlingException",
    message: "Rate exceeded",
  },
  "an error": {
    headers: { ":message-type": "error", ":error-code": "InternalFailure", ":error-message": "An internal error" },
    name: "InternalFailure",
    message: "An internal error",
  },
  "botocore's error": {
    headers: { ":message-type": "error", ":error-code": "code", ":error-message": "message" },
    name: "code",
    message: "message",
  },
};

for (const [what, { headers, payload, name, message }] of Object.entries(REFUSALS)) {
  test(`EventStream fails with ${what} in it`, async () => {
    const { items, error } = await read(concat(chunk("a"), frame(headers, payload), chunk("b"), END));
    assertEquals(textOf(items), ["a"]);
    assertInstanceOf(error, LambdaServiceException);
    assertEquals([error.name, error.message], [name, message]);
    assertEquals([error.$metadata?.requestId, error.functionMayHaveRun], ["id-1", true]);
  });
}

test("EventStream fails with an exception's other members", async () => {
  const headers = { ":message-type": "exception", ":exception-type": "TooManyRequestsException" };
  const { error } = await read(frame(headers, '{"message":"m","Type":"User","Reason":"CallerRateLimitExceeded"}'));
  assertInstanceOf(error, LambdaServiceException);
  assertEquals([error.Type, error.Reason], ["User", "CallerRateLimitExceeded"]);
});

for (const [type, code] of [["exception", ":exception-type"], ["error", ":error-code"]] as const) {
  test(`EventStream fails with an ${type} that says nothing`, async () => {
    assert((await read(concat(frame({ ":message-type": type }), END))).error instanceof Error);
    const { error } = await read(concat(frame({ ":message-type": type, [code]: "Name" }), END));
    assertInstanceOf(error, LambdaServiceException);
    assertEquals(error.name, "Name");
  });
}

/** All that an error shows: its properties, its causes, and what is not enumerable. */
function shown(error: unknown): string {
  const { name, message, stack, cause } = error as Error;
  return [name, message, stack, JSON.stringify(error), cause ? shown(cause) : ""].join("\n");
}

const { secretAccessKey, sessionToken } = CREDENTIALS;
const ECHO = `${secretAccessKey} ${sessionToken} AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0a1b`;
const FAILED = new Error(`lost ${ECHO}`, { cause: Object.assign(new TypeError(ECHO), { request: ECHO }) });

const ECHOES: Readonly<Record<string, Body>> = {
  "an exception's JSON": frame(
    { ":message-type": "exception", ":exception-type": "E" },
    JSON.stringify({
      message: ECHO,
      Type: ECHO,
      Reason: [{ deep: ECHO }],
    }),
  ),
  "an exception's text": frame({ ":message-type": "exception", ":exception-type": "E" }, ECHO),
  "an exception's name": frame({ ":message-type": "exception", ":exception-type": ECHO.replaceAll(",", "") }, "{}"),
  "an error's message": frame({ ":message-type": "error", ":error-code": "E", ":error-message": ECHO }),
  "a lost connection": watched([chunk("a")], FAILED).stream,
};

for (const [what, body] of Object.entries(ECHOES)) {
  test(`EventStream hides secrets in ${what}`, async () => {
    const { error } = await read(body);
    assertInstanceOf(error, Error);
    for (const secret of [secretAccessKey, sessionToken, "0a1b"]) {
      assertFalse(shown(error).includes(secret), `${secret} in ${shown(error)}`);
    }
    if (what !== "an exception's name") assertStringIncludes(shown(error), "[redacted]");
  });
}

test("EventStream fails with NETWORK where the connection is lost", async () => {
  const reason = Object.assign(new TypeError("terminated"), { cause: new Error("other side closed") });
  const { items, error } = await read(watched([chunk("a"), chunk("b").slice(0, 30)], reason).stream);
  assertEquals(textOf(items), ["a"]);
  assertInstanceOf(error, TransportError);
  assertEquals([error.code, error.functionMayHaveRun], ["NETWORK", true]);
  assertEquals(error.$metadata?.requestId, "id-1");
  assertEquals(error.message, 'Connection lost after the answer had begun for function "fn": other side closed');
  assertInstanceOf(error.cause, Error);
  assertStringIncludes(error.cause.message, "terminated");
});

test("EventStream that is lost may have run, also where the runtime speaks of a connection that was refused", async () => {
  for (const reason of [Object.assign(new Error("lost"), { code: "ECONNREFUSED" }), new TypeError("error (Connect)")]) {
    const { error } = await read(watched([chunk("a")], reason).stream);
    assertInstanceOf(error, TransportError);
    assertEquals([error.code, error.functionMayHaveRun], ["NETWORK", true]);
  }
});

test("EventStream wraps whatever its body fails with, and leaves that as it is", async () => {
  const foreign = new TransportError("of another call", { code: "TIMEOUT", functionMayHaveRun: false });
  for (const reason of [Object.freeze(new TypeError("lost")), Object.freeze(foreign)]) {
    const { items, error } = await read(watched([chunk("a")], reason).stream);
    assertEquals(textOf(items), ["a"]);
    assertInstanceOf(error, TransportError);
    assertEquals([error.code, error.functionMayHaveRun], ["NETWORK", true]);
    assertEquals([error.$metadata?.requestId, error.$metadata?.attempts], ["id-1", 1]);
    assertEquals(foreign.$metadata, undefined);
  }
});

test("EventStream fails with NETWORK where the connection is lost behind the end", async () => {
  const { items, error } = await read(watched([concat(chunk("a"), END)], new TypeError("terminated")).stream);
  assertEquals(items.length, 2);
  assertInstanceOf(error, TransportError);
});

test("EventStream goes by the frames, whatever the content type says", async () => {
  for (const type of ["application/vnd.amazon.eventstream", "text/html", "application/json"]) {
    const config = answering(WIRE, { headers: { "content-type": type } });
    const output = await invokeStream(config, { FunctionName: "fn" });
    assertEquals(output.ResponseStreamContentType, type);
    assertEquals(textOf((await readAll(output.EventStream)).items), STORY as string[]);
  }
});

test("EventStream gives a payload that is a view of its chunk", async () => {
  const wire = concat(chunk("a"), END);
  const { items } = await read(streamOf([wire]));
  assertEquals(items[0]!.PayloadChunk!.Payload, bytes("a"));
  assertEquals(items[0]!.PayloadChunk!.Payload.byteLength, 1);
});
