import { checkCredentials } from "../signing/credentials.ts";
import { type LambdaConfig, resolveConfig } from "../client/config.ts";
import { refuse } from "../base/refuse.ts";
import { signRequest } from "../signing/sign_request.ts";
import { dropHopByHop } from "./hop_by_hop.ts";
import { NULL_BODY } from "./null_body.ts";

/** Where AWS serves function URLs; the region is a part of the host. */
const FUNCTION_URL = /^https:\/\/[^./]+\.lambda-url\.([a-z\d-]+)\.on\.aws$/;

/**
 * What is not sent on: what fetch or the signature sets, what a client could have signed, and what platforms and proxies
 * say of a client: here it would be this side's, or a client's lie.
 */
const NOT_SENT =
  /^(accept-encoding|authorization|content-length|expect|forwarded|host|true-client-ip|x-real-ip|cdn-loop|(cf|x-amz|x-forwarded)-.*)$/;

/** Encodings that `fetch` undoes, though it may go on saying that they are there. */
const DECODED = /^(gzip|x-gzip|deflate|br)$/i;

/**
 * Calls a function by its function URL, signed for the auth type `AWS_IAM`.
 *
 * It is a `fetch`: the answer comes as a stream, whatever its status, there are no retries, and `timeout` is left to
 * `init.signal`. Of the config count `credentials`, `endpoint`, `fetch` and `now`, and `region` where the host has none.
 * It is safe for a client's own request to be handed on: the body is sent as bytes, and only `host`, `content-type` and
 * `x-amz-date` are signed; left out are what concerns the connection alone, `authorization`, since the signature goes
 * there, `x-amz-*`, since it would be signed, and what proxies and platforms add (`cf-*`, `x-forwarded-*` and the like).
 * Redirects are handed on, not followed.
 *
 * @param config Who calls.
 * @param input The function URL with path and query, or a request to it. Another host than AWS's is called only where it
 * is the config's `endpoint`, so that no client can have a request to a host of its own signed.
 * @param init What `fetch` takes; to hand on a request to another URL, the request itself.
 * @returns The function's answer.
 * @throws {TypeError} If the URL is neither a function URL nor at `config.endpoint`; nothing was sent. What `fetch` throws
 * goes through as it is.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html}
 * @example Hand a request on to a function URL
 * ```ts
 * import type { LambdaConfig } from "@lambda4fetch/lambda4fetch";
 * import { fetchFunctionUrl } from "@lambda4fetch/lambda4fetch/http";
 *
 * async function proxy(config: LambdaConfig, functionUrl: string, request: Request): Promise<Response> {
 *   const url = new URL(functionUrl);
 *   ({ pathname: url.pathname, search: url.search } = new URL(request.url));
 *   return await fetchFunctionUrl(config, url, request);
 * }
 * ```
 */
export async function fetchFunctionUrl(
  config: LambdaConfig,
  input: Request | URL | string,
  init?: RequestInit,
): Promise<Response> {
  const { credentials, fetch = (request: Request) => globalThis.fetch(request), now } = config;
  const source = new Request(input, init);
  const { url, method, signal } = source;
  const region = signingRegion(url, config);
  const request = await signRequest(url, {
    method,
    headers: sentHeaders(source.headers),
    ...(source.body && { body: new Uint8Array(await source.arrayBuffer()) }),
    redirect: "manual",
    signal,
    credentials: typeof credentials === "function" ? checkCredentials(await credentials({ signal })) : credentials,
    region,
    service: "lambda",
    date: now?.(),
  });
  return withoutHopByHop(await (fetch as typeof globalThis.fetch)(request));
}

/** What is sent on of a request's headers. */
function sentHeaders(given: Headers): Headers {
  const headers = new Headers(given);
  dropHopByHop(headers);
  for (const name of [...headers.keys()]) {
    if (NOT_SENT.test(name)) headers.delete(name);
  }
  return headers;
}

/** The region to sign for: that of the URL's host, or the config's where the config names the host. */
function signingRegion(url: string, config: LambdaConfig): string {
  const { endpoint } = resolveConfig(config);
  const { origin } = new URL(url);
  const region = FUNCTION_URL.exec(origin)?.[1];
  if (region) return region;
  if (config.endpoint && endpoint.origin === origin) return config.region;
  return refuse("URL", "a function URL, or at config.endpoint", origin);
}

/** The answer with headers that are true of it, wherever it is handed on to. */
function withoutHopByHop(response: Response): Response {
  // What a browser hides, a redirect, cannot be copied.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  dropHopByHop(headers);
  if (DECODED.test(headers.get("content-encoding") ?? "")) {
    headers.delete("content-encoding");
    headers.delete("content-length");
  }
  const { status, statusText } = response;
  return new Response(NULL_BODY.includes(status) ? null : response.body, { status, statusText, headers });
}
