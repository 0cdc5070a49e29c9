import { callOperation, type OperationOutput } from "./call_operation.ts";
import type { CallOptions, LambdaConfig } from "../client/config.ts";
import {
  SEND_DURABLE_EXECUTION_CALLBACK_FAILURE,
  SEND_DURABLE_EXECUTION_CALLBACK_HEARTBEAT,
  SEND_DURABLE_EXECUTION_CALLBACK_SUCCESS,
} from "../protocol/operations.ts";

/**
 * Input of {@linkcode sendDurableExecutionCallbackHeartbeat}.
 *
 * @category Durable functions
 */
export interface DurableExecutionCallbackInput {
  /** Id of the callback, which the durable function has passed on to you. */
  readonly CallbackId: string;
}

/**
 * Input of {@linkcode sendDurableExecutionCallbackSuccess}.
 *
 * @category Durable functions
 */
export interface DurableExecutionCallbackSuccessInput extends DurableExecutionCallbackInput {
  /** The result that the function waits for: at most 1 MB. Everything that `Payload` of `invoke` takes. */
  readonly Result?: unknown;
}

/**
 * An error: why a callback failed, or why a durable execution failed or was stopped.
 *
 * @category Durable functions
 */
export interface ErrorObject {
  /** What went wrong, for humans. */
  readonly ErrorMessage?: string | undefined;
  /** What kind of error it is. */
  readonly ErrorType?: string | undefined;
  /** What went wrong, for programs. */
  readonly ErrorData?: string | undefined;
  /** Where it went wrong. */
  readonly StackTrace?: readonly string[] | undefined;
}

/**
 * Input of {@linkcode sendDurableExecutionCallbackFailure}.
 *
 * @category Durable functions
 */
export interface DurableExecutionCallbackFailureInput extends DurableExecutionCallbackInput {
  /** Why it failed: at most 1 MB. */
  readonly Error?: ErrorObject | undefined;
}

/**
 * Completes a callback: sends a durable function the result that it waits for.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The callback and its result.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns Only `$metadata`.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, with a `CallbackTimeoutException` if the callback has
 * timed out.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html}
 * @example Say that a payment went through
 * ```ts
 * import { type LambdaConfig, sendDurableExecutionCallbackSuccess } from "@lambda4fetch/lambda4fetch";
 *
 * async function paid(config: LambdaConfig, CallbackId: string): Promise<void> {
 *   await sendDurableExecutionCallbackSuccess(config, { CallbackId, Result: { paid: true } });
 * }
 * ```
 * @category Durable functions
 */
export function sendDurableExecutionCallbackSuccess(
  config: LambdaConfig,
  input: DurableExecutionCallbackSuccessInput,
  options?: CallOptions,
): Promise<OperationOutput> {
  return callOperation(SEND_DURABLE_EXECUTION_CALLBACK_SUCCESS, config, input, options);
}

/**
 * Fails a callback: tells a durable function that what it waits for has failed.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The callback, and why it failed.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns Only `$metadata`.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, with a `CallbackTimeoutException` if the callback has
 * timed out.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackFailure.html}
 * @example Say that a payment was refused
 * ```ts
 * import { type LambdaConfig, sendDurableExecutionCallbackFailure } from "@lambda4fetch/lambda4fetch";
 *
 * async function refused(config: LambdaConfig, CallbackId: string): Promise<void> {
 *   const Error = { ErrorType: "PaymentRefused", ErrorMessage: "The card has expired" };
 *   await sendDurableExecutionCallbackFailure(config, { CallbackId, Error });
 * }
 * ```
 * @category Durable functions
 */
export function sendDurableExecutionCallbackFailure(
  config: LambdaConfig,
  input: DurableExecutionCallbackFailureInput,
  options?: CallOptions,
): Promise<OperationOutput> {
  return callOperation(SEND_DURABLE_EXECUTION_CALLBACK_FAILURE, config, input, options);
}

/**
 * Sends a heartbeat for a callback that is still being worked on, so that it does not time out.
 *
 * @param config The region, the credentials, and options for all calls.
 * @param input The callback.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config.
 * @returns Only `$metadata`.
 * @throws {TypeError} If a member is missing or of the wrong type; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call, with a `CallbackTimeoutException` if the callback has
 * timed out.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackHeartbeat.html}
 * @example Ask for more time
 * ```ts
 * import { type LambdaConfig, sendDurableExecutionCallbackHeartbeat } from "@lambda4fetch/lambda4fetch";
 *
 * async function stillWorking(config: LambdaConfig, CallbackId: string): Promise<void> {
 *   await sendDurableExecutionCallbackHeartbeat(config, { CallbackId });
 * }
 * ```
 * @category Durable functions
 */
export function sendDurableExecutionCallbackHeartbeat(
  config: LambdaConfig,
  input: DurableExecutionCallbackInput,
  options?: CallOptions,
): Promise<OperationOutput> {
  return callOperation(SEND_DURABLE_EXECUTION_CALLBACK_HEARTBEAT, config, input, options);
}
