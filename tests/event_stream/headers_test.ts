import { EventStreamError, type EventStreamHeader } from "../../mod.ts";
import { decodeHeaders } from "../../src/event_stream/headers.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { header, sized } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { bytes, concat, fromHex } from "../support/streams.ts";

/** Values at the edges of their types, by the format's specification: all numbers are signed and big-endian. */
const VALUES: readonly (readonly [what: string, type: number, wire: Uint8Array, value: EventStreamHeader])[] = [
  ["true", 0, fromHex(""), { type: "boolean", value: true }],
  ["false", 1, fromHex(""), { type: "boolean", value: false }],
  ["the least byte", 2, fromHex("80"), { type: "byte", value: -128 }],
  ["the largest byte", 2, fromHex("7f"), { type: "byte", value: 127 }],
  ["the least short", 3, fromHex("8000"), { type: "short", value: -32_768 }],
  ["the largest short", 3, fromHex("7fff"), { type: "short", value: 32_767 }],
  ["the least integer", 4, fromHex("80000000"), { type: "integer", value: -2_147_483_648 }],
  ["the largest integer", 4, fromHex("7fffffff"), { type: "integer", value: 2_147_483_647 }],
  ["the least long", 5, fromHex("8000000000000000"), { type: "long", value: -9_223_372_036_854_775_808n }],
  ["the largest long", 5, fromHex("7fffffffffffffff"), { type: "long", value: 9_223_372_036_854_775_807n }],
  ["no bytes", 6, sized(""), { type: "binary", value: new Uint8Array() }],
  ["bytes", 6, sized(fromHex("00ff80")), { type: "binary", value: fromHex("00ff80") }],
  ["65,535 bytes", 6, sized(new Uint8Array(65_535).fill(7)), {
    type: "binary",
    value: new Uint8Array(65_535).fill(7),
  }],
  ["no text", 7, sized(""), { type: "string", value: "" }],
  ["text", 7, sized("é🦄"), { type: "string", value: "é🦄" }],
  ["text behind a byte order mark", 7, sized("\uFEFFa"), { type: "string", value: "\uFEFFa" }],
  ["text with a NUL", 7, sized("a\0b"), { type: "string", value: "a\0b" }],
  ["65,535 bytes of text", 7, sized("a".repeat(65_535)), { type: "string", value: "a".repeat(65_535) }],
  ["the epoch", 8, fromHex("0000000000000000"), { type: "timestamp", value: new Date(0) }],
  ["a time before it", 8, fromHex("ffffffffffffffff"), { type: "timestamp", value: new Date(-1) }],
  ["the last time", 8, fromHex("001eb208c2dc0000"), { type: "timestamp", value: new Date(8.64e15) }],
  ["the least UUID", 9, fromHex("00".repeat(16)), { type: "uuid", value: "00000000-0000-0000-0000-000000000000" }],
  ["a UUID", 9, fromHex("b79bc914de214e13b8b2bc47e85b7f0b"), {
    type: "uuid",
    value: "b79bc914-de21-4e13-b8b2-bc47e85b7f0b",
  }],
];

for (const [what, type, wire, value] of VALUES) {
  test(`decodeHeaders() reads ${what} (${value.type})`, () => {
    assertEquals([...decodeHeaders(header("a", type, wire))], [["a", value]]);
  });
}

const SHORT = VALUES.filter(([, , wire]) => wire.length < 100);
const PARTS = SHORT.map(([, type, wire], at) => header(`é${at}`, type, wire));
const BLOCK = concat(...PARTS);

test("decodeHeaders() reads headers in their order", () => {
  assertEquals([...decodeHeaders(BLOCK)], SHORT.map(([, , , value], at) => [`é${at}`, value] as const));
});

test("decodeHeaders() reads no headers", () => {
  assertEquals(decodeHeaders(new Uint8Array()).size, 0);
});

for (const name of ["", "a", ":event-type", "__proto__", "constructor", "0", "é".repeat(127), "n".repeat(255)]) {
  test(`decodeHeaders() takes the name ${JSON.stringify(name.slice(0, 20))} of ${bytes(name).length} bytes`, () => {
    assertEquals([...decodeHeaders(header(name, 0))], [[name, { type: "boolean", value: true }]]);
  });
}

test("decodeHeaders() copies bytes out of the block", () => {
  const block = header("a", 6, sized("abc"));
  const { value } = decodeHeaders(block).get("a")!;
  block.fill(0);
  assertEquals(value, bytes("abc"));
});

function assertUnreadable(block: Uint8Array<ArrayBuffer>, what?: string): void {
  assertEquals(assertThrows(() => decodeHeaders(block), EventStreamError, "", what).code, "HEADERS", what);
}

test("decodeHeaders() refuses a block that is cut inside a header, and no other", () => {
  const ends = new Set(PARTS.map((_, at) => concat(...PARTS.slice(0, at + 1)).length));
  for (let length = 1; length < BLOCK.length; length++) {
    const cut = BLOCK.slice(0, length);
    if (!ends.has(length)) assertUnreadable(cut, `${length} bytes`);
    else assertEquals([...decodeHeaders(cut)], [...decodeHeaders(BLOCK)].slice(0, decodeHeaders(cut).size));
  }
});

test("decodeHeaders() refuses all numbers that are no type", () => {
  for (let type = 10; type < 256; type++) {
    assertUnreadable(header("a", type, new Uint8Array(16)), `type ${type}`);
    assertUnreadable(header("a", type), `type ${type} at the end`);
  }
});

const REFUSED: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  "one name twice": concat(header("a", 0), header("b", 0), header("a", 1)),
  "one name twice, of the same value": concat(header("a", 0), header("a", 0)),
  "the empty name twice": concat(header("", 0), header("", 0)),
  "a value that is longer than the rest": header("a", 7, concat(Uint8Array.of(0, 3), bytes("ab"))),
  "bytes that are longer than the rest": header("a", 6, concat(Uint8Array.of(255, 255), bytes("ab"))),
  "half a length": header("a", 7, Uint8Array.of(0)),
  "a name that is longer than the rest": Uint8Array.of(9, 97),
  "a name and no type": Uint8Array.of(1, 97),
  "a zero behind the last header": concat(header("a", 0), Uint8Array.of(0)),
};

for (const [what, block] of Object.entries(REFUSED)) {
  test(`decodeHeaders() refuses ${what}`, () => assertUnreadable(block));
}

/** What the Unicode standard (table 3-7) calls ill-formed. */
const ILL_FORMED = ["ff", "c3", "80", "c080", "e0809f", "eda080", "f4908080", "f09f", "61c3", "c361"];

for (const hex of ILL_FORMED) {
  test(`decodeHeaders() refuses ${hex} as text and as a name`, () => {
    assertUnreadable(header("a", 7, sized(fromHex(hex))));
    assertUnreadable(header(fromHex(hex), 0));
    assertEquals(decodeHeaders(header("a", 6, sized(fromHex(hex)))).get("a")?.value, fromHex(hex));
  });
}
