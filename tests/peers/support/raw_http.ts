/**
 * A client that shows what is on the wire: no redirect is followed, nothing is decompressed, no header is added but `Host`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { Agent, request } from "node:http";

/** A request. */
export interface RawRequest {
  readonly method?: string;
  /** Path and query, as they are sent. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** An answer. */
export interface RawResponse {
  readonly status: number;
  /** Names in small letters. A header that came several times is joined by commas, cookies by line breaks. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends a request on a connection of its own. */
export function sendRaw(
  origin: string,
  { method = "GET", path, headers = {}, body }: RawRequest,
): Promise<RawResponse> {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: false });
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path, headers }, async (response) => {
      const chunks: Uint8Array[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch (error) {
        return reject(error);
      }
      resolve({
        status: response.statusCode ?? 0,
        headers: joinHeaders(response.rawHeaders),
        body: new Uint8Array(Buffer.concat(chunks)),
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function joinHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    const before = headers[name];
    const value = raw[at + 1]!;
    headers[name] = before === undefined ? value : `${before}${name === "set-cookie" ? "\n" : ", "}${value}`;
  }
  return headers;
}
