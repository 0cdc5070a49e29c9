import type { InvocationPayload } from "./invocation_payload.ts";

/** What is known of an answer, beside its content; the AWS SDK's names. */
export interface ResponseMetadata {
  /** HTTP status of the last answer; absent where none came. */
  readonly httpStatusCode?: number;
  /** AWS's id of the request: what AWS support asks for. */
  readonly requestId?: string | undefined;
  /** AWS's second id (`x-amz-id-2`), where one was sent. */
  readonly extendedRequestId?: string | undefined;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Milliseconds spent waiting between the attempts. */
  readonly totalRetryDelay: number;
}

/** What every {@linkcode LambdaError} is made of. */
export interface LambdaErrorInit {
  /** Whether the function may have run; left out where that is said later, before the error is thrown to the caller. */
  readonly functionMayHaveRun?: boolean | undefined;
  /** What is known of the answer. */
  readonly $metadata?: ResponseMetadata | undefined;
  /** What it comes from, with nothing secret in it. */
  readonly cause?: unknown;
  /** What tells errors of one class apart. */
  readonly code?: EventStreamErrorCode | TransportErrorCode;
}

/**
 * The root of all errors that a call can fail with once its input is accepted.
 *
 * A caller's mistake is a `TypeError` or `RangeError` instead, thrown before anything is sent, and an abort throws the
 * signal's own reason.
 *
 * @example Repeat only what cannot run twice
 * ```ts
 * import { invoke, isLambdaError, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 *
 * async function charge(config: LambdaConfig, order: string): Promise<void> {
 *   try {
 *     await invoke(config, { FunctionName: "charge", Payload: { order } });
 *   } catch (error) {
 *     if (isLambdaError(error) && !error.functionMayHaveRun) return await charge(config, order);
 *     throw error;
 *   }
 * }
 * ```
 */
export abstract class LambdaError extends Error {
  /** A literal in every subclass: minifiers rename classes. */
  abstract override readonly name: string;
  /** Whether the function may have run: `false` only where it surely did not, in any attempt of this call. */
  declare readonly functionMayHaveRun: boolean;
  /** Status, request id and attempts, as far as they are known. */
  declare readonly $metadata?: ResponseMetadata;

  /** Made by the module; callers only catch it. */
  constructor(message: string, init: LambdaErrorInit) {
    super(message);
    Object.assign(this, init);
  }
}

/**
 * The codes that Lambda's model declares for the operations here; any other string may come as well.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 */
export type LambdaServiceExceptionName =
  | "CodeArtifactUserDeletedException"
  | "CodeArtifactUserFailedException"
  | "CodeArtifactUserPendingException"
  | "DurableExecutionAlreadyStartedException"
  | "EC2AccessDeniedException"
  | "EC2ThrottledException"
  | "EC2UnexpectedException"
  | "EFSIOException"
  | "EFSMountConnectivityException"
  | "EFSMountFailureException"
  | "EFSMountTimeoutException"
  | "ENILimitReachedException"
  | "ENINotReadyException"
  | "InvalidParameterValueException"
  | "InvalidRequestContentException"
  | "InvalidRuntimeException"
  | "InvalidSecurityGroupIDException"
  | "InvalidSubnetIDException"
  | "InvalidZipFileException"
  | "KMSAccessDeniedException"
  | "KMSDisabledException"
  | "KMSInvalidStateException"
  | "KMSNotFoundException"
  | "ModeNotSupportedException"
  | "NoPublishedVersionException"
  | "RecursiveInvocationException"
  | "RequestTooLargeException"
  | "ResourceConflictException"
  | "ResourceNotFoundException"
  | "ResourceNotReadyException"
  | "S3FilesMountConnectivityException"
  | "S3FilesMountFailureException"
  | "S3FilesMountTimeoutException"
  | "SerializedRequestEntityTooLargeException"
  | "ServiceException"
  | "ServiceQuotaExceededException"
  | "SnapStartException"
  | "SnapStartNotReadyException"
  | "SnapStartRegenerationFailureException"
  | "SnapStartTimeoutException"
  | "SubnetIPAddressLimitReachedException"
  | "TooManyRequestsException"
  | "UnsupportedMediaTypeException"
  | (string & Record<never, never>);

/** What a {@linkcode LambdaServiceException} is made of. */
export interface LambdaServiceExceptionInit extends LambdaErrorInit {
  /** AWS's code. */
  readonly name: string;
  /** Whose fault it is. */
  readonly $fault: "client" | "server";
  /** Seconds that AWS asks the caller to wait. */
  readonly retryAfterSeconds?: number | undefined;
  /** The members of AWS's answer. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * AWS refused the call, or failed to run the function.
 *
 * `name` is AWS's code, `message` AWS's message. An answer without a code is named `Unknown`; where there is no message
 * either, the message is a piece of the answer's text, or its status.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 */
export class LambdaServiceException extends LambdaError {
  /** AWS's code, such as `TooManyRequestsException`. */
  declare readonly name: LambdaServiceExceptionName;
  /** Whose fault it is, by AWS's account: the caller's or the service's. */
  declare readonly $fault: "client" | "server";
  /** Seconds to wait before the next try, where AWS says so. */
  declare readonly retryAfterSeconds?: number;
  /** AWS's `Type` member: mostly `User` or `Service`. */
  declare readonly Type?: string;
  /** Why a call was throttled, such as `ReservedFunctionConcurrentInvocationLimitExceeded`. */
  declare readonly Reason?: string;
  /** The code that EC2 gave, of an `EC2UnexpectedException`. */
  declare readonly EC2ErrorCode?: string;

