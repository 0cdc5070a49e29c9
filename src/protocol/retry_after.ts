/** Characters of an HTTP date. */
const HTTP_DATE = 29;

/** Seconds that an answer asks to wait, in whichever of three ways. Repeated headers arrive joined, behind the first. */
export function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get("retry-after")!;
  return [
    parseFloat(text),
    (Date.parse(text?.slice(0, HTTP_DATE)) - now) / 1_000,
    parseFloat(headers.get("x-amz-retry-after")!) / 1_000,
  ].find((seconds) => seconds >= 0);
}
