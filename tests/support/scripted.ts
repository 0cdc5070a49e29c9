// The server's half of a script: takes requests, plays the answers, remembers both.
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { CORS } from "./cors.ts";
import { type RawRequest, reset, write } from "./http_socket.ts";
import type { Answer, Chunk, Fate, Received } from "./script.ts";

type Base64 = string;

interface Play {
  closed: boolean;
  sent: number;
  /** Called when `closed` may have changed. */
  wake(): void;
}

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** One script: a list of answers, and what came of them. */
export class Scripted {
  readonly requests: Received<Base64>[] = [];
  readonly #answers: Answer<Base64>[];
  readonly #plays: Play[] = [];
  readonly #keepAlive: boolean;
  #gates: (() => void)[] = [];
  #open = 0;

  /** `keepAlive` lets a connection bring one request after another. */
  constructor(answers: readonly Answer<Base64>[], keepAlive: boolean) {
    this.#keepAlive = keepAlive;
    this.#answers = answers.flatMap((answer) =>
      Array<Answer<Base64>>(Math.min(answer.times ?? 1, 10_000)).fill(answer)
    );
  }

  /** Lets the next chunk go that waits for it, or that will. */
  go(): void {
    const gate = this.#gates.shift();
    if (gate) gate();
    else this.#open++;
  }

  /** The fate of the n-th answer, as soon as the client has closed it or `waitMs` are over. */
  async fate(n: number, waitMs: number): Promise<Fate> {
    const end = Date.now() + waitMs;
    while (!this.#plays[n]?.closed && Date.now() < end) {
      await Promise.race([new Promise<void>((wake) => this.#plays[n] && (this.#plays[n].wake = wake)), sleep(25)]);
    }
    const play = this.#plays[n];
    return { closed: play?.closed ?? false, sent: play?.sent ?? 0 };
  }

  /** Answers one request. */
  async play(request: RawRequest, target: string, socket: Socket): Promise<void> {
    const n = this.requests.length;
    const body = Buffer.from(request.body).toString("base64");
    this.requests.push({ method: request.method, target, pairs: request.headers, body });
    const play: Play = { closed: false, sent: 0, wake: () => {} };
    this.#plays.push(play);
    const noteClosed = () => {
      play.closed = true;
      play.wake();
    };
    socket.once("close", noteClosed);
    const answer = this.#answers[n] ??
      { status: 400, body: Buffer.from("the script has no answer left").toString("base64") };
    if (answer.delayMs) await sleep(answer.delayMs);
    if (answer.fault?.endsWith("before headers")) return end(answer.fault, socket, noteClosed);
    await write(socket, head(answer, request.method, this.#keepAlive));
    if (request.method !== "HEAD") await this.#body(answer, socket, play);
    if (answer.fault === "endless body") await this.#endless(answer, socket, play);
    else if (answer.fault) end(answer.fault, socket, noteClosed);
    else {
      socket.off("close", noteClosed);
      if (isChunked(answer)) socket.write("0\r\n\r\n");
      const mayBeCut = answer.contentLength !== undefined;
      if (!this.#keepAlive || mayBeCut) socket.end();
    }
  }

  async #body(answer: Answer<Base64>, socket: Socket, play: Play): Promise<void> {
    for (const chunk of chunksOf(answer)) await this.#chunk(chunk, isChunked(answer), socket, play);
  }

  async #endless(answer: Answer<Base64>, socket: Socket, play: Play): Promise<void> {
    const last = chunksOf(answer).at(-1) ?? { bytes: "LgAK", delayMs: 10 };
    while (!socket.destroyed) await this.#chunk(last, isChunked(answer), socket, play);
  }

  async #chunk(chunk: Chunk<Base64>, chunked: boolean, socket: Socket, play: Play): Promise<void> {
    if (chunk.delayMs) await sleep(chunk.delayMs);
    if (chunk.untilGo) await this.#gate();
    const bytes = Buffer.from(chunk.bytes, "base64");
    if (bytes.length === 0 || socket.destroyed) return;
    await write(
      socket,
      chunked ? Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]) : bytes,
    );
    play.sent += bytes.length;
  }

  #gate(): Promise<void> {
    if (this.#open > 0) {
      this.#open--;
      return Promise.resolve();
    }
    return new Promise((done) => this.#gates.push(done));
  }
}

function end(fault: string, socket: Socket, noteClosed: () => void): void {
  if (fault.startsWith("stall")) return;
  socket.off("close", noteClosed);
  if (fault.startsWith("reset")) reset(socket);
  else socket.end();
}

function chunksOf(answer: Answer<Base64>): readonly Chunk<Base64>[] {
  return answer.chunks ?? (answer.body === undefined ? [] : [{ bytes: answer.body }]);
}

/** A body that has no announced length can only be cut recognisably if it is chunked. */
function isChunked(answer: Answer<Base64>): boolean {
  return answer.contentLength === undefined && (answer.chunks !== undefined || answer.fault !== undefined);
}

function head(answer: Answer<Base64>, method: string, keepAlive: boolean): string {
  const status = answer.status ?? 200;
  const lines = [`HTTP/1.1 ${status} Scripted`, CORS];
  // By default a fresh connection for each request. But not where the body goes wrong: after "connection: close" Node 20's
  // fetch takes a chunked body that was cut for a whole one, which AWS never makes it do.
  if (!keepAlive && !answer.fault && answer.contentLength === undefined) lines.push("connection: close");
  const headers = answer.headers ?? {};
  for (const [name, value] of Array.isArray(headers) ? headers : Object.entries(headers)) {
    lines.push(`${name}: ${value}`);
  }
  const length = answer.contentLength ?? Buffer.from(answer.body ?? "", "base64").length;
  const bodiless = status === 204 || status === 304 || method === "HEAD";
  if (isChunked(answer)) lines.push("transfer-encoding: chunked");
  else if (!bodiless || answer.contentLength !== undefined) lines.push(`content-length: ${length}`);
  return lines.join("\r\n") + "\r\n\r\n";
}
