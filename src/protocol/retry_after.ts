import { parseHttpDate } from "../base/http_date.ts";

/**
 * Reads how long an answer asks to wait: `Retry-After` in seconds or as a date, or else `x-amz-retry-after` in
 * milliseconds. Of a header that was sent twice, whose values arrive joined by commas, the first counts.
 *
 * @param now Milliseconds since 1970, by the clock that a date is compared with.
 * @returns Seconds, 0 or more; `undefined` where nothing is asked for.
 */
export function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get("retry-after");
  const date = text === null ? undefined : parseHttpDate(text, now);
  const seconds = date === undefined ? parseNumber(text) : (date - now) / 1_000;
  if (seconds !== undefined && seconds >= 0) return seconds;
  const milliseconds = parseNumber(headers.get("x-amz-retry-after"));
  return milliseconds === undefined ? undefined : milliseconds / 1_000;
}

/** A number that is not negative, in digits; `Infinity` and its like are none. */
function parseNumber(text: string | null): number | undefined {
  const digits = /^\d{1,300}(?:\.\d{1,300})?(?=\s*(?:,|$))/.exec(text ?? "")?.[0];
  return digits === undefined ? undefined : Number(digits);
}
