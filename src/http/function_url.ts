import { within } from "../base/deadline.ts";
import { inTime } from "../base/in_time.ts";
import { refuse } from "../base/refuse.ts";
import { type LambdaConfig, resolveConfig } from "../client/config.ts";
import { handOn } from "./hand_on.ts";
import { signClientRequest } from "./sign_client_request.ts";

/** Where AWS serves function URLs; the region is a part of the host. */
const FUNCTION_URL = /^https:\/\/[^./]+\.lambda-url\.([a-z\d-]+)\.on\.aws$/;

/**
 * Calls a function by its function URL, signed for the auth type `AWS_IAM`.
 *
 * It behaves like `fetch`: it resolves with the answer whatever its status, the body is a stream, there are no retries,
 * and the only time limit is `init.signal`. Of the config, only `credentials`, `endpoint`, `fetch`, `now` and `traceId`
 * are used, and `region` if the host does not contain one. Redirects are returned, not followed.
 *
 * **It signs for any function URL that you pass**, and a stranger's function URL looks like your own. Never take the
 * host from a client: the stranger's function would receive the request with its cookies, the id of the access key and
 * the session token, and its answer would come from your site. To put a function URL behind a route, use {@linkcode
 * functionUrlHandler}, which takes only the path and the query of the URL from the request.
 *
 * You can pass on a client's request: its body is sent as bytes. Only `host`, `content-type` and `x-amz-*` are signed,
 * so that proxies may add headers. These headers are removed: hop-by-hop headers; `authorization`, which holds the
 * signature; `x-amz-*`, which would be signed; and headers in which proxies and platforms describe a client
 * (`forwarded`, `x-forwarded-*`, `cf-*`, `x-amzn-*` and the like), since a client can forge them.
 *
 * @param config The credentials, and the options named above.
 * @param input The function URL with path and query, or a request to it. A host that is not AWS's is called only if it
 * is the host of `config.endpoint`, so that no client can have a request to its own host signed.
 * @param init The options of `fetch`. To pass on a request to another URL, pass the request itself.
 * @returns The function's answer.
 * @throws {TypeError} If the URL is neither a function URL nor at `config.endpoint`, or has a user or a password in it;
 * nothing was sent. Errors of `fetch` are rethrown as they are.
 * @throws {TransportError} With code `INVALID_RESPONSE`, if the answer has a status that a `Response` cannot have.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html}
 * @example Call a function URL
 * ```ts
 * import type { LambdaConfig } from "@lambda4fetch/lambda4fetch";
 * import { fetchFunctionUrl } from "@lambda4fetch/lambda4fetch/http";
 *
 * async function order(config: LambdaConfig, item: string): Promise<unknown> {
 *   const url = "https://abcdefg.lambda-url.eu-central-1.on.aws/orders";
 *   const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ item }) };
 *   return await (await fetchFunctionUrl(config, url, init)).json();
 * }
 * ```
 * @category Signed calls
 */
export async function fetchFunctionUrl(
  config: LambdaConfig,
  input: Request | URL | string,
  init?: RequestInit,
): Promise<Response> {
  const settings = resolveConfig(config);
  const region = functionUrlRegion(new URL(typeof input === "object" && "url" in input ? input.url : input), config);
  const source = new Request(input, init);
  const { url } = source;
  const signal: AbortSignal | undefined = source.signal; // not every runtime has one
  const client = { source, url, region, signal, maxBodyBytes: Infinity, trusted: [] };
  const response = await within(undefined, signal, async () => {
    const signed = await signClientRequest(settings, client);
    signal?.throwIfAborted();
    // Not as a method: Workers reject the global `fetch` with a `this`.
    const { fetch } = settings;
    return inTime(await fetch(signed.url, signed.init), signal);
  });
  return handOn(response!);
}

/** The region to sign for: that of the URL's host, or the config's where the config names the host. */
export function functionUrlRegion(url: URL, config: LambdaConfig): string {
  if (url.username !== "" || url.password !== "") refuse("URL", "without user and password", url.host);
  // Not `origin`, which a blob: URL has from the URL inside it.
  const origin = `${url.protocol}//${url.host}`;
  const region = FUNCTION_URL.exec(origin)?.[1];
  if (region !== undefined) return region;
  // Only where it is named: the region's own endpoint is the Lambda API.
  const { endpoint } = resolveConfig(config);
  if (config.endpoint != null && endpoint.origin === origin) return endpoint.region;
  return refuse("URL", "a function URL, or at config.endpoint", origin);
}
