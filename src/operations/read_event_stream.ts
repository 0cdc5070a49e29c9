import type { Batches, Cancel } from "../event_stream/batches.ts";
import type { Settings } from "../client/config.ts";
import { cutMessages } from "../event_stream/cut_messages.ts";
import { decodeText } from "../base/encoding.ts";
import { EventStreamError, LambdaError, LambdaServiceException, TransportError } from "../base/errors.ts";
import { readHeaders, readText } from "../event_stream/headers.ts";
import { parseErrorBody } from "../protocol/parse_error.ts";
import type { Redact } from "../base/redact.ts";
import type { Answer } from "../client/send_request.ts";
import { connectionLost, timedOut } from "../client/transport_errors.ts";
import { watch, within } from "../base/deadline.ts";

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

/** Stage 5: the events of a response's body, and how to end it early. */
export function readEventStream(
  { response, redact, $metadata }: Answer,
  { signal, idleTimeout }: Settings,
): [Batches<InvokeStreamEvent>, Cancel] {
  const reader = (response.body ?? new Blob().stream()).getReader();
  /** Ends a read that is under way and closes the connection. */
  const cancel = (reason?: unknown): Promise<void> => {
    unwatch();
    // The connection may be broken already, and that may be what it is closed for.
    return reader.cancel(reason).catch(() => {});
  };
  // Where there is no body, as of a DryRun, nobody needs to read to its end, and the listener would stay.
  const unwatch = watch(response.body && signal, undefined, cancel);
  // Too late for the request, and too early for the listener.
  if (signal?.aborted) cancel();

  async function* read(): Batches<InvokeStreamEvent> {
    const cutter = cutMessages(readType);
    let isComplete = response.status === 204;
    try {
      for (;;) {
        const events: InvokeStreamEvent[] = [];
        const chunk = await within(idleTimeout, undefined, () => reader.read());
        // A read that is cancelled looks like an end, and may be one that is well.
        signal?.throwIfAborted();
        if (!chunk) throw timedOut("chunk", undefined, idleTimeout!, { functionMayHaveRun: true, $metadata });
        if (chunk.done) break;
        try {
          cutter.push(chunk.value, (type, payload) => {
            if (isComplete) throw new EventStreamError("AFTER_COMPLETE");
            if (typeof type === "object") throw exception(type, payload, redact);
            if (type === "PayloadChunk") events.push({ PayloadChunk: { Payload: payload } });
            isComplete = type === "InvokeComplete";
            if (isComplete) events.push({ InvokeComplete: parseComplete(payload) });
          });
        } finally {
          // What comes before a fault is handed on before it: an error drops what a stream has queued.
          if (events.length) yield events;
        }
      }
      cutter.end();
      if (!isComplete) throw new EventStreamError("TRUNCATED");
    } catch (error) {
      // The caller's own reason stays as it is.
      signal?.throwIfAborted();
      // An answer had begun, so that the function may have run, whatever the runtime says of the connection.
      if (!(error instanceof LambdaError)) {
        throw connectionLost(undefined, error, redact, { functionMayHaveRun: true, $metadata });
      }
      throw Object.assign(error, { functionMayHaveRun: true, $metadata });
    } finally {
      cancel();
    }
  }
  return [read(), cancel];
}

/** Headers by name; the values of those that are no text, which Lambda does not send, are not kept. */
type TextHeaders = ReadonlyMap<string, string | false>;

/** The type of an event; of an exception or error message, its headers. */
function readType(block: Uint8Array<ArrayBuffer>): string | false | undefined | TextHeaders {
  const headers = readHeaders(block, readText);
  return headers.get(":message-type") === "event" ? headers.get(":event-type") : headers;
}

/** What an exception or error message tells. */
function exception(headers: TextHeaders, payload: Uint8Array, redact: Redact): LambdaError {
  const type = headers.get(":exception-type") || headers.get(":error-code");
  if (!type) return new EventStreamError("HEADERS");
  const { message, ...parsed } = parseErrorBody(decodeText(payload), redact, type);
  return new LambdaServiceException(redact(headers.get(":error-message") || message), {
    ...parsed,
    $fault: "server",
    functionMayHaveRun: true,
  });
}

/** The end that a function came to, always an object; what is `null` or empty is left out. */
function parseComplete(payload: Uint8Array): InvokeCompleteEvent["InvokeComplete"] {
  try {
    return {
      ...JSON.parse(
        decodeText(payload) || "{}",
        (key, value) => /^(|ErrorCode|ErrorDetails|LogResult)$/.test(key) && value || undefined,
      ),
    };
  } catch {
    throw new TransportError("Cannot read InvokeComplete", { code: "INVALID_RESPONSE", functionMayHaveRun: true });
  }
}
