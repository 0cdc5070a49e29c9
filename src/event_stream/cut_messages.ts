import { crc32 } from "./crc32.ts";
import { EventStreamError } from "../base/errors.ts";
import { joinBytes } from "../base/join_bytes.ts";

/**
 * Is handed a message: its headers, in whatever form they are wanted, and its payload, a view of the bytes that it was
 * read from, wherever they were in one piece.
 */
export type OnMessage<Headers> = (headers: Headers, payload: Uint8Array) => void;

/** Cuts chunks into messages: plain and synchronous, so that any stream can be put around it. */
export interface MessageCutter<Headers> {
  /** Hands on the messages that a chunk completes; what comes before a fault is handed on before it throws. */
  push(chunk: Uint8Array, onMessage: OnMessage<Headers>): void;
  /** Checks that the bytes end between two messages. */
  end(): void;
}

/** Makes a cutter. What lies whole inside a chunk is not copied, and what does not is copied once, when all is there. */
export function cutMessages<Headers>(
  decodeHeaders: (block: Uint8Array<ArrayBuffer>) => Headers,
): MessageCutter<Headers> {
  /** A message opens with a prelude of 12 bytes: its length, that of its headers, and the CRC of these eight. */
  let pieces: Uint8Array[] = [], missing = 12, crc = 0, headersLength = 0, isPrelude = true;
  /** Messages with the same header block share their headers, which are then not read again. */
  let block = new Uint8Array(), headers = decodeHeaders(block);

  return {
    push(chunk, onMessage) {
      for (let at = 0; at < chunk.length;) {
        let bytes = chunk.subarray(at, at += missing);
        pieces.push(bytes);
        missing -= bytes.length;
        if (missing) return;
        if (pieces.length > 1) bytes = joinBytes(pieces);
        pieces = [];
        const end = isPrelude ? 8 : bytes.length - 4;
        crc = crc32(bytes, 0, end, crc);
        if (crc !== readUint32(bytes, end)) throw new EventStreamError(isPrelude ? "PRELUDE_CRC" : "MESSAGE_CRC");
        if (isPrelude) {
          // Nothing is claimed for what a prelude announces before its checksum holds.
          crc = crc32(bytes, 8, 12, crc);
          headersLength = readUint32(bytes, 4);
          missing = readUint32(bytes, 0) - 12;
          // There is no upper limit: the format forbids clients to have one.
          if (missing < headersLength + 4) throw new EventStreamError("LENGTH");
        } else {
          if (block.length !== headersLength || !startsWith(bytes, block)) {
            block = new Uint8Array(bytes.subarray(0, headersLength));
            headers = decodeHeaders(block);
          }
          onMessage(headers, bytes.subarray(headersLength, end));
          missing = 12;
          crc = 0;
        }
        isPrelude = !isPrelude;
      }
    },
    end() {
      if (pieces.length || !isPrelude) throw new EventStreamError("TRUNCATED");
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
