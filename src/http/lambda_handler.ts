import type { LambdaConfig } from "../client/config.ts";
import { functionFailure } from "../operations/function_failure.ts";
import { type InvocationInput, invoke } from "../operations/invoke.ts";
import { type InvokeMode, invokeStream } from "../operations/invoke_stream.ts";
import { checkType, refuse } from "../base/refuse.ts";
import { errorToResponse } from "./error_to_response.ts";
import { payloadToResponse } from "./payload_to_response.ts";
import type { EventOptions } from "./request_parts.ts";
import { requestToEvent } from "./request_to_event.ts";
import { type StreamResponseOptions, streamToResponse } from "./stream_to_response.ts";
import { type FailureOptions, hasGone, tellFailure } from "./tell_failure.ts";

/**
 * The function that answers requests.
 *
 * @category Handlers
 */
export interface LambdaHandlerInput {
  /** Name, `name:alias`, partial ARN or ARN of the function. */
  readonly FunctionName: string;
  /** Version or alias to invoke. */
  readonly Qualifier?: string | undefined;
  /** Which tenant of a function with tenant isolation is served. */
  readonly TenantId?: string | undefined;
  /**
   * How the function answers: with a whole proxy result (`BUFFERED`), or with a stream (`RESPONSE_STREAM`), as the
   * function URL's own setting of this name has it.
   *
   * @default {"BUFFERED"}
   */
  readonly InvokeMode?: InvokeMode | undefined;
}

/**
 * How requests and answers are handed on.
 *
 * @category Handlers
 */
export interface LambdaHandlerOptions extends EventOptions, FailureOptions {
  /** Whether the stream opens with a prelude: see {@linkcode StreamResponseOptions.prelude}. */
  readonly prelude?: boolean | undefined;
}

/**
 * Puts a function behind a route: the request becomes the function's event, its answer the response.
 *
 * The function's failure is a 502, as is Lambda's refusal; a throttled call is a 503 with `Retry-After`, one that runs out
 * of `config.timeout` a 504, a body that is too long a 413, and anything else a 500. None of them says why: that is for
 * `onError`, or for the console without it. A client that goes away ends the call.
 *
 * @param config Where Lambda is, and who calls.
 * @param input The function, and how it answers.
 * @param options The event's format, the client's address, which headers are believed, and who is told of errors.
 * @returns A handler for `Deno.serve`, a Worker's `fetch`, or a route of any framework with standard requests.
 * @throws {TypeError} If `FunctionName` is missing, or there is no such `InvokeMode`.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html}
 * @example Serve a function
 * ```ts
 * import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   site: ({ rawPath }) => ({ statusCode: 200, headers: { "content-type": "text/plain" }, body: `You are at ${rawPath}` }),
 * });
 * const handler = lambdaHandler(config, { FunctionName: "site" });
 *
 * const response = await handler(new Request("https://example.com/here"));
 * assert.equal(await response.text(), "You are at /here");
 * ```
 * @category Handlers
 */
export function lambdaHandler(
  config: LambdaConfig,
  input: LambdaHandlerInput,
  options: LambdaHandlerOptions = {},
): (request: Request) => Promise<Response> {
  const { InvokeMode: mode = "BUFFERED", FunctionName, Qualifier, TenantId } = input;
  checkType("string", "FunctionName", FunctionName);
  if (mode !== "BUFFERED" && mode !== "RESPONSE_STREAM") refuse("InvokeMode", "BUFFERED or RESPONSE_STREAM", mode);
  const { prelude, onError } = options;
  const eventOptions = { ...options, now: options.now ?? config.now, traceId: options.traceId ?? config.traceId };
  const answer = mode === "BUFFERED" ? answerBuffered : answerStreamed;
  return async (request) => {
    const tell = (error: unknown) => tellFailure({ error, request, target: FunctionName, config, onError });
    try {
      const Payload = await requestToEvent(request, eventOptions);
      const call = { FunctionName, Qualifier, TenantId, Payload };
      return await answer(config, call, request, { method: request.method, prelude, onError: tell });
    } catch (error) {
      // Nobody reads it: 499 is what access logs have for a client that went away.
      if (hasGone(request)) return new Response(null, { status: 499 });
      return await tell(error) ?? errorToResponse(error, request.method);
    }
  };
}

type Answer = (
  config: LambdaConfig,
  input: InvocationInput,
  request: Request,
  options: StreamResponseOptions,
) => Promise<Response>;

const answerBuffered: Answer = async (config, input, { signal }, options) => {
  const { FunctionError, LogResult, Payload, $metadata } = await invoke(config, input, { signal });
  if (FunctionError === undefined) return payloadToResponse(Payload, options);
  throw functionFailure({ ErrorCode: FunctionError, ErrorDetails: Payload?.text(), LogResult, Payload, $metadata });
};

const answerStreamed: Answer = async (config, input, { signal }, options) =>
  await streamToResponse(await invokeStream(config, input, { signal }), options);
