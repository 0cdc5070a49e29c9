import { AwsError } from "./aws_error.ts";
import type { FunctionDefinition, Target } from "./function_registry.ts";

/** Counts the runs of each function, for those whose concurrency is reserved. */
export class Concurrency {
  readonly #running = new Map<FunctionDefinition, number>();
  #waiting: (() => void)[] = [];

  /** Takes a place for a run, to be given back by the function returned; `undefined` where all are taken. */
  take({ definition }: Target): (() => void) | undefined {
    const running = this.#running.get(definition) ?? 0;
    if (running >= (definition.reservedConcurrency ?? Infinity)) return undefined;
    this.#running.set(definition, running + 1);
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      this.#running.set(definition, this.#running.get(definition)! - 1);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    };
  }

  /** As {@linkcode Concurrency.take}, for a caller who is refused where there is no place. */
  takeOrThrottle(target: Target): () => void {
    const release = this.take(target);
    if (release) return release;
    throw new AwsError("TooManyRequestsException", "Rate Exceeded.", {
      members: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
      retryAfterSeconds: 1,
    });
  }

  /** Waits until some run has ended. */
  nextRelease(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
