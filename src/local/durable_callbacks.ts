import { decodeText, encodeBase64, encodeText } from "../base/encoding.ts";
import { AwsError } from "./aws_error.ts";
import type { ErrorObject, EventDetails } from "./durable_history.ts";
import type { DurableCallback, DurableCallbackOptions } from "./function_context.ts";

/** Who keeps the history of an execution's callbacks. */
export interface CallbackObserver {
  /** Hears of an event, by its type in AWS's model. */
  callbackEvent(type: string, callbackId: string, details: EventDetails): void;
}

/** A callback that nobody has answered yet. */
interface OpenCallback {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly observer: CallbackObserver | undefined;
  /** Ends the waiting for an answer in time. */
  stop(): void;
  /** Starts the heartbeat's time anew. */
  beat(): void;
}

/** What functions wait for, and others send. */
export class DurableCallbacks {
  readonly #open = new Map<string, OpenCallback>();
  readonly #closed = new Set<string>();

  /** Opens a callback. */
  create({ timeout, heartbeatTimeout }: DurableCallbackOptions = {}, observer?: CallbackObserver): DurableCallback {
    const callbackId = encodeBase64(encodeText(crypto.randomUUID()));
    let heart: ReturnType<typeof setTimeout> | undefined;
    const expire = (what: string) => () => {
      this.#reject(callbackId, "CallbackTimedOut", {
        ErrorType: "Callback.Timeout",
        ErrorMessage: `${what} timed out`,
      });
    };
    observer?.callbackEvent("CallbackStarted", callbackId, {
      CallbackId: callbackId,
      ...(timeout !== undefined && { Timeout: Math.ceil(timeout / 1_000) }),
      ...(heartbeatTimeout !== undefined && { HeartbeatTimeout: Math.ceil(heartbeatTimeout / 1_000) }),
    });
    const end = timeout === undefined ? undefined : setTimeout(expire("Callback"), timeout);
    const stop = () => {
      clearTimeout(end);
      clearTimeout(heart);
    };
    const beat = () => {
      clearTimeout(heart);
      if (heartbeatTimeout !== undefined) heart = setTimeout(expire("Callback heartbeat"), heartbeatTimeout);
    };
    const result = new Promise<unknown>((resolve, reject) => {
      this.#open.set(callbackId, { resolve, reject, observer, beat, stop });
    });
    beat();
    // A failure that nobody waits for yet is no unhandled rejection.
    result.then(stop, stop);
    return { callbackId, result };
  }

  /** Answers a callback. */
  succeed(callbackId: string, result: Uint8Array): void {
    const { resolve, observer } = this.#close(callbackId);
    const text = decodeText(result);
    observer?.callbackEvent("CallbackSucceeded", callbackId, { Result: { Payload: text } });
    resolve(parseResult(text));
  }

  /** Answers a callback with an error. */
  fail(callbackId: string, error: ErrorObject): void {
    this.#reject(callbackId, "CallbackFailed", error);
  }

  /** Forgets a callback, as whoever waited for it was stopped; one that was answered stays so. */
  abandon(callbackId: string): void {
    if (this.#open.has(callbackId)) this.#close(callbackId).stop();
  }

  /** Hears that an answer is still being worked on. */
  heartbeat(callbackId: string): void {
    this.#find(callbackId).beat();
  }

  #reject(callbackId: string, type: string, error: ErrorObject): void {
    const { reject, observer } = this.#close(callbackId);
    observer?.callbackEvent(type, callbackId, { Error: { Payload: error } });
    reject(failure(error));
  }

  #find(callbackId: string): OpenCallback {
    const callback = this.#open.get(callbackId);
    if (callback) return callback;
    if (!this.#closed.has(callbackId)) throw new AwsError("ResourceNotFoundException", "Callback not found");
    throw new AwsError("CallbackTimeoutException", "The callback has timed out, or has been closed already");
  }

  #close(callbackId: string): OpenCallback {
    const callback = this.#find(callbackId);
    this.#open.delete(callbackId);
    this.#closed.add(callbackId);
    return callback;
  }
}

function parseResult(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text || undefined;
  }
}

function failure({ ErrorType = "Error", ErrorMessage = "", ErrorData, StackTrace }: ErrorObject): Error {
  const error = new Error(ErrorMessage);
  error.name = ErrorType;
  if (StackTrace) error.stack = StackTrace.join("\n");
  return ErrorData === undefined ? error : Object.assign(error, { data: ErrorData });
}
