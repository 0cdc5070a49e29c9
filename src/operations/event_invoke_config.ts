import { callOperation, type OperationOutput } from "./call_operation.ts";
import type { CallOptions, LambdaConfig } from "../client/config.ts";
import { paginate } from "./paginate.ts";
import {
  DELETE_FUNCTION_EVENT_INVOKE_CONFIG,
  GET_FUNCTION_EVENT_INVOKE_CONFIG,
  LIST_FUNCTION_EVENT_INVOKE_CONFIGS,
  PUT_FUNCTION_EVENT_INVOKE_CONFIG,
  UPDATE_FUNCTION_EVENT_INVOKE_CONFIG,
} from "../protocol/operations.ts";

/**
 * Where records of invocations go.
 *
 * @category Function settings
 */
export interface Destination {
  /** ARN of a function, queue, topic, event bus or, for failures, bucket. */
  readonly Destination?: string | undefined;
}

/**
 * Where the results of asynchronous invocations go.
 *
 * @category Function settings
 */
export interface DestinationConfig {
  /** Where those that succeeded go. */
  readonly OnSuccess?: Destination | undefined;
  /** Where those that failed, or grew too old, go. */
  readonly OnFailure?: Destination | undefined;
}

/**
 * Which function, and which of its versions or aliases, is meant.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfigKey {
  /** Name, `name:alias`, partial ARN or ARN of the function. */
  readonly FunctionName: string;
  /** Version or alias; `$LATEST` unless said. */
  readonly Qualifier?: string | undefined;
}

/**
 * Input of {@linkcode putFunctionEventInvokeConfig} and {@linkcode updateFunctionEventInvokeConfig}.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfigInput extends FunctionEventInvokeConfigKey {
  /** How often Lambda tries again after the function failed: 0 to 2. */
  readonly MaximumRetryAttempts?: number | undefined;
  /** Seconds for which Lambda keeps an event: 60 to 21,600. */
  readonly MaximumEventAgeInSeconds?: number | undefined;
  /** Where the results go. */
  readonly DestinationConfig?: DestinationConfig | undefined;
}

/**
 * What is configured for asynchronous invocations of a function, version or alias.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfig {
  /** When it was last changed. */
  readonly LastModified?: Date;
  /** ARN of the function, with version or alias. */
  readonly FunctionArn?: string;
  /** How often Lambda tries again after the function failed. */
  readonly MaximumRetryAttempts?: number;
  /** Seconds for which Lambda keeps an event. */
  readonly MaximumEventAgeInSeconds?: number;
  /** Where the results go. */
  readonly DestinationConfig?: DestinationConfig;
}

/**
 * Output of the operations on one {@linkcode FunctionEventInvokeConfig}.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfigOutput extends FunctionEventInvokeConfig, OperationOutput {}

/**
 * Configures how Lambda treats asynchronous invocations, in place of all that was configured before.
 *
 * @param config Where Lambda is, and who calls.
 * @param input The function and its settings; what is left out gets Lambda's default.
 * @param options Signal and time limit of this call.
 * @returns What is now configured.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html}
 * @example Never try an event again
 * ```ts
 * import { putFunctionEventInvokeConfig } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ charge: () => {} });
 * const output = await putFunctionEventInvokeConfig(config, { FunctionName: "charge", MaximumRetryAttempts: 0 });
 * assert.equal(output.MaximumRetryAttempts, 0);
 * ```
 * @category Function settings
 */
export function putFunctionEventInvokeConfig(
  config: LambdaConfig,
  input: FunctionEventInvokeConfigInput,
  options?: CallOptions,
): Promise<FunctionEventInvokeConfigOutput> {
  return callOperation(PUT_FUNCTION_EVENT_INVOKE_CONFIG, config, input, options);
}

/**
 * Changes what is configured for asynchronous invocations; what is left out stays.
 *
 * @param config Where Lambda is, and who calls.
 * @param input The function and the settings to change.
 * @param options Signal and time limit of this call.
 * @returns What is now configured.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html}
 * @example Send failures to a queue
 * ```ts
 * import { type LambdaConfig, updateFunctionEventInvokeConfig } from "@lambda4fetch/lambda4fetch";
 *
 * async function keepFailures(config: LambdaConfig, queueArn: string): Promise<void> {
 *   const DestinationConfig = { OnFailure: { Destination: queueArn } };
 *   await updateFunctionEventInvokeConfig(config, { FunctionName: "charge", DestinationConfig });
 * }
 * ```
 * @category Function settings
 */
export function updateFunctionEventInvokeConfig(
  config: LambdaConfig,
  input: FunctionEventInvokeConfigInput,
  options?: CallOptions,
): Promise<FunctionEventInvokeConfigOutput> {
  return callOperation(UPDATE_FUNCTION_EVENT_INVOKE_CONFIG, config, input, options);
}

