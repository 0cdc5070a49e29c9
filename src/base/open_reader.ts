import { isDeno } from "./is_deno.ts";

/** Bytes that are read at once at most: as much as Deno takes off a socket. */
const BUFFER_LENGTH = 65_536;

/** Bytes of the longest chunk that is copied, so that the buffer it came in can be read into again. */
const LONGEST_COPY = 16_384;

/** A chunk; no value at the end. */
export interface ReadResult {
  readonly done: boolean;
  readonly value?: Uint8Array | undefined;
}

/** What is used of a reader. */
export interface ChunkReader {
  /** Reads the next chunk. */
  read(): Promise<ReadResult>;
  /** Ends a read that is under way, and closes the body. */
  cancel(reason?: unknown): Promise<void>;
}

/**
 * Opens a reader. On Deno small chunks are all read into one buffer: its default reader takes a new one of 64 KiB for each
 * chunk, however short, which made reads of 1,460 bytes three times as dear. On Node.js this way is the slower one.
 */
export function openReader(body: ReadableStream<Uint8Array>): ChunkReader {
  const byteReader = isDeno() ? openByteReader(body) : undefined;
  return byteReader ? readIntoOneBuffer(byteReader) : body.getReader();
}

function openByteReader(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return undefined; // a stream of whatever it gives, such as one that the caller's `fetch` made
  }
}

function readIntoOneBuffer(reader: ReadableStreamBYOBReader): ChunkReader {
  let spare: ArrayBuffer | undefined;
  return {
    async read() {
      const buffer = spare ?? new ArrayBuffer(BUFFER_LENGTH);
      spare = undefined; // A read takes its buffer away, and gives it back with what it has read.
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done) return { done };
      if (value.length > LONGEST_COPY) return { done, value };
      spare = value.buffer;
      return { done, value: value.slice() };
    },
    cancel: (reason) => reader.cancel(reason),
  };
}
