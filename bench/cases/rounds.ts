/**
 * Contenders take turns in short rounds, so that a busy machine is as unfair to one as to another; the best round counts.
 *
 * @module
 */

/** Does the job once. */
export type Contender = () => Promise<unknown>;

/** Microseconds that one turn took in the best round: of the process's CPU time, and by the clock. */
export interface Best {
  readonly cpu: number;
  readonly wall: number;
}

interface Host {
  readonly process?: { cpuUsage?(): { user: number; system: number } };
  readonly gc?: (options: { type: "minor" }) => void;
}

const host = globalThis as Host;

/** Milliseconds of a round: short enough to fall between two interruptions, long enough for the clock, whole
 * milliseconds in workerd. */
const ROUND = 30;

/** Turns of a round; more would only make the short ones wait for the long ones. */
const MOST_TURNS = 20_000;

/** Microseconds of CPU that the process has used; by the clock in workerd, which has one thread and tells no more. */
function cpuTime(): number {
  try {
    const { user, system } = host.process!.cpuUsage!();
    return user + system;
  } catch {
    return performance.now() * 1_000;
  }
}

async function time(contender: Contender, turns: number): Promise<Best> {
  host.gc?.({ type: "minor" }); // nobody pays for another's garbage; a major one would throw compiled code away
  const [cpu, wall] = [cpuTime(), performance.now()];
  for (let turn = 0; turn < turns; turn++) await contender();
  return { cpu: (cpuTime() - cpu) / turns, wall: (performance.now() - wall) * 1_000 / turns };
}

/** Turns for a round, found by running long enough for the compiler to have seen the code. */
async function warmUp(contender: Contender, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let turns = 1, round: Best;
  do {
    round = await time(contender, turns);
    turns = Math.min(Math.max(Math.round(ROUND * 1_000 / round.wall), 1), MOST_TURNS);
  } while (performance.now() < end);
  return turns;
}

/** Races contenders for some seconds. */
export async function race(
  contenders: Readonly<Record<string, Contender>>,
  seconds: number,
): Promise<[string, Best][]> {
  const names = Object.keys(contenders);
  const share = seconds * 1_000 / 4 / names.length;
  const best: Record<string, Best> = {};
  const turns: Record<string, number> = {};
  for (const name of names) turns[name] = await warmUp(contenders[name]!, share);
  const end = performance.now() + seconds * 750;
  for (let round = 0; round < 3 || performance.now() < end; round++) {
    for (const name of names) {
      const { cpu, wall } = await time(contenders[name]!, turns[name]!);
      const { cpu: leastCpu = cpu, wall: leastWall = wall } = best[name] ?? {};
      best[name] = { cpu: Math.min(cpu, leastCpu), wall: Math.min(wall, leastWall) };
    }
    names.push(names.shift()!);
  }
  return Object.entries(best);
}
