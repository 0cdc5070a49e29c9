/**
 * Event-stream frames made by hand, with a CRC of their own: what ours are compared with where nothing of AWS runs.
 *
 * @module
 */
import { bytes, concat } from "./streams.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** CRC-32 as its definition goes: bit by bit, and kept for each byte. */
const CRCS: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte >>> 1 ^ (byte & 1 ? 0xedb88320 : 0);
  return byte;
});

/** The CRC-32 of `data`, byte by byte. */
export function plainCrc32(data: Uint8Array): number {
  let crc = ~0;
  for (let at = 0; at < data.length; at++) crc = crc >>> 8 ^ CRCS[(crc ^ data[at]!) & 255]!;
  return ~crc >>> 0;
}

/** Four bytes, the most significant first. */
export function uint32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A header: the length of its name, its name, the number of its type, and its value as it stands on the wire. */
export function header(name: string | Uint8Array, type: number, value: Uint8Array = new Uint8Array()): Bytes {
  const key = typeof name === "string" ? bytes(name) : name;
  return concat(Uint8Array.of(key.length), key, Uint8Array.of(type), value);
}

/** The value of a header that is bytes or text: its length in two bytes, and they. */
export function sized(value: string | Uint8Array): Bytes {
  const content = typeof value === "string" ? bytes(value) : value;
  return concat(Uint8Array.of(content.length >> 8, content.length), content);
}

/** A frame with right checksums around any block of headers, and, if need be, wrong lengths. */
export function rawFrame(
  block: Uint8Array,
  payload: Uint8Array = new Uint8Array(),
  length: number = 16 + block.length + payload.length,
  headersLength: number = block.length,
): Bytes {
  const prelude = concat(uint32(length), uint32(headersLength));
  const message = concat(prelude, uint32(plainCrc32(prelude)), block, payload);
  return concat(message, uint32(plainCrc32(message)));
}

/** A frame whose headers are all text. */
export function frame(headers: Readonly<Record<string, string>>, payload: string | Uint8Array = ""): Bytes {
  const block = concat(...Object.entries(headers).map(([name, value]) => header(name, 7, sized(value))));
  return rawFrame(block, typeof payload === "string" ? bytes(payload) : payload);
}

/** Bytes of a function's answer, with the headers that Lambda gives them. */
export function chunk(payload: string | Uint8Array): Bytes {
  const type = { ":event-type": "PayloadChunk", ":content-type": "application/octet-stream" };
  return frame({ ...type, ":message-type": "event" }, payload);
}

/** The frame after which none comes. */
export function complete(payload: string = "{}"): Bytes {
  const type = { ":event-type": "InvokeComplete", ":content-type": "application/json" };
  return frame({ ...type, ":message-type": "event" }, payload);
}

/** The chunks of a story, one of them empty. */
export const STORY: readonly string[] = ["Once upon ", "ein Mädchen, ", "", "其名曰花"];

/** A whole stream: the story, and the end with a log tail. */
export const WIRE: Bytes = concat(...STORY.map(chunk), complete('{"LogResult":"bG9n"}'));

/** Where the frames of `wire` end. */
export function frameEnds(wire: Bytes): number[] {
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
