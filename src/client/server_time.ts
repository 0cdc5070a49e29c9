/** The form in which HTTP writes dates today. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** No clock of AWS is earlier, or later: a date outside is no time, and would make every later signature fail. */
const EARLIEST = /* @__PURE__ */ Date.UTC(2000, 0);
const LATEST = /* @__PURE__ */ Date.UTC(2100, 0);

/** The time by the `Date` header of an answer, in milliseconds; `undefined` where there is none that can be believed. */
export function serverTime(headers: Headers): number | undefined {
  const date = headers.get("date");
  if (date === null || !HTTP_DATE.test(date)) return undefined;
  const time = Date.parse(date);
  const isPlausible = time >= EARLIEST && time < LATEST;
  return isPlausible ? time : undefined;
}
