import { encodeHex } from "./encoding.ts";
import { EventStreamError } from "./errors.ts";

/** A header's value with its type on the wire. `long` is 64 bits wide, `timestamp` has milliseconds. */
export type EventStreamHeader =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "byte" | "short" | "integer"; readonly value: number }
  | { readonly type: "long"; readonly value: bigint }
  | { readonly type: "binary"; readonly value: Uint8Array }
  | { readonly type: "string" | "uuid"; readonly value: string }
  | { readonly type: "timestamp"; readonly value: Date };

/** Headers by name, in the order in which they came. */
export type EventStreamHeaders = ReadonlyMap<string, EventStreamHeader>;

/** The types by their numbers on the wire: `true` and `false` have one each. */
export const HEADER_TYPES = [
  "boolean",
  "boolean",
  "byte",
  "short",
  "integer",
  "long",
  "binary",
  "string",
  "timestamp",
  "uuid",
] as const;

/** Bytes of a value by the number of its type; binary and string have them in front. */
const LENGTHS = [0, 0, 1, 2, 4, 8, 0, 0, 8, 16];

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a message's header block. */
export function decodeHeaders(block: Uint8Array<ArrayBuffer>): EventStreamHeaders {
  const headers = new Map<string, EventStreamHeader>();
  const view = new DataView(block.buffer);
  try {
    for (let at = 0; at < block.length;) {
      const nameStart = at + 1;
      at = nameStart + view.getUint8(at);
      const name = utf8.decode(block.subarray(nameStart, at));
      const number = view.getUint8(at++);
      const length = number === 6 || number === 7 ? view.getUint16((at += 2) - 2) : LENGTHS[number]!;
      const start = at;
      at += length;
      // Where there is no such type, this is no number either.
      if (!(at <= block.length) || headers.has(name)) throw name;
      const value = decodeValue(number, view, block.slice(start, at), start);
      headers.set(name, { type: HEADER_TYPES[number], value } as EventStreamHeader);
    }
  } catch {
    throw new EventStreamError("HEADERS");
  }
  return headers;
}

function decodeValue(number: number, view: DataView, bytes: Uint8Array<ArrayBuffer>, at: number): unknown {
  if (number < 2) return !number;
  if (number === 2) return view.getInt8(at);
  if (number === 3) return view.getInt16(at);
  if (number === 4) return view.getInt32(at);
  if (number === 5) return view.getBigInt64(at);
  if (number === 6) return bytes;
  if (number === 7) return utf8.decode(bytes);
  if (number === 8) return new Date(Number(view.getBigInt64(at)));
  return encodeHex(bytes.buffer).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
