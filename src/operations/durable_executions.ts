import { callOperation, type OperationOutput } from "./call_operation.ts";
import type { CallOptions, LambdaConfig } from "../client/config.ts";
import type { ErrorObject } from "./durable_callbacks.ts";
import type { DurableExecution, DurableExecutionStatus } from "./durable_execution.ts";
import { paginate } from "./paginate.ts";
import {
  GET_DURABLE_EXECUTION,
  LIST_DURABLE_EXECUTIONS_BY_FUNCTION,
  STOP_DURABLE_EXECUTION,
} from "../protocol/operations.ts";

/**
 * Input of {@linkcode getDurableExecution}.
 *
 * @category Durable functions
 */
export interface GetDurableExecutionInput {
  /** ARN of the execution, as `invoke` returns it in `DurableExecutionArn`. */
  readonly DurableExecutionArn: string;
  /** Whether the answer includes payload, result and error. According to AWS, the default is true. */
  readonly IncludeExecutionData?: boolean | undefined;
}

/**
 * Output of {@linkcode getDurableExecution}.
 *
 * @category Durable functions
 */
export interface GetDurableExecutionOutput extends Omit<DurableExecution, "KMSKeyArn">, OperationOutput {
  /** The function's input, as JSON text. */
  readonly InputPayload?: string;
  /** What it returned, as JSON text, if it has `SUCCEEDED`. */
  readonly Result?: string;
  /** Why it ended, if it has not succeeded. */
  readonly Error?: ErrorObject;
  /** The version of the function; it is the same for the whole execution. */
  readonly Version?: string;
  /** The trace that it belongs to in AWS X-Ray. */
  readonly TraceHeader?: {
    /** The header `X-Amzn-Trace-Id`. */
    readonly XAmznTraceId?: string;
  };
  /** Whether payload, result and error are included. */
  readonly ExecutionDataIncluded?: boolean;
  /** How the function is configured. */
  readonly DurableConfig?: {
    /** ARN of the KMS key that payloads are encrypted with, if that is a customer managed key. */
    readonly KMSKeyArn?: string;
    /** Days for which the history is kept once the execution has ended. */
    readonly RetentionPeriodInDays?: number;
    /** Seconds that the whole execution may take. */
    readonly ExecutionTimeout?: number;
  };
}

/**
 * Reads the status of a durable execution, and its result or error once it has ended.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The execution.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns The execution.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, with a `ResourceNotFoundException` if there is no such
 * execution.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetDurableExecution.html}
 * @example Read the result of an execution
 * ```ts
 * import { getDurableExecution, invoke } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config, drain } = localLambda({ charge: () => ({ paid: true }) });
 * const { DurableExecutionArn } = await invoke(config, {
 *   FunctionName: "charge:$LATEST",
 *   InvocationType: "Event",
 *   DurableExecutionName: "order-7",
 * });
 * await drain();
 * const { Status, Result } = await getDurableExecution(config, { DurableExecutionArn: DurableExecutionArn! });
 * assert.deepEqual([Status, Result], ["SUCCEEDED", '{"paid":true}']);
 * ```
 * @category Durable functions
 */
export function getDurableExecution(
  config: LambdaConfig,
  input: GetDurableExecutionInput,
  options?: CallOptions,
): Promise<GetDurableExecutionOutput> {
  return callOperation(GET_DURABLE_EXECUTION, config, input, options);
}

/**
 * Input of {@linkcode listDurableExecutionsByFunction} and {@linkcode paginateDurableExecutionsByFunction}.
 *
 * @category Durable functions
 */
export interface ListDurableExecutionsByFunctionInput {
  /** Name, `name:version`, partial ARN or ARN of the function. */
  readonly FunctionName: string;
  /** Version or alias; by default, executions of all versions are listed. */
  readonly Qualifier?: string | undefined;
  /** Only executions of this name. */
  readonly DurableExecutionName?: string | undefined;
  /** Only executions with one of these statuses. */
  readonly Statuses?: readonly DurableExecutionStatus[] | undefined;
  /** Only executions that started after this. */
  readonly StartedAfter?: Date | undefined;
  /** Only executions that started before this. */
  readonly StartedBefore?: Date | undefined;
  /** Whether the oldest execution comes first instead of the newest. */
  readonly ReverseOrder?: boolean | undefined;
  /** `NextMarker` of the previous page. */
  readonly Marker?: string | undefined;
  /** Maximum number of executions per page: 1 to 1,000, or 0 for AWS's default of 100. */
  readonly MaxItems?: number | undefined;
}

/**
 * Output of {@linkcode listDurableExecutionsByFunction}.
 *
 * @category Durable functions
 */
