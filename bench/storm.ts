/**
 * What happens beyond one machine, by simulation: thousands of isolates, each with a client of its own, call a function
 * through a service that fails for a minute and comes back. The code of the clients is the real one; time is virtual.
 *
 *     deno run -A bench/storm.ts [--quick]
 *
 * @module
 */
import { mustRun } from "../tests/runtimes/command.ts";
import { ROOT } from "./bundle.ts";
import { Figures } from "./figures.ts";
import { describeScenario, stormTable } from "./storm/report.ts";
import type { Scenario } from "./storm/simulate.ts";
import type { Tally } from "./storm/tally.ts";

/** Who takes part. */
export const CONTENDERS = ["ours", "ours, idempotent", "SDK", "aws4fetch"] as const;

/** One who takes part. */
export type Contender = typeof CONTENDERS[number];

/** A minute's outage of a function that is called 500 times a second, with room for half as many calls again. */
const STORM: Scenario = {
  isolates: 5_000,
  demand: 500,
  concurrency: 75,
  before: 20_000,
  outage: 60_000,
  after: 60_000,
  seed: 1,
};

/** A tenth of it. */
const QUICK: Scenario = { ...STORM, isolates: 500, demand: 50, concurrency: 11 };

/** What all of them came to. */
export interface Storm {
  readonly scenario: Scenario;
  readonly tallies: Readonly<Record<Contender, Tally>>;
}

/** Runs the simulation, each contender in a process of its own. */
export async function runStorm(isQuick: boolean): Promise<Storm> {
  const scenario = isQuick ? QUICK : STORM;
  const tallies: Partial<Record<Contender, Tally>> = {};
  for (const name of CONTENDERS) {
    const args = ["run", "-A", "--no-check", `${ROOT}bench/storm/run_one.ts`, name, JSON.stringify(scenario)];
    tallies[name] = JSON.parse(await mustRun(Deno.execPath(), args));
  }
  return { scenario, tallies: tallies as Record<Contender, Tally> };
}

if (import.meta.main) {
  const figures = new Figures();
  const storm = await runStorm(Deno.args.includes("--quick"));
  console.log(`${describeScenario(storm.scenario)}\n\n${stormTable(storm, figures)}`);
  for (const missed of figures.missed) console.log(`Missed: ${missed}`);
}
