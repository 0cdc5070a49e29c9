import { ByteBuffer } from "../base/byte_buffer.ts";
import type { Address, Answer, Listener } from "./listener.ts";
import type { IncomingMessage, NodeHttp, NodeServer, ServerResponse } from "./node_messages.ts";

/** Listens as Node.js does. */
export async function listenOnNode(http: NodeHttp, { hostname, port }: Address, answer: Answer): Promise<Listener> {
  const server = http.createServer((incoming, outgoing) => {
    // What cannot be answered is a connection that is lost.
    exchange(incoming, outgoing, (request) => answer(request, { hostname })).catch(() => outgoing.destroy());
  });
  await untilListening(server, { hostname, port });
  let settle = () => {};
  const closed = new Promise<void>((resolve) => settle = resolve);
  const close = () => {
    server.close(settle);
    server.closeAllConnections();
  };
  return { port: server.address().port, closed, close };
}

function untilListening(server: NodeServer, { hostname, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function exchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: Request) => Promise<Response>,
): Promise<void> {
  const caller = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) caller.abort();
  });
  const request = await toRequest(incoming, caller.signal);
  const response = request ? await answer(request) : new Response(null, { status: 400 });
  await writeResponse(response, outgoing);
}

/** The request as `fetch` has it; `undefined` where its host or its path are none. */
async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request | undefined> {
  const { method, url, rawHeaders, headers: { host = "" } } = incoming;
  const buffer = new ByteBuffer();
  for await (const chunk of incoming) buffer.push(chunk);
  const body = buffer.take();
  try {
    const headers = new Headers();
    for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
    const target = url.startsWith("/") ? `http://${host}${url}` : url;
    return new Request(target, { method, headers, signal, ...(body.length > 0 && { body }) });
  } catch {
    return undefined;
  }
}

/** Writes as fast as it is read; one who leaves early ends the body's source, one whose body breaks loses the connection. */
async function writeResponse({ status, headers, body }: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(status, [...headers].flat());
  const reader = body?.getReader();
  const leave = () => void reader?.cancel().catch(() => {});
  outgoing.once("close", leave);
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    if (!outgoing.write(next.value)) await untilDrained(outgoing);
  }
  outgoing.off("close", leave);
  outgoing.end();
}

function untilDrained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed) return resolve();
    const settle = () => {
      outgoing.off("drain", settle);
      outgoing.off("close", settle);
      resolve();
    };
    outgoing.once("drain", settle);
    outgoing.once("close", settle);
  });
}
