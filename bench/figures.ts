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
  readonly value: number;
}

/** A limit that a ratio or a figure is to keep. */
export interface Target {
  readonly most?: number;
  readonly least?: number;
}

/** The figures of one run. */
export class Figures {
  /** In the order in which they were measured. */
  readonly all: Figure[] = [];
  /** What missed its target. */
  readonly missed: string[] = [];

  /** Adds a figure. */
  add(topic: string, runtime: Runtime | "", name: string, value: number): void {
    this.all.push({ topic, runtime, name, value });
  }

  /** The least figure of that name: what the AWS SDK is fed with has several. */
  get(topic: string, runtime: Runtime | "", name: string): number {
    const found = this.all.filter((one) =>
      one.topic === topic && one.runtime === runtime && (one.name === name || one.name.startsWith(`${name}, `))
    );
    return Math.min(...found.map(({ value }) => value)); // Infinity where there is none
  }

  /** Writes a number down beside its target, and remembers it where it misses that. */
  judge(what: string, value: number, text: string, { most, least }: Target = {}): string {
    if (most === undefined && least === undefined) return text;
    const missed = value > (most ?? Infinity) || value < (least ?? -Infinity);
    const limit = most === undefined ? `≥ ${least}` : `≤ ${most}`;
    if (missed) this.missed.push(`${what} is ${text}, to be ${limit}`);
    return `${missed ? `**${text}**` : text} (${limit})`;
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
