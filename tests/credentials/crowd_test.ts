/**
 * A crowd whose keys run out all the time, at a vault that fails: nothing is lost, doubled or left behind.
 *
 * @module
 */
import { assertEquals, assertGreater } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";
import { drawKind, KINDS, makeCall } from "../soak/calls.ts";
import { seeded } from "../soak/random.ts";
import { judge, type Tally } from "../soak/tally.ts";
import { Vault } from "../soak/vault.ts";
import { countListeners } from "../soak/watch_process.ts";
import { makeFault, World } from "../soak/world.ts";

test(
  "Thousands of calls at once, with keys that run out and a vault that fails: each is answered or told what became of it",
  async ({ runtime }) => {
    // Chromium's Response.text() fails with "Failed to fetch", whatever the stream failed with.
    if (runtime === "chromium") throw new Skip("Response.text() does not pass on what a stream failed with");
    // Crowds come to servers.
    const isServer = runtime === "deno" || runtime.startsWith("node");
    const random = seeded(17);
    const world = await World.make();
    const vault = new Vault(seeded(23));
    const { signal, listeners } = countListeners();
    // No time limit: whatever happens must end by itself.
    const config = { ...world.lambda.config, credentials: vault.credentials, signal };
    const tally: Tally = { lost: 0, doubled: 0, wrong: 0, unended: 0, firsts: [], told: {}, faults: 0 };

    const calls = Array.from({ length: isServer ? 2_000 : 400 }, async (_, id) => {
      const kind = KINDS[drawKind(random)]!;
      const fault = makeFault(kind.functionName, random);
      if (random.chance(0.1) && fault.fault !== "stall") world.lambda.inject(kind.functionName, fault);
      return { id, kind, told: await makeCall(kind, config, id, seeded(id)) };
    });
    const made = await Promise.all(calls);
    await world.lambda.drain();

    for (const { id, kind, told } of made) judge(`call ${id}`, kind, told, world.account(id), tally);
    const { lost, doubled, wrong, firsts } = tally;
    assertEquals({ lost, doubled, wrong, firsts }, { lost: 0, doubled: 0, wrong: 0, firsts: [] });
    const answered = made.filter(({ told }) => told.what === "answered").length;
    assertGreater(answered, 50);
    assertEquals(listeners(), 0);
  },
  { timeoutMs: 180_000 },
);
