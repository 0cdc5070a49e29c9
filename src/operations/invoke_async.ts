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
  /** What the function is handed: 256 KB at most. */
  readonly InvokeArgs: unknown;
}

/**
 * Output of {@linkcode invokeAsync}.
 *
 * @category Calling functions
 */
export interface InvokeAsyncOutput {
  /** 202 where the call is queued. */
  readonly Status: number;
  /** Status, request id and attempts. */
  readonly $metadata: ResponseMetadata;
}

/**
 * Queues a call, by the operation that came before `InvocationType: "Event"`.
 *
 * @deprecated AWS keeps it for old callers: use {@linkcode invoke} with `InvocationType: "Event"`.
 * @param config Where Lambda is, and who calls.
 * @param input The function and what it is handed.
 * @param options Signal, time limit and idempotence of this call.
 * @returns The status alone.
 * @throws {TypeError} If a member is missing or cannot be sent; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
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
