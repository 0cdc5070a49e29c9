import { decodeText } from "../base/encoding.ts";
import {
  EventStreamError,
  type LambdaError,
  LambdaServiceException,
  type ResponseMetadata,
  TransportError,
} from "../base/errors.ts";
import type { Redact } from "../base/redact.ts";
import { readHeaders, readText } from "../event_stream/headers.ts";
import { parseErrorBody } from "../protocol/parse_error.ts";

/**
 * Bytes of the function's answer.
 *
 * @category Streams
 */
export interface PayloadChunkEvent {
  /** The bytes, in chunks that Lambda chose: they are not the chunks that the function wrote. */
  readonly PayloadChunk: {
    /**
     * The bytes. Where possible, this is a view of a network chunk; keeping it keeps the whole network chunk in memory.
     */
    readonly Payload: Uint8Array<ArrayBuffer>;
  };
  /** Never set in this event. */
  readonly InvokeComplete?: undefined;
}

/**
 * How the function ended: the last event of a complete stream.
 *
 * @category Streams
 */
export interface InvokeCompleteEvent {
  /** How the function ended. */
  readonly InvokeComplete: {
    /** Set if the function failed, such as `Unhandled`. */
    readonly ErrorCode?: string;
    /** Details of the failure: free text, or JSON that the runtime wrote. */
    readonly ErrorDetails?: string;
    /** The last 4 KB of the execution log in base64; see {@linkcode decodeLogResult}. */
    readonly LogResult?: string;
  };
  /** Never set in this event. */
  readonly PayloadChunk?: undefined;
}

/**
 * An event of a response stream.
 *
 * @category Streams
 */
export type InvokeStreamEvent = PayloadChunkEvent | InvokeCompleteEvent;

/** Headers by name; the values of those that are no text, which Lambda does not send, are not kept. */
type TextHeaders = ReadonlyMap<string, string | undefined>;

/** What a message's headers say that it is; of a message that is no event, its headers. */
export type MessageType =
  | { readonly event: string | undefined; readonly failure?: undefined }
  | { readonly event?: undefined; readonly failure: TextHeaders };

/** Reads a header block. */
export function readMessageType(block: Uint8Array<ArrayBuffer>): MessageType {
  const headers = readHeaders(block, readText);
  const isEvent = headers.get(":message-type") === "event";
  return isEvent ? { event: headers.get(":event-type") } : { failure: headers };
}

/** The error that an exception or error message tells. */
export function parseFailure(
  headers: TextHeaders,
  payload: Uint8Array,
  redact: Redact,
  $metadata: ResponseMetadata,
): LambdaError {
  const code = headers.get(":exception-type") || headers.get(":error-code");
  if (!code) return new EventStreamError("HEADERS");
  const { message, ...parsed } = parseErrorBody(decodeText(payload), redact, code);
  return new LambdaServiceException(redact(headers.get(":error-message") || message), {
    ...parsed,
    $fault: "server",
    functionMayHaveRun: true,
    $metadata,
  });
}

/** The end that a function came to, always an object; what is `null` or empty is left out. */
export function parseComplete(
  payload: Uint8Array,
  $metadata: ResponseMetadata,
): InvokeCompleteEvent["InvokeComplete"] {
  const members = parseJson(payload, $metadata);
  return {
    ...textMember("ErrorCode", members?.ErrorCode),
    ...textMember("ErrorDetails", members?.ErrorDetails),
    ...textMember("LogResult", members?.LogResult),
  };
}

function parseJson(payload: Uint8Array, $metadata: ResponseMetadata): Record<string, unknown> | null | undefined {
  const text = decodeText(payload);
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not its message either, which may show a piece of the log.
    const init = { code: "INVALID_RESPONSE", functionMayHaveRun: true, $metadata } as const;
    throw new TransportError("Cannot read the end of the stream as InvokeComplete must be JSON", init);
  }
}

/** A member as text: what is an object on the wire, such as an error document, as its JSON. */
function textMember(name: string, value: unknown): Record<string, string> {
  if (!value) return {};
  return { [name]: typeof value === "string" ? value : JSON.stringify(value) };
}
