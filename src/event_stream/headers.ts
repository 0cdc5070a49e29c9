import { encodeHex } from "../base/encoding.ts";
import { EventStreamError } from "../base/errors.ts";

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

const utf8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a message's header block; what becomes of a value, by the number of its type, is for `convert` to say. */
export function readHeaders<Value>(
  block: Uint8Array<ArrayBuffer>,
  convert: (number: number, bytes: Uint8Array<ArrayBuffer>) => Value,
): Map<string, Value> {
  const headers = new Map<string, Value>();
  try {
    for (let at = 0; at < block.length;) {
      const name = utf8.decode(block.subarray(at + 1, at += 1 + block[at]!));
      const number = block[at++]!;
      const length = number === 6 || number === 7
        ? block[at++]! << 8 | block[at++]!
        : [0, 0, 1, 2, 4, 8, 0, 0, 8, 16][number]!;
      const value = block.slice(at, at += length);
      // Where there is no such type, this is no number either.
      if (!(at <= block.length) || headers.has(name)) throw name;
      headers.set(name, convert(number, value));
    }
  } catch {
    throw new EventStreamError("HEADERS");
  }
  return headers;
}

/** The text of a value that is one; throws where it is no UTF-8. */
export function readText(number: number, bytes: Uint8Array): string | false {
  return number === 7 && utf8.decode(bytes);
}

/** Reads a message's header block with all the types there are. */
export function decodeHeaders(block: Uint8Array<ArrayBuffer>): EventStreamHeaders {
  return readHeaders(
    block,
    (number, bytes) => ({ type: HEADER_TYPES[number], value: decodeValue(number, bytes) }) as EventStreamHeader,
  );
}

function decodeValue(number: number, bytes: Uint8Array<ArrayBuffer>): unknown {
  const view = new DataView(bytes.buffer);
  if (number < 2) return !number;
  if (number === 2) return view.getInt8(0);
  if (number === 3) return view.getInt16(0);
  if (number === 4) return view.getInt32(0);
  if (number === 5) return view.getBigInt64(0);
  if (number === 6) return bytes;
  if (number === 7) return readText(number, bytes);
  if (number === 8) return new Date(Number(view.getBigInt64(0)));
  return encodeHex(bytes.buffer).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
