import type { Batches, Cancel } from "./batches.ts";
import { cutMessages } from "./cut_messages.ts";
import { decodeText } from "./encoding.ts";
import {
  EventStreamError,
  LambdaError,
  LambdaServiceException,
  type ResponseMetadata,
  TransportError,
} from "./errors.ts";
import { readHeaders, readText } from "./event_stream_headers.ts";
import { parseErrorBody } from "./parse_response.ts";
import type { Redact } from "./redact.ts";
import { networkError, timeoutError } from "./send_request.ts";
import { watch } from "./stop_watch.ts";

/** Bytes of the function's answer. */
export interface PayloadChunkEvent {
  /** As Lambda cut them: its chunks are not those that the function wrote. */
  readonly PayloadChunk: {
    /** A view of what came off the network wherever that is possible: keeping it keeps the whole network chunk. */
    readonly Payload: Uint8Array;
  };
  /** Not in this event. */
  readonly InvokeComplete?: undefined;
}

/** How the function ended: the last event of a stream that is whole. */
export interface InvokeCompleteEvent {
  /** How the function ended. */
  readonly InvokeComplete: {
    /** Set where the function failed, such as `Unhandled`. */
    readonly ErrorCode?: string;
    /** What the function failed with: free text, or the runtime's JSON. */
    readonly ErrorDetails?: string;
    /** The last 4 KB of the execution log in base64; see {@linkcode decodeLogResult}. */
    readonly LogResult?: string;
  };
  /** Not in this event. */
  readonly PayloadChunk?: undefined;
}

/** An event of a response stream. */
export type InvokeStreamEvent = PayloadChunkEvent | InvokeCompleteEvent;

/** What a stream is read with. */
export interface EventStreamInit {
  readonly signal?: AbortSignal | undefined;
  readonly idleTimeout?: number | undefined;
  readonly redact: Redact;
  readonly $metadata: ResponseMetadata;
}

/** Stage 5: the events of a response's body, and how to end it early. */
export function readEventStream(
  body: ReadableStream<Uint8Array>,
  { signal, idleTimeout, redact, $metadata }: EventStreamInit,
): [Batches<InvokeStreamEvent>, Cancel] {
  const reader = body.getReader();
  let ended: unknown;
  /** Ends a read that is under way and all that would follow, and closes the connection. */
  const cancel = (reason?: unknown): Promise<void> => {
    if (ended === undefined) ended = reason;
    unwatch();
    // The connection may be broken already, and that may be what it is closed for.
    return reader.cancel(reason).catch(() => {});
  };
  const unwatch = watch(signal, undefined, cancel);
  if (signal?.aborted) cancel(signal.reason);

  async function* read(): Batches<InvokeStreamEvent> {
    const cutter = cutMessages((block) => readHeaders(block, readText));
    let isComplete = false, known: TextHeaders | undefined, type: string | undefined;
    try {
      for (;;) {
        const stop = watch(undefined, idleTimeout, () => {
          cancel(Object.assign(timeoutError(`no data in ${idleTimeout} ms`, true), { $metadata }));
        });
        const { done, value } = await reader.read().finally(stop);
        if (ended !== undefined) throw ended;
        if (done) break;
        const events: InvokeStreamEvent[] = [];
        try {
          for (const { headers, payload } of cutter.push(value)) {
            if (isComplete) throw new EventStreamError("AFTER_COMPLETE");
            // Messages with equal headers share them.
            if (headers !== known) type = eventType(known = headers, payload, redact);
            if (type === "PayloadChunk") events.push({ PayloadChunk: { Payload: payload } });
            isComplete = type === "InvokeComplete";
            if (isComplete) events.push({ InvokeComplete: parseComplete(payload) });
          }
        } finally {
          // What comes before a fault is handed on before it: an error drops what a stream has queued.
          if (events.length) yield events;
        }
      }
      cutter.end();
      if (!isComplete) throw new EventStreamError("TRUNCATED", "it ends without InvokeComplete");
    } catch (error) {
      // The caller's own reason stays as it is.
      if (ended !== undefined) throw ended;
      throw Object.assign(error instanceof LambdaError ? error : networkError(error, redact), { $metadata });
    } finally {
      cancel();
    }
  }
  return [read(), cancel];
}

/** Headers by name; those that are no text, which Lambda does not send, are not kept. */
type TextHeaders = ReadonlyMap<string, string | undefined>;

/** The type of an event; throws what an exception or error message tells. */
function eventType(headers: TextHeaders, payload: Uint8Array, redact: Redact): string | undefined {
  if (headers.get(":message-type") === "event") return headers.get(":event-type");
  const type = headers.get(":exception-type") ?? headers.get(":error-code");
  if (!type) throw new EventStreamError("HEADERS");
  const { name, message, members } = parseErrorBody(decodeText(payload), redact, type);
  throw new LambdaServiceException(redact(headers.get(":error-message") ?? message), {
    name,
    members,
    $fault: "server",
    functionMayHaveRun: true,
  });
}

function parseComplete(payload: Uint8Array): InvokeCompleteEvent["InvokeComplete"] {
  try {
    const { ErrorCode, ErrorDetails, LogResult } = Object(payload.length && JSON.parse(decodeText(payload)));
    return { ...(ErrorCode && { ErrorCode }), ...(ErrorDetails && { ErrorDetails }), ...(LogResult && { LogResult }) };
  } catch {
    throw new TransportError("INVALID_RESPONSE", "Cannot read InvokeComplete as JSON", { functionMayHaveRun: true });
  }
}
