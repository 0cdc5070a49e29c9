import { decodeText, encodeBase64, encodeText } from "../base/encoding.ts";
import { AwsError } from "./aws_error.ts";
import type { DurableCallback, DurableCallbackOptions } from "./function_context.ts";

/** A callback that nobody has answered yet. */
interface OpenCallback {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
  /** Starts the heartbeat's time anew. */
  beat(): void;
}

/** The members of a failure, as `sendDurableExecutionCallbackFailure` sends them. */
interface ErrorObject {
  readonly ErrorMessage?: string;
  readonly ErrorType?: string;
  readonly ErrorData?: string;
  readonly StackTrace?: readonly string[];
}

/** What functions wait for, and others send. */
export class DurableCallbacks {
  readonly #open = new Map<string, OpenCallback>();
  readonly #closed = new Set<string>();

  /** Opens a callback. */
  create({ timeout, heartbeatTimeout }: DurableCallbackOptions = {}): DurableCallback {
    const callbackId = encodeBase64(encodeText(crypto.randomUUID()));
    let heart: ReturnType<typeof setTimeout> | undefined;
    const expire = (what: string) => () => {
      this.#close(callbackId).reject(failure({ ErrorType: "Callback.Timeout", ErrorMessage: `${what} timed out` }));
    };
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
      this.#open.set(callbackId, { resolve, reject, beat });
    });
    beat();
    // A failure that nobody waits for yet is no unhandled rejection.
    result.then(stop, stop);
    return { callbackId, result };
  }

  /** Answers a callback. */
  succeed(callbackId: string, result: Uint8Array): void {
    this.#close(callbackId).resolve(parseResult(decodeText(result)));
  }

  /** Answers a callback with an error. */
  fail(callbackId: string, error: ErrorObject): void {
    this.#close(callbackId).reject(failure(error));
  }

  /** Hears that an answer is still being worked on. */
  heartbeat(callbackId: string): void {
    this.#find(callbackId).beat();
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
