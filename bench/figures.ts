/**
 * All that was measured, by topic, runtime and name, and how it compares.
 *
 * @module
 */
import type { Runtime } from "./children.ts";

/** One figure: microseconds, milliseconds or bytes. */
export interface Figure {
  readonly topic: string;
  readonly runtime: Runtime | "";
  readonly name: string;
  /** What it is of, such as the clock's time; CPU time, or the only one that there is, where nothing is said. */
  readonly kind: string;
  readonly value: number;
}

/** A limit that a ratio or a figure is to keep. */
export interface Target {
  readonly most?: number;
  readonly least?: number;
}

/** A goal, and what came of it. */
export interface Goal {
  readonly what: string;
  readonly text: string;
  readonly limit: string;
  readonly isMissed: boolean;
}

/** The figures of one run. */
export class Figures {
  /** In the order in which they were measured. */
  readonly all: Figure[] = [];
  /** All that was judged. */
  readonly goals: Goal[] = [];

  /** Adds a figure. */
  add(topic: string, runtime: Runtime | "", name: string, value: number, kind = "cpu"): void {
    this.all.push({ topic, runtime, name, kind, value });
  }

  /** The least figure of that name: what the AWS SDK is fed with has several. */
  get(topic: string, runtime: Runtime | "", name: string, kind = "cpu"): number {
    const found = this.all.filter((one) =>
      one.topic === topic && one.runtime === runtime && one.kind === kind &&
      (one.name === name || one.name.startsWith(`${name} fed with `))
    );
    return Math.min(...found.map(({ value }) => value)); // Infinity where there is none
  }

  /** What missed its target. */
  get missed(): string[] {
    return this.goals.filter(({ isMissed }) => isMissed).map(({ what, text, limit }) =>
      `${what} is ${text}, to be ${limit}`
    );
  }

  /** Writes a number down beside its target, and remembers how that went. */
  judge(what: string, value: number, text: string, { most, least }: Target = {}): string {
    if (most === undefined && least === undefined) return text;
    const isMissed = !(value <= (most ?? Infinity) && value >= (least ?? -Infinity));
    const limit = most === undefined ? `≥ ${least}` : `≤ ${most}`;
    this.goals.push({ what, text, limit, isMissed });
    return `${isMissed ? `**${text}**` : text} (${limit})`;
  }
}

/** Two digits, or more where there are more before the point. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value.toLocaleString("en-US", value < 100 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 });
}

/** A ratio, to two places. */
export function times(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(2)} ×` : "–";
}
