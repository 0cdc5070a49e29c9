/**
 * What a streaming handler is told beside its event: AWS's own context for Node.js, and three things that help a function
 * that runs here.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html}
 * @category Functions and handlers
 */
export interface StreamingContext {
  /**
   * Whether AWS holds the callback's answer back until nothing is left to run. It may be set, and makes no difference here:
   * a callback answers at once, since the event loop is not the function's alone.
   */
  callbackWaitsForEmptyEventLoop: boolean;
  /** The function's name. */
  readonly functionName: string;
  /** The version that runs: `$LATEST`, or a number. */
  readonly functionVersion: string;
  /** The ARN that was invoked, with the alias or version if one was asked for. */
  readonly invokedFunctionArn: string;
  /** The function's memory in MB, as text. */
  readonly memoryLimitInMB: string;
  /** The id of this invocation, the same in each retry. */
  readonly awsRequestId: string;
  /** Where the log would go. */
  readonly logGroupName: string;
  /** Where the log would go. */
  readonly logStreamName: string;
  /** The caller's `ClientContext`, parsed. */
  // deno-lint-ignore no-explicit-any
  readonly clientContext?: any;
  /** The caller's `TenantId`. */
  readonly tenantId?: string;
  /** The invocation's `X-Amzn-Trace-Id`, which AWS's runtimes tell in `_X_AMZN_TRACE_ID`. */
  readonly traceId: string;
  /** Milliseconds until the time is up. */
  getRemainingTimeInMillis(): number;
  /** Writes a line to the log, as `console.log` does there; `LogType: "Tail"` brings it back. */
  log(...values: readonly unknown[]): void;
  /** Aborts when the time is up, and when the reader of a response stream has gone. */
  readonly signal: AbortSignal;
  /** Makes something to wait for, that somebody else answers: see {@linkcode DurableCallback}. */
  createCallback(options?: DurableCallbackOptions): DurableCallback;
}

/**
 * What a function is told beside its event: AWS's own context for Node.js, and three things that help a function that
 * runs here.
 *
 * @example Write to the log
 * ```ts
 * import { decodeLogResult, invoke } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ greet: ({ name }, context) => context.log("greeting", name) });
 * const output = await invoke(config, { FunctionName: "greet", Payload: { name: "Ada" }, LogType: "Tail" });
 * assert.match(decodeLogResult(output.LogResult!), /INFO\tgreeting Ada/);
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html}
 * @category Functions and handlers
 */
export interface FunctionContext extends StreamingContext {
  /**
   * Answers, as handlers of old do it.
   *
   * @param result The answer.
   */
  // deno-lint-ignore no-explicit-any
  succeed(result?: any): void;
  /**
   * Fails, as handlers of old do it.
   *
   * @param error What it failed with.
   */
  // deno-lint-ignore no-explicit-any
  fail(error?: any): void;
  /**
   * Answers or fails, as handlers of old do it.
   *
   * @param error What it failed with; `null` or `undefined` where it did not.
   * @param result The answer.
   */
  // deno-lint-ignore no-explicit-any
  done(error?: any, result?: any): void;
}

/**
 * When a callback is given up.
 *
 * @category Functions and handlers
 */
export interface DurableCallbackOptions {
  /** Milliseconds in which it must be answered. No limit unless said. */
  readonly timeout?: number;
  /** Milliseconds in which it must be answered or its heartbeat be heard. No limit unless said. */
  readonly heartbeatTimeout?: number;
}

/**
 * Something that a function waits for, and that somebody else sends with `sendDurableExecutionCallbackSuccess` or
 * `sendDurableExecutionCallbackFailure`.
 *
 * @example Wait for somebody else's answer
 * ```ts
 * import { invokeJson, sendDurableExecutionCallbackSuccess } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   async charge(_event, context) {
 *     const { callbackId, result } = context.createCallback();
 *     await sendDurableExecutionCallbackSuccess(config, { CallbackId: callbackId, Result: { paid: true } });
 *     return await result;
 *   },
 * });
 * assert.deepEqual(await invokeJson(config, { FunctionName: "charge" }), { paid: true });
 * ```
 * @category Functions and handlers
 */
export interface DurableCallback {
  /** What the sender must know. */
  readonly callbackId: string;
  /** The result, parsed where it is JSON; rejects with what was sent as failure, or when the time is up. */
  // deno-lint-ignore no-explicit-any
  readonly result: Promise<any>;
}
