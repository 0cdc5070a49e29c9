/**
 * Our event-stream codec and the AWS SDK's read and write the same bytes.
 *
 * Left out are header names that are array indexes, which the SDK's header objects reorder, and `__proto__`, which they
 * lose.
 *
 * @module
 */
import { Int64, type Message, type MessageHeaders, type MessageHeaderValue } from "@smithy/eventstream-codec";
import fc from "fast-check";
import {
  decodeEventStreamMessage,
  encodeEventStreamMessage,
  EventStreamDecoderStream,
  EventStreamError,
  type EventStreamHeader,
  type EventStreamMessage,
} from "../../mod.ts";
import { assertEquals, assertRejects, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes, collect, concat, streamOf } from "../support/streams.ts";
import { anyText } from "./support/any_text.ts";
import { codec, rawFrame } from "./support/frames.ts";

type Bytes = Uint8Array<ArrayBuffer>;

function toSmithy({ headers, payload }: EventStreamMessage): Message {
  const converted: MessageHeaders = {};
  for (const [name, { type, value }] of headers) {
    const long = () => {
      const eight = new Uint8Array(8);
      new DataView(eight.buffer).setBigInt64(0, value as bigint);
      return new Int64(eight);
    };
    converted[name] = { type, value: type === "long" ? long() : value } as MessageHeaderValue;
  }
  return { headers: converted, body: payload };
}

function fromSmithy({ headers, body }: Message): EventStreamMessage {
  const converted = Object.entries(headers).map(([name, { type, value }]): [string, EventStreamHeader] => {
    const long = () => {
      const { buffer, byteOffset } = (value as Int64).bytes;
      return new DataView(buffer, byteOffset).getBigInt64(0);
    };
    return [name, { type, value: type === "long" ? long() : value } as EventStreamHeader];
  });
  return { headers: new Map(converted), payload: body };
}

const integer = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const text = (most: number) => anyText({ maxLength: most }).filter((text) => bytes(text).length <= most);

const record: typeof fc.record = (model: object) => fc.record(model, { noNullPrototype: true }) as never;

/** A value for each of the ten numbers that types have on the wire. */
const header: fc.Arbitrary<EventStreamHeader> = fc.oneof(
  record({ type: fc.constant("boolean" as const), value: fc.boolean() }),
  record({ type: fc.constant("byte" as const), value: integer(8) }),
  record({ type: fc.constant("short" as const), value: integer(16) }),
  record({ type: fc.constant("integer" as const), value: integer(32) }),
  record({ type: fc.constant("long" as const), value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }),
  record({ type: fc.constant("binary" as const), value: fc.uint8Array({ maxLength: 300 }) }),
  record({ type: fc.constant("string" as const), value: text(300) }),
  record({ type: fc.constant("timestamp" as const), value: fc.date({ noInvalidDate: true }) }),
  record({ type: fc.constant("uuid" as const), value: fc.uuid() }),
);
const headerName = text(255).filter((name) => !/^(0|[1-9]\d*|__proto__)$/.test(name));
const message: fc.Arbitrary<EventStreamMessage> = record({
  headers: fc.array(fc.tuple(headerName, header), { maxLength: 8 }).map((pairs) => new Map(pairs)),
  payload: fc.uint8Array({ maxLength: 1_000 }),
});

