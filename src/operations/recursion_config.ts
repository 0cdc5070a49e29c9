import { callOperation, type OperationOutput } from "./call_operation.ts";
import type { CallOptions, LambdaConfig } from "../client/config.ts";
import { GET_FUNCTION_RECURSION_CONFIG, PUT_FUNCTION_RECURSION_CONFIG } from "../protocol/operations.ts";
import { refuse } from "../base/refuse.ts";

/**
 * What Lambda does when it detects that a function calls itself in a loop.
 *
 * @category Function settings
 */
export type RecursiveLoop = "Allow" | "Terminate";

/**
 * What Lambda does when it detects that a function calls itself in a loop.
 *
 * @category Function settings
 */
export const RecursiveLoop: {
  /** Nothing. */
  readonly Allow: "Allow";
  /** It stops the loop, and notifies the owner of the account. */
  readonly Terminate: "Terminate";
} = /* @__PURE__ */ Object.freeze({ Allow: "Allow", Terminate: "Terminate" });

/**
 * Input of {@linkcode getFunctionRecursionConfig}.
 *
 * @category Function settings
 */
export interface GetFunctionRecursionConfigInput {
  /** Name, partial ARN or ARN of the function, without version or alias. */
  readonly FunctionName: string;
}

/**
 * Input of {@linkcode putFunctionRecursionConfig}.
 *
 * @category Function settings
 */
export interface PutFunctionRecursionConfigInput extends GetFunctionRecursionConfigInput {
  /** What Lambda should do about loops. */
  readonly RecursiveLoop: RecursiveLoop | (string & Record<never, never>);
}

/**
 * Output of {@linkcode getFunctionRecursionConfig} and {@linkcode putFunctionRecursionConfig}.
 *
 * @category Function settings
 */
export interface FunctionRecursionConfigOutput extends OperationOutput {
  /** What Lambda does about loops. */
  readonly RecursiveLoop?: RecursiveLoop | (string & Record<never, never>);
}

/**
 * Configures what Lambda does when it detects that a function calls itself in a loop, through a queue, a topic or a
 * bucket.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function, and what Lambda should do.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns What is now configured.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html}
 * @example Allow a function to call itself
 * ```ts
 * import { putFunctionRecursionConfig, RecursiveLoop } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ crawl: () => {} });
 * const input = { FunctionName: "crawl", RecursiveLoop: RecursiveLoop.Allow };
 * assert.equal((await putFunctionRecursionConfig(config, input)).RecursiveLoop, "Allow");
 * ```
 * @category Function settings
 */
export async function putFunctionRecursionConfig(
  config: LambdaConfig,
  input: PutFunctionRecursionConfigInput,
  options?: CallOptions,
): Promise<FunctionRecursionConfigOutput> {
  if (input.RecursiveLoop == null) refuse("RecursiveLoop", "given", input.RecursiveLoop);
  return await callOperation(PUT_FUNCTION_RECURSION_CONFIG, config, input, options);
}

/**
 * Reads what Lambda does when it detects that a function calls itself in a loop.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns What is configured; `Terminate` by default.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html}
 * @example Read what is configured
 * ```ts
 * import { getFunctionRecursionConfig } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ crawl: () => {} });
 * assert.equal((await getFunctionRecursionConfig(config, { FunctionName: "crawl" })).RecursiveLoop, "Terminate");
 * ```
 * @category Function settings
 */
export function getFunctionRecursionConfig(
  config: LambdaConfig,
  input: GetFunctionRecursionConfigInput,
  options?: CallOptions,
): Promise<FunctionRecursionConfigOutput> {
  return callOperation(GET_FUNCTION_RECURSION_CONFIG, config, input, options);
}
