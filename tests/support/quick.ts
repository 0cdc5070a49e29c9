import { assertLessOrEqual } from "./assert.ts";

/** Milliseconds: hundreds of times what it takes alone, and a fraction of what something quadratic takes. */
const QUICK = 5_000;

/**
 * Fails where a task takes long. A machine that is busy with others gets some tries: what is quadratic takes as long each
 * time.
 */
export function assertQuick(task: () => void): void {
  let best = Infinity;
  for (let tries = 0; tries < 5 && best > QUICK; tries++) {
    const start = performance.now();
    task();
    best = Math.min(best, performance.now() - start);
  }
  assertLessOrEqual(best, QUICK);
}
