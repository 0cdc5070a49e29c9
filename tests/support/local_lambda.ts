/**
 * The local Lambda for our own tests: one that is left with an event in its queue fails its case, and says why.
 *
 * @module
 */
import {
  type LocalFunctions,
  type LocalLambda,
  localLambda as make,
  type LocalLambdaOptions,
} from "../../src/local/mod.ts";
import { atEnd } from "./harness.ts";

/** As `localLambda` of src/local. Without this, Deno would report a timer of the queue as a leak, and no more. */
export function localLambda(functions: LocalFunctions, options?: LocalLambdaOptions): LocalLambda {
  const lambda = make(functions, options);
  atEnd(() => {
    const queued = lambda.invocations.filter(({ invocationType, status, condition }) =>
      invocationType === "Event" && status === 202 && condition === undefined
    );
    if (queued.length === 0) return;
    const names = queued.map(({ functionName }) => functionName).join(", ");
    throw new Error(`The case ended while events were queued for ${names}: call drain() at its end`);
  });
  return lambda;
}
