import { type Batches, toStream } from "./batches.ts";
import { cutMessages } from "./cut_messages.ts";
import { copyHeaders, decodeHeaders } from "./headers.ts";
import type { EventStreamMessage } from "./message.ts";

/** The messages of a stream of bytes: all that a chunk completes at once. */
async function* readMessages(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Batches<EventStreamMessage> {
  const cutter = cutMessages(decodeHeaders);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return cutter.end();
    const messages: EventStreamMessage[] = [];
    try {
      cutter.push(value, (headers, payload) => {
        // Messages that are alike share their headers, and one reader's change would be seen in all of them.
        messages.push({ headers: copyHeaders(headers), payload });
      });
    } catch (error) {
      // What comes before a fault is handed on before it: an error drops what a stream has queued.
      if (messages.length) yield messages;
      await reader.cancel(error);
      throw error;
    }
    if (messages.length) yield messages;
  }
}

/**
 * Decodes a stream of bytes, however it is chunked, into event-stream messages. Both checksums of a message are
 * verified before the message is passed on. The payload of a message that arrived in one chunk is a view of that chunk:
 * keeping the payload keeps the chunk in memory.
 *
 * If the bytes are damaged, all messages before the damage are passed on, and then the readable side fails with an
 * {@linkcode EventStreamError}.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 * @example Read the messages of a body
 * ```ts
 * import { EventStreamDecoderStream } from "@lambda4fetch/lambda4fetch";
 *
 * async function list(body: ReadableStream<Uint8Array>): Promise<void> {
 *   for await (const { headers, payload } of body.pipeThrough(new EventStreamDecoderStream())) {
 *     console.log(headers.get(":event-type")?.value, payload.length);
 *   }
 * }
 * ```
 * @category Event-stream codec
 */
export class EventStreamDecoderStream implements TransformStream<Uint8Array, EventStreamMessage> {
  /** The decoded messages. */
  readonly readable: ReadableStream<EventStreamMessage> & AsyncIterable<EventStreamMessage>;
  /** Takes the bytes to decode. */
  readonly writable: WritableStream<Uint8Array>;

  /** Creates a decoder. */
  constructor() {
    // The bytes pass through as they are, and are decoded behind: a transformer cannot know when its reader has what it
    // was given, so that to fail at once would drop messages that are whole.
    const bytes = new TransformStream<Uint8Array, Uint8Array>();
    const reader = bytes.readable.getReader();
    this.writable = bytes.writable;
    this.readable = toStream(readMessages(reader), (reason) => reader.cancel(reason));
  }
}