  /** Made by the module; callers only catch it. */
  constructor(message: string, { members, ...init }: LambdaServiceExceptionInit) {
    super(message, init);
    // What is there already stays, above all `stack`, `__proto__` and the properties set here.
    for (const member in members) if (!(member in this)) (this as Record<string, unknown>)[member] = members[member];
  }
}

/** How Lambda marks a failed function: who reported the error. */
export type FunctionErrorType = "Handled" | "Unhandled";

/** How Lambda marks a failed function: who reported the error. */
export const FunctionErrorType: {
  /** The function reported it. */
  readonly Handled: "Handled";
  /** The runtime caught it, or the function ran out of time or memory. */
  readonly Unhandled: "Unhandled";
} = /* @__PURE__ */ Object.freeze({ Handled: "Handled", Unhandled: "Unhandled" });

/**
 * The function ran, and failed.
 *
 * `invoke` reports this as AWS does, in `FunctionError`; `invokeJson`, `payloadStream`, `readPayload`, a `BUFFERED`
 * stream and `./http` throw it.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html}
 */
export class FunctionError extends LambdaError {
  /** A literal: minifiers rename classes. */
  override readonly name = "FunctionError";
  /** Lambda's mark, `Handled` or `Unhandled`; of a stream its `ErrorCode`. */
  declare readonly functionError: FunctionErrorType | (string & Record<never, never>);
  /** The class of what the function threw, such as `TypeError`. */
  declare readonly errorType?: string | undefined;
  /** The message of what the function threw. */
  declare readonly errorMessage?: string | undefined;
  /** Where it was thrown. */
  declare readonly stackTrace?: readonly string[] | undefined;
  /** The function's error document as it came; absent where it came in a stream. */
  declare readonly payload?: InvocationPayload | undefined;
  /** The log tail as text, where `LogType: "Tail"` asked for it. */
  declare readonly logs?: string | undefined;
}

/** What is wrong with a stream: see {@linkcode EventStreamError}. */
export type EventStreamErrorCode =
  | "PRELUDE_CRC"
  | "MESSAGE_CRC"
  | "LENGTH"
  | "HEADERS"
  | "TRUNCATED"
  | "AFTER_COMPLETE";

/**
 * A response stream is broken: cut off, damaged, or not an event stream.
 *
 * What was handed on before it is whole; what comes after it is lost.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 */
export class EventStreamError extends LambdaError {
  /** A literal: minifiers rename classes. */
  override readonly name = "EventStreamError";
  /**
   * What is wrong: a checksum (`PRELUDE_CRC`, `MESSAGE_CRC`), lengths that do not fit together (`LENGTH`), headers that
   * cannot be read (`HEADERS`), a stream that is cut off, has stray bytes at its end or no `InvokeComplete`
   * (`TRUNCATED`), or frames after it (`AFTER_COMPLETE`).
   */
  declare readonly code: EventStreamErrorCode;

  /** Made by the module; callers only catch it. */
  constructor(code: EventStreamErrorCode) {
    super(`Cannot read event stream: ${code}`, { functionMayHaveRun: true, code });
  }
}

/** Why there is no usable answer: see {@linkcode TransportError}. */
export type TransportErrorCode = "NETWORK" | "TIMEOUT" | "INVALID_RESPONSE";

/**
 * No usable answer came.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html}
 */
export class TransportError extends LambdaError {
  /** A literal: minifiers rename classes. */
  override readonly name = "TransportError";
  /**
   * Why: the connection failed or was lost (`NETWORK`), `timeout` or `idleTimeout` ran out (`TIMEOUT`), or an answer of
   * success cannot be read (`INVALID_RESPONSE`).
   */
  declare readonly code: TransportErrorCode;
}

/**
 * Every error that Lambda and the way there give: `instanceof` tells TypeScript which. One `name` is open, that of a
 * {@linkcode LambdaServiceException}, so that a `switch` over it narrows nothing.
 */
export type AnyLambdaError = LambdaServiceException | FunctionError | EventStreamError | TransportError;

/**
 * Tells whether something caught is an error of this module, also where two copies of the module are loaded.
 *
 * @param error What was caught.
 * @returns Whether it is a {@linkcode LambdaError}.
 * @example Say what went wrong
 * ```ts
 * import { isLambdaError } from "@lambda4fetch/lambda4fetch";
 *
 * function explain(error: unknown): string {
 *   if (!isLambdaError(error)) throw error;
 *   return `${error.name}: ${error.message} [Request ID: ${error.$metadata?.requestId}]`;
 * }
 * ```
 */
export function isLambdaError(error: unknown): error is LambdaError {
  return error instanceof Error && "functionMayHaveRun" in error;
}
