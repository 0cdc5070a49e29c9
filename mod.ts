/**
 * AWS Lambda for everything that has `fetch`.
 *
 * @module
 */
export type { CallOptions, CredentialsProvider, CredentialsRequest, LambdaConfig } from "./src/config.ts";
export { lambdaEndpoint, type LambdaEndpointOptions } from "./src/endpoint.ts";
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
  TransportError,
  type TransportErrorCode,
} from "./src/errors.ts";
export { fromEnv } from "./src/from_env.ts";
export { decodeLogResult, InvocationPayload } from "./src/invocation_payload.ts";
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
export { signRequest, type SignRequestOptions } from "./src/sign_request.ts";
export type { Credentials } from "./src/sigv4.ts";
