import { crc32 } from "./crc32.ts";
import { EventStreamError } from "./errors.ts";
import { decodeHeaders, type EventStreamHeaders } from "./event_stream_headers.ts";

/** One message of an event stream. */
export interface EventStreamMessage {
  /** Headers by name, in the order in which they came. */
  readonly headers: EventStreamHeaders;
  /** The content: a view of the bytes that it was read from, wherever they were in one piece. */
  readonly payload: Uint8Array;
}

/** Bytes at a message's beginning: its length, that of its headers, and their checksum. */
export const PRELUDE_LENGTH = 12;

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!) >>> 0;
}

/** Reads messages in their two parts, so that nothing is claimed for a length before its checksum holds. */
export interface MessageReader {
  /** Checks a prelude, and gives the length of what follows. */
  prelude(bytes: Uint8Array): number;
  /** Reads what follows: the payload is a view. */
  rest(bytes: Uint8Array): EventStreamMessage;
}

/** Makes a reader; the messages that it reads share their headers with the one before, where these are equal. */
export function messageReader(): MessageReader {
  let crc: number, headersLength: number, block = new Uint8Array(), headers: EventStreamHeaders = new Map();
  return {
    prelude(bytes) {
      crc = crc32(bytes, 0, 8);
      if (crc !== readUint32(bytes, 8)) throw new EventStreamError("PRELUDE_CRC", "a wrong checksum of lengths");
      crc = crc32(bytes, 8, PRELUDE_LENGTH, crc);
      headersLength = readUint32(bytes, 4);
      const length = readUint32(bytes, 0) - PRELUDE_LENGTH;
      // There is no upper limit: the format forbids clients to have one.
      if (length < headersLength + 4) throw new EventStreamError("LENGTH", "lengths that do not fit together");
      return length;
    },
    rest(bytes) {
      const end = bytes.length - 4;
      if (crc32(bytes, 0, end, crc) !== readUint32(bytes, end)) {
        throw new EventStreamError("MESSAGE_CRC", "a wrong checksum of a message");
      }
      if (block.length !== headersLength || !startsWith(bytes, block)) {
        const known = bytes.slice(0, headersLength);
        headers = decodeHeaders(known);
        block = known;
      }
      return { headers, payload: bytes.subarray(headersLength, end) };
    },
  };
}

function startsWith(bytes: Uint8Array, block: Uint8Array): boolean {
  let at = 0;
  while (at < block.length && bytes[at] === block[at]) at++;
  return at === block.length;
}

/**
 * Reads one message.
 *
 * @param bytes The message, from its first byte to its last.
 * @returns Its headers and, as a view of `bytes`, its payload.
 * @throws {EventStreamError} If a length, a checksum or a header is wrong, or `bytes` is not exactly one message.
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 * @example Read a message
 * ```ts
 * import { decodeEventStreamMessage, encodeEventStreamMessage } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * const bytes = encodeEventStreamMessage({
 *   headers: new Map([[":event-type", { type: "string", value: "PayloadChunk" }]]),
 *   payload: new TextEncoder().encode("Hello"),
 * });
 * const { headers, payload } = decodeEventStreamMessage(bytes);
 * assert.equal(headers.get(":event-type")?.value, "PayloadChunk");
 * assert.equal(new TextDecoder().decode(payload), "Hello");
 * ```
 */
export function decodeEventStreamMessage(bytes: Uint8Array): EventStreamMessage {
  const reader = messageReader();
  if (bytes.length < PRELUDE_LENGTH || reader.prelude(bytes) !== bytes.length - PRELUDE_LENGTH) {
    throw new EventStreamError("LENGTH", "bytes that are not one whole message");
  }
  return reader.rest(bytes.subarray(PRELUDE_LENGTH));
}
