/**
 * Thousands of isolates call one function, which is out of order for a while.
 *
 * @module
 */
import type { MakeClient } from "./clients.ts";
import { Service } from "./service.ts";
import { chance, installClock, installSyncCrypto, runClock, sleep } from "./virtual_time.ts";

/** What is simulated. */
export interface Scenario {
  readonly isolates: number;
  /** Calls a second, of all isolates. */
  readonly demand: number;
  /** Invocations that run at once at most. */
  readonly concurrency: number;
  /** Milliseconds before, during and after the outage. */
  readonly before: number;
  readonly outage: number;
  readonly after: number;
  readonly seed: number;
}

/** A call, as its caller has seen it; milliseconds from the start. */
export interface CallRecord {
  readonly start: number;
  readonly end: number;
  readonly ok: boolean;
  /** How often it ran. */
  readonly runs: number;
  /** What its error says, where that says anything. */
  readonly functionMayHaveRun?: boolean | undefined;
}

/** All that happened. */
export interface Course {
  readonly calls: readonly CallRecord[];
  /** When requests came in; milliseconds from the start. */
  readonly arrivals: readonly number[];
}

const START = Date.UTC(2026, 0, 1);

/** How many isolates have a clock that AWS does not accept, and how far it is ahead. */
const WRONG_CLOCKS = .02, WRONG_BY = 600_000;

/** Runs a scenario. Everything else in this process stands still from now on: one process for each. */
export async function simulate(scenario: Scenario, makeClient: MakeClient): Promise<Course> {
  const { isolates, demand, concurrency, before, outage, after, seed } = scenario;
  await makeClient(idle(), 0)("warm-up").catch(() => {}); // loads what is loaded once a process
  installSyncCrypto();
  Math.random = chance(seed);
  const random = chance(seed + 1);
  const clock = installClock(START);
  const from = START + before;
  const service = new Service({
    concurrency,
    duration: 100,
    latency: 10,
    outage: [from, from + outage],
    random: chance(seed + 2),
  });
  const clients = Array.from({ length: isolates }, () => {
    return makeClient(service, random() < WRONG_CLOCKS ? WRONG_BY : 0);
  });
  const calls: Omit<CallRecord, "runs">[] = [];

  async function call(id: number): Promise<void> {
    const start = Date.now() - START;
    const record = (ok: boolean, functionMayHaveRun?: boolean) => {
      calls[id] = { start, end: Date.now() - START, ok, functionMayHaveRun };
    };
    try {
      await clients[pickIsolate(random(), isolates)]!(`${id}`);
      record(true);
    } catch (error) {
      record(false, (error as { functionMayHaveRun?: boolean }).functionMayHaveRun);
    }
  }

  /** Calls come by chance, whatever became of those before. */
  async function demandCalls(): Promise<void> {
    const end = START + before + outage + after;
    let next = START;
    for (let id = 0; next < end; id++) {
      if (next > Date.now()) await sleep(next - Date.now());
      call(id);
      next += -Math.log(1 - random()) * 1_000 / demand;
    }
  }

  demandCalls();
  await runClock(clock);
  return {
    calls: calls.map((record, id) => ({ ...record, runs: service.runs.get(`${id}`) ?? 0 })),
    arrivals: service.arrivals.map((time) => time - START),
  };
}

/** Some isolates are called more than others: the busiest tenth gets a third of the calls. */
function pickIsolate(random: number, isolates: number): number {
  return Math.floor(random ** 2 * isolates);
}

/** Answers at once, in real time. */
function idle(): Service {
  const service = { handle: () => Promise.resolve({ status: 200, headers: {}, body: "{}" }) };
  return service as unknown as Service;
}
