import { encodeHex } from "../base/encoding.ts";
import { EventStreamError } from "../base/errors.ts";

/**
 * A header's value and its type on the wire. `long` has 64 bits, and `timestamp` has millisecond precision.
 *
 * @category Event-stream codec
 */
export type EventStreamHeader =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "byte" | "short" | "integer"; readonly value: number }
  | { readonly type: "long"; readonly value: bigint }
  | { readonly type: "binary"; readonly value: Uint8Array }
  | { readonly type: "string" | "uuid"; readonly value: string }
  | { readonly type: "timestamp"; readonly value: Date };

/**
 * Headers by name, in the order of the message.
 *
 * @category Event-stream codec
 */
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

/** On the wire, these say their own length, in two bytes before the value. */
const BINARY = 6;
const STRING = 7;

/** Bytes of a value, by the number of its type; `undefined` where the value says it. */
const LENGTHS = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16];

/** Reads a message's header block; what becomes of a value, by the number of its type, is for `convert` to say. */
export function readHeaders<Value>(
  block: Uint8Array<ArrayBuffer>,
  convert: (type: number, bytes: Uint8Array<ArrayBuffer>) => Value,
): Map<string, Value> {
  const headers = new Map<string, Value>();
  let at = 0;
  const take = (length: number): Uint8Array<ArrayBuffer> => {
    const start = at;
    at += length;
    if (at > block.length) throw new RangeError("The block ends inside a header");
    return block.slice(start, at);
  };
  const takeByte = (): number => take(1)[0]!;
  try {
    while (at < block.length) {
      const name = utf8.decode(take(takeByte()));
      const type = takeByte();
      if (type >= LENGTHS.length || headers.has(name)) throw new TypeError("No such type, or a name twice");
      const length = LENGTHS[type] ?? takeByte() * 256 + takeByte();
      headers.set(name, convert(type, take(length)));
    }
  } catch {
    // One of the above, or a name or text that is no UTF-8.
    throw new EventStreamError("HEADERS");
  }
  return headers;
}

/** The text of a value that is one; throws where it is no UTF-8. */
export function readText(type: number, bytes: Uint8Array): string | undefined {
  return type === STRING ? utf8.decode(bytes) : undefined;
}

/** Reads a message's header block with all the types there are. */
export function decodeHeaders(block: Uint8Array<ArrayBuffer>): EventStreamHeaders {
  return readHeaders(
    block,
    (type, bytes) => ({ type: HEADER_TYPES[type], value: decodeValue(type, bytes) }) as EventStreamHeader,
  );
}

function decodeValue(type: number, bytes: Uint8Array<ArrayBuffer>): EventStreamHeader["value"] {
  const view = new DataView(bytes.buffer);
  switch (type) {
    case 0:
      return true;
    case 1:
      return false;
    case 2:
      return view.getInt8(0);
    case 3:
      return view.getInt16(0);
    case 4:
      return view.getInt32(0);
    case 5:
      return view.getBigInt64(0);
    case BINARY:
      return bytes;
    case STRING:
      return utf8.decode(bytes);
    case 8:
      return new Date(Number(view.getBigInt64(0)));
    default:
      return encodeHex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
}

/** Headers of a reader's own, who may change them. */
export function copyHeaders(headers: EventStreamHeaders): EventStreamHeaders {
  const copies = new Map<string, EventStreamHeader>();
  for (const [name, header] of headers) copies.set(name, copyHeader(header));
  return copies;
}

function copyHeader(header: EventStreamHeader): EventStreamHeader {
  if (header.type === "binary") return { type: header.type, value: header.value.slice() };
  if (header.type === "timestamp") return { type: header.type, value: new Date(header.value) };
  return { ...header };
}
