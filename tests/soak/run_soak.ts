/**
 * A reliability run: calls of all kinds, many at a time, in this process and over loopback HTTP, with faults among them;
 * and at the end an account of each.
 *
 * @module
 */
import type { LambdaConfig } from "../../mod.ts";
import { sleep } from "../support/watched.ts";
import { drawKind, type Kind, KINDS, makeCall, type Told } from "./calls.ts";
import { type Random, seeded } from "./random.ts";
import { judge, type Tally } from "./tally.ts";
import { type HttpServer, serveHttp } from "./serve_http.ts";
import { countListeners, growthPerCall, measureMemory } from "./watch_process.ts";
import { makeFault, World } from "./world.ts";

/** How much is run. */
export interface SoakOptions {
  readonly count: number;
  readonly seed: number;
  /** Calls at a time. */
  readonly concurrency?: number;
  /** Hears of each round. */
  readonly onRound?: (calls: number) => void;
  /** Stands between the client and the network: for tests of this run itself. */
  readonly sabotage?: (fetch: LambdaFetch) => LambdaFetch;
}

type LambdaFetch = NonNullable<LambdaConfig["fetch"]>;

/** What came of it. */
export interface SoakReport extends Tally {
  readonly calls: number;
  readonly faults: number;
  /** What callers were told, by the way of the call. */
  readonly told: Readonly<Record<string, Readonly<Record<string, number>>>>;
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

/** Milliseconds that a call waits for an answer; a silent function costs as much. */
const TIMEOUT = 1_500;

/** Milliseconds that a round may take; calls that have not ended by then never will. */
const LONGEST_ROUND = 60_000;

/** Calls that warm everything up, before memory is looked at. */
const WARM_UP = 10_000;

/** Runs it. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const { count, seed, sabotage = (fetch) => fetch, onRound = () => {} } = options;
  const random = seeded(seed);
  const { signal, listeners } = countListeners();
  const client = Deno.createHttpClient({});
  const here = await World.make(), there = await World.make();
  const server = await serveHttp((request) => there.lambda.fetch(request));
  const overHttp: LambdaFetch = (url, init) => {
    const withClient: RequestInit & { client: Deno.HttpClient } = { ...init, client };
    return fetch(url, withClient);
  };
  const config = (way: Way["config"]) => ({ ...way, timeout: TIMEOUT, idleTimeout: TIMEOUT, signal });
  const ways: Way[] = [
    {
      name: "in process",
      world: here,
      config: config({ ...here.lambda.config, fetch: sabotage(here.lambda.config.fetch) }),
    },
    {
      name: "over HTTP",
      world: there,
      config: config({ ...there.lambda.config, endpoint: server.origin, fetch: sabotage(overHttp) }),
    },
  ];
  const state: State = {
    random,
    ways,
    tally: { lost: 0, doubled: 0, wrong: 0, unended: 0, firsts: [] },
    told: {},
    faults: 0,
  };
  const samples: [calls: number, bytes: number][] = [];
  let calls = 0;
  while (calls < count) {
    await runRound(state, calls, Math.min(ROUND, count - calls), options.concurrency ?? 64);
    calls += Math.min(ROUND, count - calls);
    onRound(calls);
    const bytes = calls > WARM_UP ? await measureMemory() : undefined;
    if (bytes) samples.push([calls, bytes]);
  }
  client.close();
  const sockets = await lastSockets(server);
  await server.close();
  const { tally, told, faults } = state;
  const growth = samples.length > 3 ? growthPerCall(samples) : undefined;
  return { ...tally, told, faults, calls, sockets, listeners: listeners(), growth };
}

/** A way to a local Lambda; each has its own, so that the faults made for one befall it. */
interface Way {
  readonly name: string;
  readonly world: World;
  readonly config: LambdaConfig;
}

interface State {
  readonly random: Random;
  readonly ways: readonly Way[];
  readonly tally: Tally;
  readonly told: Record<string, Record<string, number>>;
  faults: number;
}

interface Made {
  readonly id: number;
  readonly way: Way;
  readonly name: string;
  readonly kind: Kind;
  told?: Told;
}

/** Makes so many calls, waits for what they set going, and accounts for each. */
async function runRound(state: State, first: number, count: number, concurrency: number): Promise<void> {
  const { random, ways, tally, told } = state;
  const made: Made[] = [];
  const work = async () => {
    while (made.length < count) {
      const name = drawKind(random), kind = KINDS[name]!, way = random.pick(ways);
      if (random.chance(FAULTY)) {
        state.faults++;
        way.world.lambda.inject(kind.functionName, makeFault(kind.functionName, random));
      }
      const one: Made = { id: first + made.length, way, name, kind };
      made.push(one);
      one.told = await makeCall(kind, way.config, one.id, seeded(random.below(2 ** 32)));
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((done) => timer = setTimeout(() => done(undefined), LONGEST_ROUND));
  const all = Promise.all(Array.from({ length: concurrency }, work)).then(() =>
    Promise.all(ways.map(({ world }) => settle(world)))
  );
  const open = await Promise.race([all, late]);
  clearTimeout(timer);
  tally.unended += open?.reduce((sum, count) => sum + count, 0) ?? 0;
  for (const { id, way, name, kind, told: heard } of made) {
    judge(id, name, kind, heard, way.world.account(id), tally);
    const counts = told[way.name] ??= {};
    const what = heard?.what ?? "never ended";
    counts[what] = (counts[what] ?? 0) + 1;
  }
  for (const { world } of ways) world.clear();
}

/** Waits until all that was set going has ended, and counts what has not: callers may be gone long since. */
async function settle({ lambda }: World): Promise<number> {
  await lambda.drain();
  const open = () => lambda.invocations.filter(({ duration }) => duration === undefined).length;
  for (let n = 0; open() && n < 300; n++) await sleep(10);
  return open();
}

/** Connections that are held for good: those that are only slow to close get some time. */
async function lastSockets(server: HttpServer): Promise<number> {
  for (let n = 0; server.sockets() && n < 40; n++) await sleep(50);
  return server.sockets();
}
