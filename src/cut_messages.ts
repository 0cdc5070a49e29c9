import { crc32 } from "./crc32.ts";
import { EventStreamError } from "./errors.ts";
import { joinBytes } from "./join_bytes.ts";

/** One message, with its headers in whatever form they are wanted. */
export interface Message<Headers> {
  /** Headers by name, in the order in which they came. */
  readonly headers: Headers;
  /** The content: a view of the bytes that it was read from, wherever they were in one piece. */
  readonly payload: Uint8Array;
}

/** Cuts chunks into messages: plain and synchronous, so that any stream can be put around it. */
export interface MessageCutter<Headers> {
  /** The messages that a chunk completes. */
  push(chunk: Uint8Array): Generator<Message<Headers>, void, undefined>;
  /** Checks that the bytes end between two messages. */
  end(): void;
}

/** Bytes at a message's beginning: its length, that of its headers, and their checksum. */
const PRELUDE_LENGTH = 12;

/** Makes a cutter. What lies whole inside a chunk is not copied, and what does not is copied once, when all is there. */
export function cutMessages<Headers>(
  decodeHeaders: (block: Uint8Array<ArrayBuffer>) => Headers,
): MessageCutter<Headers> {
  let pieces: Uint8Array[] = [], gathered = 0, wanted = PRELUDE_LENGTH;
  /** Nothing is claimed for what a prelude announces before its checksum holds. */
  let isPrelude = true, crc = 0, headersLength = 0;
  /** Messages with the same header block share their headers, which are then not read again. */
  let block = new Uint8Array(), headers = decodeHeaders(block);

  const readPrelude = (bytes: Uint8Array): number => {
    crc = crc32(bytes, 0, 8);
    if (crc !== readUint32(bytes, 8)) throw new EventStreamError("PRELUDE_CRC");
    crc = crc32(bytes, 8, PRELUDE_LENGTH, crc);
    headersLength = readUint32(bytes, 4);
    const rest = readUint32(bytes, 0) - PRELUDE_LENGTH;
    // There is no upper limit: the format forbids clients to have one.
    if (rest < headersLength + 4) throw new EventStreamError("LENGTH");
    return rest;
  };

  const readRest = (bytes: Uint8Array): Message<Headers> => {
    const end = bytes.length - 4;
    if (crc32(bytes, 0, end, crc) !== readUint32(bytes, end)) throw new EventStreamError("MESSAGE_CRC");
    if (block.length !== headersLength || !startsWith(bytes, block)) {
      const copy = new Uint8Array(bytes.subarray(0, headersLength));
      headers = decodeHeaders(copy);
      block = copy;
    }
    return { headers, payload: bytes.subarray(headersLength, end) };
  };

  return {
    *push(chunk) {
      for (let at = 0; at < chunk.length;) {
        let bytes = chunk.subarray(at, at += wanted - gathered);
        gathered += bytes.length;
        if (gathered < wanted) {
          pieces.push(bytes);
          return;
        }
        if (pieces.length) bytes = joinBytes([...pieces, bytes]);
        pieces = [];
        gathered = 0;
        wanted = isPrelude ? readPrelude(bytes) : PRELUDE_LENGTH;
        isPrelude = !isPrelude;
        if (isPrelude) yield readRest(bytes);
      }
    },
    end() {
      if (gathered || !isPrelude) throw new EventStreamError("TRUNCATED", "it ends inside a message");
    },
  };
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!) >>> 0;
}

function startsWith(bytes: Uint8Array, block: Uint8Array): boolean {
  let at = 0;
  while (at < block.length && bytes[at] === block[at]) at++;
  return at === block.length;
}
