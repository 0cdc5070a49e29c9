import type { InvocationPayload } from "./invocation_payload.ts";

/**
 * Metadata of a call. Members that the AWS SDK has too have the same names.
 *
 * @category Errors
 */
export interface ResponseMetadata {
  /** HTTP status of the last answer; absent if none came. */
  readonly httpStatusCode?: number;
  /** AWS's id of the request, which AWS support asks for. */
  readonly requestId?: string | undefined;
  /** AWS's second id (`x-amz-id-2`), if one was sent. */
  readonly extendedRequestId?: string | undefined;
  /** How often the request was sent; 0 if it never was. */
  readonly attempts: number;
  /** Milliseconds spent waiting between the attempts. */
  readonly totalRetryDelay: number;
}

/**
 * Constructor options that every {@linkcode LambdaError} has.
 *
 * @category Errors
 */
export interface LambdaErrorInit {
  /** Whether the function may have run, in any attempt of the call. */
  readonly functionMayHaveRun: boolean;
  /** Metadata of the call. */
  readonly $metadata?: ResponseMetadata | undefined;
  /** The cause, with all secrets removed. */
  readonly cause?: unknown;
}

/** What tells the errors of this module from others, also where two copies of the module are loaded. */
const LAMBDA_ERROR: unique symbol = /* @__PURE__ */ Symbol.for("lambda4fetch.LambdaError");

/**
 * The base class of all errors that a call can fail with once its arguments are accepted.
 *
 * Invalid arguments throw a `TypeError` or `RangeError` instead, before anything is sent. An abort throws the signal's
 * own reason.
 *
 * @example Tell what has not run from what may have run
 * ```ts
 * import { invokeJson, isLambdaError, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 *
 * async function charge(config: LambdaConfig, order: string): Promise<"charged" | "not charged" | "unknown"> {
 *   try {
 *     await invokeJson(config, { FunctionName: "charge", Payload: { order } });
 *     return "charged";
 *   } catch (error) {
 *     if (!isLambdaError(error)) throw error;
 *     return error.functionMayHaveRun ? "unknown" : "not charged";
 *   }
 * }
 * ```
 * @category Errors
 */
export abstract class LambdaError extends Error {
  /** A string literal in every subclass, so that it survives minification. */
  abstract override readonly name: string;
  /**
   * Whether the function may have run. It is `false` only if the function certainly did not run, in any attempt of the
   * call.
   */
  readonly functionMayHaveRun: boolean;
  /** Status, request id and attempts, as far as known. */
  declare readonly $metadata?: ResponseMetadata;

  /** Created by this module; you only need to catch it. */
  constructor(message: string, init: LambdaErrorInit) {
    super(message, "cause" in init ? { cause: init.cause } : undefined);
    this.functionMayHaveRun = init.functionMayHaveRun;
    if (init.$metadata) this.$metadata = init.$metadata;
  }

  /** Says that this is an error of this module. */
  get [LAMBDA_ERROR](): true {
    return true;
  }
}

/**
 * The error codes that Lambda's API model declares for these operations, and others that AWS returns in practice. Any
 * other string is possible too.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html}
 * @category Errors
 */
export type LambdaServiceExceptionName =
  | "AccessDeniedException"
  | "CallbackTimeoutException"
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
  | "ExpiredTokenException"
  | "IncompleteSignatureException"
  | "InvalidParameterValueException"
  | "InvalidRequestContentException"
  | "InvalidRuntimeException"
  | "InvalidSecurityGroupIDException"
  | "InvalidSignatureException"
  | "InvalidSubnetIDException"
  | "InvalidZipFileException"
  | "KMSAccessDeniedException"
  | "KMSDisabledException"
  | "KMSInvalidStateException"
  | "KMSNotFoundException"
  | "MissingAuthenticationTokenException"
  | "ModeNotSupportedException"
  | "NoPublishedVersionException"
  | "RecursiveInvocationException"
  | "RequestEntityTooLargeException"
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
  | "ThrottlingException"
  | "TooManyRequestsException"
  | "UnrecognizedClientException"
  | "UnsupportedMediaTypeException"
  | "ValidationException"
  | (string & Record<never, never>);

/**
 * Why Lambda throttled a call.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 * @category Errors
 */
export type ThrottleReason =
  | "CallerRateLimitExceeded"
  | "ConcurrentInvocationLimitExceeded"
  | "ConcurrentSnapshotCreateLimitExceeded"
  | "FunctionInvocationRateLimitExceeded"
  | "ReservedFunctionConcurrentInvocationLimitExceeded"
  | "ReservedFunctionInvocationRateLimitExceeded"
  | (string & Record<never, never>);

