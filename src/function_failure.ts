import { FunctionError, type FunctionErrorInit, type ResponseMetadata } from "./errors.ts";
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
export function functionFailure({ details, logResult, ...failure }: FunctionFailure): FunctionError {
  return new FunctionError({ ...failure, ...parseDetails(details), logs: readLogs(logResult) });
}

function parseDetails(details: string): Pick<FunctionErrorInit, "errorType" | "errorMessage" | "stackTrace"> {
  try {
    const document = JSON.parse(details);
    // Node.js calls the stack `trace`, the other runtimes `stackTrace`.
    const { errorType, errorMessage, trace, stackTrace = trace } = document;
    if (typeof document === "object") return { errorType, errorMessage: errorMessage ?? details, stackTrace };
  } catch {
    // Free text.
  }
  return { errorMessage: details || undefined };
}

function readLogs(logResult: string | undefined): string | undefined {
  try {
    return logResult && decodeLogResult(logResult);
  } catch {
    return; // no base64: the failure itself must not be lost over it
  }
}
