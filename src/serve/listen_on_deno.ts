import type { Address, Answer, Listener } from "./listener.ts";

/** What this needs of `Deno`. */
export interface DenoServe {
  serve(
    options: Address & { readonly signal: AbortSignal; readonly onListen: () => void },
    handler: (request: Request) => Promise<Response>,
  ): { readonly addr: { readonly port: number }; readonly finished: Promise<void> };
}

/** Listens as Deno does. */
export function listenOnDeno(deno: DenoServe, { hostname, port }: Address, answer: Answer): Listener {
  const controller = new AbortController();
  const options = { hostname, port, signal: controller.signal, onListen: () => {} };
  const { addr, finished } = deno.serve(options, (request) => answer(request, { hostname }));
  return { port: addr.port, closed: finished, close: () => controller.abort() };
}
