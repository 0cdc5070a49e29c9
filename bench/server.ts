/**
 * A server on loopback that answers as Lambda does.
 *
 * @module
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers";
import { CONTENT_TYPE, networkChunks } from "./cases/frames.ts";
import { SENT_IN_PIECES } from "./cases/streaming.ts";

const ANSWER = JSON.stringify({ text: "x".repeat(1_013) });

/** Sends a stream so that each of its network chunks arrives by itself. */
async function sendStream(response: ServerResponse): Promise<void> {
  response.socket!.setNoDelay(true);
  response.writeHead(200, { "content-type": CONTENT_TYPE });
  for (const chunk of networkChunks(SENT_IN_PIECES)) {
    await new Promise((resolve) => response.write(chunk, resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

/** Where the server is, and how to end it. */
export interface Server {
  readonly endpoint: string;
  close(): void;
}

/** Starts it. Not by `Deno.serve`, which closes the connection behind a request with a body. */
export function startServer(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.url!.endsWith("/response-streaming-invocations")) return void sendStream(response);
      response.writeHead(200, {
        "content-length": ANSWER.length,
        "x-amzn-requestid": crypto.randomUUID(),
        "x-amz-executed-version": "$LATEST",
      });
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
