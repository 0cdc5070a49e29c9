import { encodeBase64, encodeText } from "../base/encoding.ts";
import type { ErrorDocument } from "./error_document.ts";

/** Bytes that `LogType: "Tail"` brings along. */
const TAIL_BYTES = 4_096;

/** The log of one run, in the lines of AWS's Node.js runtime. */
export class ExecutionLog {
  readonly #requestId: string;
  readonly #now: () => Date;
  #text = "";

  constructor(requestId: string, version: string, now: () => Date) {
    this.#requestId = requestId;
    this.#now = now;
    this.#write(`START RequestId: ${requestId} Version: ${version}`);
  }

  /** A line that the function writes. */
  info(...values: readonly unknown[]): void {
    this.#line("INFO", values.map(show).join(" "));
  }

  /** A line in which the runtime warns. */
  warn(message: string): void {
    this.#line("WARN", message);
  }

  /** The line of an error that nobody caught; what the payload calls `trace` is `stack` here. */
  error({ trace, ...document }: ErrorDocument): void {
    this.#line("ERROR", `Invoke Error \t${JSON.stringify({ ...document, stack: trace })}`);
  }

  /** The line of a run whose time is up. */
  timedOut(message: string): void {
    this.#write(`${this.#now().toISOString()} ${message}\n`);
  }

  /** The lines that close the log. */
  end(milliseconds: number, memorySize: number): void {
    this.#write(`END RequestId: ${this.#requestId}`);
    this.#write(
      `REPORT RequestId: ${this.#requestId}\tDuration: ${milliseconds.toFixed(2)} ms\t` +
        `Billed Duration: ${Math.max(1, Math.ceil(milliseconds))} ms\t` +
        `Memory Size: ${memorySize} MB\tMax Memory Used: ${memorySize} MB\t`,
    );
  }

  /** The end of the log. */
  get text(): string {
    return this.#text;
  }

  /** The end of the log, as AWS sends it. */
  tail(): string {
    return encodeBase64(encodeText(this.#text).subarray(-TAIL_BYTES));
  }

  #line(level: string, message: string): void {
    this.#write(`${this.#now().toISOString()}\t${this.#requestId}\t${level}\t${message}`);
  }

  #write(line: string): void {
    // No more is ever asked for; a character has one byte at least.
    this.#text = (this.#text + line + "\n").slice(-TAIL_BYTES);
  }
}

function show(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack ?? String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value); // a circle or a bigint
  }
}
