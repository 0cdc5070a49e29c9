import type { InvocationPayload } from "./invocation_payload.ts";

/**
 * What is known of a call, beside the content of its answer; as far as it has them, the AWS SDK's names.
 *
 * @category Errors
 */
export interface ResponseMetadata {
  /** HTTP status of the last answer; absent where none came. */
  readonly httpStatusCode?: number;
  /** AWS's id of the request: what AWS support asks for. */
  readonly requestId?: string | undefined;
  /** AWS's second id (`x-amz-id-2`), where one was sent. */
  readonly extendedRequestId?: string | undefined;
  /** How often the request was sent: 0 where nothing was. */
  readonly attempts: number;
  /** Milliseconds spent waiting between the attempts. */
  readonly totalRetryDelay: number;
}

/**
 * What every {@linkcode LambdaError} is made of.
 *
 * @category Errors
 */
export interface LambdaErrorInit {
  /** Whether the function may have run, in any attempt of the call. */
  readonly functionMayHaveRun: boolean;
  /** What is known of the answer. */
  readonly $metadata?: ResponseMetadata | undefined;
  /** What it comes from, with nothing secret in it. */
  readonly cause?: unknown;
}

/** What tells the errors of this module from others, also where two copies of the module are loaded. */
const LAMBDA_ERROR: unique symbol = /* @__PURE__ */ Symbol.for("lambda4fetch.LambdaError");

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
 * @category Errors
 */
export abstract class LambdaError extends Error {
  /** A literal in every subclass: minifiers rename classes. */
  abstract override readonly name: string;
  /** Whether the function may have run: `false` only where it surely did not, in any attempt of this call. */
  readonly functionMayHaveRun: boolean;
  /** Status, request id and attempts, as far as they are known. */
  declare readonly $metadata?: ResponseMetadata;

  /** Made by the module; callers only catch it. */
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
 * The codes that Lambda's model declares for the operations here, and those that AWS gives beside it in practice; any other
 * string may come as well.
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
 * What a {@linkcode LambdaServiceException} is made of.
 *
 * @category Errors
 */
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

/** What a member of AWS's body must not be taken for, though an error may be without it. */
const OWN_MEMBERS: readonly string[] = ["$metadata", "cause", "retryAfterSeconds"];

/**
 * AWS refused the call, or failed to run the function.
 *
 * `name` is AWS's code, `message` AWS's message. An answer without a code is named `Unknown`; where there is no message
 * either, the message is a piece of the answer's text, or its status.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 * @category Errors
 */
export class LambdaServiceException extends LambdaError {
  /** AWS's code, such as `TooManyRequestsException`. */
  override readonly name: LambdaServiceExceptionName;
  /** Whose fault it is, by the status: the caller's or the service's. */
  readonly $fault: "client" | "server";
  /** Seconds to wait before the next try, where AWS says so. */
  declare readonly retryAfterSeconds?: number;
  /** AWS's `Type` member: mostly `User` or `Service`. */
  declare readonly Type?: string;
  /** Why a call was throttled, such as `ReservedFunctionConcurrentInvocationLimitExceeded`. */
  declare readonly Reason?: ThrottleReason;
  /** The code that EC2 gave, of an `EC2UnexpectedException`. */
  declare readonly EC2ErrorCode?: string;

  /** Made by the module; callers only catch it. */
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
 * How Lambda marks a failed function: who reported the error.
 *
 * @category Errors
 */
export type FunctionErrorType = "Handled" | "Unhandled";

/**
 * How Lambda marks a failed function: who reported the error.
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
 * What a {@linkcode FunctionError} is made of.
 *
 * @category Errors
 */
export interface FunctionErrorInit {
  /** Lambda's mark, `Handled` or `Unhandled`; of a stream its `ErrorCode`. */
  readonly functionError: string;
  /** The class of what the function threw. */
  readonly errorType?: string | undefined;
  /** The message of what the function threw. */
  readonly errorMessage?: string | undefined;
  /** Where it was thrown, one line an entry. */
  readonly stackTrace?: readonly string[] | undefined;
  /** The function's error document as it came. */
  readonly payload?: InvocationPayload | undefined;
  /** The log tail as text. */
  readonly logs?: string | undefined;
  /** What is known of the answer. */
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
  /** A literal: minifiers rename classes. */
  override readonly name = "FunctionError";
  /** Lambda's mark, `Handled` or `Unhandled`; of a stream its `ErrorCode`. */
  readonly functionError: FunctionErrorType | (string & Record<never, never>);
  /** The class of what the function threw, such as `TypeError`. */
  declare readonly errorType?: string;
  /** The message of what the function threw. */
  declare readonly errorMessage?: string;
  /** Where it was thrown: one line an entry, in the form of the function's runtime. */
  declare readonly stackTrace?: readonly string[];
  /** The function's error document as it came; absent where it came in a stream. Not enumerable: it may be large. */
  declare readonly payload?: InvocationPayload;
  /** The log tail as text, where `LogType: "Tail"` asked for it. */
  declare readonly logs?: string;

  /** Made by the module; callers only catch it. */
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
 * What is wrong with a stream: see {@linkcode EventStreamError}.
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
 * What was handed on before it is whole; what comes after it is lost.
 *
 * @see {@link https://smithy.io/2.0/aws/amazon-eventstream.html}
 * @category Errors
 */
export class EventStreamError extends LambdaError {
  /** A literal: minifiers rename classes. */
  override readonly name = "EventStreamError";
  /**
   * What is wrong: a checksum (`PRELUDE_CRC`, `MESSAGE_CRC`), lengths that do not fit together (`LENGTH`), headers that
   * cannot be read (`HEADERS`), a stream that is cut off, has stray bytes at its end or no `InvokeComplete`
   * (`TRUNCATED`), or frames after it (`AFTER_COMPLETE`).
   */
  readonly code: EventStreamErrorCode;

  /** Made by the module; callers only catch it. */
  constructor(code: EventStreamErrorCode, $metadata?: ResponseMetadata) {
    super(`Cannot read event stream: ${code}`, { functionMayHaveRun: true, $metadata });
    this.code = code;
  }
}

/**
 * Why there is no usable answer: see {@linkcode TransportError}.
 *
 * @category Errors
 */
export type TransportErrorCode = "NETWORK" | "TIMEOUT" | "INVALID_RESPONSE";

/**
 * What a {@linkcode TransportError} is made of.
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
  /** A literal: minifiers rename classes. */
  override readonly name = "TransportError";
  /**
   * Why: the connection failed or was lost (`NETWORK`), `timeout` or `idleTimeout` ran out (`TIMEOUT`), or an answer of
   * success cannot be read (`INVALID_RESPONSE`).
   */
  readonly code: TransportErrorCode;

  /** Made by the module; callers only catch it. */
  constructor(message: string, init: TransportErrorInit) {
    super(message, init);
    this.code = init.code;
  }
}

/**
 * Every error that Lambda and the way there give: `instanceof` tells TypeScript which. One `name` is open, that of a
 * {@linkcode LambdaServiceException}, so that a `switch` over it narrows nothing.
 *
 * @category Errors
 */
export type AnyLambdaError = LambdaServiceException | FunctionError | EventStreamError | TransportError;

/**
 * Tells whether something caught is an error of this module, also where two copies of the module are loaded.
 *
 * @param error What was caught.
 * @returns Whether it is a {@linkcode LambdaError}; its `name` and `code` then narrow.
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
