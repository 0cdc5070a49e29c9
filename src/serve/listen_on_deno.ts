import { ConnectionReset } from "../local/inject_faults.ts";
import type { Address, Answer, Listener } from "./listener.ts";

/** What this needs of `Deno`. */
export interface DenoServe {
  serve(
    options: Address & {
      readonly signal: AbortSignal;
      readonly onListen: () => void;
      readonly onError: (error: unknown) => Response;
    },
    handler: (request: Request) => Promise<Response>,
  ): { readonly addr: { readonly port: number }; readonly finished: Promise<void> };
}

/** Listens as Deno does. */
export function listenOnDeno(deno: DenoServe, { hostname, port }: Address, answer: Answer): Listener {
  const controller = new AbortController();
  const options = { hostname, port, signal: controller.signal, onListen: () => {}, onError };
  const { addr, finished } = deno.serve(options, (request) => answer(request, { hostname }));
  return { port: addr.port, closed: finished, close: () => controller.abort() };
}

/** As Deno does by default, but in silence where a fault has lost the connection, as it was asked to. */
function onError(error: unknown): Response {
  if (!(error instanceof ConnectionReset)) console.error(error);
  return new Response("Internal Server Error", { status: 500 });
}
