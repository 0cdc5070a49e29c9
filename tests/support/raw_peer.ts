// A server of its own for each test, so that it can die: node:net and node:tls, at a port of its own.
import { Buffer } from "node:buffer";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { gzipSync } from "node:zlib";
import { CERTIFICATE, KEY } from "./certificate.ts";
import { CORS, preflight } from "./cors.ts";
import { onRequest, type RawRequest, reset } from "./http_socket.ts";
import type { PeerPlan, PeerRequest } from "./peer_plan.ts";

/** Milliseconds that "die and come back" is away. */
const ABSENCE = 10;

/** Plays one {@linkcode PeerPlan}. */
export class RawPeer {
  /** What came, but for preflights and for the requests that warmed a connection. */
  readonly requests: PeerRequest[] = [];
  readonly #plan: PeerPlan;
  readonly #answer: Buffer;
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #port = 0;
  #isOver = false;
  #state: "warming" | "ending" | "back" = "ending";

  constructor(plan: PeerPlan) {
    this.#plan = plan;
    this.#answer = Buffer.from(plan.answer);
    if (plan.warm) this.#state = "warming";
    this.#server = this.#create();
  }

  /** Listens, at the same port as before where there was one, and tells the port. */
  async listen(): Promise<number> {
    const listening = new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#port, "127.0.0.1", resolve);
    });
    await listening;
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.#port;
  }

  /** Stops listening, closes all connections, and does not come back. */
  async goAway(): Promise<void> {
    this.#isOver = true;
    await this.#die();
  }

  async #die(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #create(): Server {
    const serve = (socket: Socket) => this.#serve(socket);
    if (this.#plan.tls !== "certificate") return createServer(serve);
    const server = createTlsServer({ cert: CERTIFICATE, key: KEY }, serve);
    server.on("tlsClientError", () => {}); // is what the test is about
    return server;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {}); // a client that goes away is part of the tests
    if (this.#plan.tls === "HTTP") {
      socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
      return;
    }
    let answered = 0;
    let started: PeerRequest | undefined;
    socket.on("data", () => {
      if (started) return;
      started = { complete: false, reused: answered > 0 };
      this.requests.push(started);
    });
    onRequest(socket, (request) => {
      const entry = started!;
      started = undefined;
      const isAnswered = this.#handle(socket, request, entry);
      if (isAnswered) answered++;
    });
  }

  /** Answers well, or comes to the ending. */
  #handle(socket: Socket, { method, ...request }: RawRequest, entry: PeerRequest): boolean {
    const at = this.requests.indexOf(entry);
    if (method === "OPTIONS") {
      this.requests.splice(at, 1);
      socket.end(preflight({ method, ...request }));
      return false;
    }
    this.requests[at] = { ...entry, complete: true };
    if (this.#state === "warming" && entry.reused) this.#state = "ending";
    if (this.#state === "ending") {
      this.#end(socket);
      return false;
    }
    if (this.#state === "warming") this.requests.splice(at, 1);
    socket.write(Buffer.concat([head(this.#answer.length), this.#answer]));
    return true;
  }

  #end(socket: Socket): void {
    switch (this.#plan.ending) {
      case "close":
        socket.end();
        break;
      case "reset":
        reset(socket);
        break;
      case "die":
        this.#die();
        break;
      case "die and come back":
        this.#comeBack();
        break;
      case "cut body":
        cut(socket, this.#answer);
        break;
      case "cut gzip body":
        cut(socket, gzipSync(this.#answer), "content-encoding: gzip");
    }
  }

  async #comeBack(): Promise<void> {
    await this.#die();
    await new Promise((done) => setTimeout(done, ABSENCE));
    if (this.#isOver) return;
    this.#state = "back";
    this.#server = this.#create();
    await this.listen().catch(() => {}); // where somebody else has taken the port, it stays away
  }
}

function head(length: number, ...more: readonly string[]): Buffer {
  const lines = ["HTTP/1.1 200 OK", CORS, "connection: keep-alive", `content-length: ${length}`, ...more];
  return Buffer.from(lines.join("\r\n") + "\r\n\r\n");
}

/** Sends half of a body of which the whole was announced. */
function cut(socket: Socket, body: Buffer, ...more: readonly string[]): void {
  socket.end(Buffer.concat([head(body.length, ...more), body.subarray(0, body.length >> 1)]));
}
