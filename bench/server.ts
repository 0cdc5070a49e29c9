/**
 * A server on loopback that answers as Lambda does.
 *
 * @module
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const ANSWER = JSON.stringify({ text: "x".repeat(1_013) });

/** Where the server is, and how to end it. */
export interface Server {
  readonly endpoint: string;
  close(): void;
}

/** Starts it. Not by `Deno.serve`, which closes the connection behind a request with a body. */
export function startServer(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "x-amzn-requestid": crypto.randomUUID(), "x-amz-executed-version": "$LATEST" });
      response.end(ANSWER);
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        endpoint: `http://127.0.0.1:${port}`,
        close() {
          server.close();
          server.closeAllConnections();
        },
      });
    })
  );
}
