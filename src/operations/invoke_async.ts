import { type CallOptions, type LambdaConfig, resolveConfig } from "../client/config.ts";
import { sendRequest } from "../client/send_request.ts";
import type { ResponseMetadata } from "../base/errors.ts";
import { refuse } from "../base/refuse.ts";
import { INVOKE_ASYNC } from "../protocol/operations.ts";
import { serializePayload } from "../protocol/serialize_payload.ts";
import { checkInput, serializeRequest } from "../protocol/serialize_request.ts";

/**
 * Input of {@linkcode invokeAsync}.
 *
 * @category Calling functions
 */
export interface InvokeAsyncInput {
  /** Name or ARN of the function. */
  readonly FunctionName: string;
  /** The function's event: at most 256 KB. Everything that `Payload` of {@linkcode invoke} takes. */
  readonly InvokeArgs: unknown;
}

/**
 * Output of {@linkcode invokeAsync}.
 *
 * @category Calling functions
 */
export interface InvokeAsyncOutput {
  /** 202 once the call is queued. */
  readonly Status: number;
  /** Status, request id and attempts. */
  readonly $metadata: ResponseMetadata;
}

/**
 * Queues a call with the older operation that `InvocationType: "Event"` has replaced.
 *
 * @deprecated AWS keeps it for existing callers. Use {@linkcode invoke} with `InvocationType: "Event"`.
 * @param config The region, the credentials, and options for all calls.
 * @param input The function and its payload.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns The status only.
 * @throws {TypeError} If a member is missing or cannot be sent; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_InvokeAsync.html}
 * @example Queue a call
 * ```ts
 * import { invokeAsync } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ log: () => {} });
 * assert.equal((await invokeAsync(config, { FunctionName: "log", InvokeArgs: { line: "hi" } })).Status, 202);
 * ```
 * @category Calling functions
 */
export async function invokeAsync(
  config: LambdaConfig,
  input: InvokeAsyncInput,
  options?: CallOptions,
): Promise<InvokeAsyncOutput> {
  const settings = resolveConfig(config, options);
  checkInput(INVOKE_ASYNC, input);
  if (input.InvokeArgs == null) refuse("InvokeArgs", "given", input.InvokeArgs);
  const request = serializeRequest(INVOKE_ASYNC, input, serializePayload("InvokeArgs", input.InvokeArgs));
  const { response, $metadata } = await sendRequest(settings, request);
  return { Status: response.status, $metadata };
}
