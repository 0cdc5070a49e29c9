/**
 * What a child process measures: one topic, told by name.
 *
 * @module
 */
import { calling } from "../cases/calling.ts";
import { decoding, type MakeBody, STREAMS } from "../cases/decoding.ts";
import { race } from "../cases/rounds.ts";
import { signing } from "../cases/signing.ts";

/** What a child is to do. */
export interface Job {
  readonly topic: string;
  /** How long each race may take. */
  readonly seconds: number;
  /** Where the loopback server is. */
  readonly endpoint: string;
  /** Turns that count as one, for workerd. */
  readonly turns?: number;
  /** Who reads, and how many bytes, where memory is measured. */
  readonly reader?: string;
  readonly total?: number;
}

/** What a child has measured: microseconds or bytes, by name. */
export interface Result {
  readonly group: string;
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Runs what every runtime can. */
export async function runTopic(
  { topic, seconds, endpoint }: Job,
  report: (result: Result) => void,
  bodies: Readonly<Record<string, MakeBody>> = {},
): Promise<void> {
  const races = topic === "decoding"
    ? Object.entries(STREAMS).map(([group, shape]) => [group, decoding(shape, bodies)] as const)
    : [[topic, topic === "calling" ? await calling(endpoint) : signing] as const];
  for (const [group, contenders] of races) {
    for (const [name, best] of await race(contenders, seconds)) report({ group, name, values: { ...best } });
  }
}
