/**
 * What all of the frameworks tell: two pieces, of which the second waits until the first one was read.
 *
 * @module
 */
let open = () => {};
let opened = Promise.resolve();

/** Closes the gate between the pieces. */
export function closeGate(): void {
  opened = new Promise((resolve) => open = resolve);
}

/** Lets the second piece come. */
export function openGate(): void {
  open();
}

/** The pieces. */
export async function* story(): AsyncGenerator<string> {
  yield "one ";
  await opened;
  yield "two";
}

/** A story that breaks off. */
export async function* brokenStory(): AsyncGenerator<string> {
  yield "one ";
  await opened;
  throw new RangeError("It broke off");
}

/** The same as a stream of bytes, for a `Response`. */
export function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
  }, { highWaterMark: 0 });
}

/** The head of the answer at `/story`. */
export const HEAD = {
  status: 201,
  headers: { "content-type": "text/plain; charset=utf-8", "x-teller": "a framework" },
  cookies: ["a=1; Path=/", "b=2; Path=/"],
} as const;

/** The same head as a `Response` takes it. */
export function responseHead(): ResponseInit {
  const { status, headers, cookies } = HEAD;
  const list: [string, string][] = [...Object.entries(headers)];
  for (const cookie of cookies) list.push(["set-cookie", cookie]);
  return { status, headers: list };
}
