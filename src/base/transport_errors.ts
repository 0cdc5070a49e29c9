import { type LambdaErrorInit, TransportError } from "./errors.ts";
import { type Redact, redactCause } from "./redact.ts";

/** Says which function a call was for, where it was for one. */
function forFunction(functionName: string | undefined): string {
  return functionName === undefined ? "" : ` for function ${JSON.stringify(functionName)}`;
}

/** The error of a `fetch` that failed before an answer came. */
export function unreachable(
  host: string,
  functionName: string | undefined,
  error: unknown,
  redact: Redact,
  init: LambdaErrorInit,
): TransportError {
  return networkError(`Cannot reach Lambda at ${host}${forFunction(functionName)}`, error, redact, init, corsHint());
}

/** The error of a connection that was lost while an answer came. */
export function connectionLost(
  functionName: string | undefined,
  error: unknown,
  redact: Redact,
  init: LambdaErrorInit,
): TransportError {
  return networkError(`Connection lost after the answer had begun${forFunction(functionName)}`, error, redact, init);
}

/** The error of a connection; both its message and its cause are without secrets. */
function networkError(
  what: string,
  error: unknown,
  redact: Redact,
  init: LambdaErrorInit,
  hint = "",
): TransportError {
  const cause = redactCause(error, redact);
  return new TransportError(`${what}: ${describe(cause)}${hint}`, { ...init, cause, code: "NETWORK" });
}

/** The error of an answer that came, but is of no use; `reason` shows no value of it. */
export function unusableAnswer(reason: string, init: LambdaErrorInit, functionName?: string): TransportError {
  const message = `Cannot read the answer${forFunction(functionName)}: ${reason}`;
  return new TransportError(message, { ...init, code: "INVALID_RESPONSE" });
}

/** The error of `timeout` and `idleTimeout`; `what` did not come in time. */
export function timedOut(
  what: string,
  functionName: string | undefined,
  milliseconds: number,
  init: LambdaErrorInit,
): TransportError {
  const message = `No ${what}${forFunction(functionName)} within ${milliseconds} ms`;
  return new TransportError(message, { ...init, code: "TIMEOUT" });
}

/** The most that a chain of causes says: runtimes put what went wrong into the cause of the cause, or into its code. */
function describe(cause: Error): string {
  let deepest = "no reason given";
  let error: unknown = cause; // a copy, whose chain has an end
  while (error instanceof Error) {
    const { message, code } = error as Error & { code?: string };
    deepest = message || code || deepest;
    error = error.cause;
  }
  return deepest;
}

/** Browsers do not tell a connection that failed from an answer that a page may not read. */
function corsHint(): string {
  return "document" in globalThis ? " (or its CORS headers do not allow this page to call it)" : "";
}