/**
 * Constructor options of {@linkcode LambdaServiceException}.
 *
 * @category Errors
 */
export interface LambdaServiceExceptionInit extends LambdaErrorInit {
  /** AWS's code. */
  readonly name: string;
  /** Whose fault it is: the caller's or the service's. */
  readonly $fault: "client" | "server";
  /** Seconds that AWS asks the caller to wait. */
  readonly retryAfterSeconds?: number | undefined;
  /** The members of AWS's answer. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
}

/** What a member of AWS's body must not be taken for, though an error may be without it. */
const OWN_MEMBERS: readonly string[] = ["$metadata", "cause", "retryAfterSeconds"];

/**
 * AWS refused the call, or failed to run the function.
 *
 * `name` is AWS's error code, and `message` is AWS's message. If the answer has no code, `name` is `Unknown`. If it has
 * no message either, `message` is an excerpt of the answer's text, or its status.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 * @category Errors
 */
export class LambdaServiceException extends LambdaError {
  /** AWS's code, such as `TooManyRequestsException`. */
  override readonly name: LambdaServiceExceptionName;
  /** Whose fault it is according to the status: the caller's or the service's. */
  readonly $fault: "client" | "server";
  /** Seconds to wait before the next try, if AWS sent `Retry-After`. */
  declare readonly retryAfterSeconds?: number;
  /** AWS's member `Type`: usually `User` or `Service`. */
  declare readonly Type?: string;
  /** Why a call was throttled, such as `ReservedFunctionConcurrentInvocationLimitExceeded`. */
  declare readonly Reason?: ThrottleReason;
  /** EC2's error code, if this is an `EC2UnexpectedException`. */
  declare readonly EC2ErrorCode?: string;

  /** Created by this module; you only need to catch it. */
  constructor(message: string, init: LambdaServiceExceptionInit) {
    super(message, init);
    this.name = init.name;
    this.$fault = init.$fault;
    if (init.retryAfterSeconds !== undefined) this.retryAfterSeconds = init.retryAfterSeconds;
    for (const [member, value] of Object.entries(init.members ?? {})) {
      // What an error has of its own stays, above all `stack` and `__proto__`.
      if (!(member in this) && !OWN_MEMBERS.includes(member)) {
        Object.defineProperty(this, member, { value, enumerable: true, configurable: true });
      }
    }
  }
}

/**
 * Who reported that a function failed: the function itself, or Lambda.
 *
 * @category Errors
 */
export type FunctionErrorType = "Handled" | "Unhandled";

/**
 * Who reported that a function failed: the function itself, or Lambda.
 *
 * @category Errors
 */
export const FunctionErrorType: {
  /** The function reported it. */
  readonly Handled: "Handled";
  /** The runtime caught it, or the function ran out of time or memory. */
  readonly Unhandled: "Unhandled";
} = /* @__PURE__ */ Object.freeze({ Handled: "Handled", Unhandled: "Unhandled" });

/**
 * Constructor options of {@linkcode FunctionError}.
 *
 * @category Errors
 */
export interface FunctionErrorInit {
  /** Lambda's `FunctionError`: `Handled` or `Unhandled`. For a stream, its `ErrorCode`. */
  readonly functionError: string;
  /** The class of the error that the function threw. */
  readonly errorType?: string | undefined;
  /** The message of the error that the function threw. */
  readonly errorMessage?: string | undefined;
  /** The stack trace, one line per entry. */
  readonly stackTrace?: readonly string[] | undefined;
  /** The function's error document, as Lambda sent it. */
  readonly payload?: InvocationPayload | undefined;
  /** The log tail as text. */
  readonly logs?: string | undefined;
  /** Metadata of the call. */
  readonly $metadata?: ResponseMetadata | undefined;
}

/**
 * The function ran, and failed.
 *
 * `invoke` reports this as AWS does, in `FunctionError`; `invokeJson`, `payloadStream`, `readPayload`, a `BUFFERED`
 * stream and `./http` throw it.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html}
 * @category Errors
 */
export class FunctionError extends LambdaError {
  /** A string literal, so that it survives minification. */
  override readonly name = "FunctionError";
  /** Lambda's `FunctionError`: `Handled` or `Unhandled`. For a stream, its `ErrorCode`. */
  readonly functionError: FunctionErrorType | (string & Record<never, never>);
  /** The class of the error that the function threw, such as `TypeError`. */
  declare readonly errorType?: string;
  /** The message of the error that the function threw. */
  declare readonly errorMessage?: string;
  /** The stack trace, one line per entry, in the format of the function's runtime. */
  declare readonly stackTrace?: readonly string[];
  /** The function's error document, as Lambda sent it; absent for streams. Not enumerable, since it may be large. */
  declare readonly payload?: InvocationPayload;
  /** The log tail as text, if `LogType: "Tail"` asked for it. */
  declare readonly logs?: string;

