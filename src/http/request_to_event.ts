import { refuse } from "../base/refuse.ts";
import { type HttpEventV1, toFormat1 } from "./payload_format_1.ts";
import { type HttpEventV2, toFormat2 } from "./payload_format_2.ts";
import { type EventOptions, readRequest } from "./request_parts.ts";

/**
 * The types of events, by the version of their format.
 *
 * @category Requests and responses
 */
export interface HttpEvents {
  /** The event of REST APIs. */
  readonly "1.0": HttpEventV1;
  /** The event of function URLs and HTTP APIs. */
  readonly "2.0": HttpEventV2;
}

/**
 * Converts a request to the event that API Gateway or a function URL would pass to a function.
 *
 * Path and query are passed on byte for byte, and so are the client's headers, with these exceptions:
 * - Hop-by-hop headers (`connection`, `transfer-encoding` and the like) are removed.
 * - `host`, `x-forwarded-proto` and `x-forwarded-port` are taken from the request's URL, `x-forwarded-for` from
 *   `sourceIp`, and `content-length` from the body. Behind a proxy that terminates TLS, pass a request with the URL
 *   that the client requested, or list the headers that the proxy sets in `trustedHeaders`.
 * - Headers in which proxies and platforms describe a client (`forwarded`, `x-forwarded-*`, `x-real-ip`, `cf-*`,
 *   `x-amzn-oidc-*` and the like) are removed unless `trustedHeaders` names them, since a client can forge them.
 *
 * @typeParam Version The version of the format, from `payloadFormatVersion`.
 * @param request The request; its body is read.
 * @param options The format, the client's address, which headers are trusted, and the maximum size of a body.
 * @returns The event.
 * @throws {RangeError} If the body is longer than `maxBodyBytes`.
 * @throws {TypeError} If the body was read before, the format is unknown, or `trustedHeaders` contains an invalid
 * header name.
 * @see {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html}
 * @example See the event of a request
 * ```ts
 * import { requestToEvent } from "@lambda4fetch/lambda4fetch/http";
 * import assert from "node:assert/strict";
 *
 * const request = new Request("https://example.com/a%20b?q=1&q=2", { headers: { cookie: "id=7; theme=dark" } });
 * const event = await requestToEvent(request);
 * assert.equal(event.rawPath, "/a%20b");
 * assert.deepEqual(event.queryStringParameters, { q: "1,2" });
 * assert.deepEqual(event.cookies, ["id=7", "theme=dark"]);
 * assert.equal(event.headers.cookie, "id=7; theme=dark");
 * ```
 * @category Requests and responses
 */
export async function requestToEvent<Version extends keyof HttpEvents = "2.0">(
  request: Request,
  options: EventOptions & { readonly payloadFormatVersion?: Version | undefined } = {},
): Promise<HttpEvents[Version]> {
  const { payloadFormatVersion: version = "2.0", cookieHeader = true } = options;
  if (version !== "1.0" && version !== "2.0") refuse("payloadFormatVersion", "1.0 or 2.0", version);
  const parts = await readRequest(request, options);
  return (version === "1.0" ? toFormat1(parts) : toFormat2(parts, cookieHeader)) as HttpEvents[Version];
}
