/**
 * Event streams as Lambda sends them, and sources to read them from.
 *
 * @module
 */
import { encodeEventStreamMessage } from "../../mod.ts";

/** Bytes that come off the network at once. */
export const NETWORK_CHUNK = 65_536;

/** Where frames say what they hold. */
export const CONTENT_TYPE = "application/vnd.amazon.eventstream";

function event(type: string, contentType: string, payload: Uint8Array): Uint8Array {
  const headers = { ":event-type": type, ":content-type": contentType, ":message-type": "event" };
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: "string", value }] as const);
  return encodeEventStreamMessage({ headers: new Map(typed), payload });
}

/** A frame of a function's answer. */
export function payloadFrame(length: number): Uint8Array {
  const payload = new Uint8Array(length).map((_, at) => 32 + at * 31 % 95);
  return event("PayloadChunk", "application/octet-stream", payload);
}

/** The frame at a stream's end. */
export function endFrame(): Uint8Array {
  return event("InvokeComplete", "application/json", new TextEncoder().encode("{}"));
}

/** `total` bytes of payload in frames of `length`, cut as the network would. */
export function networkChunks(total: number, length: number): Uint8Array<ArrayBuffer>[] {
  const frame = payloadFrame(length);
  const count = Math.ceil(total / length);
  const end = endFrame();
  const wire = new Uint8Array(frame.length * count + end.length);
  for (let n = 0; n < count; n++) wire.set(frame, n * frame.length);
  wire.set(end, frame.length * count);
  const chunks = [];
  for (let at = 0; at < wire.length; at += NETWORK_CHUNK) chunks.push(wire.slice(at, at + NETWORK_CHUNK));
  return chunks;
}

/** A body that gives what it is asked for, and no more. */
export function bodyOf<T>(chunks: Iterable<T>): ReadableStream<T> {
  const iterator = chunks[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
}

/** Reads all there is, and adds up its bytes. */
export async function drain(stream: ReadableStream<Uint8Array>): Promise<number> {
  const reader = stream.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length;
    length += value.length;
  }
}
