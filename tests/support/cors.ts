// What lets a page of another origin talk to the servers of the tests.
import type { RawRequest } from "./http_socket.ts";

/** Every answer may be read by a page of another origin. */
export const CORS = [
  "access-control-allow-origin: *",
  "access-control-expose-headers: *",
].join("\r\n");

/** The whole answer to a preflight. Echoes what the browser asks for: `*` would not allow the Authorization header. */
export function preflight(request: RawRequest): string {
  const asked = (name: string) =>
    request.headers.find(([key]) => key.toLowerCase() === `access-control-request-${name}`)?.[1];
  const lines = [
    "HTTP/1.1 204 No Content",
    CORS,
    `access-control-allow-headers: ${asked("headers") ?? "*"}`,
    `access-control-allow-methods: ${asked("method") ?? "*"}`,
    "access-control-max-age: 600",
    "connection: close",
  ];
  return lines.join("\r\n") + "\r\n\r\n";
}