/** The edges of each type, which random values rarely hit. */
const EDGES: readonly (readonly [string, EventStreamHeader])[] = [
  ["true", { type: "boolean", value: true }],
  ["false", { type: "boolean", value: false }],
  ["least byte", { type: "byte", value: -128 }],
  ["largest byte", { type: "byte", value: 127 }],
  ["least short", { type: "short", value: -32_768 }],
  ["largest short", { type: "short", value: 32_767 }],
  ["least integer", { type: "integer", value: -2_147_483_648 }],
  ["largest integer", { type: "integer", value: 2_147_483_647 }],
  ["least long", { type: "long", value: -(2n ** 63n) }],
  ["largest long", { type: "long", value: 2n ** 63n - 1n }],
  ["-1 as long", { type: "long", value: -1n }],
  ["no bytes", { type: "binary", value: new Uint8Array() }],
  ["many bytes", { type: "binary", value: new Uint8Array(32_767).fill(7) }],
  ["no text", { type: "string", value: "" }],
  ["much text", { type: "string", value: "é".repeat(16_383) }],
  ["a byte order mark", { type: "string", value: "\uFEFFa" }],
  ["the epoch", { type: "timestamp", value: new Date(0) }],
  ["before the epoch", { type: "timestamp", value: new Date(-1) }],
  ["least date", { type: "timestamp", value: new Date(-8.64e15) }],
  ["largest date", { type: "timestamp", value: new Date(8.64e15) }],
  ["least uuid", { type: "uuid", value: "00000000-0000-0000-0000-000000000000" }],
  ["largest uuid", { type: "uuid", value: "ffffffff-ffff-ffff-ffff-ffffffffffff" }],
  ["", { type: "string", value: "of no name" }],
  ["n".repeat(255), { type: "string", value: "of the longest name" }],
];

function assertAgreement(message: EventStreamMessage): void {
  const encoded = encodeEventStreamMessage(message);
  const theirs = codec.encode(toSmithy(message));
  assertEquals(encoded, theirs as Bytes);
  assertEquals(fromSmithy(codec.decode(encoded)), message);
  assertEquals(decodeEventStreamMessage(theirs), message);
}

for (const [name, value] of EDGES) {
  test(`Both codecs agree on a header: ${name.slice(0, 30)} (${value.type})`, () => {
    assertAgreement({ headers: new Map([[name, value]]), payload: bytes("payload") });
  });
}

test("Both codecs agree on a message without anything", () => {
  assertAgreement({ headers: new Map(), payload: new Uint8Array() });
});

test("Both codecs agree on a payload of 200 KB", () => {
  assertAgreement({ headers: new Map(EDGES), payload: new Uint8Array(200_000).map((_, at) => at * 7) });
});

test("Both codecs agree on random messages", () => {
  fc.assert(fc.property(message, assertAgreement), { numRuns: 500 });
});

test("EventStreamDecoderStream finds the SDK's frames however they are cut", async () => {
  const messages = fc.array(message, { maxLength: 6 });
  // As parts of the whole; equal ones make empty chunks.
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(messages, cuts, async (messages, cuts) => {
      const wire = concat(...messages.map((message) => codec.encode(toSmithy(message))));
      const ends = [...cuts.map((part) => Math.floor(part * wire.length)).sort((a, b) => a - b), wire.length];
      const chunks = ends.map((end, at) => wire.slice(ends[at - 1] ?? 0, end));
      assertEquals(await collect(streamOf(chunks).pipeThrough(new EventStreamDecoderStream())), messages);
    }),
    { numRuns: 300 },
  );
});

test("Both codecs refuse every flip of a bit", () => {
  const frame = codec.encode(toSmithy({ headers: new Map(EDGES.slice(0, 10)), payload: bytes("payload") }));
  for (let bit = 0; bit < frame.length * 8; bit++) {
    const broken = frame.slice();
    broken[bit >> 3]! ^= 1 << (bit & 7);
    assertThrows(() => decodeEventStreamMessage(broken), EventStreamError);
    assertThrows(() => codec.decode(broken), Error);
  }
});

test("Both codecs refuse a frame that is cut anywhere", async () => {
  const frame = codec.encode(toSmithy({ headers: new Map(EDGES.slice(0, 3)), payload: bytes("payload") }));
  for (let length = 1; length < frame.length; length++) {
    const cut = frame.slice(0, length) as Bytes;
    assertThrows(() => codec.decode(cut), Error);
    assertThrows(() => decodeEventStreamMessage(cut), EventStreamError);
    const stream = streamOf([cut]).pipeThrough(new EventStreamDecoderStream());
    assertEquals((await assertRejects(() => collect(stream), EventStreamError)).code, "TRUNCATED");
  }
});

