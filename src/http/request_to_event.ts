import { refuse } from "../base/refuse.ts";
import { type HttpEventV1, toFormat1 } from "./payload_format_1.ts";
import { type HttpEventV2, toFormat2 } from "./payload_format_2.ts";
import { type EventOptions, readRequest } from "./request_parts.ts";

/**
 * The events, by the version of their format.
 *
 * @category Requests and responses
 */
export interface HttpEvents {
  /** Of REST APIs. */
  readonly "1.0": HttpEventV1;
  /** Of function URLs and HTTP APIs. */
  readonly "2.0": HttpEventV2;
}

/**
 * Makes the event that API Gateway or a function URL would hand to a function.
 *
 * Path and query are handed on byte for byte, and so are the client's headers, with these exceptions:
 * - Headers that concern one connection alone (`connection`, `transfer-encoding` and the like) are left out.
 * - `host`, `x-forwarded-proto` and `x-forwarded-port` say what the request's URL says, `x-forwarded-for` what `sourceIp`
 *   says, and `content-length` how long the body is. Behind a proxy that ends TLS, hand in a request with the URL that the
 *   client asked for, or list what that proxy sets in `trustedHeaders`.
 * - Headers in which proxies and platforms speak of a client (`forwarded`, `x-forwarded-*`, `x-real-ip`, `cf-*`,
 *   `x-amzn-oidc-*` and the like) are left out unless `trustedHeaders` names them, since a client can send them too.
 *
 * @typeParam Version The version of the format, as it is asked for.
 * @param request The request; its body is read.
 * @param options The format, the client's address, which headers are believed, and the longest body.
 * @returns The event.
 * @throws {RangeError} If the body is longer than `maxBodyBytes`.
 * @throws {TypeError} If the body was read before, there is no such format, or `trustedHeaders` has a name that no header
 * can have.
 * @see {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html}
 * @example See what a function is handed
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
