import { callOperation, type OperationOutput } from "./call_operation.ts";
import type { CallOptions, LambdaConfig } from "../client/config.ts";
import type { DurableExecutionEvent } from "./durable_execution_event.ts";
import { paginate } from "./paginate.ts";
import { GET_DURABLE_EXECUTION_HISTORY } from "../protocol/operations.ts";

/**
 * Input of {@linkcode getDurableExecutionHistory} and {@linkcode paginateDurableExecutionHistory}.
 *
 * @category Durable functions
 */
export interface GetDurableExecutionHistoryInput {
  /** ARN of the execution, as `invoke` returns it in `DurableExecutionArn`. */
  readonly DurableExecutionArn: string;
  /** Whether the events include payloads and errors. According to AWS, the default is true. */
  readonly IncludeExecutionData?: boolean | undefined;
  /** `NextMarker` of the previous page. */
  readonly Marker?: string | undefined;
  /** Maximum number of events per page: 1 to 1,000, or 0 for AWS's default of 100. */
  readonly MaxItems?: number | undefined;
  /** Whether the newest event comes first instead of the oldest. */
  readonly ReverseOrder?: boolean | undefined;
}

/**
 * Output of {@linkcode getDurableExecutionHistory}.
 *
 * @category Durable functions
 */
export interface GetDurableExecutionHistoryOutput extends OperationOutput {
  /** One page of events. */
  readonly Events?: DurableExecutionEvent[];
  /** `Marker` for the next page; absent on the last one. */
  readonly NextMarker?: string;
}

/**
 * Reads the history of a durable execution, one page per call.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The execution and the page.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns A page of events, and the marker of the next.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, with a `ResourceNotFoundException` if there is no such
 * execution.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetDurableExecutionHistory.html}
 * @example Find the callback that an execution waits for
 * ```ts
 * import { getDurableExecutionHistory, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 *
 * async function openCallback(config: LambdaConfig, DurableExecutionArn: string): Promise<string | undefined> {
 *   const input = { DurableExecutionArn, ReverseOrder: true, MaxItems: 1 };
 *   const { Events } = await getDurableExecutionHistory(config, input);
 *   return Events?.[0]?.CallbackStartedDetails?.CallbackId;
 * }
 * ```
 * @category Durable functions
 */
export function getDurableExecutionHistory(
  config: LambdaConfig,
  input: GetDurableExecutionHistoryInput,
  options?: CallOptions,
): Promise<GetDurableExecutionHistoryOutput> {
  return callOperation(GET_DURABLE_EXECUTION_HISTORY, config, input, options);
}

/**
 * Reads the history of a durable execution, event by event. Pages are requested as you iterate.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The execution; `Marker` to start from a later page, `MaxItems` for the page size.
 * @param options Options for the call that gets each page, such as signal, timeout, retries and headers; they override
 * those of the config.
 * @returns The events, one by one.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused a call.
 * @throws {TransportError} If no usable answer came, or if a page's marker leads back to an earlier page.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetDurableExecutionHistory.html}
 * @example List what happened
 * ```ts
 * import { invoke, paginateDurableExecutionHistory } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({ charge: () => ({ paid: true }) });
 * const input = { FunctionName: "charge:$LATEST", DurableExecutionName: "order-7" };
 * const { DurableExecutionArn } = await invoke(config, input);
 * const found = [];
 * for await (const { EventType } of paginateDurableExecutionHistory(config, { DurableExecutionArn: DurableExecutionArn! })) {
 *   found.push(EventType);
 * }
 * assert.deepEqual(found, ["ExecutionStarted", "InvocationCompleted", "ExecutionSucceeded"]);
 * ```
 * @category Durable functions
 */
export function paginateDurableExecutionHistory(
  config: LambdaConfig,
  input: GetDurableExecutionHistoryInput,
  options?: CallOptions,
): AsyncGenerator<DurableExecutionEvent, void, undefined> {
  return paginate(
    input.Marker,
    (Marker) => getDurableExecutionHistory(config, { ...input, Marker }, options),
    ({ Events }) => Events,
  );
}
