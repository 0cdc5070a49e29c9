import { refuse } from "../base/refuse.ts";
import { type LambdaConfig, resolveConfig } from "../client/config.ts";
import { handOn } from "./hand_on.ts";
import { signClientRequest } from "./sign_client_request.ts";

/** Where AWS serves function URLs; the region is a part of the host. */
const FUNCTION_URL = /^https:\/\/[^./]+\.lambda-url\.([a-z\d-]+)\.on\.aws$/;

/**
 * Calls a function by its function URL, signed for the auth type `AWS_IAM`.
 *
 * It is a `fetch`: the answer comes as a stream, whatever its status, there are no retries, and time limits are left to
 * `init.signal`. Of the config only `credentials`, `endpoint`, `fetch`, `now` and `traceId` count, and `region` where the
 * host names none. Redirects are handed on, not followed.
 *
 * **It signs for whatever function URL it is given**, and function URLs of strangers look like your own. Never take the
 * host from a client: a stranger's function would be sent the request with its cookies, the access key's id and the session
 * token, and its answer would come from your site. To put a function URL behind a route, use
 * {@linkcode functionUrlHandler}, which takes nothing but path and query from the request.
 *
 * A client's own request may be handed on: its body is sent as bytes, and only `host`, `content-type` and `x-amz-*` are
 * signed, so that proxies may add what they like. Left out are headers that concern the connection alone, `authorization`,
 * since the signature goes there, `x-amz-*`, since it would be signed, and the words of proxies and platforms about a client
 * (`forwarded`, `x-forwarded-*`, `cf-*`, `x-amzn-*` and the like), which a client can send too.
 *
 * @param config Who calls.
 * @param input The function URL with path and query, or a request to it. Another host than AWS's is called only if it is
 * that of the config's `endpoint`, so that no client can have a request to a host of its own signed.
 * @param init What `fetch` takes; to hand on a request to another URL, the request itself.
 * @returns The function's answer.
 * @throws {TypeError} If the URL is neither a function URL nor at `config.endpoint`, or has a user or a password in it;
 * nothing was sent. What `fetch` throws goes through as it is.
 * @throws {TransportError} With code `INVALID_RESPONSE`, if the answer has a status that no `Response` can have.
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
  const { url, signal } = source;
  const client = { source, url, region, signal, maxBodyBytes: Infinity, trusted: [] };
  const signed = await signClientRequest(settings, client);
  // Not as a method: Workers reject the global `fetch` with a `this`.
  const { fetch } = settings;
  return handOn(await fetch(signed.url, signed.init));
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
