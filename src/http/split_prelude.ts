import { joinBytes } from "../base/join_bytes.ts";

/** How many NULs end a prelude: what follows them belongs to the body, NULs too. */
const NULS = 8;

/** How long a prelude may be: none comes near it, and all of it is kept until it ends. */
const LONGEST_PRELUDE = 1_048_576;

/** The beginning of a streamed answer. */
export interface Opening {
  /** The JSON that the stream opens with; absent where it opens with the body. */
  readonly prelude?: Uint8Array;
  /** What was read of the body. */
  readonly rest: Uint8Array;
}

/**
 * Reads a stream until it is plain whether it opens with a prelude: a JSON object and eight NULs.
 *
 * The first byte shows it nearly always. Only a body that begins with a JSON object too is held back until that object
 * ends: no later than there, since JSON has no NUL in it and no body has eight of them behind an object.
 */
export async function splitPrelude(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Opening> {
  const chunks: Uint8Array[] = [];
  const scan = preludeScanner();
  for (let length = 0;;) {
    const { done, value } = await reader.read();
    if (done) return { rest: joinBytes(chunks) };
    chunks.push(value);
    for (const byte of value) {
      const found = ++length > LONGEST_PRELUDE + NULS ? false : scan(byte);
      if (found === undefined) continue;
      const opening = joinBytes(chunks);
      return found
        ? { prelude: opening.subarray(0, length - NULS), rest: opening.subarray(length) }
        : { rest: opening };
    }
  }
}

/** Takes a stream byte by byte, and says as soon as it can whether that was a prelude. */
function preludeScanner(): (byte: number) => boolean | undefined {
  let depth = 0, nuls = 0, opened = false, inText = false, escaped = false;
  return (byte) => {
    if (opened && depth === 0) return byte !== 0 ? false : ++nuls === NULS || undefined;
    if (inText) {
      if (byte === 0) return false;
      inText = escaped || byte !== 0x22; // "
      escaped = !escaped && byte === 0x5c; // \
      return;
    }
    if (byte === 0x7b) depth++; // {
    else if (!opened || byte === 0) return false;
    else if (byte === 0x7d) depth--; // }
    else inText = byte === 0x22; // "
    opened = true;
  };
}
