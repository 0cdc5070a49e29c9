/**
 * Puts chance, time and listeners into a test's hands. One case runs at a time, so a global may be replaced for it.
 *
 * @module
 */

let regions = 0;

/** A region that no other case calls: retry tokens and clock offsets are shared by all calls to one. */
export function freshRegion(): string {
  return `xx-test-${++regions}`;
}

/** The timers of a run. */
export interface Timers {
  /** What they were set to, in milliseconds, in order. */
  readonly set: number[];
  /** How many have neither fired nor been called off. */
  readonly pending: number;
  /** Fires those that are pending, or those of them that were set to `ms`. */
  fire(ms?: number): void;
}

const { setTimeout: realTimeout, clearTimeout: realClear } = globalThis;

/** Milliseconds after which something that does not hold is not waited for any more, on the slowest machine. */
const LONGEST_WAIT = 30_000;

/** Waits until something holds, by timers that no stub touches. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const start = Date.now();
  while (!await holds()) {
    if (Date.now() - start > LONGEST_WAIT) throw new Error(`This never came true: ${holds}`);
    await new Promise<void>((done) => realTimeout(() => done(), 2));
  }
}

/** Lets all go on that is ready to: microtasks, and what they make ready. */
export function turn(): Promise<void> {
  return new Promise((done) => void realTimeout(() => done(), 0));
}

/** Waits until a number stands still, for so many turns that whatever is ready to change it has done so. */
export async function standstill(value: () => number): Promise<void> {
  for (let turns = 0, before = value(); turns < 10; turns++) {
    await turn();
    if (value() !== before) [turns, before] = [0, value()];
  }
}

/** Runs with `Math.random()` under control. */
export async function withRandom<T>(random: () => number, run: () => Promise<T>): Promise<T> {
  const original = Math.random;
  Math.random = random;
  try {
    return await run();
  } finally {
    Math.random = original;
  }
}

/** Runs with timers that are counted, and fire "at once" as a microtask, in "real" time, or "by hand". */
export async function withTimers<T>(
  run: (timers: Timers) => Promise<T>,
  mode: "at once" | "real" | "by hand" = "at once",
): Promise<T> {
  const pending = new Map<unknown, { readonly ms: number; readonly fire: () => void }>();
  const set: number[] = [];
  const stub = (fire: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const once = () => {
      if (pending.delete(id)) fire(...args);
    };
    const id: unknown = mode === "real" ? realTimeout(once, ms) : idleTimer();
    set.push(ms);
    pending.set(id, { ms, fire: once });
    if (mode === "at once") queueMicrotask(once);
    return id;
  };
  const stubClear = (id?: unknown) => {
    const isReal = !pending.delete(id) || mode === "real"; // or set before
    if (isReal) realClear(id as Parameters<typeof clearTimeout>[0]);
  };
  globalThis.setTimeout = stub as typeof setTimeout;
  globalThis.clearTimeout = stubClear as typeof clearTimeout;
  try {
    return await run({
      set,
      get pending() {
        return pending.size;
      },
      fire: (ms) =>
        [...pending.values()].filter((timer) => ms === undefined || timer.ms === ms).forEach(({ fire }) => fire()),
    });
  } finally {
    globalThis.setTimeout = realTimeout;
    globalThis.clearTimeout = realClear;
  }
}

/** What Node's own fetch, which sets timers too, asks of one. */
function idleTimer(): unknown {
  return { ref: () => {}, unref: () => {}, refresh: () => {} };
}

/** A signal that counts who listens to it. */
export interface CountedSignal {
  readonly signal: AbortSignal;
  readonly abort: (reason?: unknown) => void;
  /** Listeners that are on it now. */
  readonly listening: number;
  /** Listeners that ever were. */
  readonly added: number;
}

/** Makes a {@linkcode CountedSignal}; a listener that has been called counts until it is taken off. */
export function countedSignal(): CountedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  let added = 0;
  const { addEventListener, removeEventListener } = signal;
  type Args = Parameters<EventTarget["addEventListener"]>;
  Object.defineProperty(signal, "addEventListener", {
    value: (...args: Args) => {
      added++;
      listeners.add(args[1]);
      addEventListener.apply(signal, args as Parameters<AbortSignal["addEventListener"]>);
    },
  });
  Object.defineProperty(signal, "removeEventListener", {
    value: (...args: Args) => {
      listeners.delete(args[1]);
      removeEventListener.apply(signal, args as Parameters<AbortSignal["removeEventListener"]>);
    },
  });
  return {
    signal,
    abort: (reason) => controller.abort(reason),
    get listening() {
      return listeners.size;
    },
    get added() {
      return added;
    },
  };
}
