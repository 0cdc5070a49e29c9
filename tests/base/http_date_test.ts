import { parseHttpDate } from "../../src/base/http_date.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { assertQuick } from "../support/quick.ts";

const NOW = Date.UTC(2026, 2, 1);

/** RFC 9110, section 5.6.7: three forms of one date, and what is none. */
const DATES: readonly (readonly [text: string, date: number | undefined])[] = [
  ["Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000],
  ["Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777_000],
  ["Sun Nov  6 08:49:37 1994", 784_111_777_000],
  ["Sun Nov 6 08:49:37 1994", 784_111_777_000],
  ["Wednesday, 16-Nov-94 08:49:37 GMT", 784_975_777_000],
  ["Wed Nov 16 08:49:37 1994", 784_975_777_000],
  ["Sunday, 01-Mar-26 12:00:07 GMT", Date.UTC(2026, 2, 1, 12, 0, 7)],
  // A year of two digits is at most 50 years ahead.
  ["Sunday, 01-Mar-76 12:00:07 GMT", Date.UTC(2076, 2, 1, 12, 0, 7)],
  ["Tuesday, 01-Mar-77 12:00:07 GMT", Date.UTC(1977, 2, 1, 12, 0, 7)],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["Sat, 29 Feb 2028 23:59:59 GMT", Date.UTC(2028, 1, 29, 23, 59, 59)],
  ["Sun, 06 Nov 1994 08:49:37 GMT, 5", 784_111_777_000],
  ["Sunday, 06-Nov-94 08:49:37 GMT, Sunday, 06-Nov-95 08:49:37 GMT", 784_111_777_000],
  ["Sun, 06 Nov 1994 08:49:37", undefined],
  ["Sun, 06 Nov 1994 08:49:37 +0100", undefined],
  ["Sun, 06 Foo 1994 08:49:37 GMT", undefined],
  ["Sun, 32 Nov 1994 08:49:37 GMT", undefined],
  ["Sun, 06 Nov 1994 25:49:37 GMT", undefined],
  ["Sun, 6 Nov 1994 08:49:37 GMT", undefined],
  ["1994-11-06T08:49:37Z", undefined],
  ["+275760-09-13T00:00:00.000Z", undefined],
  ["7", undefined],
  ["", undefined],
];

for (const [text, date] of DATES) {
  test(`parseHttpDate() reads ${JSON.stringify(text)}`, () => assertEquals(parseHttpDate(text, NOW), date));
}

test("parseHttpDate() reads each month", () => {
  for (let month = 0; month < 12; month++) {
    const date = Date.UTC(2026, month, 17, 1, 2, 3);
    assertEquals(parseHttpDate(new Date(date).toUTCString(), NOW), date);
  }
});

test("parseHttpDate() is done with a megabyte at once", () => {
  for (const piece of ["A", "Sun, ", "Sunday", "Sun, 06 Nov 1994 08:49:37 ", " ", "Sun Nov "]) {
    assertQuick(() => parseHttpDate(piece.repeat(1_048_576 / piece.length), NOW));
  }
});