export interface ListDurableExecutionsByFunctionOutput extends OperationOutput {
  /** One page of executions. */
  readonly DurableExecutions?: DurableExecution[];
  /** `Marker` for the next page; absent on the last one. */
  readonly NextMarker?: string;
}

/**
 * Lists the durable executions of a function, one page per call.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function, which of its executions, and the page.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns A page, and the marker of the next.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_ListDurableExecutionsByFunction.html}
 * @example Find the last execution that failed
 * ```ts
 * import { DurableExecutionStatus, type LambdaConfig, listDurableExecutionsByFunction } from "@lambda4fetch/lambda4fetch";
 *
 * async function lastFailure(config: LambdaConfig, FunctionName: string): Promise<string | undefined> {
 *   const { FAILED, TIMED_OUT } = DurableExecutionStatus;
 *   const input = { FunctionName, Statuses: [FAILED, TIMED_OUT], MaxItems: 1 };
 *   const { DurableExecutions } = await listDurableExecutionsByFunction(config, input);
 *   return DurableExecutions?.[0]?.DurableExecutionArn;
 * }
 * ```
 * @category Durable functions
 */
export function listDurableExecutionsByFunction(
  config: LambdaConfig,
  input: ListDurableExecutionsByFunctionInput,
  options?: CallOptions,
): Promise<ListDurableExecutionsByFunctionOutput> {
  return callOperation(LIST_DURABLE_EXECUTIONS_BY_FUNCTION, config, input, options);
}

/**
 * Lists the durable executions of a function. Pages are requested as you iterate.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The function, and which of its executions; `Marker` to start from a later page, `MaxItems` for the page
 * size.
 * @param options Options for the call that gets each page, such as signal, timeout, retries and headers; they override
 * those of the config.
 * @returns The executions, one by one.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused a call.
 * @throws {TransportError} If no usable answer came, or if a page's marker leads back to an earlier page.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_ListDurableExecutionsByFunction.html}
 * @example List the names of all that ran
 * ```ts
 * import { invoke, paginateDurableExecutionsByFunction } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ charge: () => {} });
 * for (const DurableExecutionName of ["order-7", "order-8"]) {
 *   await invoke(config, { FunctionName: "charge:$LATEST", DurableExecutionName });
 * }
 * const names = [];
 * for await (const execution of paginateDurableExecutionsByFunction(config, { FunctionName: "charge" })) {
 *   names.push(execution.DurableExecutionName);
 * }
 * assert.deepEqual(names, ["order-8", "order-7"]);
 * ```
 * @category Durable functions
 */
export function paginateDurableExecutionsByFunction(
  config: LambdaConfig,
  input: ListDurableExecutionsByFunctionInput,
  options?: CallOptions,
): AsyncGenerator<DurableExecution, void, undefined> {
  return paginate(
    input.Marker,
    (Marker) => listDurableExecutionsByFunction(config, { ...input, Marker }, options),
    ({ DurableExecutions }) => DurableExecutions,
  );
}

/**
 * Input of {@linkcode stopDurableExecution}.
 *
 * @category Durable functions
 */
export interface StopDurableExecutionInput {
  /** ARN of the execution, as `invoke` returns it in `DurableExecutionArn`. */
  readonly DurableExecutionArn: string;
  /** Why it is stopped: at most 1 MB. */
  readonly Error?: ErrorObject | undefined;
}

/**
 * Output of {@linkcode stopDurableExecution}.
 *
 * @category Durable functions
 */
export interface StopDurableExecutionOutput extends OperationOutput {
  /** When it was stopped. */
  readonly StopTimestamp: Date;
}

/**
 * Stops a durable execution. It cannot be resumed.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The execution, and why it is stopped.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns When it was stopped.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, with a `ResourceNotFoundException` if there is no such
 * execution.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_StopDurableExecution.html}
 * @example Stop an execution that is no longer needed
 * ```ts
 * import { type LambdaConfig, stopDurableExecution } from "@lambda4fetch/lambda4fetch";
 *
 * async function cancelOrder(config: LambdaConfig, DurableExecutionArn: string): Promise<void> {
 *   const Error = { ErrorType: "OrderCancelled", ErrorMessage: "The customer has changed her mind" };
 *   await stopDurableExecution(config, { DurableExecutionArn, Error });
 * }
 * ```
 * @category Durable functions
 */
export function stopDurableExecution(
  config: LambdaConfig,
  input: StopDurableExecutionInput,
  options?: CallOptions,
): Promise<StopDurableExecutionOutput> {
  return callOperation(STOP_DURABLE_EXECUTION, config, input, options);
}
