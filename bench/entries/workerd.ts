/** workerd: its own `bench` command times the cases, since no clock in a worker tells CPU time. */
import type { Contender } from "../cases/rounds.ts";
import { atOnce, racesOf } from "./races.ts";
import type { Job } from "./topics.ts";

/** What workerd hands to `bench`. */
interface Bench {
  run(name: string, job: Contender, options: { minTime: string; warmup: string; samples: number }): void;
}

export default {
  bench(b: Bench, env: { JOB: string }): void {
    const { topic, seconds, endpoint, turns = 1 }: Job = JSON.parse(env.JOB);
    const passes = Math.ceil(seconds / 2);
    for (const { group, contenders, width } of racesOf(topic, { endpoint, bodies: {} })) {
      const share = seconds * 1_000 / passes / Object.keys(contenders).length;
      const options = { minTime: `${Math.round(share * .7)}ms`, warmup: `${Math.round(share * .3)}ms`, samples: 5 };
      // Many turns at a time: workerd takes off some microseconds a call, which it holds for its own.
      const rounds = Math.max(1, Math.round(turns / width));
      for (let pass = 0; pass < passes; pass++) {
        for (const [name, contender] of Object.entries(contenders)) {
          const crowd = atOnce(contender, width);
          const job = async () => {
            for (let round = 0; round < rounds; round++) await crowd();
          };
          b.run(JSON.stringify({ group, name, pass, turns: rounds * width }), job, options);
        }
      }
    }
  },
};
