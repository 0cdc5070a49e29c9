import {
  EventStreamDecoderStream,
  EventStreamError,
  type EventStreamErrorCode,
  type EventStreamMessage,
} from "../../mod.ts";
import { cutMessages } from "../../src/event_stream/cut_messages.ts";
import { decodeHeaders } from "../../src/event_stream/headers.ts";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertLess,
  assertLessOrEqual,
  assertRejects,
  assertStrictEquals,
} from "../support/assert.ts";
import { GOOD } from "../support/event_stream_vectors.ts";
import { chunk, flip, frameEnds, header, rawFrame, sized, WIRE } from "../support/frames.ts";
import { Skip, test } from "../support/harness.ts";
import { readAll } from "../support/in_process.ts";
import { bytes, collect, concat, inChunks, streamOf } from "../support/streams.ts";
import { standstill, turn, until } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

/** Some of AWS's vectors, one behind the other, and what they say. */
const CHOSEN = [
  GOOD["smithy-ts/payload_one_str_header"]!,
  GOOD["botocore/all_headers_types"]!,
  GOOD["smithy-ts/empty_message"]!,
  GOOD["crt/empty_length_bytebuf_and_string_headers"]!,
  GOOD["smithy-ts/payload_one_str_header"]!,
  GOOD["smithy-ts/payload_no_headers"]!,
];
const VECTORS = concat(...CHOSEN.map(({ wire }) => wire));
const SAID = CHOSEN.map(({ headers, payload }) => say({ headers: new Map(headers), payload: bytes(payload) }));
const ALL = SAID.join("\n");
const ENDS = frameEnds(VECTORS);

/** All of a message in one line: thousands are compared. */
function say({ headers, payload }: EventStreamMessage): string {
  let line = "";
  for (const [name, { type, value }] of headers) line += `${name} ${type} ${value instanceof Date ? +value : value} `;
  return line + payload;
}

const decode = (stream: ReadableStream<Uint8Array<ArrayBuffer>>) =>
  stream.pipeThrough<EventStreamMessage>(new EventStreamDecoderStream());

/** What a stream says, line by line, to its good end. */
async function lines(stream: ReadableStream<EventStreamMessage>): Promise<string> {
  return (await collect(stream)).map(say).join("\n");
}

/** The message that a stream fails at: all those before it must have come. */
async function assertFault(
  stream: ReadableStream<EventStreamMessage>,
  code: EventStreamErrorCode,
  failing: number,
  what?: string,
): Promise<void> {
  const { items, error } = await readAll(stream);
  assertInstanceOf(error, EventStreamError, what);
  assertEquals(error.code, code, what);
  assertEquals(items.map(say).join("\n"), SAID.slice(0, failing).join("\n"), what);
}

test("EventStreamDecoderStream finds the messages in chunks of every size", async () => {
  for (let size = 1; size <= VECTORS.length; size++) {
    assertEquals(await lines(decode(inChunks(VECTORS, size))), ALL, `chunks of ${size} bytes`);
  }
});

test("EventStreamDecoderStream finds the messages wherever they are cut in two", async () => {
  for (let cut = 0; cut <= VECTORS.length; cut++) {
    const chunks = [VECTORS.slice(0, cut), VECTORS.slice(cut)];
    assertEquals(await lines(decode(streamOf(chunks))), ALL, `cut at ${cut}`);
  }
});

test("cutMessages() finds the messages wherever they are cut in three", () => {
  const wire = concat(
    rawFrame(header("é", 0), bytes("a")),
    rawFrame(new Uint8Array()),
    rawFrame(header("n", 1), bytes("b")),
  );
  const read = (...chunks: Uint8Array[]) => {
    const cutter = cutMessages(decodeHeaders);
    const payloads: (number | undefined)[] = [];
    for (const piece of chunks) cutter.push(piece, (_, payload) => payloads.push(payload[0]));
    cutter.end();
    return payloads.join();
  };
  for (let first = 0; first <= wire.length; first++) {
    for (let second = first; second <= wire.length; second++) {
      const payloads = read(wire.subarray(0, first), wire.subarray(first, second), wire.subarray(second));
      assertEquals(payloads, "97,,98", `cut at ${first} and ${second}`);
    }
  }
});

test("EventStreamDecoderStream takes empty chunks for nothing", async () => {
  const nothing = new Uint8Array();
  const chunks = [...VECTORS].flatMap((byte) => [nothing, Uint8Array.of(byte)]);
  assertEquals(await lines(decode(streamOf([...chunks, nothing]))), ALL);
  assertEquals(await lines(decode(streamOf([nothing]))), "");
  assertEquals(await lines(decode(streamOf([]))), "");
});

test("EventStreamDecoderStream refuses every changed bit, behind the messages before it", async () => {
  for (let bit = 0; bit < VECTORS.length * 8; bit++) {
    const at = bit >> 3, failing = ENDS.filter((end) => end <= at).length;
    const code = at - (ENDS[failing - 1] ?? 0) < 12 ? "PRELUDE_CRC" : "MESSAGE_CRC";
    await assertFault(decode(inChunks(flip(VECTORS, bit), 101)), code, failing, `bit ${bit}`);
  }
});

