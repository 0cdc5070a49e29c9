import { FunctionError, type ResponseMetadata } from "./errors.ts";
import { decodeLogResult, type InvocationPayload } from "./invocation_payload.ts";

/** Where a failure was told: in an answer's body, or at a stream's end. */
export interface FunctionFailure {
  /** `X-Amz-Function-Error`, or the stream's `ErrorCode`. */
  readonly functionError: string;
  /** The error document: JSON, as the runtimes write it, or free text. */
  readonly details: string;
  /** Its bytes, where it was an answer's body. */
  readonly payload?: InvocationPayload | undefined;
  readonly logResult?: string | undefined;
  readonly $metadata: ResponseMetadata;
}

/** Makes the error for a function that ran and failed. */
export function functionFailure(
  { functionError, details, payload, logResult, $metadata }: FunctionFailure,
): FunctionError {
  return new FunctionError({ functionError, ...parseDetails(details), payload, logs: readLogs(logResult), $metadata });
}

function parseDetails(details: string): { errorType?: string; errorMessage?: string; stackTrace?: string[] } {
  let document: unknown;
  try {
    document = JSON.parse(details);
  } catch {
    // Free text.
  }
  if (Object(document) !== document) return details ? { errorMessage: details } : {};
  // Node.js calls the stack `trace`, the other runtimes `stackTrace`.
  const { errorType, errorMessage, trace, stackTrace = trace } = document as Record<string, unknown>;
  return {
    ...(typeof errorType === "string" && { errorType }),
    ...(typeof errorMessage === "string" && { errorMessage }),
    ...(Array.isArray(stackTrace) && { stackTrace: stackTrace.map(String) }),
  };
}

function readLogs(logResult: string | undefined): string | undefined {
  try {
    return logResult && decodeLogResult(logResult);
  } catch {
    return undefined; // no base64: the failure itself must not be lost over it
  }
}
