import { dropHopByHop } from "./hop_by_hop.ts";
import { type EventBody, readBody } from "./read_body.ts";

/** How a request becomes an event. */
export interface EventOptions {
  /**
   * The form of the event: of function URLs and HTTP APIs (`2.0`), or of REST APIs (`1.0`).
   *
   * @default {"2.0"}
   */
  readonly payloadFormatVersion?: "1.0" | "2.0" | undefined;
  /**
   * Says what address the client has, such as `(request) => request.headers.get("cf-connecting-ip")` on Cloudflare
   * Workers, or `() => info.remoteAddr.hostname` under `Deno.serve`. No header is believed unless this function does:
   * where nothing sets it, a client may send what it likes. The event then has `0.0.0.0`.
   */
  readonly sourceIp?: ((request: Request) => string | null | undefined) | undefined;
  /**
   * How long a body may be, in bytes; a longer one is not read to its end.
   *
   * @default {6291456}
   */
  readonly maxBodyBytes?: number | undefined;
  /** The clock. */
  readonly now?: (() => Date) | undefined;
}

/** What both formats say of a request, each in its own words. */
export interface RequestParts {
  readonly method: string;
  /** As it was sent. */
  readonly path: string;
  /** As it was sent, without its `?`. */
  readonly query: string;
  /** End-to-end headers, with those that AWS's front doors set. */
  readonly headers: Headers;
  readonly body: EventBody;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** As in an access log. */
  readonly time: string;
  readonly timeEpoch: number;
  /** What both have in their `requestContext`. */
  readonly context: {
    readonly accountId: string;
    readonly apiId: string;
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly requestId: string;
    readonly stage: string;
  };
}

/** Lambda's limit for a whole event. */
const MAX_BODY_BYTES = 6_291_456;

/** Reads what an event is made of. */
export async function readRequest(request: Request, options: EventOptions): Promise<RequestParts> {
  const { payloadFormatVersion, sourceIp, maxBodyBytes = MAX_BODY_BYTES, now = () => new Date() } = options;
  const url = new URL(request.url);
  // Cut out of the text, as `url` may have another idea of how a path is written.
  const [, path, query] = /^[^:]+:\/\/[^/?#]*([^?#]*)\??([^#]*)/.exec(request.url)!;
  const address = sourceIp?.(request) || undefined;
  const headers = forwardedHeaders(request, url, address);
  const date = now();
  const [domainPrefix = ""] = url.hostname.split(".");
  return {
    method: request.method,
    path: path || "/",
    query: query!,
    headers,
    body: await readBody(request, maxBodyBytes, payloadFormatVersion === "1.0"),
    sourceIp: address ?? "0.0.0.0",
    userAgent: headers.get("user-agent") ?? "",
    time: date.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, "$1/$2/$3:$4 +0000"),
    timeEpoch: date.getTime(),
    context: {
      accountId: "anonymous",
      apiId: domainPrefix,
      domainName: url.hostname,
      domainPrefix,
      requestId: crypto.randomUUID(),
      stage: "$default",
    },
  };
}

/** The client's headers, without those that a client could lie with to a function that trusts its front door. */
function forwardedHeaders(request: Request, url: URL, address: string | undefined): Headers {
  const headers = new Headers(request.headers);
  dropHopByHop(headers);
  headers.set("host", url.host);
  headers.set("x-forwarded-proto", url.protocol.slice(0, -1));
  headers.set("x-forwarded-port", url.port || (url.protocol === "http:" ? "80" : "443"));
  if (address) headers.set("x-forwarded-for", address);
  else headers.delete("x-forwarded-for");
  return headers;
}
