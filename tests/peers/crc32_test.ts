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

/** Runs with another function in place of `process.getBuiltinModule`. */
async function withModules(getBuiltinModule: (name: string) => unknown, run: () => Promise<void>): Promise<void> {
  const original = process.getBuiltinModule;
  Object.assign(process, { getBuiltinModule });
  try {
    await run();
  } finally {
    Object.assign(process, { getBuiltinModule: original });
  }
}

/** Runs with `node:zlib` watched: what was asked for, and how long the bytes of each call were. */
async function watchingNative(run: (asked: string[], lengths: number[]) => Promise<void>): Promise<void> {
  const asked: string[] = [], lengths: number[] = [];
  const crc32 = (bytes: Uint8Array, crc: number) => {
    lengths.push(bytes.length);
    return zlibCrc32(bytes, crc);
  };
  const watching = (name: string) => {
    asked.push(name);
    return { crc32 };
  };
  await withModules(watching, () => run(asked, lengths));
}

/** A copy of the module that has seen no byte yet. */
const fresh = async (): Promise<typeof import("../../src/event_stream/crc32.ts")> =>
  await import(`../../src/event_stream/crc32.ts?${crypto.randomUUID()}`);

/** Bytes of the text that it is checked with. */
const CHECK_LENGTH = 9;

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
    assertEquals([asked, lengths], [["node:zlib"], [CHECK_LENGTH, 1_000_000, 1_000_000, 1_000_000]]);
    assertEquals(crc32(MEGABYTE, 10, 910, 5), zlibCrc32(MEGABYTE.subarray(10, 910), 5));
    assertEquals(crc32(MEGABYTE, 10, 110, 5), zlibCrc32(MEGABYTE.subarray(10, 110), 5));
    assertEquals(lengths.slice(4), [900]);
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

/** What bundlers put in the place of Node.js, and how `crc32()` must get on without it. */
const HOLLOW: Readonly<Record<string, unknown>> = {
  "no module": undefined,
  "a module with nothing in it": {},
  "a function that throws, as in unenv": {
    crc32() {
      throw new Error("[unenv] zlib.crc32 is not implemented yet!");
    },
  },
  "a function that gives nothing": { crc32: () => undefined },
  "a function that gives what is wrong": { crc32: () => 1 },
};

for (const [what, module] of Object.entries(HOLLOW)) {
  test(`crc32() does without node:zlib where that is ${what}, and asks for it once`, async () => {
    let asked = 0;
    const getBuiltinModule = () => {
      asked++;
      return module;
    };
    await withModules(getBuiltinModule, async () => {
      const { crc32 } = await fresh();
      const expected = zlibCrc32(MEGABYTE);
      for (let megabyte = 1; megabyte <= 6; megabyte++) assertEquals(crc32(MEGABYTE, 0, MEGABYTE.length), expected);
    });
    assertEquals(asked, 1);
  });
}
