import type { Kind, Told } from "./calls.ts";
import type { Account } from "./world.ts";

/** What a run is measured by. All that is counted one by one must be zero. */
export interface Tally {
  /** Calls that never ended, answers without a run, and events that were taken on and not delivered. */
  lost: number;
  /** Calls that ran their function twice, and events that were delivered twice. */
  doubled: number;
  /** Answers that are not the function's, functions that ran though their caller was told otherwise, strange errors. */
  wrong: number;
  /** Invocations that Lambda still has on its hands, long after their callers have gone. */
  unended: number;
  /** The first of what was counted. */
  readonly firsts: string[];
  /** What callers were told, by the way of the call. */
  readonly told: Record<string, Record<string, number>>;
  /** Faults that were made. */
  faults: number;
}

/** Holds what a caller was told against what was done for it. */
export function judge(call: string, kind: Kind, told: Told | undefined, done: Account, tally: Tally): void {
  const { runs, deliveries } = done;
  const note = (count: "lost" | "doubled" | "wrong", why: string) => {
    tally[count]++;
    const line = `${count}: ${call}: ${why} (told ${told?.what}, ${runs} runs, ${deliveries} deliveries)`;
    if (tally.firsts.length < 10) tally.firsts.push(line);
  };
  if (!told) return note("lost", "it never ended");
  const { what, mayHaveRun = true, wrong } = told;
  if (wrong) return note("wrong", wrong);
  const times = kind.functionName === "event" ? deliveries : runs;
  if (times > 1 && !kind.repeats) return note("doubled", "more than once");
  if ((what === "answered" || what === "accepted") && times === 0) return note("lost", "not once");
  if (what === "dry" && times > 0) return note("wrong", "a DryRun ran");
  if (!mayHaveRun && times > 0) return note("wrong", "the caller was told that it did not run");
}
