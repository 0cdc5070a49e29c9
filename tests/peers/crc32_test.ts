/**
 * crc32() by the runtime's own way, which is zlib's: loaded only where that pays, and called only for what is long
 * enough. On Deno alone, where a module can be had afresh: nothing has been counted in it yet.
 *
 * @module
 */
import process from "node:process";
import { crc32 as zlibCrc32 } from "node:zlib";
import { assert, assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

/** Runs with `process.getBuiltinModule` watched: what it was asked for, and how long the bytes of each call were. */
async function watchingNative(run: (asked: string[], lengths: number[]) => Promise<void>): Promise<void> {
  const original = process.getBuiltinModule;
  const asked: string[] = [], lengths: number[] = [];
  const crc32 = (bytes: Uint8Array, crc: number) => {
    lengths.push(bytes.length);
    return zlibCrc32(bytes, crc);
  };
  const watching = (name: string) => {
    asked.push(name);
    return { crc32 };
  };
  Object.assign(process, { getBuiltinModule: watching });
  try {
    await run(asked, lengths);
  } finally {
    Object.assign(process, { getBuiltinModule: original });
  }
}

/** A copy of the module that has seen no byte yet. */
const fresh = async (): Promise<typeof import("../../src/event_stream/crc32.ts")> =>
  await import(`../../src/event_stream/crc32.ts?${crypto.randomUUID()}`);

const MEGABYTE = Uint8Array.from({ length: 1_000_000 }, (_, at) => at * 7);

test("crc32() loads the runtime's own after 4 MB, once, and hands it what is long", async () => {
  await watchingNative(async (asked, lengths) => {
    const { crc32 } = await fresh();
    const expected = zlibCrc32(MEGABYTE);
    for (let megabyte = 1; megabyte <= 4; megabyte++) {
      assertEquals(crc32(MEGABYTE, 0, MEGABYTE.length), expected);
      assertEquals([asked, lengths], [[], []], `${megabyte} MB`);
    }
    for (let n = 0; n < 3; n++) assertEquals(crc32(MEGABYTE, 0, MEGABYTE.length), expected);
    assertEquals([asked, lengths], [["node:zlib"], [1_000_000, 1_000_000, 1_000_000]]);
    assertEquals(crc32(MEGABYTE, 10, 910, 5), zlibCrc32(MEGABYTE.subarray(10, 910), 5));
    assertEquals(crc32(MEGABYTE, 10, 110, 5), zlibCrc32(MEGABYTE.subarray(10, 110), 5));
    assertEquals(lengths.slice(3), [900]);
  });
});

test("crc32() does not load the runtime's own for what is short, however much of it there is", async () => {
  await watchingNative(async (asked) => {
    const { crc32 } = await fresh();
    for (let n = 0; n < 50_000; n++) crc32(MEGABYTE, 0, 100);
    assertEquals(asked, []);
    assert(crc32(MEGABYTE, 0, 100) === zlibCrc32(MEGABYTE.subarray(0, 100)));
  });
});
