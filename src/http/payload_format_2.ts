import type { RequestParts } from "./request_parts.ts";

/**
 * A request in payload format 2.0, as function URLs and HTTP APIs pass it to a function.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads}
 * @category Requests and responses
 */
export interface HttpEventV2 {
  /** The format. */
  readonly version: "2.0";
  /** Always `$default`, since there are no routes. */
  readonly routeKey: string;
  /** The path as the client sent it, not decoded. */
  readonly rawPath: string;
  /** The query as the client sent it, without the `?`. */
  readonly rawQueryString: string;
  /**
   * Each cookie as `name=value`; absent if there are none. `headers.cookie` has them too, unless `cookieHeader` is
   * `false`.
   */
  readonly cookies?: readonly string[];
  /** The headers, with names in lower case. Repeated headers are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decoded query; repeated parameters are joined by commas. Absent if there is no query. */
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  /** The request and its client. */
  readonly requestContext: HttpEventV2Context;
  /** The body: text, or base64. Absent if there is none. */
  readonly body?: string;
  /** Whether `body` is base64. */
  readonly isBase64Encoded: boolean;
}

/**
 * The request and its client: a part of {@linkcode HttpEventV2}.
 *
 * @category Requests and responses
 */
export interface HttpEventV2Context {
  /** Always `anonymous`, as for a function URL without authentication. */
  readonly accountId: string;
  /** The first label of the host. */
  readonly apiId: string;
  /** The host of the request, without the port. */
  readonly domainName: string;
  /** Its first label. */
  readonly domainPrefix: string;
  /** The request line, and who sent it. */
  readonly http: {
    /** The method. */
    readonly method: string;
    /** The same as `rawPath`. */
    readonly path: string;
    /** Always `HTTP/1.1`. */
    readonly protocol: string;
    /** The client's address; `0.0.0.0` if it is unknown. */
    readonly sourceIp: string;
    /** The header `user-agent`. */
    readonly userAgent: string;
  };
  /** An id of the request. */
  readonly requestId: string;
  /** Always `$default`, since there are no routes. */
  readonly routeKey: string;
  /** Always `$default`, since there are no stages. */
  readonly stage: string;
  /** When the request arrived, such as `12/Mar/2020:19:03:58 +0000`. */
  readonly time: string;
  /** The same in milliseconds since 1970. */
  readonly timeEpoch: number;
}

/** Writes a request down in payload format 2.0. */
export function toFormat2(parts: RequestParts, cookieHeader: boolean): HttpEventV2 {
  const { method, path, query, headers, body, sourceIp, userAgent, time, timeEpoch, context } = parts;
  const cookies = readCookies(headers);
  if (!cookieHeader) headers.delete("cookie");
  const parameters = new Map<string, string>();
  // With its `?`: the query may begin with one more.
  new URLSearchParams(`?${query}`).forEach((value, name) => {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  });
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers: Object.fromEntries(headers),
    ...(parameters.size > 0 && { queryStringParameters: Object.fromEntries(parameters) }),
    requestContext: {
      ...context,
      http: { method, path, protocol: "HTTP/1.1", sourceIp, userAgent },
      routeKey: "$default",
      time,
      timeEpoch,
    },
    ...body,
  };
}

function readCookies(headers: Headers): string[] {
  const cookies = (headers.get("cookie") ?? "").split(/;[ \t]*/);
  return cookies.filter((cookie) => cookie !== "");
}
