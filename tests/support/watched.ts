/**
 * Streams that tell what became of them.
 *
 * @module
 */

/** A stream of bytes, and what was asked of it. */
export interface Watched {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** How many chunks were asked for. */
  pulled: number;
  /** Whether its reader has left early. */
  cancelled: boolean;
  /** Why. */
  reason: unknown;
}

/** A stream that hands over a chunk only when it is asked for one, and then ends, falls silent, or fails. */
export function watched(
  chunks: Iterable<Uint8Array<ArrayBuffer>>,
  ending: "end" | "silence" | Error = "end",
): Watched {
  const iterator = chunks[Symbol.iterator]();
  const source: Watched = {
    pulled: 0,
    cancelled: false,
    reason: undefined,
    stream: new ReadableStream({
      pull(controller) {
        source.pulled++;
        const { done, value } = iterator.next();
        if (!done) return controller.enqueue(value);
        if (ending === "silence") return new Promise(() => {});
        if (ending === "end") controller.close();
        else controller.error(ending);
      },
      cancel(reason) {
        source.cancelled = true;
        source.reason = reason;
      },
    }, { highWaterMark: 0 }),
  };
  return source;
}

/** Waits, where time is what a test is about. For all else there are `until()` and `turn()` of stubs.ts. */
export function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
