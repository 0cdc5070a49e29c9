/**
 * What a run may leave behind in its process: listeners and memory.
 *
 * @module
 */

/** A signal that is handed to all calls and never aborts, and the listeners that are on it. */
export function countListeners(): { signal: AbortSignal; listeners: () => number } {
  const { signal } = new AbortController();
  const found = new Set<unknown>();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (type: string, listener: never, options?: never) => {
    found.add(listener);
    addEventListener.call(signal, type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: never, options?: never) => {
    found.delete(listener);
    removeEventListener.call(signal, type, listener, options);
  };
  return { signal, listeners: () => found.size };
}

/** Memory in bytes once all garbage is gone; `undefined` where it cannot be collected on request. */
export async function measureMemory(): Promise<number | undefined> {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) return undefined;
  for (let n = 0; n < 3; n++) {
    gc();
    await new Promise((done) => setTimeout(done, 5));
  }
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

/** Bytes by which memory grew for each call: the slope of the line through what was measured. */
export function growthPerCall(samples: readonly (readonly [calls: number, bytes: number])[]): number {
  const mean = (at: 0 | 1) => samples.reduce((sum, sample) => sum + sample[at], 0) / samples.length;
  const [calls, bytes] = [mean(0), mean(1)];
  let above = 0, below = 0;
  for (const sample of samples) {
    above += (sample[0] - calls) * (sample[1] - bytes);
    below += (sample[0] - calls) ** 2;
  }
  return below && above / below;
}
