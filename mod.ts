/**
 * AWS Lambda for everything that has `fetch`: plain functions that take a config and an input, with AWS's own names.
 *
 * - **Call a function:** {@linkcode invoke}, {@linkcode invokeJson}
 * - **Read an answer while it is written:** {@linkcode invokeStream}, {@linkcode payloadStream}, {@linkcode readPayload}
 * - **Configure calls:** {@linkcode LambdaConfig}, {@linkcode CallOptions}, {@linkcode fromEnv}
 * - **Handle errors:** {@linkcode LambdaError}, {@linkcode isLambdaError}
 * - **Sign requests to other services:** {@linkcode signRequest}, {@linkcode presignRequest}
 * - **Change how Lambda calls a function:** {@linkcode putFunctionEventInvokeConfig},
 *   {@linkcode putFunctionRecursionConfig}
 * - **Follow durable executions:** {@linkcode getDurableExecution}, {@linkcode sendDurableExecutionCallbackSuccess}
 *
 * The other entry points:
 *
 * - {@link [http] ./http}: puts a function behind a `Request` → `Response` handler, and calls function URLs
 * - {@link [credentials] ./credentials}: short-lived credentials, by `fetch` alone
 * - {@link [local] ./local}: a Lambda that runs in your process, for tests
 * - {@link [serve] ./serve}: that Lambda behind a port, for AWS SDKs and the AWS CLI
 *
 * @example Ask a function
 * ```ts
 * import { fromEnv, invokeJson } from "@lambda4fetch/lambda4fetch";
 *
 * async function greet(name: string): Promise<string> {
 *   const config = { ...fromEnv(), timeout: 10_000 };
 *   const input = { FunctionName: "greet", Payload: { name } };
 *   const { greeting } = await invokeJson<{ greeting: string }>(config, input);
 *   return greeting;
 * }
 * ```
 *
 * @module
 */
// The API pages begin with what comes first here.
export { invoke, invokeJson } from "./src/operations/invoke.ts";
export { invokeStream } from "./src/operations/invoke_stream.ts";
export { payloadStream, readPayload } from "./src/operations/payload_stream.ts";
export {
  type InvocationInput,
  InvocationType,
  type InvokeInput,
  type InvokeOutput,
  LogType,
} from "./src/operations/invoke.ts";
export { InvokeMode, type InvokeStreamInput, type InvokeStreamOutput } from "./src/operations/invoke_stream.ts";
export { invokeAsync, type InvokeAsyncInput, type InvokeAsyncOutput } from "./src/operations/invoke_async.ts";
export { decodeLogResult } from "./src/operations/decode_log_result.ts";
export { InvocationPayload } from "./src/base/invocation_payload.ts";
export type { InvokeCompleteEvent, InvokeStreamEvent, PayloadChunkEvent } from "./src/operations/parse_event.ts";
export type { OperationOutput } from "./src/operations/call_operation.ts";
export type { Attempt, CallOptions, LambdaConfig } from "./src/client/config.ts";
export { fromEnv, type FromEnvOptions } from "./src/client/from_env.ts";
export { lambdaEndpoint, type LambdaEndpointOptions } from "./src/client/endpoint.ts";
export type { Credentials, CredentialsProvider, CredentialsRequest } from "./src/signing/credentials.ts";
export {
  type AnyLambdaError,
  EventStreamError,
  type EventStreamErrorCode,
  FunctionError,
  type FunctionErrorInit,
  FunctionErrorType,
  isLambdaError,
  LambdaError,
  type LambdaErrorInit,
  LambdaServiceException,
  type LambdaServiceExceptionInit,
  type LambdaServiceExceptionName,
  type ResponseMetadata,
  type ThrottleReason,
  TransportError,
  type TransportErrorCode,
  type TransportErrorInit,
} from "./src/base/errors.ts";
export {
  deleteFunctionEventInvokeConfig,
  type Destination,
  type DestinationConfig,
  type FunctionEventInvokeConfig,
  type FunctionEventInvokeConfigInput,
  type FunctionEventInvokeConfigKey,
  type FunctionEventInvokeConfigOutput,
  getFunctionEventInvokeConfig,
  listFunctionEventInvokeConfigs,
  type ListFunctionEventInvokeConfigsInput,
  type ListFunctionEventInvokeConfigsOutput,
  paginateFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  updateFunctionEventInvokeConfig,
} from "./src/operations/event_invoke_config.ts";
export {
  type FunctionRecursionConfigOutput,
  getFunctionRecursionConfig,
  type GetFunctionRecursionConfigInput,
  putFunctionRecursionConfig,
  type PutFunctionRecursionConfigInput,
  RecursiveLoop,
} from "./src/operations/recursion_config.ts";
export {
  getDurableExecution,
  type GetDurableExecutionInput,
  type GetDurableExecutionOutput,
  listDurableExecutionsByFunction,
  type ListDurableExecutionsByFunctionInput,
  type ListDurableExecutionsByFunctionOutput,
  paginateDurableExecutionsByFunction,
  stopDurableExecution,
  type StopDurableExecutionInput,
  type StopDurableExecutionOutput,
} from "./src/operations/durable_executions.ts";
export {
  getDurableExecutionHistory,
  type GetDurableExecutionHistoryInput,
  type GetDurableExecutionHistoryOutput,
  paginateDurableExecutionHistory,
} from "./src/operations/durable_execution_history.ts";
export { type DurableExecution, DurableExecutionStatus } from "./src/operations/durable_execution.ts";
export type {
  DurableEventError,
  DurableEventPayload,
  DurableExecutionEvent,
  DurableExecutionEventType,
  DurableFailureDetails,
  DurableInterruptionDetails,
  DurableRetryDetails,
  DurableSuccessDetails,
} from "./src/operations/durable_execution_event.ts";
export {
  type DurableExecutionCallbackFailureInput,
  type DurableExecutionCallbackInput,
  type DurableExecutionCallbackSuccessInput,
  type ErrorObject,
  sendDurableExecutionCallbackFailure,
  sendDurableExecutionCallbackHeartbeat,
  sendDurableExecutionCallbackSuccess,
} from "./src/operations/durable_callbacks.ts";
export { signRequest } from "./src/signing/sign_request.ts";
export type { SignRequestOptions } from "./src/signing/prepare_signing.ts";
export { presignRequest, type PresignRequestOptions } from "./src/signing/presign_request.ts";
export { EventStreamDecoderStream } from "./src/event_stream/decoder_stream.ts";
export { decodeEventStreamMessage, type EventStreamMessage } from "./src/event_stream/message.ts";
export { encodeEventStreamMessage } from "./src/event_stream/encode_message.ts";
export type { EventStreamHeader, EventStreamHeaders } from "./src/event_stream/headers.ts";
