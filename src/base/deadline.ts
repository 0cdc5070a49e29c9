/** Milliseconds; a longer timer would fire at once. */
const LONGEST_TIMER = 2_147_483_647;

/** What is called when a signal aborts, and the one listener on the signal that calls it. */
interface AbortCallbacks {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

/** One listener a signal, however many calls it ends: Node.js warns of a leak where there are more than ten. */
const listening = new WeakMap<AbortSignal, AbortCallbacks>();

/** Calls `callback` when the signal aborts; the function that it returns calls that off, and leaves no listener behind. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = listening.get(signal) ?? listen(signal);
  // Each caller's own, though two hand in the same function.
  const entry = () => callback();
  callbacks.add(entry);
  return () => {
    callbacks.delete(entry);
    if (callbacks.size > 0) return;
    listening.delete(signal);
    signal.removeEventListener("abort", listener);
  };
}

function listen(signal: AbortSignal): AbortCallbacks {
  const callbacks = new Set<() => void>();
  const listener = () => {
    for (const callback of [...callbacks]) callback();
  };
  const entry = { callbacks, listener };
  listening.set(signal, entry);
  signal.addEventListener("abort", listener);
  return entry;
}

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
    ignore?.();
  };
  const hasTimer = milliseconds !== undefined && milliseconds <= LONGEST_TIMER;
  const timer = hasTimer ? setTimeout(fire, milliseconds) : undefined;
  const ignore = signal ? onAbort(signal, fire) : undefined;
  return stop;
}

/**
 * Gives what `task` comes to, or `undefined` where the time is up before; rejects as soon as the signal aborts, or at once
 * where it already has. The task's own signal is then aborted, but the task is not waited for: it may be one that does
 * not heed its signal.
 */
export function within<T>(
  milliseconds: number | undefined,
  signal: AbortSignal | undefined,
  task: (signal?: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  if (!signal && milliseconds === undefined) return task();
  if (signal?.aborted) return Promise.reject(signal.reason);
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const stop = watch(signal, milliseconds, (reason) => {
      // Settled first: the task may reject at once with a reason of its own.
      if (signal?.aborted) reject(reason);
      else resolve(undefined);
      controller.abort(reason);
    });
    task(controller.signal).then(resolve, reject).finally(stop);
  });
}

/** Waits, unless the signal aborts: then it rejects with the signal's reason. */
export async function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await within(milliseconds, signal, () => new Promise<never>(() => {}));
}
