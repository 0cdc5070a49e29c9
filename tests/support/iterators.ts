/**
 * Runtimes as old as they come.
 *
 * @module
 */

/** Runs code where `ReadableStream` has no async iterator, as in Safari, and in Chrome before 124. */
export async function withoutStreamIterator(run: () => Promise<void>): Promise<void> {
  const prototype = ReadableStream.prototype as Partial<AsyncIterable<unknown>>;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, Symbol.asyncIterator);
  delete prototype[Symbol.asyncIterator];
  try {
    if (Symbol.asyncIterator in prototype) throw new Error("The iterator cannot be deleted");
    await run();
  } finally {
    if (descriptor) Object.defineProperty(prototype, Symbol.asyncIterator, descriptor);
  }
}
