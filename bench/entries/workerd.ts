/** workerd: its own `bench` command times the cases, since no clock in a worker tells CPU time. */
import { decoding, STREAMS } from "../cases/decoding.ts";
import type { Contender } from "../cases/rounds.ts";
import { signing } from "../cases/signing.ts";
import type { Job } from "./topics.ts";

/** What workerd hands to `bench`. */
interface Bench {
  run(name: string, job: Contender, options: { minTime: string; warmup: string; samples: number }): void;
}

function racesOf(topic: string): [string, Readonly<Record<string, Contender>>][] {
  if (topic === "signing") return [[topic, signing]];
  return Object.entries(STREAMS).map(([group, shape]) => [group, decoding(shape, {})]);
}

export default {
  bench(b: Bench, env: { JOB: string }): void {
    const { topic, seconds, turns = 1 }: Job = JSON.parse(env.JOB);
    const passes = Math.ceil(seconds / 2);
    for (const [group, contenders] of racesOf(topic)) {
      const share = seconds * 1_000 / passes / Object.keys(contenders).length;
      const options = { minTime: `${Math.round(share * .7)}ms`, warmup: `${Math.round(share * .3)}ms`, samples: 5 };
      for (let pass = 0; pass < passes; pass++) {
        for (const [name, contender] of Object.entries(contenders)) {
          // Many turns at a time: workerd takes off some microseconds a call, which it holds for its own.
          const job = async () => {
            for (let turn = 0; turn < turns; turn++) await contender();
          };
          b.run(JSON.stringify({ group, name, pass }), job, options);
        }
      }
    }
  },
};
