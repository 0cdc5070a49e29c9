/** Whether this is Deno, whose `fetch` and Web Crypto need ways of their own. */
export function isDeno(): boolean {
  return "Deno" in globalThis;
}
