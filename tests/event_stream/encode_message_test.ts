import { encodeEventStreamMessage, type EventStreamHeader } from "../../mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { GOOD } from "../support/event_stream_vectors.ts";
import { header, rawFrame, sized } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { bytes, fromHex } from "../support/streams.ts";

for (const [name, { wire, headers, payload }] of Object.entries(GOOD)) {
  test(`encodeEventStreamMessage() writes ${name}`, () => {
    assertEquals(encodeEventStreamMessage({ headers: new Map(headers), payload: bytes(payload) }), wire);
  });
}

const encode = (value: EventStreamHeader, name = "a") =>
  encodeEventStreamMessage({ headers: new Map([[name, value]]), payload: new Uint8Array() });

/** The largest and least that fit, as they stand on the wire. */
const EDGES: readonly (readonly [value: EventStreamHeader, type: number, wire: Uint8Array])[] = [
  [{ type: "byte", value: -128 }, 2, fromHex("80")],
  [{ type: "byte", value: 127 }, 2, fromHex("7f")],
  [{ type: "short", value: -32_768 }, 3, fromHex("8000")],
  [{ type: "short", value: 32_767 }, 3, fromHex("7fff")],
  [{ type: "integer", value: -2_147_483_648 }, 4, fromHex("80000000")],
  [{ type: "integer", value: 2_147_483_647 }, 4, fromHex("7fffffff")],
  [{ type: "long", value: -(2n ** 63n) }, 5, fromHex("8000000000000000")],
  [{ type: "long", value: 2n ** 63n - 1n }, 5, fromHex("7fffffffffffffff")],
  [{ type: "binary", value: new Uint8Array(65_535) }, 6, sized(new Uint8Array(65_535))],
  [{ type: "string", value: "é".repeat(32_767) }, 7, sized("é".repeat(32_767))],
  [{ type: "timestamp", value: new Date(-8.64e15) }, 8, fromHex("ffe14df73d240000")],
  [{ type: "uuid", value: "ABCDEF01-2345-6789-ABCD-EF0123456789" }, 9, fromHex("abcdef0123456789abcdef0123456789")],
];

for (const [value, type, wire] of EDGES) {
  const shown = value.value instanceof Date ? value.value.getTime() : String(value.value).slice(0, 40);
  test(`encodeEventStreamMessage() writes the ${value.type} ${shown}`, () => {
    assertEquals(encode(value), rawFrame(header("a", type, wire)));
  });
}

/** What does not fit. */
const TOO_LARGE: readonly (readonly [value: EventStreamHeader, name?: string])[] = [
  [{ type: "byte", value: 128 }],
  [{ type: "byte", value: -129 }],
  [{ type: "short", value: 32_768 }],
  [{ type: "short", value: -32_769 }],
  [{ type: "integer", value: 2_147_483_648 }],
  [{ type: "integer", value: -2_147_483_649 }],
  [{ type: "integer", value: 0.5 }],
  [{ type: "integer", value: NaN }],
  [{ type: "integer", value: Infinity }],
  [{ type: "long", value: 2n ** 63n }],
  [{ type: "long", value: -(2n ** 63n) - 1n }],
  [{ type: "timestamp", value: new Date(NaN) }],
  [{ type: "binary", value: new Uint8Array(65_536) }],
  [{ type: "string", value: "é".repeat(32_768) }],
  [{ type: "boolean", value: true }, "n".repeat(256)],
  [{ type: "boolean", value: true }, "é".repeat(128)],
];

for (const [value, name = "a"] of TOO_LARGE) {
  const shown = `${value.type} ${String(value.value).slice(0, 30)}, named ${name.slice(0, 3)} (${
    bytes(name).length
  } bytes)`;
  test(`encodeEventStreamMessage() refuses the ${shown}`, () => {
    assertThrows(() => encode(value, name), RangeError);
  });
}

for (const value of ["", "0".repeat(32), "00000000-0000-0000-0000-00000000000g", "{0}", "0".repeat(36)]) {
  test(`encodeEventStreamMessage() refuses ${JSON.stringify(value)} as a UUID`, () => {
    assertThrows(() => encode({ type: "uuid", value }), TypeError, "UUID");
  });
}

test("encodeEventStreamMessage() writes a payload that is a view", () => {
  const payload = bytes("-payload-").subarray(1, 8);
  assertEquals(encodeEventStreamMessage({ headers: new Map(), payload }), rawFrame(new Uint8Array(), bytes("payload")));
});

test("encodeEventStreamMessage() writes a payload of 3 MB", () => {
  const payload = new Uint8Array(3_000_000).map((_, at) => at * 7);
  assertEquals(encodeEventStreamMessage({ headers: new Map(), payload }), rawFrame(new Uint8Array(), payload));
});

test("encodeEventStreamMessage() leaves what it is given as it is", () => {
  const payload = bytes("payload");
  encodeEventStreamMessage({ headers: new Map(), payload }).fill(0);
  assertEquals(payload, bytes("payload"));
});
