import { crc32 } from "../../src/event_stream/crc32.ts";
import { assertEquals } from "../support/assert.ts";
import { plainCrc32 } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";

/** By `zlib.crc32` of Python; the first is the check value of CRC-32/ISO-HDLC in the catalogue of CRCs. */
const KNOWN: readonly (readonly [what: string, data: Uint8Array, crc: number])[] = [
  ["the check string", bytes("123456789"), 0xcbf43926],
  ["nothing", new Uint8Array(), 0],
  ["one letter", bytes("a"), 0xe8b7be43],
  ["a sentence", bytes("The quick brown fox jumps over the lazy dog"), 0x414fa339],
  ["32 times 0", new Uint8Array(32), 0x190a55ad],
  ["32 times 255", new Uint8Array(32).fill(255), 0xff6cab0b],
  ["all bytes", Uint8Array.from({ length: 256 }, (_, byte) => byte), 0x29058c73],
  ["1 MiB of zeros", new Uint8Array(1_048_576), 0xa738ea1c],
];

for (const [what, data, crc] of KNOWN) {
  test(`crc32() of ${what}`, () => {
    assertEquals(crc32(data, 0, data.length), crc);
  });
}

const NOISE = Uint8Array.from({ length: 1_200 }, (_, at) => at * at * 31 >> 3);

test("crc32() goes by its definition at every length and offset", () => {
  for (let start = 0; start < 9; start++) {
    for (let end = start; end < 600; end++) {
      assertEquals(crc32(NOISE, start, end), plainCrc32(NOISE.subarray(start, end)), `${start} to ${end}`);
    }
  }
});

test("crc32() goes on from any byte", () => {
  const whole = plainCrc32(NOISE);
  for (let cut = 0; cut <= NOISE.length; cut++) {
    assertEquals(crc32(NOISE, cut, NOISE.length, crc32(NOISE, 0, cut)), whole, `cut at ${cut}`);
  }
});

test("crc32() does not see what stands before and behind", () => {
  const view = new Uint8Array(NOISE.buffer, 17, 900);
  assertEquals(crc32(view, 3, 890), plainCrc32(NOISE.subarray(20, 907)));
});

test("crc32() stays the same where the runtime's own takes over", () => {
  // Python's zlib.crc32(bytes((i * 7) & 255 for i in range(5_000_000))), in pieces of all lengths round about 512.
  const data = Uint8Array.from({ length: 5_000_000 }, (_, at) => at * 7);
  let crc = 0, piece = 480;
  for (let at = 0; at < data.length; piece = piece === 544 ? 480 : piece + 1) {
    const end = Math.min(data.length, at + piece);
    crc = crc32(data, at, end, crc);
    at = end;
  }
  assertEquals(crc, 0x06070579);
  assertEquals(crc32(data, 0, data.length), 0x06070579);
  for (const [what, known, value] of KNOWN) assertEquals(crc32(known, 0, known.length), value, what);
});
