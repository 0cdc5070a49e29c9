import { EventStreamError } from "./errors.ts";
import { type EventStreamMessage, messageReader, PRELUDE_LENGTH } from "./event_stream_message.ts";
import { joinBytes } from "./join_bytes.ts";
import { type Source, toStream } from "./source.ts";

/** Cuts chunks into messages: plain and synchronous, so that any stream can be put around it. */
export interface MessageCutter {
  /** Takes the next chunk; all messages of the one before must have been taken out. */
  push(bytes: Uint8Array): void;
  /** The next message, or `undefined` where it needs another chunk. */
  next(): EventStreamMessage | undefined;
  /** Checks that the bytes end between two messages. */
  end(): undefined;
}

/** Makes a cutter. What lies whole inside a chunk is not copied, and what does not is copied once, when all is there. */
export function messageCutter(): MessageCutter {
  const reader = messageReader();
  let chunk = new Uint8Array() as Uint8Array, at = 0;
  let pieces: Uint8Array[] = [], gathered = 0, wanted = PRELUDE_LENGTH, isPrelude = true;

  const take = (): Uint8Array | undefined => {
    const piece = chunk.subarray(at, at + wanted - gathered);
    at += piece.length;
    gathered += piece.length;
    if (gathered < wanted) {
      pieces.push(piece);
      return;
    }
    const bytes = pieces.length ? joinBytes([...pieces, piece]) : piece;
    pieces = [];
    gathered = 0;
    return bytes;
  };

  return {
    push(bytes) {
      chunk = bytes;
      at = 0;
    },
    next() {
      while (at < chunk.length) {
        const bytes = take();
        if (!bytes) return;
        wanted = isPrelude ? reader.prelude(bytes) : PRELUDE_LENGTH;
        isPrelude = !isPrelude;
        if (isPrelude) return reader.rest(bytes);
      }
    },
    end() {
      if (gathered || !isPrelude) throw new EventStreamError("TRUNCATED", "an end inside a message");
    },
  };
}

/** Reads bytes as what `convert` makes of their messages: all that a chunk completes at once. */
export function messageSource<Item>(
  read: () => Promise<ReadableStreamReadResult<Uint8Array>>,
  cancel: (reason: unknown) => Promise<void>,
  convert: (message: EventStreamMessage) => Item | undefined,
): Source<Item> {
  const cutter = messageCutter();
  let failure: { readonly reason: unknown } | undefined;
  return {
    async next() {
      const items: Item[] = [];
      try {
        for (;;) {
          if (failure) throw failure.reason;
          for (let message; (message = cutter.next());) {
            const item = convert(message);
            if (item) items.push(item);
          }
          if (items.length) return items;
          const { done, value } = await read();
          if (done) return cutter.end();
          cutter.push(value);
        }
      } catch (reason) {
        cancel(reason);
        // What comes before a fault is handed on before it: an error drops what a stream has queued.
        if (!items.length) throw reason;
        failure = { reason };
        return items;
      }
    },
    cancel,
  };
}

/**
 * Cuts bytes, however they are chunked, into event-stream messages, each with both checksums checked before any of it is
 * handed on. The payload of a message that came in one chunk is a view of it: keeping it keeps the chunk in memory.
 *
 * The messages before a fault are handed on before the readable side fails with an {@linkcode EventStreamError}.
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
 */
export class EventStreamDecoderStream implements TransformStream<Uint8Array, EventStreamMessage> {
  /** Gives the messages. */
  readonly readable: ReadableStream<EventStreamMessage>;
  /** Takes the bytes. */
  readonly writable: WritableStream<Uint8Array>;

  /** Starts with nothing in memory. */
  constructor() {
    // The bytes pass through as they are, and are decoded behind: a transformer cannot know when its reader has what it
    // was given, so that to fail at once would drop messages that are whole.
    const bytes = new TransformStream<Uint8Array, Uint8Array>();
    const reader = bytes.readable.getReader();
    this.writable = bytes.writable;
    this.readable = toStream(
      messageSource(() => reader.read(), (reason) => reader.cancel(reason), (message) => message),
    );
  }
}
