/**
 * A server that writes down what it is sent and answers as it is told: what two clients are compared by.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { concat } from "../../support/streams.ts";

/** A request as it came over the wire. */
export interface Recorded {
  readonly method: string;
  /** Path and query, exactly as they came. */
  readonly target: string;
  /** Names as they came, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What the server answers. */
export interface Reply {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text goes out as UTF-8. */
  readonly body?: string | Uint8Array;
}

/** A running server; `await using` closes it, with all its connections. */
export class Recorder implements AsyncDisposable {
  /** What came in, in its order. */
  readonly requests: Recorded[] = [];
  /** What is answered: to each request what the path and query ask for. */
  reply: Reply | ((request: Recorded) => Reply) = {};
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error) => response.destroy(error));
  });

  /** Starts one on a free port of 127.0.0.1. */
  static start(): Promise<Recorder> {
    const recorder = new Recorder();
    return new Promise((resolve) => recorder.#server.listen(0, "127.0.0.1", () => resolve(recorder)));
  }

  /** Where it listens, without a trailing slash. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Uint8Array[] = [];
    for await (const part of request) parts.push(part);
    const { method = "", url = "", rawHeaders } = request;
    const headers = Array.from(rawHeaders.keys().filter((at) => at % 2 === 0), (at): [string, string] => {
      return [rawHeaders[at]!, rawHeaders[at + 1]!];
    });
    const recorded: Recorded = { method, target: url, headers, body: concat(...parts) };
    this.requests.push(recorded);
    const { status = 200, headers: answered = {}, body } = typeof this.reply === "function"
      ? this.reply(recorded)
      : this.reply;
    // A connection for each request: none is left open when the test ends.
    response.writeHead(status, { connection: "close", ...answered } as Record<string, string>);
    response.end(body);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((done) => {
      this.#server.close(() => done());
      this.#server.closeAllConnections();
    });
  }
}
