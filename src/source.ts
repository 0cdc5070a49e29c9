/** Something that gives items some at a time, until there are no more. */
export interface Source<Item> {
  /** The next items, at least one; `undefined` at a good end. Rejects at a bad one, and then is closed. */
  next(): Promise<Item[] | undefined>;
  /** Ends it early. */
  cancel(reason: unknown): Promise<void>;
}

/** A stream that asks its source for no more than its reader asks for. */
export function toStream<Item>(source: Source<Item>): ReadableStream<Item> {
  return new ReadableStream({
    async pull(controller) {
      const items = await source.next();
      if (!items) return controller.close();
      for (const item of items) controller.enqueue(item);
    },
    cancel: (reason) => source.cancel(reason),
  }, { highWaterMark: 0 });
}

/** All that a source has left. */
export async function readAll<Item>(source: Source<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for (let items; (items = await source.next());) all.push(...items);
  return all;
}
