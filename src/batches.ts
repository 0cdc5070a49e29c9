/** Items, some at a time. */
export type Batches<Item> = AsyncGenerator<Item[], void, undefined>;

/** A stream that asks for no more than its reader asks for. */
export function toStream<Item>(
  batches: AsyncGenerator<Item[], unknown, undefined>,
  cancel: (reason: unknown) => Promise<void>,
  onPull?: () => void,
): ReadableStream<Item> {
  return new ReadableStream({
    async pull(controller) {
      onPull?.();
      const { done, value } = await batches.next();
      if (done) return controller.close();
      for (const item of value as Item[]) controller.enqueue(item);
    },
    cancel,
  }, { highWaterMark: 0 });
}
