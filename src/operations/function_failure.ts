import { FunctionError, type ResponseMetadata } from "../base/errors.ts";
import { decodeLogResult } from "./decode_log_result.ts";
import type { InvocationPayload } from "../base/invocation_payload.ts";

/** Where a failure was told: at a stream's end, or in an answer, which is put into the same words. */
export interface FunctionFailure {
  /** The stream's `ErrorCode`, or `X-Amz-Function-Error`. */
  readonly ErrorCode?: string;
  /** The error document: JSON, as the runtimes write it, or free text. */
  readonly ErrorDetails?: string | undefined;
  readonly LogResult?: string | undefined;
  /** Its bytes, where it was an answer's body. */
  readonly Payload?: InvocationPayload | undefined;
  readonly $metadata: ResponseMetadata;
}

/** Makes the error for a function that ran and failed. */
export function functionFailure(
  { ErrorCode: functionError, ErrorDetails = "", LogResult, Payload: payload, $metadata }: FunctionFailure,
): FunctionError {
  let trace, errorType, errorMessage, stackTrace, logs;
  try {
    // JSON, as the runtimes write it: Node.js calls the stack `trace`, the others `stackTrace`.
    ({ errorType, errorMessage, trace, stackTrace = trace } = JSON.parse(ErrorDetails));
  } catch {
    // Free text.
  }
  try {
    logs = LogResult && decodeLogResult(LogResult);
  } catch {
    // No base64: the failure itself must not be lost over it.
  }
  errorMessage ??= ErrorDetails || undefined;
  const message = ["Function failed", functionError, errorType, errorMessage].filter(Boolean).join(": ");
  const init = {
    functionError: functionError ?? "Unhandled",
    errorType,
    errorMessage,
    stackTrace,
    payload,
    logs,
    $metadata,
  };
  return new FunctionError(message, init);
}
