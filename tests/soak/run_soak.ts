/**
 * A reliability run: calls of all kinds, many at a time, in this process and over loopback HTTP, with faults among them;
 * and at the end an account of each.
 *
 * @module
 */
import { sleep } from "../support/watched.ts";
import { drawKind, type Kind, KINDS, makeCall, type Told } from "./calls.ts";
import { type Random, seeded } from "./random.ts";
import { judge, type Tally } from "./tally.ts";
import { countListeners, growthPerCall, measureMemory } from "./watch_process.ts";
import { openWays, type Sabotage, type Way } from "./ways.ts";
import { makeFault, type World } from "./world.ts";

/** How much is run. */
export interface SoakOptions {
  readonly count: number;
  readonly seed: number;
  /** Calls at a time. */
  readonly concurrency?: number;
  /** Milliseconds that a call waits for an answer; a silent function costs as much. */
  readonly timeout?: number;
  /** Hears of each round. */
  readonly onRound?: (calls: number) => void;
  /** Stands between the client and the network: for tests of this run itself. */
  readonly sabotage?: Sabotage;
}

/** What came of it. */
export interface SoakReport extends Tally {
  readonly calls: number;
  /** Requests for credentials that went wrong. */
  readonly credentialFaults: number;
  /** Connections that are still open when all is over. */
  readonly sockets: number;
  /** Listeners that are still on the signal that all calls shared. */
  readonly listeners: number;
  /** Bytes by which memory grew for each call; `undefined` where it cannot be measured, or too little was run. */
  readonly growth: number | undefined;
}

/** Calls after which everything is accounted for. */
const ROUND = 5_000;

/** Of all calls, those that a fault is made for. */
const FAULTY = 0.12;

/** Milliseconds that a round may take; calls that have not ended by then never will. */
const LONGEST_ROUND = 60_000;

/** Calls that warm everything up, before memory is looked at. */
const WARM_UP = 10_000;

/** Runs it. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const { count, seed, concurrency = 64, timeout = 1_500, onRound, sabotage } = options;
  const random = seeded(seed);
  const { signal, listeners } = countListeners();
  const { ways, close } = await openWays({ signal, timeout, random: seeded(seed ^ 0x5eed), sabotage });
  const tally: Tally = { lost: 0, doubled: 0, wrong: 0, unended: 0, firsts: [], told: {}, faults: 0 };
  const samples: [calls: number, bytes: number][] = [];
  let calls = 0;
  while (calls < count) {
    const size = Math.min(ROUND, count - calls);
    await runRound({ ways, random, tally, first: calls, size, concurrency });
    calls += size;
    onRound?.(calls);
    const bytes = calls > WARM_UP ? await measureMemory() : undefined;
    if (bytes) samples.push([calls, bytes]);
  }
  const credentialFaults = ways.reduce((sum, { vault }) => sum + vault.faults, 0);
  const growth = samples.length > 3 ? growthPerCall(samples) : undefined;
  return { ...tally, calls, credentialFaults, sockets: await close(), listeners: listeners(), growth };
}

/** A part of a run. */
interface Round {
  readonly ways: readonly Way[];
  readonly random: Random;
  readonly tally: Tally;
  /** The id of its first call. */
  readonly first: number;
  readonly size: number;
  readonly concurrency: number;
}

/** A call on its way, or back. */
interface Made {
  readonly id: number;
  readonly way: Way;
  readonly name: string;
  readonly kind: Kind;
  told?: Told;
}

/** Makes so many calls, waits for what they set going, and accounts for each. */
async function runRound(round: Round): Promise<void> {
  const { ways, tally, concurrency } = round;
  const made: Made[] = [];
  const work = async () => {
    while (made.length < round.size) await makeOne(round, made);
  };
  const ended = Promise.all(Array.from({ length: concurrency }, work))
    .then(() => Promise.all(ways.map(({ world }) => settle(world))));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((done) => timer = setTimeout(() => done(undefined), LONGEST_ROUND));
  const left = await Promise.race([ended, late]);
  clearTimeout(timer);
  tally.unended += left?.reduce((sum, count) => sum + count, 0) ?? 0;
  for (const { id, way, name, kind, told } of made) {
    judge(`call ${id}, ${name}, ${way.name}`, kind, told, way.world.account(id), tally);
    const counts = tally.told[way.name] ??= {};
    const what = told?.what ?? "never ended";
    counts[what] = (counts[what] ?? 0) + 1;
  }
  for (const { world } of ways) world.clear();
}

/** Draws a call and perhaps a fault for it, all before it begins: so the same seed draws the same. */
async function makeOne({ ways, random, tally, first }: Round, made: Made[]): Promise<void> {
  const name = drawKind(random), kind = KINDS[name]!, way = random.pick(ways), own = seeded(random.below(2 ** 32));
  if (random.chance(FAULTY)) {
    tally.faults++;
    way.world.lambda.inject(kind.functionName, makeFault(kind.functionName, random));
  }
  const one: Made = { id: first + made.length, way, name, kind };
  made.push(one);
  one.told = await makeCall(kind, way.config, one.id, own);
}

/** Waits until all that was set going has ended, and counts what has not: callers may be gone long since. */
async function settle({ lambda }: World): Promise<number> {
  await lambda.drain();
  const open = () => lambda.invocations.filter(({ duration }) => duration === undefined).length;
  for (let n = 0; open() && n < 200; n++) await sleep(10);
  return open();
}
