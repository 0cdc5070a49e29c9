/**
 * What a course comes to.
 *
 * @module
 */
import type { Course, Scenario } from "./simulate.ts";

/** What counts of a course. */
export interface Tally {
  readonly calls: number;
  readonly requests: number;
  readonly successes: number;
  /** Calls that failed for their callers: those begun in the outage, and all others. */
  readonly lostInOutage: number;
  readonly lostOutside: number;
  /** Calls whose function ran more than once. */
  readonly ranTwice: number;
  /** Calls that are said not to have run, though they did. */
  readonly wronglyDenied: number;
  /** Requests that came in during the outage, to calls begun in it. */
  readonly outageLoad: number;
  /** The most requests of a second, to the calls begun in it. */
  readonly peakLoad: number;
  /** Seconds from the outage's end until all is well for good. */
  readonly recovery: number;
  /** Requests that came in, to the calls begun, second by second. */
  readonly load: readonly number[];
  /** Calls that succeeded, of those begun in each second. */
  readonly success: readonly number[];
}

/** Well is a second in which so many calls succeed, and in which there are no more requests than this to its calls. */
const WELL_SUCCESS = .99, WELL_LOAD = 1.15;

/** Adds up. */
export function tally({ calls, arrivals }: Course, { before, outage, after }: Scenario): Tally {
  const seconds = Math.ceil((before + outage + after) / 1_000);
  const inOutage = (time: number) => time >= before && time < before + outage;
  const perSecond = (times: readonly number[]) => {
    const counts = new Array<number>(seconds).fill(0);
    for (const time of times) if (time < seconds * 1_000) counts[Math.floor(time / 1_000)]!++;
    return counts;
  };
  const begun = perSecond(calls.map(({ start }) => start));
  const succeeded = perSecond(calls.filter(({ ok }) => ok).map(({ start }) => start));
  const load = perSecond(arrivals).map((count, second) => count / begun[second]!);
  const success = succeeded.map((count, second) => count / begun[second]!);
  const isWell = (second: number) => success[second]! >= WELL_SUCCESS && load[second]! <= WELL_LOAD;
  const end = (before + outage) / 1_000;
  let well = seconds;
  while (well > end && isWell(well - 1)) well--;
  const lost = calls.filter(({ ok }) => !ok);
  const lostInOutage = lost.filter(({ start }) => inOutage(start)).length;
  return {
    calls: calls.length,
    requests: arrivals.length,
    successes: calls.length - lost.length,
    lostInOutage,
    lostOutside: lost.length - lostInOutage,
    ranTwice: calls.filter(({ runs }) => runs > 1).length,
    wronglyDenied: lost.filter(({ functionMayHaveRun, runs }) => functionMayHaveRun === false && runs > 0).length,
    outageLoad: arrivals.filter(inOutage).length / calls.filter(({ start }) => inOutage(start)).length,
    peakLoad: Math.max(...load),
    recovery: well - end,
    load,
    success,
  };
}
