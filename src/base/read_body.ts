import { ByteBuffer } from "./byte_buffer.ts";
import { delay, onAbort } from "./deadline.ts";
import { decodeText } from "./encoding.ts";
import { openReader } from "./open_reader.ts";

/** A body is longer than whoever reads it will take. */
export class BodyTooLongError extends Error {
  /** A literal: minifiers rename classes. */
  override readonly name = "BodyTooLongError";

  constructor(limit: number) {
    super(`The body is longer than ${limit} bytes`);
  }
}

/**
 * Chunks that are read at one go. A runtime may have thousands of tiny ones at hand, and nothing else would run until the
 * last of them is taken.
 */
const CHUNKS_AT_ONE_GO = 1_024;

type Body = ReadableStream<Uint8Array> | null;

/**
 * Reads a body of at most so many bytes. A longer one is closed, and {@linkcode BodyTooLongError} is thrown.
 *
 * @param signal Closes the body when it aborts; not needed where `fetch` heeds a signal itself.
 */
export async function readBytes(body: Body, limit: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes, isWhole } = await readUpTo(body, limit, signal);
  if (!isWhole) throw new BodyTooLongError(limit);
  return bytes;
}

/**
 * Reads the whole of an answer's body, as {@linkcode readBytes} does; at one go where its length is known, which is not
 * so where it is compressed.
 */
export async function readWhole(
  response: Response,
  limit: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { body, headers } = response;
  if (!body) return new Uint8Array();
  const length = headers.get("content-length");
  // A compressed or chunked body is longer than that says; Deno shows it beside `transfer-encoding`, too.
  const isLengthOfBody = !headers.has("content-encoding") && !headers.has("transfer-encoding");
  const isShort = length !== null && Number(length) <= limit && isLengthOfBody;
  // What `arrayBuffer()` reads cannot be closed any more.
  const mayReadAtOneGo = isShort && !signal;
  return mayReadAtOneGo ? new Uint8Array(await response.arrayBuffer()) : await readBytes(body, limit, signal);
}

/** Reads the first so many bytes of a body as UTF-8 text, and closes it where there are more. */
export async function readText(body: Body, limit: number, signal?: AbortSignal): Promise<string> {
  return decodeText((await readUpTo(body, limit, signal)).bytes);
}

/** Without `for await`, since Safari's streams are not iterable. */
async function readUpTo(
  body: Body,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly isWhole: boolean }> {
  const buffer = new ByteBuffer();
  if (!body) return { bytes: buffer.take(), isWhole: true };
  const reader = openReader(body);
  // Of a body that was read to its end there is nothing to close. It may be broken, which was said already.
  const close = () => {
    reader.cancel().catch(() => {});
  };
  const stop = signal && onAbort(signal, close);
  try {
    for (let chunks = 1;; chunks++) {
      const { done, value } = await reader.read();
      if (chunks % CHUNKS_AT_ONE_GO === 0) await delay(0, undefined);
      signal?.throwIfAborted();
      if (done) return { bytes: buffer.take(), isWhole: true };
      if (!ArrayBuffer.isView(value)) throw new TypeError("Cannot read stream as it must give bytes (Uint8Array)");
      const room = limit - buffer.length;
      buffer.push(value.subarray(0, room));
      if (value.length > room) return { bytes: buffer.take(), isWhole: false };
    }
  } finally {
    stop?.();
    close();
  }
}
