import type { Call, Failure } from "./call.ts";
import type { Settings } from "./config.ts";
import { takeTokens } from "./endpoint_state.ts";
import { isClockSkew, isClockSkewCode, isExpiredCredentials, retryDelay } from "./retry_policy.ts";

/** Tokens that a retry costs; the AWS SDKs' numbers. */
const RETRY_COST = 14;

/** Tokens that a retry costs where Lambda asks for less load. */
const THROTTLING_RETRY_COST = 5;

/**
 * Prepares another attempt after one that has failed.
 *
 * @returns Milliseconds to wait before it; `undefined` where there is to be none.
 */
export function prepareRetry(call: Call, failure: Failure): number | undefined {
  if (!failure.verdict) return undefined;
  // What was wrong with the signature is put right at most once each, and costs no retry.
  const isPutRight = renewCredentials(call, failure) || correctClock(call, failure);
  return isPutRight ? 0 : retryLater(call, failure);
}

/** Asks for other credentials, where those that were signed with are over and a provider may have others. */
function renewCredentials(call: Call, { code }: Failure): boolean {
  const hasProvider = typeof call.settings.credentials === "function";
  if (!hasProvider || call.refused || code === undefined || !isExpiredCredentials(code)) return false;
  call.refused = call.credentials;
  call.credentials = undefined;
  return true;
}

function correctClock(call: Call, failure: Failure): boolean {
  if (call.isClockCorrected) return false;
  call.isClockCorrected = learnClock(call.settings, failure);
  return call.isClockCorrected;
}

/** A refusal of a signed request. */
export interface SignedRefusal {
  /** AWS's code. */
  readonly code?: string | undefined;
  /** The time that was signed, in milliseconds. */
  readonly signedTime?: number | undefined;
  /** The time by the clock that answered, in milliseconds. */
  readonly serverTime?: number | undefined;
}

/**
 * Learns how far the service's clock is from ours, where the time that was signed is to blame for a refusal: the clock may
 * be wrong, or the request may have been under way for long.
 *
 * @returns Whether it has learned anything, so that the request is worth signing anew.
 */
export function learnClock(
  { state, now }: Pick<Settings, "state" | "now">,
  { code, signedTime, serverTime }: SignedRefusal,
): boolean {
  if (code === undefined || signedTime === undefined) return false;
  if (serverTime === undefined) {
    // An offset that was learned once must not make calls fail for good.
    if (state.clockOffset === 0 || !isClockSkewCode(code)) return false;
    state.clockOffset = 0;
  } else {
    if (!isClockSkew(code, serverTime - signedTime)) return false;
    const offset = serverTime - timeOf(now);
    // Kept, it would make every later signature fail.
    if (Number.isNaN(offset)) return false;
    state.clockOffset = offset;
  }
  return true;
}

/** The time by a caller's clock, which may give none. */
function timeOf(now: () => Date): number {
  try {
    return now().getTime();
  } catch {
    return NaN;
  }
}

/** Decides on a retry by the rules of the AWS SDKs, with this one before them: what may have run is not run again. */
function retryLater(call: Call, { verdict, retryAfterSeconds }: Failure): number | undefined {
  const { request, settings } = call;
  const throttled = verdict!.throttled;
  const isIdempotent = request.idempotent || settings.idempotent === true;
  const isSafe = !call.functionMayHaveRun || isIdempotent;
  const isUsedUp = call.retries + 1 >= settings.maxAttempts;
  const wait = retryDelay(throttled, call.retries, Math.random(), retryAfterSeconds);
  const isFinal = !verdict!.transient || !isSafe || isUsedUp || wait === undefined;
  if (isFinal) return undefined;
  const cost = throttled ? THROTTLING_RETRY_COST : RETRY_COST;
  if (!takeTokens(settings.state, cost)) return undefined;
  call.tokens = cost;
  call.retries++;
  return settings.waits ? wait : 0;
}
