/**
 * What is tried again, and after how long: pure, with randomness handed in.
 *
 * An invocation is not idempotent, so what may have run is sent again only where the caller says that it may be. Codes are
 * judged by their whole names; one that stands in no table here is judged by its status alone.
 */

/**
 * Codes that ask for less load: the call never ran.
 *
 * @see {@link https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts}
 */
const THROTTLING_CODES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

/**
 * Codes of a function that cannot run yet: the call never ran, and another try may do better.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 */
const NOT_READY_CODES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "CodeArtifactUserPendingException",
  "ENINotReadyException",
  "ResourceNotReadyException",
  "SnapStartNotReadyException",
]);

/**
 * Codes, at status 502, of a function that is set up wrongly: the call never ran, and no other try will.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors}
 */
const MISCONFIGURED_CODES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "EC2AccessDeniedException",
  "ENILimitReachedException",
  "InvalidRuntimeException",
  "InvalidSecurityGroupIDException",
  "InvalidSubnetIDException",
  "InvalidZipFileException",
  "KMSAccessDeniedException",
  "KMSDisabledException",
  "KMSInvalidStateException",
  "KMSNotFoundException",
  "SubnetIPAddressLimitReachedException",
]);

/** Codes, at a status of 4xx, of a function that may have begun: its file system failed while it was read or written. */
const MAY_HAVE_RUN_CODES: ReadonlySet<string> = /* @__PURE__ */ new Set(["EFSIOException"]);

/**
 * Codes of a refusal that a wrong clock can be to blame for, or a signature that grew old on the way.
 *
 * @see {@link https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts}
 */
const CLOCK_SKEW_CODES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "AuthFailure",
  "InvalidSignatureException",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);

/** Codes of credentials that are over; once they have been over for long, AWS no longer knows them. */
const EXPIRED_CREDENTIALS_CODES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "UnrecognizedClientException",
]);

/** Statuses after which the AWS SDKs try again. */
const TRANSIENT_STATUSES: ReadonlySet<number> = /* @__PURE__ */ new Set([500, 502, 503, 504]);

/** Milliseconds of the longest back-off, and of the longest `Retry-After` that is waited for. */
const LONGEST_DELAY = 20_000;

/** Milliseconds of the first back-off at most. */
const BASE_DELAY = 50;

/** Milliseconds of the first back-off at most, where AWS asks for less load. */
const BASE_DELAY_THROTTLED = 1_000;

/** Milliseconds that a signature's time must be off before it is to blame; AWS allows five minutes. */
const LEAST_SKEW = 240_000;

/** What a failed attempt means for the next one. */
export interface Verdict {
  /** Whether the function may have run. */
  readonly mayHaveRun: boolean;
  /** Whether another try may do better. */
  readonly transient: boolean;
  /** Whether Lambda asks for less load. */
  readonly throttled: boolean;
}

/** Whether an answer asks for less load, by its status and AWS's code: what it refuses has not run. */
export function isThrottling(status: number, code: string): boolean {
  return status === 429 || THROTTLING_CODES.has(code);
}

/** Judges an answer by its status and AWS's code. */
export function judge(status: number, code: string): Verdict {
  if (isThrottling(status, code)) return { mayHaveRun: false, transient: true, throttled: true };
  if (NOT_READY_CODES.has(code)) return { mayHaveRun: false, transient: true, throttled: false };
  if (MISCONFIGURED_CODES.has(code)) return { mayHaveRun: false, transient: false, throttled: false };
  // A redirect, a switch of protocols, or what a custom fetch made up: only a 4xx says that the request was refused.
  const isRefusal = status >= 400 && status < 500;
  const mayHaveRun = !isRefusal || MAY_HAVE_RUN_CODES.has(code);
  return { mayHaveRun, transient: TRANSIENT_STATUSES.has(status), throttled: false };
}

/** Whether a code says that credentials are over, so that other ones may do better. */
export function isExpiredCredentials(code: string): boolean {
  return EXPIRED_CREDENTIALS_CODES.has(code);
}

/** Whether a code can come of a wrong clock; some of them also come of a wrong key. */
export function isClockSkewCode(code: string): boolean {
  return CLOCK_SKEW_CODES.has(code);
}

/** Whether a refusal is to be blamed on the time that was signed; `skew` is how many milliseconds that was off. */
export function isClockSkew(code: string, skew: number): boolean {
  return isClockSkewCode(code) && Math.abs(skew) >= LEAST_SKEW;
}

/** Milliseconds before retry `index` (from 0); `undefined` where AWS asks for more than is worth waiting for. */
export function retryDelay(
  throttled: boolean,
  index: number,
  random: number,
  retryAfterSeconds = 0,
): number | undefined {
  const askedFor = retryAfterSeconds * 1_000;
  if (askedFor > LONGEST_DELAY) return undefined;
  const base = throttled ? BASE_DELAY_THROTTLED : BASE_DELAY;
  const backOff = random * Math.min(base * 2 ** index, LONGEST_DELAY);
  return Math.round(Math.max(backOff, askedFor));
}
