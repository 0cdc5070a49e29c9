/**
 * The three forms that a date has in HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and, of GMT
 * too, `Sun Nov  6 08:49:37 1994`. What stands behind it, as after a header that was sent twice, is not looked at.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7}
 */
const FORMS: readonly RegExp[] = [
  /^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT/,
  /^[A-Z][a-z]{5,8}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) {1,2}(?<day>\d{1,2}) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})/,
];

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Reads a date of HTTP: milliseconds since 1970, or `undefined` where it is none.
 *
 * @param now Milliseconds since 1970: a year of two digits is at most fifty years ahead of it.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (groups === undefined) return undefined;
  const { day, month, year, time } = groups as Record<"day" | "month" | "year" | "time", string>;
  const twoDigits = (number: number | string) => String(number).padStart(2, "0");
  const fullYear = year.length === 4 ? year : centuryOf(Number(year), now);
  const date = Date.parse(`${fullYear}-${twoDigits(MONTHS.indexOf(month) + 1)}-${twoDigits(day)}T${time}Z`);
  return Number.isNaN(date) ? undefined : date;
}

function centuryOf(year: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const inThisCentury = Math.floor(thisYear / 100) * 100 + year;
  return inThisCentury > thisYear + 50 ? inThisCentury - 100 : inThisCentury;
}
