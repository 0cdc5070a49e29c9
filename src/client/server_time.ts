import { parseHttpDate } from "../base/http_date.ts";

/** No clock of AWS is earlier, or later: a date outside is no time, and would make every later signature fail. */
const EARLIEST = /* @__PURE__ */ Date.UTC(2000, 0);
const LATEST = /* @__PURE__ */ Date.UTC(2100, 0);

/**
 * The time by the `Date` header of an answer, in milliseconds; `undefined` where there is none that can be believed.
 *
 * @param now The time by our clock.
 */
export function serverTime(headers: Headers, now: number): number | undefined {
  const time = parseHttpDate(headers.get("date") ?? "", now);
  const isPlausible = time !== undefined && time >= EARLIEST && time < LATEST;
  return isPlausible ? time : undefined;
}
