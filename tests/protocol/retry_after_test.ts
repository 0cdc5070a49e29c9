import { parseRetryAfter } from "../../src/protocol/retry_after.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { assertQuick } from "../support/quick.ts";

const NOW = Date.UTC(2026, 2, 1, 12);

/** What an answer may say, and the seconds that it asks to wait. */
const ASKED: readonly (readonly [headers: Readonly<Record<string, string>>, seconds: number | undefined])[] = [
  [{}, undefined],
  [{ "retry-after": "7" }, 7],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "0.25" }, 0.25],
  [{ "retry-after": "4, 9" }, 4],
  [{ "retry-after": "5, Sun, 01 Mar 2026 12:00:02 GMT" }, 5],
  [{ "retry-after": "Sun, 01 Mar 2026 12:00:07 GMT" }, 7],
  [{ "retry-after": "Sunday, 01-Mar-26 12:00:07 GMT" }, 7],
  [{ "retry-after": "Sun Mar  1 12:00:07 2026" }, 7],
  [{ "retry-after": "Sun, 01 Mar 2026 12:00:02 GMT, 5" }, 2],
  [{ "retry-after": "Sun, 01 Mar 2026 12:00:00 GMT" }, 0],
  [{ "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, undefined],
  [{ "x-amz-retry-after": "1500" }, 1.5],
  [{ "retry-after": "2", "x-amz-retry-after": "9000" }, 2],
  [{ "retry-after": "soon", "x-amz-retry-after": "9000" }, 9],
  [{ "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT", "x-amz-retry-after": "9000" }, 9],
  ...["", "later", "-5", "-0.1", "Infinity", "-Infinity", "NaN", "1e3", "0x10", "7s", "+7", "7 seconds", "7;8", "."]
    .flatMap((text) => [[{ "retry-after": text }, undefined], [{ "x-amz-retry-after": text }, undefined]] as const),
  [{ "retry-after": "9".repeat(30) }, 1e30],
  [{ "retry-after": "9".repeat(400) }, undefined],
];

for (const [headers, seconds] of ASKED) {
  test(`parseRetryAfter() reads ${JSON.stringify(headers).slice(0, 80)}`, () => {
    assertEquals(parseRetryAfter(new Headers(headers), NOW), seconds);
  });
}

test("parseRetryAfter() is done with long headers at once", () => {
  for (const piece of ["9", "9.", "Sun, ", "9 ", ", "]) {
    const headers = new Headers({ "retry-after": piece.repeat(30_000), "x-amz-retry-after": piece.repeat(30_000) });
    assertQuick(() => parseRetryAfter(headers, NOW));
  }
});
