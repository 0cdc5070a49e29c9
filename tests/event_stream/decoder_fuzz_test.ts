import { assertEquals, assertGreater } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { fuzzDecoder } from "../soak/fuzz_decoder.ts";

for (const seed of [1, 2, 3]) {
  test(`no message that was damaged at random is taken for a sound one, seed ${seed}`, async () => {
    const report = await fuzzDecoder(seed, 5_000);
    assertEquals([report.wronglyAccepted, report.wronglyRefused, report.first], [0, 0, undefined]);
    // The damage is worth something: some of it is only seen behind checksums that are right.
    assertGreater(report.refused, 3_000);
    assertGreater(report.sound, 500);
  });
}
