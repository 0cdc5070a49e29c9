import { decodeEventStreamMessage, EventStreamError, type EventStreamErrorCode } from "../../mod.ts";
import { assertEquals, assertMatch, assertThrows } from "../support/assert.ts";
import { BAD, GOOD } from "../support/event_stream_vectors.ts";
import { chunk, flip, header, rawFrame, sized, uint32, WIRE } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { bytes, concat } from "../support/streams.ts";

function assertCode(wire: Uint8Array, code: EventStreamErrorCode | "any" | "one message", what?: string): void {
  const error = assertThrows(() => decodeEventStreamMessage(wire), EventStreamError, "", what);
  if (code === "one message") assertMatch(error.code, /^(LENGTH|TRUNCATED)$/, what);
  else if (code !== "any") assertEquals(error.code, code, what);
}

for (const [name, { wire, headers, payload }] of Object.entries(GOOD)) {
  test(`decodeEventStreamMessage() reads ${name}`, () => {
    const message = decodeEventStreamMessage(wire);
    assertEquals([...message.headers], [...headers]);
    assertEquals(message.payload, bytes(payload));
  });

  test(`decodeEventStreamMessage() refuses ${name} with any bit changed`, () => {
    for (let bit = 0; bit < wire.length * 8; bit++) assertCode(flip(wire, bit), "any", `bit ${bit}`);
  });

  test(`decodeEventStreamMessage() refuses ${name} cut anywhere, and with a byte too many`, () => {
    for (let length = 0; length < wire.length; length++) assertCode(wire.slice(0, length), "one message", `${length}`);
    assertCode(concat(wire, Uint8Array.of(0)), "one message");
    assertCode(concat(wire, wire), "one message");
  });
}

for (const [name, { wire, code }] of Object.entries(BAD)) {
  test(`decodeEventStreamMessage() refuses ${name}`, () => assertCode(wire, code));
}

test("decodeEventStreamMessage() says which of the checksums is wrong", () => {
  const wire = GOOD["smithy-ts/all_headers"]!.wire;
  for (let at = 0; at < wire.length; at++) {
    const code = at < 12 ? "PRELUDE_CRC" : "MESSAGE_CRC";
    // A length that is wrong is told by its checksum, not by what it leads to.
    for (let bit = 0; bit < 8; bit++) assertCode(flip(wire, at * 8 + bit), code, `bit ${bit} of byte ${at}`);
  }
});

/** Lengths that cannot be, whose checksums are right. */
const LENGTHS: Readonly<Record<string, Uint8Array>> = {
  "a length of 0": rawFrame(new Uint8Array(), new Uint8Array(), 0),
  "a length of 12": rawFrame(new Uint8Array(), new Uint8Array(), 12),
  "a length of 15": rawFrame(new Uint8Array(), new Uint8Array(), 15),
  "headers one byte longer than the message": rawFrame(header("a", 0), new Uint8Array(), undefined, 4),
  "headers over the checksum": rawFrame(header("a", 0), bytes("abcd"), undefined, 8),
  "headers of 4 GiB": rawFrame(header("a", 0), new Uint8Array(), undefined, 2 ** 32 - 1),
  "a message of 4 GiB with headers of 4 GiB": rawFrame(new Uint8Array(), new Uint8Array(), 2 ** 32 - 1, 2 ** 32 - 1),
};

/** More or less than one message. */
const SIZES: Readonly<Record<string, Uint8Array>> = {
  "a message one byte shorter than it says": rawFrame(new Uint8Array(), bytes("a"), 18),
  "a message of 3 GB": rawFrame(new Uint8Array(), bytes("a"), 3e9),
  "a stream of messages": WIRE,
};

for (const [what, wire] of Object.entries(LENGTHS)) {
  test(`decodeEventStreamMessage() refuses ${what}`, () => assertCode(wire, "LENGTH"));
}

for (const [what, wire] of Object.entries(SIZES)) {
  test(`decodeEventStreamMessage() refuses ${what}`, () => assertCode(wire, "one message"));
}

test("decodeEventStreamMessage() takes headers for no longer than the prelude says", () => {
  // The payload would be a second header.
  const message = decodeEventStreamMessage(rawFrame(header("a", 0), header("b", 0)));
  assertEquals([...message.headers.keys()], ["a"]);
  assertEquals(message.payload, header("b", 0));
  // The second header is half in the payload.
  assertCode(rawFrame(concat(header("a", 0), header("b", 7, sized("text")).slice(0, 6)), bytes("xt")), "HEADERS");
});

test("decodeEventStreamMessage() reads a view, and gives the payload as a view of it", () => {
  const wire = concat(bytes("before"), chunk("payload"), bytes("behind"));
  const { payload } = decodeEventStreamMessage(wire.subarray(6, -6));
  assertEquals(payload, bytes("payload"));
  assertEquals(payload.buffer === wire.buffer, true);
  assertEquals(payload.byteOffset, wire.length - 6 - 4 - 7);
});

test("decodeEventStreamMessage() refuses a message one byte longer than it says", () => {
  assertCode(rawFrame(new Uint8Array(), bytes("a"), 16), "any");
});

test("decodeEventStreamMessage() takes a right checksum of a wrong prelude for wrong", () => {
  // The checksum of the whole is right: only the prelude's own is not.
  const wrong = concat(uint32(16), uint32(0), uint32(0));
  assertCode(concat(wrong, uint32(0)), "PRELUDE_CRC");
});
