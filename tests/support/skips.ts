/**
 * What was left out, and why.
 *
 * @module
 */

/** Says it: among the last lines of `deno task test`, which names a file to collect it in, and at once elsewhere. */
export function noteSkip(what: string): void {
  const file = Deno.env.get("TEST_SKIPS");
  if (file === undefined) console.log(`skipped: ${what}`);
  else Deno.writeTextFileSync(file, `${what}\n`, { append: true });
}
