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
  /** The tenant to invoke the function for; required if the function has tenant isolation. */
  readonly TenantId?: string | undefined;
  /**
   * How the function answers: with a complete proxy result (`BUFFERED`) or with a stream (`RESPONSE_STREAM`). It is the
   * same setting as the invoke mode of a function URL.
   *
   * @default {"BUFFERED"}
   */
  readonly InvokeMode?: InvokeMode | undefined;
}

/**
 * How requests and answers are passed on.
 *
 * @category Handlers
 */
export interface LambdaHandlerOptions extends EventOptions, FailureOptions {
  /** Whether the stream opens with a prelude: see {@linkcode StreamResponseOptions.prelude}. */
  readonly prelude?: boolean | undefined;
}

/**
 * Puts a function behind a route: the request becomes the function's event, and the function's answer becomes the
 * response.
 *
 * The client gets a 502 if the function fails or gives an invalid answer, and if Lambda refuses the call or cannot be
 * reached. A throttled call gives a 503 with `Retry-After`, a call that exceeds `config.timeout` a 504, and a request
 * body that is too large a 413. A mistake on this side, such as an invalid config, gives a 500. These answers do not
 * reveal the reason: `onError` gets it, or the console by default. A client that disconnects ends the call.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function, and how it answers.
 * @param options The event's format, the client's address, which headers are trusted, and what happens on errors.
 * @returns A handler for `Deno.serve`, a Worker's `fetch`, or a route of any framework with standard requests.
 * @throws {TypeError} If `FunctionName` is missing, or `InvokeMode` is unknown.
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
