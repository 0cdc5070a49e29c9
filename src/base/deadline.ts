/** Milliseconds; a longer timer would fire at once. */
const LONGEST_TIMER = 2e9;

/**
 * Calls `end` once: with the signal's reason when it aborts, or with nothing after so many milliseconds. The function
 * that it returns calls it off; no timer and no listener stays behind.
 */
export function watch(
  signal: AbortSignal | null | undefined,
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

/**
 * Gives what `task` comes to, or `undefined` where the time is up before; rejects as soon as the signal aborts. The
 * task's own signal is then aborted, but the task is not waited for: it may be one that does not heed its signal.
 */
export function within<T>(
  milliseconds: number | undefined,
  signal: AbortSignal | undefined,
  task: (signal?: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  if (!signal && milliseconds === undefined) return task();
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const stop = watch(signal, milliseconds, (reason) => {
      if (reason === undefined) resolve(reason);
      else reject(reason);
      controller.abort(reason);
    });
    task(controller.signal).then(resolve, reject).finally(stop);
  });
}

/** Waits, unless the signal aborts: then it rejects with the signal's reason. */
export function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return within(milliseconds, signal, () => new Promise(() => {}));
}
