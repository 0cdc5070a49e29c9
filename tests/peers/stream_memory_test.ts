/**
 * What a frame takes in memory that comes in small network chunks: in processes of their own, garbage collected on the way.
 *
 * @module
 */
import { assertEquals, assertGreaterOrEqual, assertLess } from "../support/assert.ts";
import { test } from "../support/harness.ts";

/** Bytes of a frame and of a network chunk, and what the process may grow by: a fraction of what it did with kept chunks. */
const CASES = [
  { payload: 8_000, chunk: 1, most: 60_000_000 },
  { payload: 20_000, chunk: 1, most: 60_000_000 },
  { payload: 6_000_000, chunk: 1_460, most: 60_000_000 },
] as const;

const SCRIPT = new URL("./support/read_large_frame.ts", import.meta.url).pathname;

for (const { payload, chunk, most } of CASES) {
  for (const way of ["readPayload", "payloadStream"] as const) {
    test(`${way} of a frame of ${payload} bytes in chunks of ${chunk} takes less than ${most} bytes`, async () => {
      const args = ["run", "-A", "--no-check", "--v8-flags=--expose-gc", SCRIPT, way, `${payload}`, `${chunk}`];
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
      const { length, chunks, growth } = JSON.parse(new TextDecoder().decode(stdout));
      assertEquals(length, payload);
      assertGreaterOrEqual(chunks, payload / chunk); // or the chunks are not those that were to be tested
      assertLess(growth, most);
    });
  }
}