/** Frames whose checksums are right. What the SDK makes of them: refuses, or takes them for headers. */
const ODD_FRAMES: Record<string, { frame: Bytes; sdk: "refuses" | Message["headers"]; own: EventStreamError["code"] }> =
  {
    "one name twice": {
      frame: rawFrame(Uint8Array.of(1, 97, 0, 1, 97, 1)),
      sdk: { a: { type: "boolean", value: false } },
      own: "HEADERS",
    },
    "text that is no UTF-8": {
      frame: rawFrame(Uint8Array.of(1, 97, 7, 0, 1, 0xff)),
      sdk: { a: { type: "string", value: "\uFFFD" } },
      own: "HEADERS",
    },
    "a name that is no UTF-8": {
      frame: rawFrame(Uint8Array.of(1, 0xff, 0)),
      sdk: { "\uFFFD": { type: "boolean", value: true } },
      own: "HEADERS",
    },
    "a value that reaches into the payload": {
      frame: rawFrame(Uint8Array.of(1, 97, 7, 0, 2, 98), bytes("c")),
      sdk: { a: { type: "string", value: "bc" } },
      own: "HEADERS",
    },
    "a type that is none": { frame: rawFrame(Uint8Array.of(1, 97, 10)), sdk: "refuses", own: "HEADERS" },
    "a name over the end": { frame: rawFrame(Uint8Array.of(9, 97)), sdk: "refuses", own: "HEADERS" },
    "a number over the end": { frame: rawFrame(Uint8Array.of(1, 97, 5, 0)), sdk: "refuses", own: "HEADERS" },
    "no type": { frame: rawFrame(Uint8Array.of(1, 97)), sdk: "refuses", own: "HEADERS" },
    "headers longer than the frame": {
      frame: rawFrame(new Uint8Array(), new Uint8Array(), 16, 17),
      sdk: "refuses",
      own: "LENGTH",
    },
    "two frames": {
      frame: concat(rawFrame(new Uint8Array()), rawFrame(new Uint8Array())),
      sdk: "refuses",
      own: "LENGTH",
    },
  };

for (const [name, { frame, sdk, own }] of Object.entries(ODD_FRAMES)) {
  test(`Only we refuse, or both: ${name}`, () => {
    assertEquals(assertThrows(() => decodeEventStreamMessage(frame), EventStreamError).code, own);
    if (sdk === "refuses") assertThrows(() => codec.decode(frame), Error);
    else assertEquals(codec.decode(frame).headers, sdk);
  });
}

/** What is no value of its type, or none for the SDK. */
const ODD_HEADERS: Record<string, { header: EventStreamHeader; sdk: "refuses" | "takes"; own: "refuses" | "takes" }> = {
  "a byte of 128": { header: { type: "byte", value: 128 }, sdk: "takes", own: "refuses" },
  "a short of 32,768": { header: { type: "short", value: 32_768 }, sdk: "takes", own: "refuses" },
  "half an integer": { header: { type: "integer", value: 0.5 }, sdk: "takes", own: "refuses" },
  "an invalid date": { header: { type: "timestamp", value: new Date(NaN) }, sdk: "takes", own: "refuses" },
  "a UUID without dashes": {
    header: { type: "uuid", value: "0".repeat(32) },
    sdk: "refuses",
    own: "refuses",
  },
  "a UUID in capitals": {
    header: { type: "uuid", value: "ABCDEF01-0000-0000-0000-000000000000" },
    sdk: "refuses",
    own: "takes",
  },
  "text of 65,535 bytes": { header: { type: "string", value: "a".repeat(65_535) }, sdk: "refuses", own: "takes" },
  "text of 65,536 bytes": { header: { type: "string", value: "a".repeat(65_536) }, sdk: "refuses", own: "refuses" },
};

for (const [name, { header, sdk, own }] of Object.entries(ODD_HEADERS)) {
  test(`The SDK ${sdk}, and our codec ${own}, ${name}`, () => {
    const message = { headers: new Map([["a", header]]), payload: new Uint8Array() };
    const verdict = (encode: () => unknown) => {
      try {
        encode();
        return "takes";
      } catch {
        return "refuses";
      }
    };
    assertEquals(verdict(() => codec.encode(toSmithy(message))), sdk);
    assertEquals(verdict(() => encodeEventStreamMessage(message)), own);
  });
}
