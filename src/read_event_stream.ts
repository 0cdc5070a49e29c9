import { messageSource } from "./decode_event_stream.ts";
import { decodeText } from "./encoding.ts";
import {
  EventStreamError,
  LambdaError,
  LambdaServiceException,
  type ResponseMetadata,
  TransportError,
} from "./errors.ts";
import type { EventStreamHeaders } from "./event_stream_headers.ts";
import type { EventStreamMessage } from "./event_stream_message.ts";
import { parseErrorBody } from "./parse_response.ts";
import type { Redact } from "./redact.ts";
import { networkError, timeoutError } from "./send_request.ts";
import type { Source } from "./source.ts";
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
export interface EventSourceInit {
  readonly signal?: AbortSignal | undefined;
  readonly idleTimeout?: number | undefined;
  readonly redact: Redact;
  readonly $metadata: ResponseMetadata;
}

/** Stage 5: the events of a response's body, until all of it has been read or something ends it early. */
export function eventSource(
  body: ReadableStream<Uint8Array>,
  { signal, idleTimeout, redact, $metadata }: EventSourceInit,
): Source<InvokeStreamEvent> {
  const reader = body.getReader();
  let ended: { readonly reason: unknown } | undefined, rejectRead: ((reason: unknown) => void) | undefined;

  const cancel = (reason: unknown): Promise<void> => {
    unwatch();
    // The connection may be broken already, and that may be what it is closed for.
    return reader.cancel(reason).catch(() => {});
  };
  const end = (reason: unknown) => {
    ended = { reason };
    rejectRead?.(reason);
    cancel(reason);
  };
  const unwatch = watch(signal, undefined, end);
  if (signal?.aborted) end(signal.reason);

  /** The next network chunk. Idle time runs only while one is waited for. */
  const read = (): Promise<ReadableStreamReadResult<Uint8Array>> => {
    const result = reader.read().catch((error) => {
      throw networkError(error, redact);
    });
    if (!signal && idleTimeout === undefined) return result;
    return new Promise((resolve, reject) => {
      if (ended) return reject(ended.reason);
      rejectRead = reject;
      const stop = watch(undefined, idleTimeout, () => end(timeoutError(`no data in ${idleTimeout} ms`, true)));
      result.then(resolve, reject).finally(stop);
    });
  };

  let isComplete = false, known: EventStreamHeaders | undefined, type: unknown;
  const convert = ({ headers, payload }: EventStreamMessage): InvokeStreamEvent | undefined => {
    if (isComplete) throw new EventStreamError("AFTER_COMPLETE", "a message behind InvokeComplete");
    // Messages with equal headers share them.
    if (headers !== known) type = eventType(known = headers, payload, redact);
    if (type === "PayloadChunk") return { PayloadChunk: { Payload: payload } };
    if (type !== "InvokeComplete") return; // AWS may add types: clients skip them
    isComplete = true;
    return { InvokeComplete: parseComplete(payload) };
  };

  const events = messageSource(read, cancel, convert);
  return {
    async next() {
      try {
        const items = await events.next();
        if (!items) unwatch();
        if (!items && !isComplete) throw new EventStreamError("TRUNCATED", "an end without InvokeComplete");
        return items;
      } catch (error) {
        throw error instanceof LambdaError ? Object.assign(error, { $metadata }) : error;
      }
    },
    cancel,
  };
}

/** The type of an event; throws what an exception or error message tells. */
function eventType(headers: EventStreamHeaders, payload: Uint8Array, redact: Redact): unknown {
  const value = (name: string) => headers.get(name)?.value;
  if (value(":message-type") === "event") return value(":event-type");
  const type = value(":exception-type") ?? value(":error-code");
  if (!type) throw new EventStreamError("HEADERS", "a message of no known type");
  const error = parseErrorBody(decodeText(payload), redact, type);
  const message = redact(value(":error-message") ?? error.message);
  throw new LambdaServiceException(message, { ...error, $fault: "server", functionMayHaveRun: true });
}

function parseComplete(payload: Uint8Array): InvokeCompleteEvent["InvokeComplete"] {
  try {
    const { ErrorCode, ErrorDetails, LogResult } = JSON.parse(decodeText(payload) || "{}");
    return { ...(ErrorCode && { ErrorCode }), ...(ErrorDetails && { ErrorDetails }), ...(LogResult && { LogResult }) };
  } catch {
    throw new TransportError("INVALID_RESPONSE", "Cannot read InvokeComplete: it must be JSON", {
      functionMayHaveRun: true,
    });
  }
}
