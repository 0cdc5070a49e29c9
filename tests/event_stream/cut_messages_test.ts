import { cutMessages } from "../../src/event_stream/cut_messages.ts";
import { assert, assertEquals, assertLessOrEqual, assertThrows } from "../support/assert.ts";
import { countClaims } from "../support/claims.ts";
import { chunk, flip, rawFrame } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { bytes, concat } from "../support/streams.ts";

/** What becomes of the header block matters nowhere here. */
const blockLength = (block: Uint8Array) => block.length;

/** A mebibyte, and what a few small buffers may add. */
const ANNOUNCED = 1_048_576 + 4_096;

for (const length of [8_192, 65_536, 2_000_000]) {
  for (const size of [1, 1_460, 65_536]) {
    test(`cutMessages() claims at most twice the bytes of a message of ${length}, in chunks of ${size}`, () => {
      const wire = rawFrame(new Uint8Array(), new Uint8Array(length).fill(7));
      let payloads = 0;
      countClaims((claims) => {
        const cutter = cutMessages(blockLength);
        for (let at = 0; at < wire.length; at += size) {
          cutter.push(wire.subarray(at, at + size), (_, payload) => {
            payloads++;
            assert(payload.length === length && payload[0] === 7 && payload.at(-1) === 7);
          });
          const come = Math.min(at + size, wire.length);
          assertLessOrEqual(claims.bytes, Math.max(ANNOUNCED, 2 * come), `${come} bytes have come`);
        }
        cutter.end();
      });
      assertEquals(payloads, 1);
    });
  }
}

test("cutMessages() keeps no chunk: what is written into one later changes nothing", () => {
  const payload = "0123456789".repeat(100);
  const wire = chunk(payload);
  for (const size of [1, 7, 100, wire.length - 1]) {
    const cutter = cutMessages(blockLength);
    const read: string[] = [];
    for (let at = 0; at < wire.length; at += size) {
      // One that is used for every read, as by a reader that brings its own buffer.
      const piece = wire.slice(at, at + size);
      cutter.push(piece, (_, payload) => read.push(new TextDecoder().decode(payload)));
      piece.fill(0);
    }
    cutter.end();
    assertEquals(read, [payload], `chunks of ${size} bytes`);
  }
});

test("cutMessages() claims nothing for what a damaged prelude announces", () => {
  const prelude = rawFrame(new Uint8Array(), new Uint8Array(), 3_000_000_000).slice(0, 12);
  for (let bit = 0; bit < 12 * 8; bit++) {
    for (const size of [1, 12]) {
      countClaims((claims) => {
        const damaged = flip(prelude, bit);
        const before = claims.bytes;
        const cutter = cutMessages(blockLength);
        assertThrows(() => {
          for (let at = 0; at < 12; at += size) cutter.push(damaged.subarray(at, at + size), () => {});
        });
        assertLessOrEqual(claims.bytes - before, 4_096, `bit ${bit}`);
      });
    }
  }
});

test("cutMessages() claims at most 1 MiB for 4 GB that are only announced", () => {
  const prelude = rawFrame(new Uint8Array(), new Uint8Array(), 2 ** 32 - 1, 2 ** 32 - 17).slice(0, 12);
  countClaims((claims) => {
    const cutter = cutMessages(blockLength);
    cutter.push(concat(prelude, bytes("a")), () => {});
    assertLessOrEqual(claims.bytes, ANNOUNCED);
  });
});

test("cutMessages() copies nothing of a message that came in one chunk", () => {
  const wire = concat(chunk("a"), chunk("b".repeat(10_000)), chunk("c"));
  const cutter = cutMessages(blockLength);
  let payloads = 0;
  cutter.push(wire, (_, payload) => {
    payloads++;
    assert(payload.buffer === wire.buffer);
  });
  assertEquals(payloads, 3);
});
