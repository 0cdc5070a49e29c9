/**
 * The event-stream format by its letter: slow, with nothing of ours in it, and so a measure for ours.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 *
 * @module
 */
import { plainCrc32 } from "../support/frames.ts";

/** A message, its headers as one line of text. */
export interface ReferenceMessage {
  readonly headers: string;
  readonly payload: Uint8Array;
  /** Where it ends. */
  readonly end: number;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The message that begins at `start`; `undefined` where there is none that is whole and well. */
export function readMessage(bytes: Uint8Array, start: number): ReferenceMessage | undefined {
  if (bytes.length - start < 16) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const length = view.getUint32(0), headersLength = view.getUint32(4);
  if (plainCrc32(bytes.subarray(start, start + 8)) !== view.getUint32(8)) return;
  if (length < 16 || headersLength > length - 16 || length > view.byteLength) return;
  const end = start + length;
  if (plainCrc32(bytes.subarray(start, end - 4)) !== view.getUint32(length - 4)) return;
  const payloadStart = start + 12 + headersLength;
  const headers = readHeaders(bytes.subarray(start + 12, payloadStart));
  return headers === undefined ? undefined : { headers, payload: bytes.subarray(payloadStart, end - 4), end };
}

/** The headers in one line; `undefined` where they break a rule. */
function readHeaders(block: Uint8Array): string | undefined {
  const names = new Set<string>();
  let line = "", rest = block;
  /** The next so many bytes; none where there are not so many. */
  const take = (count: number): Uint8Array | undefined => {
    if (rest.length < count) return;
    const taken = rest.subarray(0, count);
    rest = rest.subarray(count);
    return taken;
  };
  while (rest.length > 0) {
    const name = take(take(1)![0]!), type = name && take(1)?.[0];
    if (!name || type === undefined) return;
    let value: string | undefined;
    try {
      const key = utf8.decode(name);
      if (names.has(key)) return;
      names.add(key);
      value = readValue(type, take);
      line += `${key} ${type} ${value} `;
    } catch {
      return; // no UTF-8
    }
    if (value === undefined) return;
  }
  return line;
}

function readValue(type: number, take: (count: number) => Uint8Array | undefined): string | undefined {
  if (type < 2) return "";
  if (type === 6 || type === 7) {
    const size = take(2);
    const value = size && take(size[0]! * 256 + size[1]!);
    return value && (type === 6 ? hex(value) : utf8.decode(value));
  }
  const value = take([1, 2, 4, 8, 0, 0, 8, 16][type - 2] ?? Infinity);
  if (!value || type === 9) return value && hex(value);
  const number = value.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const signed = BigInt.asIntN(value.length * 8, number);
  // A Date holds no more than 100 million days before and behind the epoch.
  return type === 8 && (signed > 8_640_000_000_000_000n || signed < -8_640_000_000_000_000n) ? "NaN" : String(signed);
}
