/**
 * The AWS SDK and this module read the same event streams; where the SDK lets a broken one pass, ours fails.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import fc from "fast-check";
import { FunctionError, invokeStream, type InvokeStreamOutput, payloadStream, readPayload } from "../../mod.ts";
import { assertEquals, assertInstanceOf, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes, collectBytes, concat } from "../support/streams.ts";
import { type Peers, withPeers } from "./support/clients.ts";
import { assertSameFailure, normalize } from "./support/compare.ts";
import { chunk, complete, frame, rawFrame } from "./support/frames.ts";
import { forEachRow, type Table } from "./support/operation.ts";
import type { Reply } from "./support/recorder.ts";

const INPUT = { FunctionName: "fn" };

/** What a client made of a stream: what it said before the first event, the events, and how it ended. */
interface Reading {
  readonly output?: unknown;
  readonly events: unknown[];
  readonly error?: Error & { readonly code?: string; readonly $fault?: string };
}

function readSdk({ sdk }: Peers): Promise<Reading> {
  return read(() => sdk.send(new aws.InvokeWithResponseStreamCommand(INPUT)));
}

function readOwn({ config }: Peers): Promise<Reading> {
  return read(() => invokeStream(config, INPUT));
}

async function read(call: () => Promise<{ EventStream?: AsyncIterable<unknown> | undefined }>): Promise<Reading> {
  const events: unknown[] = [];
  let output: unknown;
  try {
    const { EventStream, ...rest } = await call();
    output = normalize(rest);
    for await (const event of EventStream ?? []) events.push(normalize(event));
    return { output, events };
  } catch (error) {
    return { output, events, error: error as Error };
  }
}

const A = chunk("a");
const B = chunk("b");
const END = complete();

/** Streams of which both make the same. */
const STREAMS: Table<Uint8Array | Reply> = {
  "one chunk": concat(A, END),
  "no chunk": END,
  "many chunks": concat(...Array.from({ length: 300 }, (_, at) => chunk(`${at}`)), END),
  "an empty chunk": concat(A, chunk(""), B, END),
  "a chunk of all bytes": concat(chunk(Uint8Array.from({ length: 256 }, (_, at) => at)), END),
  "a chunk of 1 MiB": concat(chunk(new Uint8Array(1_048_576).map((_, at) => at * 7)), END),
  "a chunk without a content type": concat(
    frame({ ":message-type": "event", ":event-type": "PayloadChunk" }, "a"),
    END,
  ),
  "a chunk with more headers": concat(
    frame({ x: "y", ":event-type": "PayloadChunk", ":content-type": "text/html", ":message-type": "event" }, "a"),
    END,
  ),
  "an end without a body": concat(A, complete("")),
  "a failure": concat(A, complete('{"ErrorCode":"Unhandled","ErrorDetails":"{\\"errorType\\":\\"Error\\"}"}')),
  "a failure, with a log": concat(A, complete('{"ErrorCode":"E","ErrorDetails":"é","LogResult":"bG9n"}')),
  "an end with a log": concat(A, complete('{"LogResult":"bG9n"}')),
  "an end with members that are null": concat(A, complete('{"ErrorCode":null,"ErrorDetails":null,"LogResult":null}')),
  "an end with a member that AWS may add": concat(A, complete('{"ErrorCode":"E","Duration":7}')),
  "an event that AWS may add": concat(A, frame({ ":message-type": "event", ":event-type": "Progress" }, "{}"), B, END),
  "an initial response": concat(frame({ ":message-type": "event", ":event-type": "initial-response" }, "{}"), A, END),
  "all headers of the answer": {
    headers: {
      "content-type": "application/vnd.amazon.eventstream",
      "x-amz-executed-version": "$LATEST",
      "x-amzn-requestid": "id-1",
      "x-amz-id-2": "id-2",
      "x-amz-function-error": "not modelled for streams",
    },
    body: concat(A, END),
  },
  "headers that are empty": { headers: { "content-type": "", "x-amz-executed-version": "" }, body: END },
  "a status that is not modelled": { status: 202, body: concat(A, END) },
  "204": { status: 204, headers: { "x-amz-executed-version": "1" } },
};

test("Same stream: odd ones", () =>
  withPeers((peers) =>
    forEachRow(STREAMS, async (stream) => {
      peers.server.reply = stream instanceof Uint8Array ? { body: stream } : stream;
      assertEquals(await readOwn(peers), await readSdk(peers));
    })
  ));

test("Same stream: any chunks", () =>
  withPeers(async (peers) => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(chunks, async (chunks) => {
        peers.server.reply = { body: concat(...chunks.map(chunk), END) };
        const own = await readOwn(peers);
        assertEquals(own, await readSdk(peers));
        assertEquals(own.events.length, chunks.length + 1);
        const { config } = peers;
        assertEquals(await collectBytes(payloadStream(await invokeStream(config, INPUT))), concat(...chunks));
      }),
      { numRuns: 50 },
    );
  }));

