/**
 * What a child process measures: one topic, told by name.
 *
 * @module
 */
import type { LongStream } from "../cases/memory.ts";
import { race } from "../cases/rounds.ts";
import { atOnce, racesOf, type Surroundings } from "./races.ts";

/** What a child is to do. */
export interface Job {
  readonly topic: string;
  /** How long each race may take. */
  readonly seconds: number;
  /** Where the loopback server is. */
  readonly endpoint: string;
  /** Turns that count as one, for workerd. */
  readonly turns?: number;
  /** Who reads, and what, where memory is measured. */
  readonly reader?: string;
  readonly stream?: LongStream;
}

/** What a child has measured: microseconds or bytes, by name. */
export interface Result {
  readonly group: string;
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Runs what Deno and Node can. */
export async function runTopic(
  { topic, seconds, endpoint }: Job,
  report: (result: Result) => void,
  bodies: Surroundings["bodies"],
): Promise<void> {
  for (const { group, contenders, width } of racesOf(topic, { endpoint, bodies })) {
    const crowds = Object.fromEntries(
      Object.entries(contenders).map(([name, contender]) => [name, atOnce(contender, width)]),
    );
    for (const [name, { cpu, wall }] of await race(crowds, seconds)) {
      report({ group, name, values: { cpu: cpu / width, wall: wall / width } });
    }
  }
}
