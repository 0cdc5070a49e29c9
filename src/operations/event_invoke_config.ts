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
 * Where Lambda sends records of invocations.
 *
 * @category Function settings
 */
export interface Destination {
  /** ARN of a function, queue, topic, event bus or, for failures, bucket. */
  readonly Destination?: string | undefined;
}

/**
 * Where Lambda sends the results of asynchronous invocations.
 *
 * @category Function settings
 */
export interface DestinationConfig {
  /** Where records of successes are sent. */
  readonly OnSuccess?: Destination | undefined;
  /** Where records of failures and of expired events are sent. */
  readonly OnFailure?: Destination | undefined;
}

/**
 * A function, and one of its versions or aliases.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfigKey {
  /** Name, `name:alias`, partial ARN or ARN of the function. */
  readonly FunctionName: string;
  /** Version or alias; `$LATEST` by default. */
  readonly Qualifier?: string | undefined;
}

/**
 * Input of {@linkcode putFunctionEventInvokeConfig} and {@linkcode updateFunctionEventInvokeConfig}.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfigInput extends FunctionEventInvokeConfigKey {
  /** How often Lambda retries after the function has failed: 0 to 2. */
  readonly MaximumRetryAttempts?: number | undefined;
  /** Seconds for which Lambda keeps an event: 60 to 21,600. */
  readonly MaximumEventAgeInSeconds?: number | undefined;
  /** Where the results are sent. */
  readonly DestinationConfig?: DestinationConfig | undefined;
}

/**
 * The configuration for asynchronous invocations of a function, version or alias.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfig {
  /** When it was last changed. */
  readonly LastModified?: Date;
  /** ARN of the function, with version or alias. */
  readonly FunctionArn?: string;
  /** How often Lambda retries after the function has failed. */
  readonly MaximumRetryAttempts?: number;
  /** Seconds for which Lambda keeps an event. */
  readonly MaximumEventAgeInSeconds?: number;
  /** Where the results are sent. */
  readonly DestinationConfig?: DestinationConfig;
}

/**
 * Output of the operations on one {@linkcode FunctionEventInvokeConfig}.
 *
 * @category Function settings
 */
export interface FunctionEventInvokeConfigOutput extends FunctionEventInvokeConfig, OperationOutput {}

/**
 * Configures how Lambda handles asynchronous invocations. Replaces the whole earlier configuration.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function and its settings; settings that are left out get Lambda's defaults.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns The new configuration.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html}
 * @example Never retry an event
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
 * Changes the configuration for asynchronous invocations. Settings that are left out stay as they are.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function and the settings to change.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns The new configuration.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
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
 * Reads the configuration for asynchronous invocations.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns The configuration.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, or with a `ResourceNotFoundException` if nothing is
 * configured.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html}
 * @example Read how often events are retried
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
 * Deletes the configuration for asynchronous invocations, so that Lambda's defaults apply.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns Only `$metadata`.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, or with a `ResourceNotFoundException` if nothing is
 * configured.
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
  /** `NextMarker` of the previous page. */
  readonly Marker?: string | undefined;
  /** Maximum number of configurations per page: 1 to 50. */
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
  /** `Marker` for the next page; absent on the last one. */
  readonly NextMarker?: string;
}

/**
 * Lists the configurations of a function's versions and aliases for asynchronous invocations, one page per call.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function and the page.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns A page, and the marker of the next.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
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
 * Lists the configurations of a function's versions and aliases for asynchronous invocations. Pages are requested as
 * you iterate.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function; `Marker` to start from a later page, `MaxItems` for the page size.
 * @param options Options for the call that gets each page, such as signal, timeout, retries and headers; they override
 * those of the config.
 * @returns The configurations, one by one.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused a call.
 * @throws {TransportError} If no usable answer came, or if a page's marker leads back to an earlier page.
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
