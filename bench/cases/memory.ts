/**
 * What a long stream holds in memory, with garbage collected as it goes, and how far ahead of its reader it is read.
 *
 * @module
 */
import { InvokeWithResponseStreamCommand } from "@aws-sdk/client-lambda";
import { invokeStream, payloadStream } from "../../mod.ts";
import { bodyOf, CONTENT_TYPE, endFrame, payloadFrame } from "./frames.ts";
import { ownConfig, sdkClient } from "./peers.ts";

/** Bytes of a frame's payload. */
const FRAME = 16_384;

/** Bytes, and network chunks, between two collections of garbage. */
const BYTES_BETWEEN_COLLECTIONS = 2_097_152, CHUNKS_BETWEEN_COLLECTIONS = 20_000;

/** What is read: so many bytes, in network chunks of a size. */
export interface LongStream {
  readonly total: number;
  readonly chunk: number;
}

/** What a stream took, in bytes. */
export interface Footprint {
  /** Growth of the resident set at its highest. */
  readonly growth: number;
  /** Bytes taken from the source and not yet handed on, at most. */
  readonly ahead: number;
}

interface Host {
  readonly process: { memoryUsage: { rss(): number } };
  gc(): void;
}

const { process, gc } = globalThis as unknown as Host;
const HEADERS = { "content-type": CONTENT_TYPE };
const INPUT = { FunctionName: "fn" };

/** Each network chunk is new memory, as it is off a socket. */
function* chunksOf(
  { total, chunk: size }: LongStream,
  onChunk: (length: number) => void,
): Generator<Uint8Array<ArrayBuffer>> {
  const frame = payloadFrame(FRAME);
  const end = endFrame();
  const length = Math.ceil(total / FRAME) * frame.length;
  for (let at = 0; at < length + end.length; at += size) {
    const chunk = new Uint8Array(Math.min(size, length + end.length - at));
    for (let filled = 0; filled < chunk.length;) {
      const place = at + filled;
      const source = place < length ? frame.subarray(place % frame.length) : end.subarray(place - length);
      const part = source.subarray(0, chunk.length - filled);
      chunk.set(part, filled);
      filled += part.length;
    }
    onChunk(chunk.length);
    yield chunk;
  }
}

/** Bytes on the wire of what was handed on, piece by piece. */
type Reading = AsyncIterable<number>;

/** Bytes on the wire for one of payload. */
const OVERHEAD = payloadFrame(FRAME).length / FRAME;

async function* lengths(stream: ReadableStream<Uint8Array>, overhead = 1): Reading {
  const reader = stream.getReader();
  for (let result; !(result = await reader.read()).done;) yield result.value.length * overhead;
}

/** Ways to read a body. */
const readers: Readonly<Record<string, (body: ReadableStream<Uint8Array>) => Reading>> = {
  async *payloadStream(body) {
    const config = ownConfig(() => new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>, { headers: HEADERS }));
    yield* lengths(payloadStream(await invokeStream(config, INPUT)), OVERHEAD);
  },
  async *SDK(body) {
    const sdk = sdkClient(() => ({ statusCode: 200, headers: HEADERS, body }));
    const { EventStream } = await sdk.send(new InvokeWithResponseStreamCommand(INPUT));
    for await (const { PayloadChunk } of EventStream!) yield (PayloadChunk?.Payload?.length ?? 0) * OVERHEAD;
  },
  TransformStream: (body) => lengths(body.pipeThrough(new TransformStream())),
};

/** Reads a stream the way `name` does. */
async function read(name: string, stream: LongStream): Promise<Footprint> {
  let taken = 0, given = 0, ahead = 0, peak = 0, bytes = 0, chunks = 0;
  gc();
  const start = process.memoryUsage.rss();
  const onChunk = (length: number) => {
    taken += length;
    bytes += length;
    chunks++;
    ahead = Math.max(ahead, taken - given);
    if (bytes < BYTES_BETWEEN_COLLECTIONS && chunks < CHUNKS_BETWEEN_COLLECTIONS) return;
    peak = Math.max(peak, process.memoryUsage.rss());
    bytes = chunks = 0;
    gc();
  };
  for await (const length of readers[name]!(bodyOf(chunksOf(stream, onChunk)))) given += length;
  return { growth: Math.max(peak - start, 0), ahead };
}

/** Measures in a process of its own, after a stream that has all of the code loaded and compiled. */
export async function memory(name: string, stream: LongStream): Promise<Footprint> {
  await read(name, { ...stream, total: Math.min(2_000_000, stream.total / 10) });
  return await read(name, stream);
}