const REFUSALS: Table<Reply> = {
  "throttled": {
    status: 429,
    headers: { "x-amzn-errortype": "TooManyRequestsException", "x-amzn-requestid": "id-1" },
    body: '{"Type":"User","message":"Rate exceeded","Reason":"CallerRateLimitExceeded"}',
  },
  "not found": { status: 404, body: '{"__type":"ResourceNotFoundException","message":"Function not found"}' },
  "not ready": { status: 502, headers: { "x-amzn-errortype": "ENINotReadyException" }, body: '{"message":"soon"}' },
  "forbidden": {
    status: 403,
    headers: { "x-amzn-errortype": "AccessDeniedException:http://x" },
    body: '{"message":"m"}',
  },
};

test("Same error instead of a stream", () =>
  withPeers((peers) => {
    const sdk = () => peers.sdk.send(new aws.InvokeWithResponseStreamCommand(INPUT));
    return forEachRow(
      REFUSALS,
      (reply) => assertSameFailure(peers, reply, sdk, () => invokeStream(peers.config, INPUT)),
    );
  }));

/** Flips the last bit of one byte; from the end if negative. */
function damaged(frame: Uint8Array, at: number): Uint8Array {
  return frame.map((byte, index) => index === (at < 0 ? frame.length + at : at) ? byte ^ 1 : byte);
}

/** How a client takes a broken stream: how many events it hands on, and what it throws, if it does. */
interface Verdict {
  readonly events: number;
  readonly error?: { readonly name: string; readonly message?: string; readonly code?: string };
}

const passes = (events: number): Verdict => ({ events });
const fails = (events: number, code: string, name = "EventStreamError"): Verdict => ({ events, error: { name, code } });
const throws = (events: number, name: string, message?: string): Verdict => ({
  events,
  error: { name, ...(message !== undefined && { message }) },
});

/** Streams that are broken, or tell of a failure; all but some begin with a whole chunk. */
const BROKEN: Table<{ body: Uint8Array; sdk: Verdict; own: Verdict }> = {
  // The SDK takes these for whole.
  "nothing at all": { body: bytes(""), sdk: passes(0), own: fails(0, "TRUNCATED") },
  "no InvokeComplete": { body: concat(A, B), sdk: passes(2), own: fails(2, "TRUNCATED") },
  "one stray byte": { body: concat(A, END, Uint8Array.of(0)), sdk: passes(2), own: fails(2, "TRUNCATED") },
  "two stray bytes": { body: concat(A, END, new Uint8Array(2)), sdk: passes(2), own: fails(2, "TRUNCATED") },
  "three stray bytes": { body: concat(A, END, new Uint8Array(3)), sdk: passes(2), own: fails(2, "TRUNCATED") },
  "a chunk behind InvokeComplete": { body: concat(A, END, B), sdk: passes(3), own: fails(2, "AFTER_COMPLETE") },
  "a second InvokeComplete": { body: concat(A, END, END), sdk: passes(3), own: fails(2, "AFTER_COMPLETE") },
  "a header that comes twice": {
    body: concat(A, rawFrame(concat(A.subarray(12, -5), A.subarray(12, -5)), bytes("a")), END),
    sdk: passes(3),
    own: fails(1, "HEADERS"),
  },
  // The SDK notices these too.
  "an InvokeComplete that is no JSON": {
    body: concat(A, complete("{")),
    sdk: throws(1, "SyntaxError"),
    own: fails(1, "INVALID_RESPONSE", "TransportError"),
  },
  "four stray bytes": {
    body: concat(A, END, new Uint8Array(4)),
    sdk: throws(2, "RangeError"),
    own: fails(2, "TRUNCATED"),
  },
  "zeros": { body: concat(A, new Uint8Array(16), END), sdk: throws(1, "RangeError"), own: fails(1, "PRELUDE_CRC") },
  "a chunk cut by one byte": {
    body: concat(A, B.subarray(0, -1)),
    sdk: throws(1, "Error"),
    own: fails(1, "TRUNCATED"),
  },
  "a chunk cut in its prelude": {
    body: concat(A, B.subarray(0, 5)),
    sdk: throws(1, "Error"),
    own: fails(1, "TRUNCATED"),
  },
  "the first chunk cut": { body: A.subarray(0, -1), sdk: throws(0, "Error"), own: fails(0, "TRUNCATED") },
  "a wrong length": { body: concat(A, damaged(B, 3), END), sdk: throws(1, "Error"), own: fails(1, "PRELUDE_CRC") },
  "a wrong prelude": { body: concat(A, damaged(B, 8), END), sdk: throws(1, "Error"), own: fails(1, "PRELUDE_CRC") },
  "a wrong header": { body: concat(A, damaged(B, 20), END), sdk: throws(1, "Error"), own: fails(1, "MESSAGE_CRC") },
  "a wrong payload": { body: concat(A, damaged(B, -5), END), sdk: throws(1, "Error"), own: fails(1, "MESSAGE_CRC") },
  "a wrong checksum": { body: concat(A, damaged(B, -1), END), sdk: throws(1, "Error"), own: fails(1, "MESSAGE_CRC") },
  "a wrong first chunk": { body: concat(damaged(A, -1), END), sdk: throws(0, "Error"), own: fails(0, "MESSAGE_CRC") },
  "a page in HTML": { body: bytes("<html>hello</html>"), sdk: throws(0, "Error"), own: fails(0, "PRELUDE_CRC") },
  // The frame says what went wrong. The SDK hands its JSON on as the message.
  "an exception": {
    body: concat(A, frame({ ":message-type": "exception", ":exception-type": "ServiceException" }, '{"message":"é"}')),
    sdk: throws(1, "ServiceException", '{"message":"é"}'),
    own: throws(1, "ServiceException", "é"),
  },
  "an exception in text": {
    body: concat(A, frame({ ":message-type": "exception", ":exception-type": "Odd" }, "why")),
    sdk: throws(1, "Odd", "why"),
    own: throws(1, "Odd", "why"),
  },
  "an exception in place of the first chunk": {
    body: frame({ ":message-type": "exception", ":exception-type": "Odd" }, '{"Message":"why"}'),
    sdk: throws(0, "Odd"),
    own: throws(0, "Odd", "why"),
  },
  "an error": {
    body: concat(A, frame({ ":message-type": "error", ":error-code": "InternalError", ":error-message": "why" })),
    sdk: throws(1, "InternalError", "why"),
    own: throws(1, "InternalError", "why"),
  },
  "an error without a message": {
    body: concat(A, frame({ ":message-type": "error", ":error-code": "InternalError" })),
    sdk: throws(1, "TypeError"),
    own: throws(1, "InternalError"),
  },
  "an exception without a type": {
    body: concat(A, frame({ ":message-type": "exception" }, "{}")),
    sdk: throws(1, "TypeError"),
    own: fails(1, "HEADERS"),
  },
  "a type of message that is none": {
    body: concat(A, frame({ ":message-type": "rumour" }), END),
    sdk: throws(1, "TypeError"),
    own: fails(1, "HEADERS"),
  },
  "no type of message": {
    body: concat(A, frame({ ":event-type": "PayloadChunk" }, "b"), END),
    sdk: throws(1, "TypeError"),
    own: fails(1, "HEADERS"),
  },
  // An event of no type is one of a type that is not known, to us.
  "no type of event": {
    body: concat(A, frame({ ":message-type": "event" }), END),
    sdk: throws(1, "TypeError"),
    own: passes(2),
  },
};

