import { BodyTooLongError, readBytes, readText, readWhole } from "../../src/base/read_body.ts";
import { assert, assertEquals, assertFalse, assertRejects, assertStrictEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes, inChunks } from "../support/streams.ts";
import { watched } from "../support/watched.ts";

const TEXT = "é 日本 \u{1F980} and so on";
const BYTES = bytes(TEXT);

for (const size of [1, 2, 3, 7, 1_000]) {
  test(`readBytes() and readText() read pieces of ${size} bytes`, async () => {
    assertEquals(await readBytes(inChunks(BYTES, size), BYTES.length), BYTES);
    assertEquals(await readText(inChunks(BYTES, size), BYTES.length), TEXT);
  });
}

test("readBytes() and readText() read no body as nothing", async () => {
  assertEquals(await readBytes(null, 10), new Uint8Array());
  assertEquals(await readText(null, 10), "");
});

for (const limit of [1, 9, BYTES.length - 1]) {
  test(`readBytes() refuses a body that is longer than ${limit} bytes, and closes it`, async () => {
    const source = watched([BYTES], "silence");
    await assertRejects(() => readBytes(source.stream, limit), BodyTooLongError);
    assert(source.cancelled);
  });
}

test("readText() gives the beginning of a body that is too long, and closes it", async () => {
  const source = watched([bytes("abc"), bytes("def"), bytes("ghi")], "silence");
  assertEquals(await readText(source.stream, 5), "abcde");
  assert(source.cancelled);
});

test("readBytes() takes a body of exactly the limit, and then waits for its end", async () => {
  const source = watched([bytes("abc"), bytes("def")]);
  assertEquals(await readBytes(source.stream, 6), bytes("abcdef"));
  assertFalse(source.cancelled);
});

test("readBytes() and readText() fail as the body fails", async () => {
  const reason = new Error("lost");
  for (const read of [readBytes, readText]) {
    const error = await assertRejects(() => read(watched([bytes("abc")], reason).stream, 10));
    assertStrictEquals(error, reason);
  }
});

test("readBytes() ends when its signal aborts, and closes the body", async () => {
  const controller = new AbortController();
  const source = watched([bytes("abc")], "silence");
  const reading = readBytes(source.stream, 10, controller.signal);
  const reason = { bye: true };
  controller.abort(reason);
  assertStrictEquals(await assertRejects(() => reading), reason);
  assert(source.cancelled);
});

test("readWhole() reads an answer, whatever is known of its length", async () => {
  for (
    const headers of [{}, { "content-length": String(BYTES.length) }, { "content-length": "1" }, {
      "content-encoding": "br",
    }]
  ) {
    assertEquals(await readWhole(new Response(BYTES, { headers }), 100), BYTES);
  }
  assertEquals(await readWhole(new Response(null), 100), new Uint8Array());
});

/** Headers beside which a `content-length` says nothing of how long a body is. */
const LONGER: Readonly<Record<string, string>>[] = [
  // 300 MB came from 298 KB.
  { "content-encoding": "gzip" },
  // Deno 2.9.6 reads such a body to its last chunk, and shows both headers.
  { "transfer-encoding": "chunked" },
];

for (const beside of LONGER) {
  test(`readWhole() refuses a body that is longer than it was announced: ${JSON.stringify(beside)}`, async () => {
    const headers = { "content-length": "9", ...beside };
    const source = watched(Array.from({ length: 100 }, () => new Uint8Array(1_000)));
    await assertRejects(() => readWhole(new Response(source.stream, { headers }), 5_000), BodyTooLongError);
    assert(source.cancelled);
    assert(source.pulled < 10);
  });
}
