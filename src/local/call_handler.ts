import { isStreaming } from "./awslambda.ts";
import { Completion } from "./completion.ts";
import type { Execution } from "./execution.ts";
import type { LocalHandler } from "./function_registry.ts";
import { runStreamingHandler } from "./run_streaming_handler.ts";

/** How many parameters a handler has that answers by its callback. */
const WITH_CALLBACK = 3;

// deno-lint-ignore no-explicit-any
type AnyHandler = (...args: any[]) => unknown;

/**
 * Calls a handler of whatever kind, and gives its answer: what it returned, what it called back with, or its stream.
 *
 * In AWS's runtime a handler that returns no promise answers by calling back, and with `null` where it has not done so when
 * nothing is left to run. Here what it returns counts too, and what is left to run cannot be seen: so a handler without a
 * third parameter that returns nothing has answered, unless it holds one of the context's ways to answer.
 */
export async function callHandler(handler: LocalHandler, event: unknown, execution: Execution): Promise<unknown> {
  if (isStreaming(handler)) return await runStreamingHandler(handler, event, execution);
  const completion = new Completion();
  const hasCallback = handler.length >= WITH_CALLBACK;
  const context = completion.addTo(execution.context);
  let returned: unknown;
  try {
    returned = (handler as AnyHandler)(event, context, completion.callback);
  } catch (error) {
    completion.fail(error);
  }
  if (isPromise(returned)) {
    returned.then(completion.succeed, completion.fail);
    return await completion.answer;
  }
  if (hasCallback || completion.isExpected) return await completion.answer;
  completion.abandon(() => warnOfLateAnswer(execution.context.functionName));
  return returned;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined | null)?.then === "function";
}

function warnOfLateAnswer(functionName: string): void {
  console.warn(
    `Function ${functionName} has answered by its callback or context after it returned without a promise, which its ` +
      "caller has taken for its answer: give it the parameters (event, context, callback), or let it return a promise",
  );
}
