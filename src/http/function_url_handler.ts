import { within } from "../base/deadline.ts";
import { LambdaError } from "../base/errors.ts";
import { inTime } from "../base/in_time.ts";
import { refuse } from "../base/refuse.ts";
import { type LambdaConfig, resolveConfig, type Settings } from "../client/config.ts";
import { provesNothingWasSent } from "../client/connection_errors.ts";
import { mayBeResent } from "../client/sign_attempt.ts";
import { timedOut, unreachable } from "../base/transport_errors.ts";
import { errorToResponse } from "./error_to_response.ts";
import { readTrusted, type TrustOptions } from "./event_headers.ts";
import { functionUrlRegion } from "./function_url.ts";
import { handOn } from "./hand_on.ts";
import { MAX_BODY_BYTES } from "./request_parts.ts";
import { type ClientRequest, signClientRequest } from "./sign_client_request.ts";
import { type FailureOptions, hasGone, tellFailure } from "./tell_failure.ts";

/**
 * How requests are passed on to a function URL.
 *
 * @category Handlers
 */
export interface FunctionUrlHandlerOptions extends TrustOptions, FailureOptions {
  /**
   * The maximum size of a request body in bytes. A larger body is not read to its end.
   *
   * @default {6291456}
   */
  readonly maxBodyBytes?: number | undefined;
}

/**
 * Puts a function URL behind a route. Each request is signed for the auth type `AWS_IAM`.
 *
 * The host is always that of `functionUrl`, so that no client can have a request to another host signed. Method, path,
 * query, body, and the headers that {@linkcode fetchFunctionUrl} passes on come from the client's request. Its path is
 * appended to that of `functionUrl`.
 *
 * The function's answer is passed on as a stream, whatever its status. If there is none, the client gets a 502, or a
 * 504 if `config.timeout` passes before the headers arrive. A request body that is too large gives a 413, and a mistake
 * on this side, such as invalid credentials, a 500. These answers do not reveal the reason: `onError` gets it, or the
 * console by default. A client that disconnects ends the call. There are no retries.
 *
 * @param config The credentials. `endpoint`, `fetch`, `now`, `timeout` and `traceId` are used too, and `region` if the
 * function URL does not contain one.
 * @param functionUrl The function URL; its path is the prefix of all paths.
 * @param options Which headers are trusted, the maximum size of a body, and what happens on errors.
 * @returns A handler for `Deno.serve`, a Worker's `fetch`, or a route of any framework with standard requests.
 * @throws {TypeError} If the URL is neither a function URL nor at `config.endpoint`, or has a user, a password, a query
 * or a fragment in it; or if `trustedHeaders` contains an invalid header name.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html}
 * @example Serve a function URL
 * ```ts
 * import { fromEnv } from "@lambda4fetch/lambda4fetch";
 * import { functionUrlHandler } from "@lambda4fetch/lambda4fetch/http";
 *
 * function serve(): void {
 *   Deno.serve(functionUrlHandler(fromEnv(), "https://abcdefg.lambda-url.eu-central-1.on.aws/"));
 * }
 * ```
 * @category Handlers
 */
export function functionUrlHandler(
  config: LambdaConfig,
  functionUrl: string | URL,
  options: FunctionUrlHandlerOptions = {},
): (request: Request) => Promise<Response> {
  resolveConfig(config);
  const base = new URL(functionUrl);
  const region = functionUrlRegion(base, config);
  if (base.search !== "" || base.hash !== "") refuse("functionUrl", "without query and fragment", base.host);
  const { maxBodyBytes = MAX_BODY_BYTES, onError } = options;
  const trusted = readTrusted(options);
  const prefix = base.origin + base.pathname.replace(/\/$/, "");
  return async (request) => {
    try {
      // Not cut out of the text, which may still have a `..` in it on Workers with an old compatibility date.
      const { pathname, search } = new URL(request.url);
      const url = prefix + pathname + search;
      const client = { source: request, url, region, signal: request.signal, maxBodyBytes, trusted };
      return await call(resolveConfig(config), client);
    } catch (error) {
      // Nobody reads it: 499 is what access logs have for a client that went away.
      if (hasGone(request)) return new Response(null, { status: 499 });
      const answer = await tellFailure({ error, request, target: base.host, config, onError });
      return answer ?? errorToResponse(error, request.method);
    }
  };
}

/** Sends a client's request within the time that there is, and gives the answer at its headers. */
async function call(settings: Settings, client: ClientRequest): Promise<Response> {
  const { fetch, timeout } = settings;
  const { host } = new URL(client.url);
  let isSent = false;
  const response = await within(timeout, client.signal, async (signal) => {
    const { url, init, redact } = await signClientRequest(settings, { ...client, signal });
    signal?.throwIfAborted();
    isSent = true;
    try {
      return handOn(inTime(await fetch(url, init), signal));
    } catch (error) {
      if (error instanceof LambdaError) throw error;
      const functionMayHaveRun = !provesNothingWasSent(error, { mayHaveBeenResent: mayBeResent(init) });
      throw unreachable(host, undefined, error, redact, { functionMayHaveRun });
    }
  });
  if (!response) throw timedOut("answer", undefined, timeout!, { functionMayHaveRun: isSent });
  return response;
}