test("EventStreamDecoderStream takes a stream that is cut inside a message for TRUNCATED", async () => {
  for (let length = 0; length < VECTORS.length; length++) {
    const stream = decode(inChunks(VECTORS.slice(0, length), 97));
    const whole = ENDS.filter((end) => end <= length).length;
    if (length > (ENDS[whole - 1] ?? 0)) await assertFault(stream, "TRUNCATED", whole, `${length} bytes`);
    else assertEquals(await lines(stream), SAID.slice(0, whole).join("\n"), `${length} bytes`);
  }
});

test("EventStreamDecoderStream refuses any stray bytes at the end", async () => {
  for (let count = 1; count < 12; count++) {
    await assertFault(decode(streamOf([concat(VECTORS, new Uint8Array(count))])), "TRUNCATED", SAID.length);
  }
  await assertFault(decode(streamOf([concat(VECTORS, new Uint8Array(12))])), "PRELUDE_CRC", SAID.length);
});

test("EventStreamDecoderStream reads headers anew wherever they differ", async () => {
  const [a, b, c] = ["1", "2", "1 and more"].map((value) => header("a", 7, sized(value)));
  const ab = concat(a!, header("b", 0));
  // Equal ones, others of the same length, ones that begin like those before, none, and the first again.
  const blocks = [a!, a!, b!, a!, ab, a!, new Uint8Array(), a!, c!, new Uint8Array(), new Uint8Array(), ab];
  const messages = await collect(decode(streamOf([concat(...blocks.map((block) => rawFrame(block, bytes("a"))))])));
  const values = messages.map(({ headers }) => [...headers.values()].map(({ value }) => value).join());
  assertEquals(values, ["1", "1", "2", "1", "1,true", "1", "", "1", "1 and more", "", "", "1,true"]);
  assertEquals(messages.map(({ payload }) => payload), blocks.map(() => bytes("a")));
});

test("EventStreamDecoderStream gives each message headers of its own, whatever a reader does to others", async () => {
  const block = concat(
    header("b", 6, sized("bytes")),
    header("t", 8, new Uint8Array(8)),
    header("s", 7, sized("text")),
  );
  const said = "b binary 98,121,116,101,115 t timestamp 0 s string text 97";
  // Those before it have been read already, those behind it are cut from the same chunk.
  const messages = await collect(decode(streamOf([concat(...Array(5).fill(rawFrame(block, bytes("a"))))])));
  for (const [at, message] of messages.entries()) {
    assertEquals(say(message), said, `message ${at}`);
    const headers = message.headers as Map<string, { type: string; value: unknown }>;
    (headers.get("b")!.value as Uint8Array).fill(0);
    (headers.get("t")!.value as Date).setTime(1);
    headers.get("s")!.value = "changed";
    headers.set("added", { type: "string", value: "" });
  }
  assertEquals(messages.length, 5);
});

test("EventStreamDecoderStream gives payloads as views of the chunk, and copies what was cut", async () => {
  const wire = concat(chunk("whole"), chunk("cut"));
  const cut = wire.length - 6;
  const first = wire.slice(0, cut);
  const [whole, pieced] = await collect(decode(streamOf([first, wire.slice(cut)])));
  assertEquals([whole!.payload, pieced!.payload], [bytes("whole"), bytes("cut")]);
  assert(whole!.payload.buffer === first.buffer);
});

/** A prelude that announces 3 GB, and the beginning of a payload. */
const HUGE = rawFrame(new Uint8Array(), new Uint8Array(1_000), 3_000_000_000).slice(0, 1_012);

test("EventStreamDecoderStream refuses 3 GB at once if the prelude's checksum is wrong", async () => {
  for (let bit = 0; bit < 12 * 8; bit++) {
    const source = watched([flip(HUGE, bit).slice(0, 12)], "silence");
    await assertFault(decode(source.stream), "PRELUDE_CRC", 0, `bit ${bit}`);
  }
});

test("EventStreamDecoderStream claims no memory for 3 GB that are only announced", async () => {
  const { process } = globalThis as { process?: { memoryUsage?(): { external: number; arrayBuffers?: number } } };
  const claimed = () => {
    const { external = 0, arrayBuffers = 0 } = process?.memoryUsage?.() ?? {};
    return Math.max(external, arrayBuffers);
  };
  const before = claimed();
  const sources = Array.from({ length: 50 }, () => watched([HUGE], "silence"));
  const readers = sources.map(({ stream }) => decode(stream).getReader());
  const reads = readers.map((reader) => reader.read());
  await until(() => sources.every(({ pulled }) => pulled > 1));
  assertLess(claimed() - before, 50 * 1_048_576);
  await Promise.all(readers.map((reader) => reader.cancel()));
  assertEquals((await Promise.all(reads)).map(({ done }) => done), reads.map(() => true));
  await assertFault(decode(streamOf([HUGE])), "TRUNCATED", 0);
});

