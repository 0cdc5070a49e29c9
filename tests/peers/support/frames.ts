/**
 * Event-stream frames made by code that is not ours.
 *
 * @module
 */
import { EventStreamCodec, type MessageHeaders } from "@smithy/eventstream-codec";
import { crc32 } from "node:zlib";
import { bytes, concat } from "../../support/streams.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The AWS SDK's codec. */
export const codec = new EventStreamCodec((input) => utf8.decode(input as Uint8Array), bytes);

/** A frame by the AWS SDK's codec; of a header's value that is text, the type is `string`. */
export function frame(
  headers: Readonly<Record<string, string>>,
  payload: string | Uint8Array = "",
): Uint8Array<ArrayBuffer> {
  const typed: MessageHeaders = {};
  for (const [name, value] of Object.entries(headers)) typed[name] = { type: "string", value };
  const body = typeof payload === "string" ? bytes(payload) : payload;
  return codec.encode({ headers: typed, body }) as Uint8Array<ArrayBuffer>;
}

/** A frame of a function's answer, with the headers of real ones. */
export function chunk(payload: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const type = { ":event-type": "PayloadChunk", ":content-type": "application/octet-stream" };
  return frame({ ...type, ":message-type": "event" }, payload);
}

/** The frame at a stream's end. */
export function complete(payload: string = "{}"): Uint8Array<ArrayBuffer> {
  const type = { ":event-type": "InvokeComplete", ":content-type": "application/json" };
  return frame({ ...type, ":message-type": "event" }, payload);
}

/** A frame with right checksums around any block of headers, and any lengths. */
export function rawFrame(
  block: Uint8Array,
  payload: Uint8Array = new Uint8Array(),
  length: number = 16 + block.length + payload.length,
  headersLength: number = block.length,
): Uint8Array<ArrayBuffer> {
  const prelude = concat(uint32(length), uint32(headersLength));
  const message = concat(prelude, uint32(crc32(prelude)), block, payload);
  return concat(message, uint32(crc32(message)));
}

function uint32(value: number): Uint8Array {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, value);
  return four;
}
