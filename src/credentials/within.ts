import { watch } from "../base/deadline.ts";

/**
 * Runs a task, and settles as soon as the signal aborts (with its reason) or the time is up (with what `late` gives),
 * also where the task does not heed the signal that it is handed.
 */
export function within<T>(
  milliseconds: number | undefined,
  signal: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const stop = watch(signal, milliseconds, (reason) => {
      if (reason === undefined) resolve(late());
      else reject(reason);
      controller.abort(reason);
    });
    task(controller.signal).then(resolve, reject).finally(stop);
  });
}
