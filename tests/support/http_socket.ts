// Just enough HTTP/1.1 over node:net. node:http would hide what these tests are about: the raw target, half an answer,
// a reset in the middle of a chunk.
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";

/** One request as it stood on the wire. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** Calls `handle` for each request that `socket` brings; a connection may bring several. */
export function onRequest(socket: Socket, handle: (request: RawRequest) => void): void {
  let parts: Buffer[] = [];
  let length = 0;
  let wanted = 0;
  socket.on("data", (data: Buffer) => {
    parts.push(data);
    length += data.length;
    while (length > 0 && length >= wanted) {
      const bytes = Buffer.concat(parts);
      const read = readRequest(bytes);
      if (typeof read === "number") {
        parts = [bytes];
        wanted = read;
        return;
      }
      const rest = bytes.subarray(read.end);
      parts = [rest];
      length = rest.length;
      wanted = 0;
      handle(read.request);
    }
  });
}

/** The request at the start of `bytes`, or how many bytes there must be before another look is worth it. */
function readRequest(bytes: Buffer): { request: RawRequest; end: number } | number {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return bytes.length + 1;
  const [first = "", ...lines] = bytes.toString("latin1", 0, headEnd).split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const header = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const start = headEnd + 4;
  if (header("transfer-encoding") !== undefined) {
    const chunked = readChunked(bytes, start);
    if (chunked === undefined) return bytes.length + 1;
    return { request: { method, target, headers, body: chunked.body }, end: chunked.end };
  }
  const end = start + Number(header("content-length") ?? 0);
  if (bytes.length < end) return end;
  return { request: { method, target, headers, body: bytes.subarray(start, end) }, end };
}

function readChunked(bytes: Buffer, start: number): { body: Buffer; end: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = start;;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const size = parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(parts), end: next };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

/** Writes, and waits until the bytes have left: so a slow reader slows the writer. */
export function write(socket: Socket, bytes: Uint8Array | string): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  return new Promise((done) => {
    socket.once("close", done); // a callback that never comes must not hang the script
    socket.write(bytes, () => {
      socket.off("close", done);
      done();
    });
  });
}

/** Ends a connection the rough way: RST where the runtime can, a plain close where not. */
export function reset(socket: Socket): void {
  if (typeof socket.resetAndDestroy === "function") socket.resetAndDestroy();
  else socket.destroy();
}
