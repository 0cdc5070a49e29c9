/**
 * What is tried again, and after how long: pure, with randomness handed in.
 *
 * An invocation is not idempotent, so what may have run is sent again only where the caller says it may be. The codes
 * are those of the AWS SDKs' retry rules and of the error tables of Lambda's operations; each pattern is as short as
 * tells them from the others.
 */

/** Tokens that all calls to one endpoint share: a service that is down is not asked more and more. */
export const RETRY_TOKENS = 500;

/** Seconds of the longest back-off, and of the longest Retry-After that is waited for. */
const LONGEST_WAIT = 20;

/** Milliseconds that a clock must be off before it is to blame; AWS allows five minutes. */
const LEAST_SKEW = 240_000;

/** What a failed attempt means for the next one. */
export interface Verdict {
  /** Whether the function may have run. */
  readonly mayHaveRun: boolean;
  /** Whether another try may do better. */
  readonly transient: boolean;
  /** Whether Lambda asks for less load. */
  readonly throttled?: boolean;
}

/** Judges an answer by its status and AWS's code. */
export function judge(status: number, code: string): Verdict {
  // Refused for load: never ran.
  const throttled = status === 429 ||
    /Throttl|LimitExceeded|putExceeded|TooMany|SlowDown|Prior|InProgress/.test(code);
  // Refused for the moment: never ran.
  const refused = throttled || /NotReady|Pending/.test(code);
  // A 5xx all the same, but for good: the function is set up wrongly, and never ran.
  const mayHaveRun = !refused && status > 499 && !/Denied|Reached|^Invalid|^KMS/.test(code);
  return { throttled, mayHaveRun, transient: refused || (mayHaveRun && status < 505 && status !== 501) };
}

/** Milliseconds before retry `index` (from 0); `undefined` where AWS asks for more than is worth waiting for. */
export function retryDelay(
  throttled: boolean | undefined,
  index: number,
  random: number,
  retryAfterSeconds = 0,
): number | undefined {
  const backOff = random * Math.min((throttled ? 1 : 0.05) * 2 ** index, LONGEST_WAIT);
  return retryAfterSeconds > LONGEST_WAIT ? undefined : Math.round(1_000 * Math.max(backOff, retryAfterSeconds));
}

/** Whether a refusal is to be blamed on a clock that is `skew` milliseconds off; a wrong key has some of the codes too. */
export function isClockSkew(code: string, skew: number): boolean {
  return Math.abs(skew) >= LEAST_SKEW && /Signature|Expired/.test(code);
}
