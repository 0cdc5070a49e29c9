import { ByteBuffer } from "../base/byte_buffer.ts";
import { EventStreamError } from "../base/errors.ts";
import { crc32 } from "./crc32.ts";

/**
 * A message opens with a prelude: its own length, the length of its headers, and the CRC of these eight bytes. Behind the
 * headers and the payload comes the CRC of all that stands before it.
 */
const PRELUDE_LENGTH = 12;
const CRC_LENGTH = 4;

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

/**
 * Makes a cutter. A message that lies whole inside a chunk is not copied; the pieces of one that does not are copied as
 * they come, and none is kept. Messages whose header blocks are alike share what `decodeHeaders` made of the block.
 */
export function cutMessages<Headers>(
  decodeHeaders: (block: Uint8Array<ArrayBuffer>) => Headers,
): MessageCutter<Headers> {
  /** What is read next is a prelude, or else the rest of the message that the last prelude announced. */
  let isPrelude = true;
  let wanted = PRELUDE_LENGTH;
  /** Holds what is there of it, where it comes in pieces. */
  let pieces: ByteBuffer | undefined;
  /** Of the message that is being read: the CRC of its prelude, and the length of its headers. */
  let preludeCrc = 0;
  let headersLength = 0;
  /** The last header block, and what it says. */
  let block: Uint8Array<ArrayBuffer> = new Uint8Array();
  let headers = decodeHeaders(block);

  /** Gives what is wanted as soon as all of it is there: as a view where it came in one piece. */
  function complete(piece: Uint8Array): Uint8Array | undefined {
    if (piece.length === wanted) return piece;
    pieces ??= new ByteBuffer(wanted);
    pieces.push(piece);
    if (pieces.length < wanted) return undefined;
    const joined = pieces.take();
    pieces = undefined;
    return joined;
  }

  function readPrelude(prelude: Uint8Array): void {
    const checkedCrc = crc32(prelude, 0, 8);
    if (checkedCrc !== readUint32(prelude, 8)) throw new EventStreamError("PRELUDE_CRC");
    preludeCrc = crc32(prelude, 8, PRELUDE_LENGTH, checkedCrc);
    headersLength = readUint32(prelude, 4);
    // There is no upper limit: the format forbids clients to have one.
    const restLength = readUint32(prelude, 0) - PRELUDE_LENGTH;
    if (restLength < headersLength + CRC_LENGTH) throw new EventStreamError("LENGTH");
    wanted = restLength;
    isPrelude = false;
  }

  function readRest(rest: Uint8Array, onMessage: OnMessage<Headers>): void {
    const payloadEnd = rest.length - CRC_LENGTH;
    const crc = crc32(rest, 0, payloadEnd, preludeCrc);
    if (crc !== readUint32(rest, payloadEnd)) throw new EventStreamError("MESSAGE_CRC");
    if (block.length !== headersLength || !startsWith(rest, block)) {
      block = new Uint8Array(rest.subarray(0, headersLength));
      headers = decodeHeaders(block);
    }
    onMessage(headers, rest.subarray(headersLength, payloadEnd));
    wanted = PRELUDE_LENGTH;
    isPrelude = true;
  }

  return {
    push(chunk, onMessage) {
      let at = 0;
      while (at < chunk.length) {
        const missing = wanted - (pieces?.length ?? 0);
        const piece = chunk.subarray(at, at + missing);
        at += piece.length;
        const part = complete(piece);
        if (!part) return;
        if (isPrelude) readPrelude(part);
        else readRest(part, onMessage);
      }
    },
    end() {
      if (!isPrelude || pieces) throw new EventStreamError("TRUNCATED");
    },
  };
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!) >>> 0;
}

function startsWith(bytes: Uint8Array, block: Uint8Array): boolean {
  for (let at = 0; at < block.length; at++) {
    if (bytes[at] !== block[at]) return false;
  }
  return true;
}
