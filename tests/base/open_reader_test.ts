import { isDeno } from "../../src/base/is_deno.ts";
import { type ChunkReader, openReader } from "../../src/base/open_reader.ts";
import { assertEquals, assertRejects, assertThrows } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";
import { bytes, concat, inChunks } from "../support/streams.ts";
import { watched } from "../support/watched.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A stream of bytes to its runtime, as those of `fetch` are; each chunk is given to one read, or to several. */
function byteStream(chunks: readonly Bytes[], ending: "end" | "silence" | Error = "end"): ReadableStream<Bytes> {
  const rest = [...chunks];
  let cancel: (reason: unknown) => void = () => {};
  try {
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        const next = rest.shift();
        if (next) return controller.enqueue(next.slice());
        if (ending === "silence") return new Promise<void>((resolve) => cancel = () => resolve());
        if (ending instanceof Error) return controller.error(ending);
        controller.close();
        controller.byobRequest?.respond(0);
      },
      cancel: (reason) => cancel(reason),
    });
  } catch (error) {
    throw new Skip(`this runtime makes no streams of bytes: ${error}`);
  }
}

async function readAll(reader: ChunkReader): Promise<Bytes[]> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks as Bytes[];
    chunks.push(value!);
  }
}

const CONTENT = Uint8Array.from({ length: 300_000 }, (_, at) => at * 7 ^ at >> 8);

for (const size of [1_000, 1_460, 16_384, 16_385, 65_536, 65_537, 300_000]) {
  test(`openReader() reads all bytes of chunks of ${size}, whatever the stream`, async () => {
    const chunks: Bytes[] = [];
    for (let at = 0; at < CONTENT.length; at += size) chunks.push(CONTENT.slice(at, at + size));
    assertEquals(concat(...await readAll(openReader(inChunks(CONTENT, size)))), CONTENT);
    assertEquals(concat(...await readAll(openReader(byteStream(chunks)))), CONTENT);
  });
}

test("openReader() gives each chunk memory of its own, and a small one on Deno no more than it needs", async () => {
  const large = new Uint8Array(60_000).fill(1);
  const chunks = await readAll(openReader(byteStream([bytes("a"), bytes("b"), large, bytes("c")])));
  assertEquals(concat(...chunks), concat(bytes("ab"), large, bytes("c")));
  assertEquals(new Set(chunks.map(({ buffer }) => buffer)).size, chunks.length);
  if (isDeno()) assertEquals(chunks.map(({ buffer }) => buffer.byteLength), [1, 1, 65_536, 1]);
});

test("openReader() reads a stream that is none of bytes", async () => {
  const source = watched([bytes("a"), bytes("b")]);
  assertEquals(await readAll(openReader(source.stream)), [bytes("a"), bytes("b")]);
});

test("openReader() reads an answer of fetch", async (t) => {
  const large = new Uint8Array(100_000).fill(7);
  const script = await t.script([{ chunks: [{ bytes: bytes("ab") }, { bytes: large }] }]);
  const response = await fetch(script.endpoint, { method: "POST" });
  assertEquals(concat(...await readAll(openReader(response.body!))), concat(bytes("ab"), large));
});

test("openReader() fails as the stream does, and again", async () => {
  const reason = new Error("lost");
  for (const stream of [byteStream([bytes("a")], reason), watched([bytes("a")], reason).stream]) {
    const reader = openReader(stream);
    assertEquals((await reader.read()).value, bytes("a"));
    assertEquals(await assertRejects(() => reader.read()), reason);
    assertEquals(await assertRejects(() => reader.read()), reason);
  }
});

test("openReader() ends a read that is under way when it is cancelled", async () => {
  for (const stream of [byteStream([], "silence"), watched([], "silence").stream]) {
    const reader = openReader(stream);
    const read = reader.read();
    await reader.cancel("enough");
    assertEquals((await read).done, true);
    assertEquals((await reader.read()).done, true);
  }
});

test("openReader() refuses a stream that somebody reads", () => {
  const { stream } = watched([]);
  stream.getReader();
  assertThrows(() => openReader(stream), TypeError);
});
