// Whatever a client or a function writes is read in time by its length: `support/http_growth.ts` measures it.
import { assert, assertEquals } from "../support/assert.ts";

Deno.test("every parser of ./http takes time by the length of what it reads", async (t) => {
  const program = new URL("support/http_growth.ts", import.meta.url).pathname;
  const args = ["run", "--no-check", "-A", program];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert(success, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  assert(lines.length > 30);
  for (const line of lines) {
    const { name, milliseconds, isLinear } = JSON.parse(line);
    await t.step(`${name}: ${milliseconds.join(", ")} ms`, () => assertEquals(isLinear, true));
  }
});
