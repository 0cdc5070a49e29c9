import { crc32 } from "./crc32.ts";
import { encodeText } from "./encoding.ts";
import { type EventStreamHeader, HEADER_TYPES } from "./event_stream_headers.ts";
import type { EventStreamMessage } from "./event_stream_message.ts";

/**
 * Writes one message.
 *
 * @param message Its headers and payload.
 * @returns The message's bytes, with both checksums.
 * @throws {RangeError} If a name has more than 255 bytes, a text or binary value more than 65,535, or a number does not
 * fit its type.
 * @throws {TypeError} If a UUID is none.
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 * @example Write a message
 * ```ts
 * import { encodeEventStreamMessage } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * const message = encodeEventStreamMessage({ headers: new Map(), payload: new Uint8Array() });
 * assert.equal(message.length, 16);
 * ```
 */
export function encodeEventStreamMessage(message: EventStreamMessage): Uint8Array<ArrayBuffer> {
  const parts = [...message.headers].flatMap(([name, header]) => {
    const text = encodeText(name);
    return [encodeInteger(text.length, 8, name, false), text, ...encodeValue(header, name)];
  });
  const headersLength = parts.reduce((sum, part) => sum + part.length, 0);
  const length = 16 + headersLength + message.payload.length;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length);
  view.setUint32(4, headersLength);
  view.setUint32(8, crc32(bytes, 0, 8));
  let at = 12;
  for (const part of [...parts, message.payload]) {
    bytes.set(part, at);
    at += part.length;
  }
  view.setUint32(at, crc32(bytes, 0, at));
  return bytes;
}

/** The number of the type, and the value, behind its length where it has one. */
function encodeValue(header: EventStreamHeader, name: string): Uint8Array[] {
  const number = Uint8Array.of(header.value === false ? 1 : HEADER_TYPES.indexOf(header.type));
  switch (header.type) {
    case "boolean":
      return [number];
    case "binary":
    case "string": {
      const bytes = typeof header.value === "string" ? encodeText(header.value) : header.value;
      return [number, encodeInteger(bytes.length, 16, name, false), bytes];
    }
    case "timestamp":
      return [number, encodeInteger(header.value.getTime(), 64, name)];
    case "uuid":
      return [number, encodeUuid(header.value, name)];
    default:
      return [number, encodeInteger(header.value, BITS[header.type], name)];
  }
}

const BITS = { byte: 8, short: 16, integer: 32, long: 64 };

function encodeInteger(value: number | bigint, bits: number, name: string, signed = true): Uint8Array {
  const integer = BigInt(value);
  if ((signed ? BigInt.asIntN : BigInt.asUintN)(bits, integer) !== integer) {
    throw new RangeError(
      `Cannot encode message as header ${JSON.stringify(name)} must fit in ${bits} bits: current value is ${value}`,
    );
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, integer);
  return bytes.subarray(8 - bits / 8);
}

function encodeUuid(uuid: string, name: string): Uint8Array {
  const hex = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(uuid) ? uuid.replaceAll("-", "") : undefined;
  if (!hex) {
    throw new TypeError(
      `Cannot encode message as header ${JSON.stringify(name)} must be a UUID: current value is ${
        JSON.stringify(uuid)
      }`,
    );
  }
  return Uint8Array.from(hex.match(/../g)!, (byte) => parseInt(byte, 16));
}
