/** Items, some at a time: one at least. */
export type Batches<Item> = AsyncGenerator<Item[], void, undefined>;

/** Ends what gives them early. */
export type Cancel = (reason: unknown) => Promise<void>;

/** What is behind the streams that nobody has read from yet, for those who can do with batches. */
const untouched = new WeakMap<ReadableStream, Batches<unknown>>();

/** A stream that asks for no more than its reader asks for. */
export function toStream<Item>(batches: Batches<Item>, cancel: Cancel): ReadableStream<Item> {
  const stream = new ReadableStream<Item>({
    async pull(controller) {
      untouched.delete(stream);
      const { done, value } = await batches.next();
      if (done) return controller.close();
      for (const item of value) controller.enqueue(item);
    },
    cancel,
  }, { highWaterMark: 0 });
  untouched.set(stream, batches);
  return stream;
}

/** All that a stream has left, for one who reads nothing else of it: past the stream, if nobody has begun to read it. */
export function fromStream<Item>(stream: ReadableStream<Item>): [batches: Batches<Item>, cancel: Cancel] {
  const reader = stream.getReader();
  const batches = untouched.get(stream) as Batches<Item> | undefined;
  return [batches ?? readOneByOne(reader), (reason) => reader.cancel(reason)];
}

async function* readOneByOne<Item>(reader: ReadableStreamDefaultReader<Item>): Batches<Item> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield [value];
    }
  } finally {
    // Whoever leaves early lets the stream know.
    reader.cancel().catch(() => {});
  }
}
