import type { LambdaServiceExceptionName } from "../base/errors.ts";

/**
 * Options of faults that replace the answer.
 *
 * @category Fault injection
 */
export interface FaultBeforeAnswer {
  /**
   * Whether the function runs nevertheless, without its caller being able to tell.
   *
   * @default {false}
   */
  readonly afterRun?: boolean;
}

/**
 * Lambda refuses the call with an error.
 *
 * @category Fault injection
 */
export interface ErrorFault extends FaultBeforeAnswer {
  /** Which fault it is. */
  readonly fault: "error";
  /** AWS's code, such as `ENINotReadyException`. */
  readonly name: LambdaServiceExceptionName;
  /** AWS's message. */
  readonly message?: string;
  /** HTTP status. By default, the one in AWS's API model, or 400 for other codes. */
  readonly status?: number;
  /** The header `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number;
}

/**
 * Lambda throttles the call: 429 `TooManyRequestsException`.
 *
 * @category Fault injection
 */
export interface ThrottleFault {
  /** Which fault it is. */
  readonly fault: "throttle";
  /**
   * AWS's `Reason`.
   *
   * @default {"ConcurrentInvocationLimitExceeded"}
   */
  readonly reason?: string;
  /** The header `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number;
}

/**
 * A proxy in front of Lambda answers with an HTML page.
 *
 * @category Fault injection
 */
export interface HtmlFault extends FaultBeforeAnswer {
  /** Which fault it is. */
  readonly fault: "html";
  /**
   * HTTP status.
   *
   * @default {502}
   */
  readonly status?: number;
}

/**
 * The connection is lost before the answer.
 *
 * @category Fault injection
 */
export interface ResetFault extends FaultBeforeAnswer {
  /** Which fault it is. */
  readonly fault: "reset";
}

/**
 * No answer comes until the caller gives up.
 *
 * @category Fault injection
 */
export interface StallFault extends FaultBeforeAnswer {
  /** Which fault it is. */
  readonly fault: "stall";
}

/**
 * The answer's body ends early.
 *
 * @category Fault injection
 */
export interface CutFault {
  /** Which fault it is. */
  readonly fault: "cut";
  /** Bytes of the body that are sent. */
  readonly afterBytes: number;
  /**
   * Whether the connection is lost at that point, instead of ending normally.
   *
   * @default {false}
   */
  readonly reset?: boolean;
}

/**
 * One bit of the answer's body is flipped.
 *
 * @category Fault injection
 */
export interface FlipFault {
  /** Which fault it is. */
  readonly fault: "flip";
  /** Index of the bit in the body; the first byte has bits 0 to 7. */
  readonly bit: number;
}

/**
 * The answer's body arrives slowly.
 *
 * @category Fault injection
 */
export interface SlowFault {
  /** Which fault it is. */
  readonly fault: "slow";
  /** Milliseconds before each chunk. */
  readonly delay: number;
}

/**
 * The checksum of a message in a response stream is wrong.
 *
 * @category Fault injection
 */
export interface ChecksumFault {
  /** Which fault it is. */
  readonly fault: "checksum";
  /**
   * Index of the message.
   *
   * @default {0}
   */
  readonly frame?: number;
}

/**
 * A response stream ends normally, but without `InvokeComplete`.
 *
 * @category Fault injection
 */
export interface IncompleteFault {
  /** Which fault it is. */
  readonly fault: "incomplete";
}

/**
 * What can go wrong with an invocation.
 *
 * @example Cut off a stream
 * ```ts
 * import { EventStreamError, invokeStream, readPayload } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config, inject } = localLambda({
 *   async *story() {
 *     yield "Once upon ";
 *     yield "a time";
 *   },
 * });
 * inject("story", { fault: "cut", afterBytes: 150 });
 * const output = await invokeStream(config, { FunctionName: "story" });
 * await assert.rejects(readPayload(output), EventStreamError);
 * ```
 * @category Fault injection
 */
export type Fault =
  | ErrorFault
  | ThrottleFault
  | HtmlFault
  | ResetFault
  | StallFault
  | CutFault
  | FlipFault
  | SlowFault
  | ChecksumFault
  | IncompleteFault;

/** The faults that are yet to come, in the order in which they were asked for. */
export class FaultQueue {
  readonly #faults = new Map<string, { readonly fault: Fault; left: number }[]>();

  /** Lets the next so many invocations of a function go wrong. */
  add(functionName: string, fault: Fault, times: number): void {
    const faults = this.#faults.get(functionName) ?? [];
    faults.push({ fault, left: times });
    this.#faults.set(functionName, faults);
  }

  /** Takes the first fault that can befall this invocation. */
  take(name: string, qualifier: string | undefined, streaming: boolean): Fault | undefined {
    for (const key of [`${name}:${qualifier}`, name]) {
      const next = this.#faults.get(key)?.find(({ fault, left }) =>
        left > 0 && (streaming || !FRAMED.test(fault.fault))
      );
      if (!next) continue;
      if (--next.left <= 0) this.#faults.set(key, this.#faults.get(key)!.filter((fault) => fault !== next));
      return next.fault;
    }
    return undefined;
  }

  /** Forgets the faults of one function, or all. */
  clear(functionName?: string): void {
    if (functionName === undefined) this.#faults.clear();
    else this.#faults.delete(functionName);
  }
}

/** Faults that only a stream of frames can have. */
const FRAMED = /^(checksum|incomplete)$/;
