import { ByteBuffer } from "../../src/base/byte_buffer.ts";
import { assert, assertEquals, assertLessOrEqual } from "../support/assert.ts";
import { countClaims } from "../support/claims.ts";
import { test } from "../support/harness.ts";

const BYTES = Uint8Array.from({ length: 5_000 }, (_, at) => at * 7);

function pushAll(buffer: ByteBuffer, bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) buffer.push(bytes.subarray(at, at + size));
}

for (const [what, announced] of [["nothing", 0], ["all", 5_000], ["less", 700], ["more", 9_000]] as const) {
  test(`ByteBuffer joins pieces of every size where ${what} is announced`, () => {
    for (let size = 1; size <= BYTES.length; size += 1 + (size >> 3)) {
      const buffer = new ByteBuffer(announced);
      pushAll(buffer, BYTES, size);
      assertEquals(buffer.length, BYTES.length);
      const joined = buffer.take();
      assertEquals(joined, BYTES, `pieces of ${size}`);
      assertEquals(joined.buffer.byteLength, BYTES.length, `pieces of ${size}`);
    }
  });
}

test("ByteBuffer starts anew when its bytes are taken", () => {
  const buffer = new ByteBuffer();
  assertEquals(buffer.take(), new Uint8Array());
  for (const text of ["a", "bc", ""]) {
    buffer.push(new TextEncoder().encode(text));
    assertEquals(buffer.length, text.length);
    assertEquals(new TextDecoder().decode(buffer.take()), text);
  }
});

test("ByteBuffer copies: neither a piece that is changed nor what was taken is seen in the other", () => {
  const buffer = new ByteBuffer(2);
  const piece = Uint8Array.of(1);
  buffer.push(piece);
  piece[0] = 9;
  buffer.push(piece);
  const first = buffer.take();
  assertEquals(first, Uint8Array.of(1, 9));
  buffer.push(Uint8Array.of(3, 4));
  assertEquals(first, Uint8Array.of(1, 9));
  assert(first.buffer !== buffer.take().buffer);
});

for (const announced of [0, 3_000_000, 2 ** 32]) {
  for (const size of [1, 1_460, 65_536]) {
    test(`ByteBuffer claims by the bytes that come, in pieces of ${size}, where ${announced} are announced`, () => {
      const total = size === 1 ? 1_200_000 : 3_000_000;
      const bytes = new Uint8Array(total);
      countClaims((claims) => {
        const buffer = new ByteBuffer(announced);
        for (let at = 0; at < total; at += size) {
          buffer.push(bytes.subarray(at, at + size));
          assertLessOrEqual(claims.bytes, Math.max(1_048_576, 2 * buffer.length), `${buffer.length} bytes have come`);
        }
        buffer.take();
        // All that it ever claimed, with the bytes in one piece.
        assertLessOrEqual(claims.bytes, 3 * total);
      });
    });
  }
}

test("ByteBuffer claims what is announced at once, and no more, so that each byte is copied once", () => {
  for (const length of [1, 12, 1_460, 65_536, 500_000]) {
    countClaims((claims) => {
      const buffer = new ByteBuffer(length);
      assertEquals(claims.bytes, 0);
      pushAll(buffer, new Uint8Array(length).subarray(0), 1_000);
      const before = claims.bytes;
      const taken = buffer.take();
      assertEquals([taken.length, claims.bytes - before], [length, 0]);
    });
  }
});
