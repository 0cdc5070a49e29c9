import { isRequest } from "../signing/request_draft.ts";
import type { Arrival } from "./answer_request.ts";
import { ConnectionReset } from "./inject_faults.ts";

/** What answers a request; rejects with {@linkcode ConnectionReset} where the connection is to be lost. */
type Answer = (arrival: Arrival) => Promise<Response>;

/** The other end of `answer`, as a `fetch` that never leaves the process, and heeds its signal as a real one does. */
export function fetchInProcess(answer: Answer): typeof fetch {
  return async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const { signal: asked, ...rest } = init;
    const signal = asked ?? (isRequest(input) ? input.signal : undefined);
    signal?.throwIfAborted();
    // Without the signal: an aborted caller does not make Lambda stop a function.
    const answered = answer({ request: new Request(input, rest), signal: () => signal });
    try {
      const response = await (signal ? orAbort(answered, signal) : answered);
      return signal && response.body ? withAbort(response, response.body, signal) : response;
    } catch (error) {
      // What Node.js says; the others have words of their own.
      throw error instanceof ConnectionReset ? new TypeError("fetch failed", { cause: error }) : error;
    }
  };
}

/** The same for a server: what cannot be said in a `Response` becomes one whose body breaks. */
export async function serveRequest(answer: Answer, request: Request, info: unknown): Promise<Response> {
  const { hostname } = Object(info) as { readonly hostname?: unknown };
  const server = { hostname: typeof hostname === "string" ? hostname : undefined };
  try {
    return await answer({ request, signal: () => request.signal, server });
  } catch (error) {
    if (error === request.signal?.reason) return new Response(); // nobody is there to read it
    if (!(error instanceof ConnectionReset)) throw error;
    return new Response(new ReadableStream({ pull: (controller) => controller.error(error) }));
  }
}

function orAbort(promise: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      // Nobody will read it: a function that streams hears of that.
      promise.then(({ body }) => body?.cancel(signal.reason)).catch(() => {});
    };
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function withAbort({ status, headers }: Response, body: ReadableStream<Uint8Array>, signal: AbortSignal): Response {
  const reader = body.getReader();
  let abort = () => {};
  const stop = () => signal.removeEventListener("abort", abort);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      abort = () => {
        stop();
        controller.error(signal.reason);
        reader.cancel(signal.reason).catch(() => {});
      };
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort);
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        stop();
        controller.close();
      } catch (error) {
        stop();
        controller.error(error);
      }
    },
    cancel(reason) {
      stop();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
  return new Response(stream, { status, headers });
}
