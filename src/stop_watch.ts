/** Milliseconds; a longer timer would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Calls `end` once: with the signal's reason when it aborts, or with nothing after so many milliseconds. The function
 * that it returns calls it off; no timer and no listener stays behind.
 */
export function watch(
  signal: AbortSignal | undefined,
  milliseconds: number | undefined,
  end: (reason?: unknown) => void,
): () => void {
  const fire = () => {
    stop();
    end(signal?.reason);
  };
  const stop = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", fire);
  };
  const timer = milliseconds! <= LONGEST_TIMER ? setTimeout(fire, milliseconds) : undefined;
  signal?.addEventListener("abort", fire);
  return stop;
}

/** Waits, unless the signal aborts: then it rejects with the signal's reason. */
export function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    watch(signal, milliseconds, (reason) => reason === undefined ? resolve() : reject(reason));
  });
}