  /** Created by this module; you only need to catch it. */
  constructor(message: string, init: FunctionErrorInit) {
    super(message, { functionMayHaveRun: true, $metadata: init.$metadata });
    this.functionError = init.functionError;
    if (init.errorType !== undefined) this.errorType = init.errorType;
    if (init.errorMessage !== undefined) this.errorMessage = init.errorMessage;
    if (init.stackTrace !== undefined) this.stackTrace = init.stackTrace;
    if (init.logs !== undefined) this.logs = init.logs;
    if (init.payload !== undefined) Object.defineProperty(this, "payload", { value: init.payload });
  }
}

/**
 * What is wrong with a stream: see {@linkcode EventStreamError.code}.
 *
 * @category Errors
 */
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
 * All events before the error are intact; what follows is lost.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 * @category Errors
 */
export class EventStreamError extends LambdaError {
  /** A string literal, so that it survives minification. */
  override readonly name = "EventStreamError";
  /**
   * What is wrong: a checksum does not match (`PRELUDE_CRC`, `MESSAGE_CRC`), lengths are inconsistent (`LENGTH`),
   * headers cannot be read (`HEADERS`), the stream is cut off, has stray bytes at its end or lacks `InvokeComplete`
   * (`TRUNCATED`), or there are messages after `InvokeComplete` (`AFTER_COMPLETE`).
   */
  readonly code: EventStreamErrorCode;

  /** Created by this module; you only need to catch it. */
  constructor(code: EventStreamErrorCode, $metadata?: ResponseMetadata) {
    super(`Cannot read event stream: ${code}`, { functionMayHaveRun: true, $metadata });
    this.code = code;
  }
}

/**
 * Why there is no usable answer: see {@linkcode TransportError.code}.
 *
 * @category Errors
 */
export type TransportErrorCode = "NETWORK" | "TIMEOUT" | "INVALID_RESPONSE";

/**
 * Constructor options of {@linkcode TransportError}.
 *
 * @category Errors
 */
export interface TransportErrorInit extends LambdaErrorInit {
  /** Why there is no usable answer. */
  readonly code: TransportErrorCode;
}

/**
 * No usable answer came.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html}
 * @category Errors
 */
export class TransportError extends LambdaError {
  /** A string literal, so that it survives minification. */
  override readonly name = "TransportError";
  /**
   * Why: the connection failed or was lost (`NETWORK`), `timeout` or `idleTimeout` was exceeded (`TIMEOUT`), or a
   * successful answer cannot be read (`INVALID_RESPONSE`).
   */
  readonly code: TransportErrorCode;

  /** Created by this module; you only need to catch it. */
  constructor(message: string, init: TransportErrorInit) {
    super(message, init);
    this.code = init.code;
  }
}

/**
 * Every error class of a call. Use `instanceof` to narrow it: a `switch` over `name` does not narrow, since the `name`
 * of a {@linkcode LambdaServiceException} can be any string.
 *
 * @category Errors
 */
export type AnyLambdaError = LambdaServiceException | FunctionError | EventStreamError | TransportError;

/**
 * Tells whether a caught value is an error of this module, even if two copies of the module are loaded.
 *
 * @param error The caught value.
 * @returns Whether it is a {@linkcode LambdaError}; TypeScript then narrows it to {@linkcode AnyLambdaError}.
 * @example Say what went wrong
 * ```ts
 * import { isLambdaError } from "@lambda4fetch/lambda4fetch";
 *
 * function explain(error: unknown): string {
 *   if (!isLambdaError(error)) throw error;
 *   return `${error.name}: ${error.message} [Request ID: ${error.$metadata?.requestId}]`;
 * }
 * ```
 * @category Errors
 */
export function isLambdaError(error: unknown): error is AnyLambdaError {
  return error instanceof Error && LAMBDA_ERROR in error;
}
