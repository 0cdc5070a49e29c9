/** A request of `node:http`. */
export interface IncomingMessage extends AsyncIterable<Uint8Array> {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly headers: { readonly host?: string };
}

/** An answer of `node:http`. */
export interface ServerResponse {
  readonly writableFinished: boolean;
  readonly destroyed: boolean;
  writeHead(status: number, headers: readonly string[]): unknown;
  /** Gives false where it wants no more for now. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  destroy(): void;
  once(event: "drain" | "close", listener: () => void): unknown;
  off(event: "drain" | "close", listener: () => void): unknown;
}

/** What this needs of `node:http`. */
export interface NodeHttp {
  createServer(listener: (request: IncomingMessage, response: ServerResponse) => void): NodeServer;
}

/** A server of `node:http`. */
export interface NodeServer {
  listen(port: number, hostname: string, listener: () => void): unknown;
  address(): { readonly port: number };
  close(listener: () => void): unknown;
  closeAllConnections(): void;
  once(event: "error", listener: (error: Error) => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
}
