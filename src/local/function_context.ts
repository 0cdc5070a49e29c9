/**
 * The context of a streaming handler: that of AWS's Node.js runtime, and additional members for functions in a local
 * Lambda.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html}
 * @category Functions and handlers
 */
export interface StreamingContext {
  /**
   * On AWS, whether the callback's answer waits until the event loop is empty. You can set it, but it has no effect
   * here: a callback answers at once, since the function shares the event loop with your tests.
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
  /** Where the log would be written. */
  readonly logGroupName: string;
  /** Where the log would be written. */
  readonly logStreamName: string;
  /** The caller's `ClientContext`, parsed. */
  // deno-lint-ignore no-explicit-any
  readonly clientContext?: any;
  /** The caller's `TenantId`. */
  readonly tenantId?: string;
  /** The invocation's `X-Amzn-Trace-Id`, which AWS's runtimes put into `_X_AMZN_TRACE_ID`. Not in AWS's context. */
  readonly traceId: string;
  /** Milliseconds until the function times out. */
  getRemainingTimeInMillis(): number;
  /** Writes a line to the log, as `console.log` does on AWS; `LogType: "Tail"` returns it. Not in AWS's context. */
  log(...values: readonly unknown[]): void;
  /** Aborts when the function times out, and when the reader of a response stream disconnects. Not in AWS's context. */
  readonly signal: AbortSignal;
  /** Creates a callback that somebody else completes: see {@linkcode DurableCallback}. Not in AWS's context. */
  createCallback(options?: DurableCallbackOptions): DurableCallback;
}

/**
 * The context of a function: that of AWS's Node.js runtime, and additional members for functions in a local Lambda.
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
   * Completes the invocation, as handlers did before they could return promises.
   *
   * @param result The answer.
   */
  // deno-lint-ignore no-explicit-any
  succeed(result?: any): void;
  /**
   * Fails the invocation, as handlers did before they could return promises.
   *
   * @param error The error.
   */
  // deno-lint-ignore no-explicit-any
  fail(error?: any): void;
  /**
   * Completes or fails the invocation, as handlers did before they could return promises.
   *
   * @param error The error, if the handler failed; otherwise `null` or `undefined`.
   * @param result The answer.
   */
  // deno-lint-ignore no-explicit-any
  done(error?: any, result?: any): void;
}

/**
 * When a callback times out.
 *
 * @category Functions and handlers
 */
export interface DurableCallbackOptions {
  /** Milliseconds within which it must be completed. No limit by default. */
  readonly timeout?: number;
  /** Milliseconds within which it must be completed or a heartbeat must arrive. No limit by default. */
  readonly heartbeatTimeout?: number;
}

/**
 * A callback that a function waits for, and that somebody else completes with `sendDurableExecutionCallbackSuccess` or
 * `sendDurableExecutionCallbackFailure`.
 *
 * @example Wait for somebody else's result
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
  /** The id to complete the callback with. */
  readonly callbackId: string;
  /** The result, parsed if it is JSON. Rejects if a failure was sent, or when the callback times out. */
  // deno-lint-ignore no-explicit-any
  readonly result: Promise<any>;
}
