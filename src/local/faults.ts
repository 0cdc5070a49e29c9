import type { LambdaServiceExceptionName } from "../base/errors.ts";

/**
 * What a fault that ends the answer may say beside itself.
 *
 * @category Fault injection
 */
export interface FaultBeforeAnswer {
  /**
   * Whether the function runs all the same, so that its caller cannot know.
   *
   * @default {false}
   */
  readonly afterRun?: boolean;
}

/**
 * Lambda refuses with one of its errors, or any other.
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
  /** HTTP status; that of AWS's model where the code is in it, else 400. */
  readonly status?: number;
  /** `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/**
 * Lambda throttles: 429 `TooManyRequestsException`.
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
  /** `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/**
 * Something before Lambda answers with a page of HTML.
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
 * The connection is lost before an answer.
 *
 * @category Fault injection
 */
export interface ResetFault extends FaultBeforeAnswer {
  /** Which fault it is. */
  readonly fault: "reset";
}

/**
 * No answer comes, until the caller gives up.
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
  /** Bytes of the body that come through. */
  readonly afterBytes: number;
  /**
   * Whether the connection is lost there, rather than ended as if all were well.
   *
   * @default {false}
   */
  readonly reset?: boolean;
}

/**
 * One bit of the answer's body is the other one.
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
 * The answer's body comes slowly.
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
 * Of a response stream: the checksum of a frame is wrong.
 *
 * @category Fault injection
 */
export interface ChecksumFault {
  /** Which fault it is. */
  readonly fault: "checksum";
  /**
   * Index of the frame.
   *
   * @default {0}
   */
  readonly frame?: number;
}

/**
 * Of a response stream: it ends well, but for the `InvokeComplete` that it lacks.
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
 * @example Meet a stream that is cut off
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
