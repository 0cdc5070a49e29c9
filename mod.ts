/**
 * AWS Lambda for everything that has `fetch`: plain functions of a config and an input, with AWS's own names.
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
// In this order, the first two out of line, what a stream needs compresses best.
export { decodeLogResult, InvocationPayload } from "./src/invocation_payload.ts";
export {
  type AnyLambdaError,
  EventStreamError,
  type EventStreamErrorCode,
  FunctionError,
  FunctionErrorType,
  isLambdaError,
  LambdaError,
  type LambdaErrorInit,
  LambdaServiceException,
  type LambdaServiceExceptionInit,
  type LambdaServiceExceptionName,
  type ResponseMetadata,
  TransportError,
  type TransportErrorCode,
} from "./src/errors.ts";
export type { OperationOutput } from "./src/call_operation.ts";
export type { CallOptions, CredentialsProvider, CredentialsRequest, LambdaConfig } from "./src/config.ts";
export { EventStreamDecoderStream } from "./src/decode_event_stream.ts";
export {
  type DurableExecutionCallbackFailureInput,
  type DurableExecutionCallbackInput,
  type DurableExecutionCallbackSuccessInput,
  type ErrorObject,
  sendDurableExecutionCallbackFailure,
  sendDurableExecutionCallbackHeartbeat,
  sendDurableExecutionCallbackSuccess,
} from "./src/durable_callbacks.ts";
export { encodeEventStreamMessage } from "./src/encode_event_stream.ts";
export { lambdaEndpoint, type LambdaEndpointOptions } from "./src/endpoint.ts";
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
} from "./src/event_invoke_config.ts";
export type { EventStreamHeader, EventStreamHeaders } from "./src/event_stream_headers.ts";
export { decodeEventStreamMessage, type EventStreamMessage } from "./src/event_stream_message.ts";
export { fromEnv } from "./src/from_env.ts";
export {
  type InvocationInput,
  InvocationType,
  invoke,
  invokeAsync,
  type InvokeAsyncInput,
  type InvokeAsyncOutput,
  type InvokeInput,
  invokeJson,
  type InvokeOutput,
  LogType,
  type PayloadInput,
} from "./src/invoke.ts";
export { InvokeMode, invokeStream, type InvokeStreamInput, type InvokeStreamOutput } from "./src/invoke_stream.ts";
export { payloadStream, readPayload } from "./src/payload_stream.ts";
export type { InvokeCompleteEvent, InvokeStreamEvent, PayloadChunkEvent } from "./src/read_event_stream.ts";
export {
  type FunctionRecursionConfigOutput,
  getFunctionRecursionConfig,
  type GetFunctionRecursionConfigInput,
  putFunctionRecursionConfig,
  type PutFunctionRecursionConfigInput,
  RecursiveLoop,
} from "./src/recursion_config.ts";
export { signRequest, type SignRequestOptions } from "./src/sign_request.ts";
export type { Credentials } from "./src/sigv4.ts";
