/** workerd: its own `bench` command times the cases, since no clock in a worker tells CPU time. */
import { decoding, STREAMS } from "../cases/decoding.ts";
import type { Contender } from "../cases/rounds.ts";
import { signing } from "../cases/signing.ts";
import type { Job } from "./topics.ts";

/** What workerd hands to `bench`. */
interface Bench {
  run(name: string, contender: Contender, options: { minTime: string }): void;
}

function groups(topic: string): (readonly [string, Readonly<Record<string, Contender>>])[] {
  if (topic === "signing") return [[topic, signing]];
  return Object.entries(STREAMS).map(([group, shape]) => [group, decoding(shape, {})]);
}

export default {
  bench(b: Bench, env: { JOB: string }): void {
    const { topic, seconds }: Job = JSON.parse(env.JOB);
    for (const [group, contenders] of groups(topic)) {
      const minTime = `${Math.round(seconds * 1_000 / Object.keys(contenders).length)}ms`;
      for (const [name, contender] of Object.entries(contenders)) b.run(`${group}: ${name}`, contender, { minTime });
    }
  },
};
