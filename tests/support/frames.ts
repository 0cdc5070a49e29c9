/**
 * Event-stream frames made by hand, with a CRC of their own: what ours are compared with wherever nothing of AWS runs.
 *
 * @module
 */
import { bytes, concat } from "./streams.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** CRC-32 bit by bit, as its definition goes. */
export function bitwiseCrc32(data: Uint8Array): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Four bytes, the most significant first. */
export function uint32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A header of type 7, text: its name's length, name, type, the value's length in two bytes, value. */
export function textHeader(name: string, value: string | Uint8Array): Bytes {
  const [key, text] = [bytes(name), typeof value === "string" ? bytes(value) : value];
  return concat(Uint8Array.of(key.length), key, Uint8Array.of(7, text.length >> 8, text.length), text);
}

/** A frame with right checksums around any block of headers, and, if need be, wrong lengths. */
export function rawFrame(
  block: Uint8Array,
  payload: Uint8Array = new Uint8Array(),
  length: number = 16 + block.length + payload.length,
  headersLength: number = block.length,
): Bytes {
  const prelude = concat(uint32(length), uint32(headersLength));
  const message = concat(prelude, uint32(bitwiseCrc32(prelude)), block, payload);
  return concat(message, uint32(bitwiseCrc32(message)));
}

/** A frame whose headers are all text. */
export function frame(headers: Readonly<Record<string, string>>, payload: string | Uint8Array = ""): Bytes {
  const block = concat(...Object.entries(headers).map(([name, value]) => textHeader(name, value)));
  return rawFrame(block, typeof payload === "string" ? bytes(payload) : payload);
}

/** Bytes of a function's answer, with the headers that Lambda gives them. */
export function chunk(payload: string | Uint8Array): Bytes {
  const type = { ":event-type": "PayloadChunk", ":content-type": "application/octet-stream" };
  return frame({ ...type, ":message-type": "event" }, payload);
}

/** The frame after which none comes. */
export function complete(payload = "{}"): Bytes {
  const type = { ":event-type": "InvokeComplete", ":content-type": "application/json" };
  return frame({ ...type, ":message-type": "event" }, payload);
}

/** A stream that is whole: three chunks of a text in three alphabets, an empty one, and the end with a log tail. */
export const WIRE: Bytes = concat(
  chunk("Once upon "),
  chunk("ein Mädchen, "),
  chunk(""),
  chunk("其名曰花"),
  complete('{"LogResult":"bG9n"}'),
);

/** What it says. */
export const STORY = "Once upon ein Mädchen, 其名曰花";

/** Where its frames end. */
export const FRAME_ENDS: readonly number[] = frameEnds(WIRE);

function frameEnds(wire: Bytes): number[] {
  const ends: number[] = [];
  for (let at = 0; at < wire.length; ends.push(at)) at += new DataView(wire.buffer).getUint32(at);
  return ends;
}

/** The bytes with one bit changed. */
export function flip(wire: Uint8Array, bit: number): Bytes {
  const flipped = new Uint8Array(wire);
  flipped[bit >> 3]! ^= 1 << (bit & 7);
  return flipped;
}
