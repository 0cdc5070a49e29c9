import type { ResponseMetadata } from "../base/errors.ts";
import type { Call } from "./call.ts";

/** How an attempt ended. */
export interface AttemptEnd {
  readonly $metadata: ResponseMetadata;
  readonly error?: unknown;
  readonly retryDelay?: number | undefined;
}

/** Starts the clock of an attempt, where somebody is told of it. */
export function startAttemptClock({ settings }: Call): number {
  return settings.onAttempt ? performance.now() : 0;
}

/** Tells the caller's hook of an attempt; whatever becomes of that changes nothing about the call. */
export function reportAttempt(call: Call, start: number, end: AttemptEnd): void {
  const { onAttempt } = call.settings;
  if (!onAttempt) return;
  const { operation, functionName } = call.request;
  const { httpStatusCode, requestId } = end.$metadata;
  try {
    const result = onAttempt({
      operation,
      ...(functionName !== undefined && { functionName }),
      attempt: call.attempt,
      ...(httpStatusCode !== undefined && { httpStatusCode }),
      ...(requestId !== undefined && { requestId }),
      ...("error" in end && { error: end.error }),
      duration: performance.now() - start,
      ...(end.retryDelay !== undefined && { retryDelay: end.retryDelay }),
    });
    // An async hook that rejects must not end the process.
    (result as Partial<Promise<unknown>> | undefined)?.catch?.(() => {});
  } catch {
    // A hook that throws does not make the call fail.
  }
}
