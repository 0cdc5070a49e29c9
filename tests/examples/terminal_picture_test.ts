import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { terminalPicture } from "./terminal_picture.ts";

/** What a picture says, span by span: where, in which colour, what. */
function spansOf(picture: string): string[] {
  const spans = picture.matchAll(/<text x="(\d+)" y="(\d+)" fill="([^"]*)"([^>]*)>([^<]*)</g);
  return [...spans].map(([, x, y, fill, more, text]) =>
    `${x},${y} ${fill}${more!.includes("bold") ? " bold" : ""} ${text}`
  );
}

Deno.test("terminalPicture() paints as the terminal is told, line by line, and escapes", () => {
  const picture = terminalPicture(
    "\x1b[1mCall\x1b[0m\r\n  \x1b[32mok\x1b[0m a < b\n\x1b[31m\nred & over\x1b[0m\n",
    "T",
  );
  assertEquals(spansOf(picture), [
    "16,30 #e6edf3 bold Call",
    "32,49 #7ee787 ok",
    "56,49 #e6edf3 a &lt; b",
    "16,87 #ff7b72 red &amp; over",
  ]);
  assertMatch(picture, /^<svg [^>]*width="832" height="108"/);
  assertStringIncludes(picture, "<title>T</title>");
});

Deno.test("terminalPicture() continues a long line below, as terminals do", () => {
  assertEquals(spansOf(terminalPicture(`${"x".repeat(99)}\x1b[32mgreen`, "T")), [
    `16,30 #e6edf3 ${"x".repeat(99)}`,
    "808,30 #7ee787 g",
    "16,49 #7ee787 reen",
  ]);
});
