/**
 * The server that wire tests talk to: loopback only, HTTP/1.1 over node:net, so that Deno and Node can serve it.
 *
 *     POST /script            a list of answers -> { id }
 *     ANY  /s/<id>/...        the next answer of that script
 *     GET  /s-requests/<id>   what came in
 *     GET  /s-fate/<id>/<n>   what became of the n-th answer
 *     POST /s-go/<id>         lets a chunk go that waits
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { onRequest, type RawRequest } from "./http_socket.ts";
import { CORS, Scripted } from "./scripted.ts";

/** What a further route answers. */
export interface Page {
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

/** Starts the server on a free port of 127.0.0.1. */
export function startServer(routes: Routes = {}): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const scripts: Scripted[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {}); // a client that goes away is part of the tests
    onRequest(socket, (request) => {
      route(request, socket, scripts, routes).catch((error) => respond(socket, 500, String(error)));
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        origin: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            for (const socket of sockets) socket.destroy();
          }),
      });
    })
  );
}

async function route(request: RawRequest, socket: Socket, scripts: Scripted[], routes: Routes): Promise<void> {
  if (request.method === "OPTIONS") return preflight(request, socket);
  const path = request.target.split("?")[0] ?? "";
  const [, place = "", id = "", n = "0"] = path.split("/");
  const text = () => Buffer.from(request.body).toString();
  if (place === "script") {
    scripts.push(new Scripted(JSON.parse(text())));
    return respond(socket, 200, JSON.stringify({ id: scripts.length - 1 }));
  }
  const own = routes[path];
  if (own) {
    const page = await own(text());
    return respond(socket, 200, page.body, page.type);
  }
  const script = scripts[Number(id)];
  if (!script) return respond(socket, 404, `nothing at ${path}`);
  switch (place) {
    case "s":
      return await script.play(request, request.target.slice(`/s/${id}`.length) || "/", socket);
    case "s-requests":
      return respond(socket, 200, JSON.stringify(script.requests));
    case "s-fate":
      return respond(
        socket,
        200,
        JSON.stringify(await script.fate(Number(n), Number(request.target.split("=")[1] ?? 0))),
      );
    case "s-go":
      script.go();
      return respond(socket, 200, "");
    default:
      return respond(socket, 404, `nothing at ${path}`);
  }
}

/** Echoes what the browser asks for: `*` would not allow the Authorization header. */
function preflight(request: RawRequest, socket: Socket): void {
  const asked = (name: string) =>
    request.headers.find(([key]) => key.toLowerCase() === `access-control-request-${name}`)?.[1];
  socket.end(
    `HTTP/1.1 204 No Content\r\n${CORS}\r\naccess-control-allow-headers: ${asked("headers") ?? "*"}\r\n` +
      `access-control-allow-methods: ${
        asked("method") ?? "*"
      }\r\naccess-control-max-age: 600\r\nconnection: close\r\n\r\n`,
  );
}

function respond(socket: Socket, status: number, body: string, type = "application/json"): void {
  const bytes = Buffer.from(body);
  socket.write(
    `HTTP/1.1 ${status} Server\r\n${CORS}\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\nconnection: close\r\n\r\n`,
  );
  socket.end(bytes);
}