for (const [name, { body, sdk, own }] of Object.entries(BROKEN)) {
  test(`Broken stream: ${name}`, () =>
    withPeers(async (peers) => {
      peers.server.reply = { body };
      assertVerdict(await readSdk(peers), sdk);
      assertVerdict(await readOwn(peers), own);
    }));
}

function assertVerdict({ events, error }: Reading, expected: Verdict): void {
  assertEquals(events.length, expected.events);
  assertEquals(error?.name, expected.error?.name, error?.stack);
  if (expected.error?.code !== undefined) assertEquals(error?.code, expected.error.code);
  if (expected.error?.message !== undefined) assertEquals(error?.message, expected.error.message);
}

test("an end that is null is an object all the same", () =>
  withPeers(async (peers) => {
    peers.server.reply = { body: concat(A, complete("null")) };
    assertEquals((await readSdk(peers)).events[1], { InvokeComplete: null });
    assertEquals((await readOwn(peers)).events[1], { InvokeComplete: {} });
  }));

/** Ours alone: what the SDK hands on as an event that looks like any other fails whoever asks for the payload. */
const PAYLOAD_READERS: Table<(output: InvokeStreamOutput) => Promise<unknown>> = {
  "payloadStream()": (output) => collectBytes(payloadStream(output)),
  "readPayload()": readPayload,
};

for (const [reader, readAll] of Object.entries(PAYLOAD_READERS)) {
  test(`A failure that the SDK passes as an event fails ${reader}`, () =>
    withPeers(async (peers) => {
      const details = '{"errorType":"RangeError","errorMessage":"mid","trace":["at x"]}';
      const end = { ErrorCode: "Unhandled", ErrorDetails: details, LogResult: "bG9n" };
      peers.server.reply = { body: concat(A, complete(JSON.stringify(end))) };
      assertEquals((await readSdk(peers)).error, undefined);
      const error = await assertRejects(async () => readAll(await invokeStream(peers.config, INPUT)));
      assertInstanceOf(error, FunctionError);
      const { functionError, errorType, errorMessage, stackTrace, logs } = error;
      assertEquals([functionError, errorType, errorMessage, stackTrace, logs], [
        "Unhandled",
        "RangeError",
        "mid",
        ["at x"],
        "log",
      ]);
    }));
}

test("BUFFERED hands the SDK's bytes on in one chunk", () =>
  withPeers(async (peers) => {
    peers.server.reply = { body: concat(A, chunk(""), B, END) };
    const sdk = await readSdk(peers);
    const own = await read(() => invokeStream(peers.config, { ...INPUT, InvokeMode: "BUFFERED" }));
    assertEquals(own.events, [{ PayloadChunk: { Payload: bytes("ab") } }, { InvokeComplete: {} }]);
    assertEquals(own.output, sdk.output);
  }));
