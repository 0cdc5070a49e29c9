// The server in a Web Worker of Deno: its sockets then are none of the test's own, and Deno's leak checks stay exact.
import { startServer } from "./server.ts";

const server = await startServer();
const worker = self as unknown as { postMessage(message: string): void };
worker.postMessage(server.origin);
