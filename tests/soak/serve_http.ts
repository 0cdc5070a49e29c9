import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { concat } from "../support/streams.ts";

/** A server on loopback that knows its connections. */
export interface HttpServer {
  readonly origin: string;
  /** Connections that are open. */
  sockets(): number;
  close(): Promise<void>;
}

/** Serves a `fetch` over HTTP; where the body of an answer breaks, so does the connection. */
export async function serveHttp(answer: (request: Request) => Promise<Response>): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing, answer).catch(() => outgoing.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => {}); // callers that go are part of it
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets: () => sockets.size,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: Request) => Promise<Response>,
): Promise<void> {
  const controller = new AbortController();
  const onGone = (end: () => void) => outgoing.once("close", () => outgoing.writableFinished || end());
  onGone(() => controller.abort(new Error("The caller has gone")));
  const parts: Uint8Array[] = [];
  for await (const part of incoming) parts.push(part);
  const { method = "GET", url = "/", headers } = incoming;
  const response = await answer(
    new Request(`http://${headers.host}${url}`, {
      method,
      headers: headers as Record<string, string>,
      ...(method !== "GET" && { body: concat(...parts) }),
      signal: controller.signal,
    }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  // At once: a connection that is lost before, Deno's fetch takes the liberty to try again.
  outgoing.flushHeaders();
  const reader = response.body?.getReader();
  const cancel = () => void reader?.cancel().catch(() => {});
  if (controller.signal.aborted) cancel();
  else onGone(cancel);
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    if (!outgoing.write(next.value)) await drained(outgoing);
  }
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once("drain", resolve);
    outgoing.once("close", resolve);
  });
}
