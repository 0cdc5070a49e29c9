import { type EventBody, toEventBody } from "./event_body.ts";
import { eventHeaders, readTrusted, type TrustOptions } from "./event_headers.ts";
import { readRequestBody } from "./read_request_body.ts";
import { cutUrl } from "./request_url.ts";

/**
 * How a request is converted to an event.
 *
 * @category Requests and responses
 */
export interface EventOptions extends TrustOptions {
  /**
   * The format of the event: that of function URLs and HTTP APIs (`2.0`), or that of REST APIs (`1.0`).
   *
   * @default {"2.0"}
   */
  readonly payloadFormatVersion?: "1.0" | "2.0" | undefined;
  /**
   * Whether an event of format 2.0 has the client's cookies in `headers.cookie` as well as in `cookies`, as function
   * URLs send them. HTTP APIs remove that header, and so does `false`. In format 1.0 cookies are always in the header.
   *
   * @default {true}
   */
  readonly cookieHeader?: boolean | undefined;
  /**
   * Returns the client's address, such as `(request) => request.headers.get("cf-connecting-ip")` on Cloudflare Workers,
   * or `() => info.remoteAddr.hostname` under `Deno.serve`. No header is trusted unless this function reads it: if the
   * platform does not set the header, a client can send any value. Without an address, the event has `0.0.0.0`.
   */
  readonly sourceIp?: ((request: Request) => string | null | undefined) | undefined;
  /**
   * The maximum size of a request body in bytes. A larger body is not read to its end.
   *
   * @default {6291456}
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The event's `x-amzn-trace-id`, or a function that returns it. By default, it is the client's own, if there is one.
   */
  readonly traceId?: string | (() => string | undefined) | undefined;
  /** The clock for the time of the request; `() => new Date()` by default. */
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
export const MAX_BODY_BYTES = 6_291_456;

/** Reads what an event is made of. */
export async function readRequest(request: Request, options: EventOptions): Promise<RequestParts> {
  const { payloadFormatVersion, sourceIp, maxBodyBytes = MAX_BODY_BYTES, traceId, now = () => new Date() } = options;
  const trusted = readTrusted(options);
  const url = new URL(request.url);
  const address = sourceIp?.(request) || undefined;
  const date = now();
  const bytes = await readRequestBody(request, maxBodyBytes);
  const frontDoor = { url, address, bodyLength: bytes.length, traceId: readTraceId(traceId) };
  const headers = eventHeaders(request.headers, frontDoor, trusted);
  const [domainPrefix = ""] = url.hostname.split(".");
  return {
    method: request.method,
    ...cutUrl(request.url),
    headers,
    body: toEventBody(bytes, headers, payloadFormatVersion === "1.0"),
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

/** The trace that the caller is in, if it says so. */
export function readTraceId(traceId: EventOptions["traceId"]): string | undefined {
  return typeof traceId === "function" ? traceId() : traceId;
}
