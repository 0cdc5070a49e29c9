/** One contender in a process of its own, which prints what it came to: `run_one.ts <contender> <scenario as JSON>`. */
import { aws4fetch, type MakeClient, ours, sdk } from "./clients.ts";
import { type Scenario, simulate } from "./simulate.ts";
import { tally } from "./tally.ts";

/** Who takes part, by name. */
const CONTENDERS: Readonly<Record<string, () => MakeClient | Promise<MakeClient>>> = {
  "ours": () => ours(false),
  "ours, idempotent": () => ours(true),
  "SDK": sdk,
  "aws4fetch": aws4fetch,
};

const [name, json] = Deno.args;
const scenario: Scenario = JSON.parse(json!);
const makeClient = await CONTENDERS[name!]!();
console.log(JSON.stringify(tally(await simulate(scenario, makeClient), scenario)));
Deno.exit(0);
