import { LambdaError } from "../base/errors.ts";
import { redactCause, redactor } from "../base/redact.ts";
import type { LambdaConfig } from "../client/config.ts";

/**
 * What happens on failures.
 *
 * @category Handlers
 */
export interface FailureOptions {
  /**
   * Called for each request that failed. It may return the answer for the client. Once an answer has begun, its return
   * value is ignored, and the client sees an answer that is cut off. It is not called if a client disconnects.
   * Without it, the error is written to the console, without the credentials.
   */
  readonly onError?:
    | ((error: unknown, request: Request) => Response | undefined | void | Promise<Response | undefined | void>)
    | undefined;
}

/** What a request failed with, and who is to know. */
export interface Failure extends FailureOptions {
  readonly error: unknown;
  readonly request: Request;
  /** What was called, for the console. */
  readonly target: string;
  readonly config: LambdaConfig;
}

/** Tells of a failure. Gives the answer that `onError` has for the client, if it has one; never rejects. */
export async function tellFailure(failure: Failure): Promise<Response | undefined> {
  const { error, request, onError } = failure;
  if (hasGone(request)) return undefined;
  if (!onError) {
    report(failure, error);
    return undefined;
  }
  try {
    return await onError(error, request) ?? undefined;
  } catch (thrown) {
    report(failure, thrown);
    return undefined;
  }
}

/** Whether the client went away. Not every runtime says so. */
export function hasGone(request: Request): boolean {
  const signal: AbortSignal | undefined = request.signal;
  return signal?.aborted ?? false;
}

/** Writes to the console. Errors of this module show no secret; what others throw may hold anything. */
function report({ target, config }: Failure, error: unknown): void {
  const shown = error instanceof LambdaError ? error : redactCause(error, redactor(secretsOf(config)));
  console.error(`Cannot answer a request by ${target}:`, shown);
}

function secretsOf({ credentials }: LambdaConfig): unknown[] {
  if (typeof credentials !== "object" || credentials === null) return [];
  return [credentials.secretAccessKey, credentials.sessionToken];
}