/** Lengths that cannot be, though their checksums are right. */
for (const [length, headersLength] of [[0, 0], [15, 0], [16, 1], [19, 4], [2 ** 32 - 1, 2 ** 32 - 1]] as const) {
  test(`EventStreamDecoderStream refuses a length of ${length} with headers of ${headersLength} at once`, async () => {
    const prelude = rawFrame(new Uint8Array(), new Uint8Array(), length, headersLength).slice(0, 12);
    await assertFault(decode(watched([prelude], "silence").stream), "LENGTH", 0);
  });
}

test("EventStreamDecoderStream reads 20,000 tiny messages", async () => {
  const one = rawFrame(new Uint8Array(), Uint8Array.of(7));
  const wire = new Uint8Array(20_000 * one.length);
  for (let at = 0; at < wire.length; at += one.length) wire.set(one, at);
  for (const size of [wire.length, 65_536, 1_000]) {
    const messages = await collect(decode(inChunks(wire, size)));
    assertEquals(messages.length, 20_000);
    assert(messages.every(({ payload }) => payload.length === 1 && payload[0] === 7));
  }
});

test("EventStreamDecoderStream reads a message of 30 MB", async () => {
  const payload = new Uint8Array(30_000_000);
  for (let at = 0; at < payload.length; at += 1_000) payload[at] = at / 1_000;
  const [message, ...more] = await collect(decode(inChunks(rawFrame(header("a", 0), payload), 65_536)));
  assertEquals(more, []);
  assertEquals(message!.payload.length, payload.length);
  for (let at = 0; at < payload.length; at += 500) assertStrictEquals(message!.payload[at], payload[at]);
});

/** How many chunks of a hundred are asked for when so many have been read. */
async function asked(transform: TransformStream<Uint8Array, unknown>, reads: number): Promise<number> {
  const source = watched(Array.from({ length: 100 }, (_, at) => chunk(`${at}`)));
  const reader = source.stream.pipeThrough(transform as TransformStream<Uint8Array<ArrayBuffer>, unknown>).getReader();
  for (let read = 0; read < reads; read++) assertEquals((await reader.read()).done, false);
  await standstill(() => source.pulled);
  await reader.cancel();
  return source.pulled;
}

test("EventStreamDecoderStream asks for little more than its reader has taken", async () => {
  // Workers with a compatibility date before 2024-12-16.
  if (await asked(new TransformStream(), 1) > 3) throw new Skip("a bare TransformStream reads ahead without a bound");
  for (let reads = 1; reads <= 5; reads++) {
    assertLessOrEqual(await asked(new EventStreamDecoderStream(), reads), reads + 2);
  }
});

test("EventStreamDecoderStream tells its source why its reader has left", async () => {
  const source = watched([chunk("a")], "silence");
  const reader = decode(source.stream).getReader();
  await reader.read();
  const next = reader.read();
  const reason = new Error("enough");
  await reader.cancel(reason);
  assertEquals((await next).done, true);
  await until(() => source.cancelled);
  assertEquals(source.reason, reason);
});

test("EventStreamDecoderStream ends its source where that is broken", async () => {
  const source = watched([VECTORS.slice(0, ENDS[0]), flip(VECTORS.slice(ENDS[0]), 300)], "silence");
  await assertFault(decode(source.stream), "MESSAGE_CRC", 1);
  await until(() => source.cancelled);
});

test("EventStreamDecoderStream hands on what is whole before a fault in the same chunk", async () => {
  const broken = concat(chunk("a"), chunk("b"), flip(chunk("c"), 800), chunk("d"));
  const { items, error } = await readAll(decode(streamOf([broken])));
  assertEquals(items.map(({ payload }) => payload), [bytes("a"), bytes("b")]);
  assertInstanceOf(error, EventStreamError);
  assertEquals(error.code, "MESSAGE_CRC");
  const slow = decode(streamOf([broken])).getReader();
  await turn();
  assertEquals((await slow.read()).value?.payload, bytes("a"));
  await turn();
  assertEquals((await slow.read()).value?.payload, bytes("b"));
  await assertRejects(() => slow.read(), EventStreamError);
});

test("EventStreamDecoderStream fails as its source does", async () => {
  const reason = new Error("lost");
  const { items, error } = await readAll(decode(watched([chunk("a"), chunk("b").slice(0, 20)], reason).stream));
  assertEquals(error, reason);
  assertLessOrEqual(items.length, 1);
});

test("EventStreamDecoderStream fails as its writer says", async () => {
  const { readable, writable } = new EventStreamDecoderStream();
  const writer = writable.getWriter();
  const reader = readable.getReader();
  const read = reader.read();
  await writer.write(WIRE);
  assertEquals((await read).done, false);
  const reason = new Error("stop");
  await writer.abort(reason);
  const { error } = await readAll({ getReader: () => reader } as ReadableStream<EventStreamMessage>);
  assertEquals(error, reason);
});

test("EventStreamDecoderStream closes its writer when all is read", async () => {
  const { readable, writable } = new EventStreamDecoderStream();
  const writer = writable.getWriter();
  const written = writer.write(VECTORS).then(() => writer.close());
  assertEquals(await lines(readable), ALL);
  await written;
  await writer.closed;
});
