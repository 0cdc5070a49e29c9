/**
 * The server that wire tests talk to: loopback only, HTTP/1.1 over node:net, so that Deno and Node can serve it.
 *
 *     GET  /mode              { keepAlive }
 *     POST /script            a list of answers -> { id }
 *     ANY  /s/<id>/...        the next answer of that script
 *     GET  /s-requests/<id>   what came in
 *     GET  /s-fate/<id>/<n>   what became of the n-th answer
 *     POST /s-go/<id>         lets a chunk go that waits
 *
 *     POST /peer               a plan -> { id, port } of a peer of its own
 *     GET  /peer-requests/<id> what came to that one
 *     POST /peer-away/<id>     stops it
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { CORS, preflight } from "./cors.ts";
import { onRequest, type RawRequest } from "./http_socket.ts";
import type { PeerPlan } from "./peer_plan.ts";
import { RawPeer } from "./raw_peer.ts";
import { Scripted } from "./scripted.ts";

/** What a route answers. */
export interface Page {
  readonly status?: number;
  /** JSON by default. */
  readonly type?: string;
  readonly body: string;
}

/** Further routes, by exact path. */
export type Routes = Readonly<Record<string, (body: string) => Page | Promise<Page>>>;

/** A running server. */
export interface TestServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** What the server has been asked to play, and what else it answers. */
interface Stage {
  readonly scripts: Scripted[];
  readonly peers: RawPeer[];
  readonly routes: Routes;
  /** Whether a connection may bring one request after another. */
  readonly keepAlive: boolean;
}

/**
 * Starts the server on a free port of 127.0.0.1.
 *
 * By default each request comes on a fresh connection. With `keepAlive` connections stay open, so that nearly every request
 * comes on one that has brought others before, as in a program that makes many calls.
 */
export function startServer(routes: Routes = {}, keepAlive = false): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const stage: Stage = { scripts: [], peers: [], routes, keepAlive };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {}); // a client that goes away is part of the tests
    onRequest(socket, (request) => {
      if (request.method === "OPTIONS") return void socket.end(preflight(request));
      route(request, socket, stage).catch((error): Page => ({ status: 500, body: String(error) })).then((page) => {
        if (page) respond(socket, page, keepAlive);
      });
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        origin: `http://127.0.0.1:${port}`,
        close: async () => {
          await Promise.all(stage.peers.map((peer) => peer.goAway()));
          const closed = new Promise<void>((done) => server.close(() => done()));
          for (const socket of sockets) socket.destroy();
          await closed;
        },
      });
    })
  );
}

/** Answers a request; gives nothing where a script has answered it. */
async function route(request: RawRequest, socket: Socket, stage: Stage): Promise<Page | undefined> {
  const [path = "", query = ""] = request.target.split("?");
  const own = stage.routes[path];
  if (own) return await own(textOf(request));
  const [, place = "", id = "", n = "0"] = path.split("/");
  if (place === "mode") return json({ keepAlive: stage.keepAlive });
  if (place === "script") {
    const id = stage.scripts.push(new Scripted(JSON.parse(textOf(request)), stage.keepAlive)) - 1;
    return json({ id });
  }
  if (place === "peer") return json(await startPeer(request, stage.peers));
  const script = stage.scripts[Number(id)];
  switch (script && place) {
    case "s":
      return void await script!.play(request, request.target.slice(`/s/${id}`.length) || "/", socket);
    case "s-requests":
      return json(script!.requests);
    case "s-fate":
      return json(await script!.fate(Number(n), Number(query.split("=")[1] ?? 0)));
    case "s-go":
      script!.go();
      return { body: "" };
  }
  const peer = stage.peers[Number(id)];
  switch (peer && place) {
    case "peer-requests":
      return json(peer!.requests);
    case "peer-away":
      await peer!.goAway();
      return json(null);
  }
  return { status: 404, body: `nothing at ${path}` };
}

async function startPeer(request: RawRequest, peers: RawPeer[]): Promise<{ id: number; port: number }> {
  const plan: PeerPlan<string> = JSON.parse(textOf(request));
  const peer = new RawPeer({ ...plan, answer: Buffer.from(plan.answer, "base64") });
  const id = peers.push(peer) - 1;
  return { id, port: await peer.listen() };
}

function textOf({ body }: RawRequest): string {
  return Buffer.from(body).toString();
}

function json(value: unknown): Page {
  return { body: JSON.stringify(value) };
}

function respond(socket: Socket, { status = 200, body, type = "application/json" }: Page, keepAlive: boolean): void {
  const bytes = Buffer.from(body);
  const lines = [
    `HTTP/1.1 ${status} Server`,
    CORS,
    `content-type: ${type}`,
    `content-length: ${bytes.length}`,
    `connection: ${keepAlive ? "keep-alive" : "close"}`,
  ];
  socket.write(Buffer.concat([Buffer.from(lines.join("\r\n") + "\r\n\r\n"), bytes]));
  if (!keepAlive) socket.end();
}
