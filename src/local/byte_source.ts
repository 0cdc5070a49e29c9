import { ByteBuffer } from "../base/byte_buffer.ts";
import { encodeText } from "../base/encoding.ts";
import { isPlatform } from "../base/is_platform.ts";

/** A function's answer in pieces, whatever it was given as. */
export interface ByteSource {
  /** The next piece, never an empty one; `undefined` at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** Tells whoever writes the pieces that nobody wants more. */
  cancel(reason?: unknown): void;
}

/** Whether a value is handed over in pieces. */
export function isStreamed(value: unknown): value is ReadableStream<unknown> | AsyncIterable<unknown> {
  return isPlatform("ReadableStream", value) ||
    (typeof value === "object" && value !== null && Symbol.asyncIterator in value);
}

/** Reads a stream or an async iterable in bytes. */
export function readSource(value: ReadableStream<unknown> | AsyncIterable<unknown>): ByteSource {
  const { read, cancel } = isPlatform("ReadableStream", value) ? readStream(value) : readIterable(value);
  return {
    async next() {
      for (;;) {
        const { done, value } = await read();
        if (done) return undefined;
        const bytes = toBytes(value);
        if (bytes.length > 0) return bytes;
      }
    },
    // Not waited for: a generator hears of it only after the piece that it works on.
    cancel: (reason) => void cancel(reason).catch(() => {}),
  };
}

/** A source of pieces that are there already. */
export function sourceOf(...pieces: readonly Uint8Array[]): ByteSource {
  const rest = pieces.filter((piece) => piece.length > 0);
  return { next: () => Promise.resolve(rest.shift()), cancel: () => {} };
}

/** A source that fails at once. */
export function failingSource(error: unknown): ByteSource {
  return { next: () => Promise.reject(error), cancel: () => {} };
}

/** One source after another. */
export function joinSources(first: ByteSource, second: ByteSource): ByteSource {
  return {
    next: async () => await first.next() ?? await second.next(),
    cancel: (reason) => second.cancel(reason),
  };
}

/** All of a source; `check` throws where there is enough of it, given the bytes so far. */
export async function collectSource(
  source: ByteSource,
  check: (length: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new ByteBuffer();
  for (let piece = await source.next(); piece; piece = await source.next()) {
    bytes.push(piece);
    try {
      check(bytes.length);
    } catch (error) {
      source.cancel(error);
      throw error;
    }
  }
  return bytes.take();
}

interface Reader {
  read(): Promise<{ done?: boolean | undefined; value?: unknown }>;
  cancel(reason: unknown): Promise<unknown>;
}

function readStream(stream: ReadableStream<unknown>): Reader {
  const reader = stream.getReader();
  return { read: () => reader.read(), cancel: (reason) => reader.cancel(reason) };
}

function readIterable(iterable: AsyncIterable<unknown>): Reader {
  const iterator = iterable[Symbol.asyncIterator]();
  return { read: () => iterator.next(), cancel: async () => await iterator.return?.() };
}

/** What AWS's `responseStream.write()` takes: bytes, text, and any other value as its JSON. */
function toBytes(piece: unknown): Uint8Array {
  if (typeof piece === "string") return encodeText(piece);
  if (isPlatform("ArrayBuffer", piece)) return new Uint8Array(piece);
  if (ArrayBuffer.isView(piece)) return new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  return encodeText(JSON.stringify(piece) ?? "");
}
