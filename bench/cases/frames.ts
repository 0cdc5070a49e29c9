/**
 * Event streams as Lambda sends them, and sources to read them from.
 *
 * @module
 */
import { encodeEventStreamMessage } from "../../mod.ts";

/** Bytes that come off the network at once, where the socket is full. */
export const NETWORK_CHUNK = 65_536;

/** Where frames say what they hold. */
export const CONTENT_TYPE = "application/vnd.amazon.eventstream";

/** A stream: bytes of its payload, of a frame's, and of a network chunk. */
export interface StreamShape {
  readonly total: number;
  readonly frame: number;
  readonly chunk: number;
}

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

/** A whole stream, cut as the network would. */
export function networkChunks({ total, frame, chunk }: StreamShape): Uint8Array<ArrayBuffer>[] {
  const wire = payloadFrame(frame);
  const count = Math.ceil(total / frame);
  const end = endFrame();
  const all = new Uint8Array(wire.length * count + end.length);
  for (let n = 0; n < count; n++) all.set(wire, n * wire.length);
  all.set(end, wire.length * count);
  const chunks = [];
  for (let at = 0; at < all.length; at += chunk) chunks.push(all.slice(at, at + chunk));
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
