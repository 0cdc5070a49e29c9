/** Items, some at a time: one at least. */
export type Batches<Item> = AsyncGenerator<Item[], void, undefined>;

/** Ends what gives them early. */
export type Cancel = (reason: unknown) => Promise<void>;

/**
 * A stream for `for await`: with every `lib` of TypeScript, and on every runtime. Safari, and Chrome before 124, have no
 * async iterator on `ReadableStream`.
 */
export type IterableStream<Item> = ReadableStream<Item> & AsyncIterable<Item>;

/** What is behind the streams that nobody has read from yet, for those who can do with batches. */
const untouched = new WeakMap<ReadableStream, Batches<unknown>>();

/** A stream that asks for no more than its reader asks for. */
export function toStream<Item>(batches: Batches<Item>, cancel: Cancel): IterableStream<Item> {
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
  return makeIterable(stream);
}

/** All that a stream has left, for one who reads nothing else of it: past the stream, if nobody has begun to read it. */
export function fromStream<Item>(stream: ReadableStream<Item>): [batches: Batches<Item>, cancel: Cancel] {
  const reader = stream.getReader();
  const batches = untouched.get(stream) as Batches<Item> | undefined;
  return [batches ?? oneByOne(readItems(reader)), (reason) => reader.cancel(reason)];
}

/** Gives a stream the async iterator that the runtime may lack. */
function makeIterable<Item>(stream: ReadableStream<Item>): IterableStream<Item> {
  const iterate = () => readItems(stream.getReader());
  if (!(Symbol.asyncIterator in stream)) {
    Object.defineProperty(stream, Symbol.asyncIterator, { value: iterate, configurable: true, writable: true });
  }
  return stream as IterableStream<Item>;
}

/** Reads to the end. To leave early cancels the stream, as the runtimes' own iterators do. */
async function* readItems<Item>(reader: ReadableStreamDefaultReader<Item>): AsyncGenerator<Item, void, undefined> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // A stream that has ended or failed takes no notice.
    reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

async function* oneByOne<Item>(items: AsyncIterable<Item>): Batches<Item> {
  for await (const item of items) yield [item];
}
