import type { Address, Answer, Listener } from "./listener.ts";

/** What this needs of `Bun`. */
export interface BunServe {
  serve(
    options: Address & { readonly idleTimeout: number; readonly fetch: (request: Request) => Promise<Response> },
  ): { readonly port: number; stop(closeActiveConnections: boolean): Promise<void> };
}

/** Listens as Bun does. */
export function listenOnBun(bun: BunServe, { hostname, port }: Address, answer: Answer): Listener {
  const server = bun.serve({
    hostname,
    port,
    idleTimeout: 0, // by default it gives a function ten seconds
    fetch: (request) => answer(request, { hostname }),
  });
  const { promise, resolve } = deferred();
  return { port: server.port, closed: promise, close: () => void server.stop(true).then(resolve, resolve) };
}

/** Node.js 20 has no `Promise.withResolvers`, and this file is read there too. */
function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => resolve = settle);
  return { promise, resolve };
}
