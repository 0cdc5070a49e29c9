import { assertEquals, assertStringIncludes } from "../support/assert.ts";

/** Runs an example as a reader would, and gives what it printed. */
async function run(name: string): Promise<{ code: number; text: string }> {
  const script = new URL(`../../examples/${name}`, import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", script] }).output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("demo.ts shows every step and ends well", async () => {
  const { code, text } = await run("demo.ts");
  assertEquals(code, 0, text);
  for (const line of ["Hello, Ada!", "StatusCode: 202", "StatusCode: 204", "RangeError", "attempts: 2", "TRUNCATED"]) {
    assertStringIncludes(text, line);
  }
  assertStringIncludes(text, "Once upon a time a Worker");
  assertStringIncludes(text, "All as it should be");
});

Deno.test("configure_retries.ts configures, lists, takes effect and cleans up", async () => {
  const { code, text } = await run("configure_retries.ts");
  assertEquals(code, 0, text);
  for (const line of ["1 3600", "keep-failure", "Ran 2 times", "RetriesExhausted", "Back to Lambda's defaults"]) {
    assertStringIncludes(text, line);
  }
});