/**
 * Reads what is configured for asynchronous invocations.
 *
 * @param config Where Lambda is, and who calls.
 * @param input The function.
 * @param options Signal and time limit of this call.
 * @returns What is configured.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, or nothing is configured.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html}
 * @example Read how often events are tried again
 * ```ts
 * import { getFunctionEventInvokeConfig, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 *
 * async function retries(config: LambdaConfig): Promise<number | undefined> {
 *   return (await getFunctionEventInvokeConfig(config, { FunctionName: "charge" })).MaximumRetryAttempts;
 * }
 * ```
 * @category Function settings
 */
export function getFunctionEventInvokeConfig(
  config: LambdaConfig,
  input: FunctionEventInvokeConfigKey,
  options?: CallOptions,
): Promise<FunctionEventInvokeConfigOutput> {
  return callOperation(GET_FUNCTION_EVENT_INVOKE_CONFIG, config, input, options);
}

/**
 * Takes back what is configured for asynchronous invocations.
 *
 * @param config Where Lambda is, and who calls.
 * @param input The function.
 * @param options Signal and time limit of this call.
 * @returns Nothing but `$metadata`.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, or nothing is configured.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html}
 * @example Go back to Lambda's defaults
 * ```ts
 * import { deleteFunctionEventInvokeConfig, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 *
 * async function reset(config: LambdaConfig): Promise<void> {
 *   await deleteFunctionEventInvokeConfig(config, { FunctionName: "charge", Qualifier: "live" });
 * }
 * ```
 * @category Function settings
 */
export function deleteFunctionEventInvokeConfig(
  config: LambdaConfig,
  input: FunctionEventInvokeConfigKey,
  options?: CallOptions,
): Promise<OperationOutput> {
  return callOperation(DELETE_FUNCTION_EVENT_INVOKE_CONFIG, config, input, options);
}

/**
 * Input of {@linkcode listFunctionEventInvokeConfigs}.
 *
 * @category Function settings
 */
export interface ListFunctionEventInvokeConfigsInput {
  /** Name, partial ARN or ARN of the function. */
  readonly FunctionName: string;
  /** `NextMarker` of the page before. */
  readonly Marker?: string | undefined;
  /** How many a page holds at most: 1 to 50. */
  readonly MaxItems?: number | undefined;
}

/**
 * Output of {@linkcode listFunctionEventInvokeConfigs}.
 *
 * @category Function settings
 */
export interface ListFunctionEventInvokeConfigsOutput extends OperationOutput {
  /** One page of configurations. */
  readonly FunctionEventInvokeConfigs?: FunctionEventInvokeConfig[];
  /** `Marker` of the next page, where there is one. */
  readonly NextMarker?: string;
}

/**
 * Lists what is configured for the versions and aliases of a function: one page of it.
 *
 * @param config Where Lambda is, and who calls.
 * @param input The function and the page.
 * @param options Signal and time limit of this call.
 * @returns A page, and the marker of the next.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html}
 * @example Read the first page
 * ```ts
 * import { type LambdaConfig, listFunctionEventInvokeConfigs } from "@lambda4fetch/lambda4fetch";
 *
 * async function count(config: LambdaConfig): Promise<number> {
 *   const page = await listFunctionEventInvokeConfigs(config, { FunctionName: "charge", MaxItems: 50 });
 *   return page.FunctionEventInvokeConfigs?.length ?? 0;
 * }
 * ```
 * @category Function settings
 */
export function listFunctionEventInvokeConfigs(
  config: LambdaConfig,
  input: ListFunctionEventInvokeConfigsInput,
  options?: CallOptions,
): Promise<ListFunctionEventInvokeConfigsOutput> {
  return callOperation(LIST_FUNCTION_EVENT_INVOKE_CONFIGS, config, input, options);
}

/**
 * Lists what is configured for the versions and aliases of a function, page after page, as far as it is asked for.
 *
 * @param config Where Lambda is, and who calls.
 * @param input The function; `Marker` to begin further on, `MaxItems` for the size of a page.
 * @param options Signal and time limit of each call.
 * @returns The configurations, one by one.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused a call.
 * @throws {TransportError} If no usable answer came, or one whose marker leads back to where it came from.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html}
 * @example List all
 * ```ts
 * import { paginateFunctionEventInvokeConfigs, putFunctionEventInvokeConfig } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ charge: () => {} });
 * await putFunctionEventInvokeConfig(config, { FunctionName: "charge", MaximumRetryAttempts: 1 });
 * const found = [];
 * for await (const { MaximumRetryAttempts } of paginateFunctionEventInvokeConfigs(config, { FunctionName: "charge" })) {
 *   found.push(MaximumRetryAttempts);
 * }
 * assert.deepEqual(found, [1]);
 * ```
 * @category Function settings
 */
export function paginateFunctionEventInvokeConfigs(
  config: LambdaConfig,
  input: ListFunctionEventInvokeConfigsInput,
  options?: CallOptions,
): AsyncGenerator<FunctionEventInvokeConfig, void, undefined> {
  return paginate(
    input.Marker,
    (Marker) => listFunctionEventInvokeConfigs(config, { ...input, Marker }, options),
    ({ FunctionEventInvokeConfigs }) => FunctionEventInvokeConfigs,
  );
}
