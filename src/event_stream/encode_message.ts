import { crc32 } from "./crc32.ts";
import { encodeText } from "../base/encoding.ts";
import { joinBytes } from "../base/join_bytes.ts";
import { type EventStreamHeader, HEADER_TYPES } from "./headers.ts";
import type { EventStreamMessage } from "./message.ts";

/**
 * Encodes one event-stream message.
 *
 * @param message Its headers and payload.
 * @returns The message's bytes, with both checksums.
 * @throws {RangeError} If a header's name is longer than 255 bytes, a string or binary value is longer than 65,535
 * bytes, or a number does not fit its type.
 * @throws {TypeError} If a value of type `uuid` is not a UUID.
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 * @example Encode a message
 * ```ts
 * import { encodeEventStreamMessage } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * const message = encodeEventStreamMessage({ headers: new Map(), payload: new Uint8Array() });
 * assert.equal(message.length, 16);
 * ```
 * @category Event-stream codec
 */
export function encodeEventStreamMessage(message: EventStreamMessage): Uint8Array<ArrayBuffer> {
  const headers = joinBytes([...message.headers].flatMap(([name, header]) => {
    const text = encodeText(name);
    return [encodeInteger(text.length, 8, name, BigInt.asUintN), text, ...encodeValue(header, name)];
  }));
  const bytes = joinBytes([new Uint8Array(12), headers, message.payload, new Uint8Array(4)]);
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 4;
  view.setUint32(0, bytes.length);
  view.setUint32(4, headers.length);
  view.setUint32(8, crc32(bytes, 0, 8));
  view.setUint32(end, crc32(bytes, 0, end));
  return bytes;
}

const BITS = { byte: 8, short: 16, integer: 32, long: 64, timestamp: 64 };

/** The number of the type, and the value, behind its length where it has one. */
function encodeValue({ type, value }: EventStreamHeader, name: string): Uint8Array[] {
  const number = Uint8Array.of(value === false ? 1 : HEADER_TYPES.indexOf(type));
  if (type === "boolean") return [number];
  if (type === "uuid") return [number, encodeUuid(value, name)];
  if (type === "binary" || type === "string") {
    const bytes = typeof value === "string" ? encodeText(value) : value as Uint8Array;
    return [number, encodeInteger(bytes.length, 16, name, BigInt.asUintN), bytes];
  }
  return [
    number,
    encodeInteger(type === "timestamp" ? value.getTime() : value as number | bigint, BITS[type], name, BigInt.asIntN),
  ];
}

function encodeInteger(value: number | bigint, bits: number, name: string, wrap: typeof BigInt.asIntN): Uint8Array {
  const integer = BigInt(value);
  if (wrap(bits, integer) !== integer) throw new RangeError(mistake(name, `fit in ${bits} bits`, value));
  return decodeHex(BigInt.asUintN(bits, integer).toString(16).padStart(bits / 4, "0"));
}

function encodeUuid(uuid: string, name: string): Uint8Array {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(uuid)) throw new TypeError(mistake(name, "be a UUID", uuid));
  return decodeHex(uuid.replaceAll("-", ""));
}

function decodeHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (byte) => parseInt(byte, 16));
}

function mistake(name: string, rule: string, value: unknown): string {
  return `Cannot encode message as header ${JSON.stringify(name)} must ${rule}: current value is ${value}`;
}
