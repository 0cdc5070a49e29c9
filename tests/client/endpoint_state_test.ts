import { invoke, isLambdaError, type LambdaConfig } from "../../mod.ts";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { always, refusal } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { freshRegion, withRandom, withTimers } from "../support/stubs.ts";

const FN = { FunctionName: "fn" };

/** Spends all tokens of an endpoint: each retry of a 429 takes 5 of 500. */
async function attemptsUntilEmpty(config: LambdaConfig): Promise<number> {
  const { config: { fetch } } = always(() => refusal(429));
  const call = { ...config, fetch, maxAttempts: Infinity };
  const error = await withTimers(() => withRandom(() => 0, () => assertRejects(() => invoke(call, FN))));
  assert(isLambdaError(error));
  return error.$metadata!.attempts;
}

const config = always(() => new Response()).config;

test("Calls to one endpoint share its tokens, however the config spells it", async () => {
  const region = freshRegion();
  assertEquals(await attemptsUntilEmpty({ ...config, region }), 101);
  const own = `https://lambda.${region}.amazonaws.com`;
  const spellings: Partial<LambdaConfig>[] = [
    {},
    { useFipsEndpoint: false, useDualstackEndpoint: false },
    { region: region.toUpperCase() },
    { endpoint: own },
    { endpoint: `${own}/`, allowInsecureEndpoint: true },
    { endpoint: `${own}:443//` },
  ];
  for (const spelling of spellings) {
    assertEquals(await attemptsUntilEmpty({ ...config, region, ...spelling }), 1, JSON.stringify(spelling));
  }
});

test("Other regions and endpoints have tokens of their own", async () => {
  const region = freshRegion();
  assertEquals(await attemptsUntilEmpty({ ...config, region }), 101);
  for (const other of [{ useFipsEndpoint: true }, { useDualstackEndpoint: true }, { endpoint: "https://h.example" }]) {
    assertEquals(await attemptsUntilEmpty({ ...config, region, ...other }), 101, JSON.stringify(other));
  }
  assertEquals(await attemptsUntilEmpty({ ...config, region: freshRegion(), endpoint: "https://h.example" }), 101);
});

test("Of many endpoints the one that was used longest ago is forgotten, and no other", async () => {
  const used = freshRegion();
  const unused = freshRegion();
  for (const region of [used, unused]) assertEquals(await attemptsUntilEmpty({ ...config, region }), 101);
  for (let n = 0; n < 200; n++) {
    await invoke({ ...config, region: freshRegion() }, FN);
    // A success would give a token back, so a refusal keeps the endpoint in use.
    const { config: refused } = always(() => refusal(404, "ResourceNotFoundException"));
    await assertRejects(() => invoke({ ...refused, region: used }, FN));
  }
  assertEquals(await attemptsUntilEmpty({ ...config, region: used }), 1);
  assertEquals(await attemptsUntilEmpty({ ...config, region: unused }), 101);
});
