/**
 * What is written to `console.error`.
 *
 * @module
 */

/** What a task gave, and what it wrote. */
export interface Captured<T> {
  readonly result: T;
  /** One for each call; errors with their message and their stack, and all that can be enumerated. */
  readonly lines: readonly string[];
}

/** Runs a task, and takes what it writes to `console.error`. One at a time: the console is everybody's. */
export async function captureConsole<T>(task: () => Promise<T>): Promise<Captured<T>> {
  const lines: string[] = [];
  const { error } = console;
  console.error = (...values: unknown[]) => void lines.push(values.map((value) => describe(value)).join(" "));
  try {
    return { result: await task(), lines };
  } finally {
    console.error = error;
  }
}

function describe(value: unknown, depth = 5): string {
  if (!(value instanceof Error)) return String(value);
  const cause = value.cause && depth > 0 ? describe(value.cause, depth - 1) : "";
  return `${value.name}: ${value.message} ${value.stack} ${JSON.stringify(value)} ${cause}`;
}
