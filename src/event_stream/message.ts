import { cutMessages } from "./cut_messages.ts";
import { EventStreamError } from "../base/errors.ts";
import { decodeHeaders, type EventStreamHeaders } from "./headers.ts";

/**
 * One message of an event stream.
 *
 * @category Event-stream codec
 */
export interface EventStreamMessage {
  /** Headers by name, in the order of the message. */
  readonly headers: EventStreamHeaders;
  /** The payload. Where possible, it is a view of the bytes that the message was decoded from. */
  readonly payload: Uint8Array;
}

/**
 * Decodes one event-stream message.
 *
 * @param bytes The message, from its first byte to its last.
 * @returns Its headers, and its payload as a view of `bytes`.
 * @throws {EventStreamError} If a length, a checksum or a header is wrong, or `bytes` is not exactly one message.
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 * @example Decode a message
 * ```ts
 * import { decodeEventStreamMessage, encodeEventStreamMessage } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * const bytes = encodeEventStreamMessage({
 *   headers: new Map([[":event-type", { type: "string", value: "PayloadChunk" }]]),
 *   payload: new TextEncoder().encode("Hello"),
 * });
 * const { headers, payload } = decodeEventStreamMessage(bytes);
 * assert.equal(headers.get(":event-type")?.value, "PayloadChunk");
 * assert.equal(new TextDecoder().decode(payload), "Hello");
 * ```
 * @category Event-stream codec
 */
export function decodeEventStreamMessage(bytes: Uint8Array): EventStreamMessage {
  const cutter = cutMessages(decodeHeaders);
  const messages: EventStreamMessage[] = [];
  cutter.push(bytes, (headers, payload) => messages.push({ headers, payload }));
  cutter.end();
  const [message, ...more] = messages;
  if (!message || more.length) throw new EventStreamError("LENGTH");
  return message;
}
