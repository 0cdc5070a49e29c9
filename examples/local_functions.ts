/**
 * Functions to try `deno task local ./examples/local_functions.ts` with.
 *
 * @module
 */
import type { FunctionContext } from "@lambda4fetch/lambda4fetch/local";

/** Answers JSON. */
export function greet({ name = "world" }: { name?: string }, context: FunctionContext): { message: string } {
  context.log("greeting", name);
  return { message: `Hello, ${name}` };
}

/** Streams an answer word by word. */
export async function* story(): AsyncGenerator<string> {
  for (const word of ["Once ", "upon ", "a ", "time"]) {
    yield word;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Answers as behind a function URL. */
export function page(): Response {
  return new Response("<h1>Hello</h1>", { headers: { "content-type": "text/html" } });
}

/** Has settings of its own: runs out of time. */
export const slow = {
  handler: (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5_000)),
  timeout: 250,
};
