import type { FunctionContext, StreamingContext } from "./function_context.ts";

/**
 * Completes an invocation: the third argument of a handler.
 *
 * @param error The error, if the handler failed; otherwise `null` or `undefined`.
 * @param result The answer.
 * @category Functions and handlers
 */
// deno-lint-ignore no-explicit-any
export type LocalCallback = (error?: Error | string | null, result?: any) => void;

/** The answer of a handler that calls back. The first one counts, as in AWS's runtime; the others change nothing. */
export class Completion {
  /** The answer; rejects with what the handler failed with. */
  readonly answer: Promise<unknown>;
  #resolve!: (result: unknown) => void;
  #reject!: (error: unknown) => void;
  #isGiven = false;
  #isExpected = false;
  #onLate: (() => void) | undefined;

  constructor() {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Not every answer is waited for.
    this.answer.catch(() => {});
  }

  /** Whether the handler has answered, or holds something to answer with. */
  get isExpected(): boolean {
    return this.#isGiven || this.#isExpected;
  }

  /** The third parameter of a handler. */
  readonly callback: LocalCallback = (error, result) => {
    if (error === undefined || error === null) this.succeed(result);
    else this.fail(error);
  };

  /** Answers. */
  readonly succeed = (result: unknown): void => this.#give(() => this.#resolve(result));

  /** Fails. */
  readonly fail = (error: unknown): void => this.#give(() => this.#reject(error));

  /** The context with AWS's oldest ways to answer. */
  addTo(context: StreamingContext): FunctionContext {
    const ways = {
      succeed: this.succeed,
      fail: (error: unknown) => this.fail(error ?? "handled"), // AWS's word for nothing
      done: this.callback,
    };
    const expecting = (way: unknown) => ({
      configurable: true,
      // Who asks for one of them, means to answer with it. Not enumerable: to copy or print a context asks for nothing.
      get: () => {
        this.#isExpected = true;
        return way;
      },
    });
    return Object.defineProperties({ ...context }, {
      succeed: expecting(ways.succeed),
      fail: expecting(ways.fail),
      done: expecting(ways.done),
    }) as FunctionContext;
  }

  /** Gives up waiting; `onLate` hears of an answer that comes all the same. */
  abandon(onLate: () => void): void {
    this.#onLate = onLate;
  }

  #give(settle: () => void): void {
    if (this.#isGiven) return;
    this.#isGiven = true;
    settle();
    this.#onLate?.();
  }
}
