import { authorize, canonicalPath, hash, signingTime } from "../signing/sigv4.ts";
import type { Credentials } from "../signing/credentials.ts";
import { checkCredentials, type CredentialsProvider } from "../signing/credentials.ts";
import type { Settings } from "./config.ts";
import { type LambdaError, LambdaServiceException, type ResponseMetadata, TransportError } from "../base/errors.ts";
import { parseError } from "../protocol/parse_error.ts";
import { parseMetadata } from "../protocol/parse_response.ts";
import { parseRetryAfter } from "../protocol/retry_after.ts";
import { type Redact, redactCause, redactor } from "../base/redact.ts";
import { isClockSkew, judge, RETRY_TOKENS, retryDelay, type Verdict } from "./retry_policy.ts";
import type { UnsignedRequest } from "../protocol/serialize_request.ts";
import { delay, within } from "../base/deadline.ts";

/** An answer of success. */
export interface Answer {
  readonly response: Response;
  /** The body, read within the time limit of the attempt; `undefined` where it is a stream. */
  readonly body: ArrayBuffer | undefined;
  readonly $metadata: ResponseMetadata;
  /** Takes out of a text what the request was signed with. */
  readonly redact: Redact;
}

/** What an attempt came to: an answer of success, or an error and what it means for the next attempt. */
interface Outcome extends Partial<Omit<Answer, "$metadata">>, Partial<Verdict> {
  readonly error?: LambdaError;
  /** Milliseconds that Lambda's clock is ahead of ours, by the `Date` of its answer. */
  readonly skew?: number;
}

/** Stage 3: sends until an answer is final, the attempts are used up, or the caller aborts. */
export async function sendRequest(settings: Settings, request: UnsignedRequest, streams?: boolean): Promise<Answer> {
  const { endpoint, credentials: given, maxAttempts, timeout, signal } = settings;
  let credentials = typeof given === "function" ? undefined : given, refreshed = !!credentials, corrected = false;
  let retries = 0, cost = 1, totalRetryDelay = 0, functionMayHaveRun = false;
  for (let attempts = 1;; attempts++) {
    signal?.throwIfAborted();
    const { skew } = endpoint;
    const outcome: Outcome = await within(timeout, signal, async (signal) => {
      credentials ??= checkCredentials(await (given as CredentialsProvider)({ forceRefresh: refreshed, signal }));
      return await exchange(settings, request, credentials, streams, signal);
    }) ?? { error: timeoutError(timeout, !!credentials) };
    const { response, error, throttled, transient } = outcome;
    const $metadata = { ...response && parseMetadata(response), attempts, totalRetryDelay };
    if (!error) {
      endpoint.spent = Math.max(0, endpoint.spent - cost);
      return { ...outcome, $metadata } as Answer;
    }
    functionMayHaveRun ||= error.functionMayHaveRun && request.runs;
    // What was wrong with the signature is put right once each, and costs no retry: keys that have expired, which makes
    // them unknown in time, and a clock that is off.
    if (!refreshed && /^ExpiredTo|^Unrecog/.test(error.name)) {
      refreshed = true;
      credentials = undefined;
    } else if (!corrected && isClockSkew(error.name, outcome.skew! - skew)) {
      corrected = true;
      endpoint.skew = outcome.skew!;
    } else {
      cost = throttled ? 5 : 14;
      const wait = retryDelay(throttled, retries, Math.random(), (error as LambdaServiceException).retryAfterSeconds);
      if (
        !transient || wait === undefined || (functionMayHaveRun && !request.idempotent && !settings.idempotent) ||
        ++retries >= maxAttempts || endpoint.spent + cost > RETRY_TOKENS
      ) throw Object.assign(error, { functionMayHaveRun, $metadata });
      endpoint.spent += cost;
      totalRetryDelay += wait;
      await delay(wait, signal);
    }
  }
}

/** Signs and sends once. The signature covers the date, and AWS refuses one that is five minutes old. */
async function exchange(
  { region, endpoint, fetch, now }: Settings,
  request: UnsignedRequest,
  credentials: Credentials,
  streams: boolean | undefined,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { method, query, body } = request;
  const path = endpoint.path + request.path;
  const time = signingTime(new Date(+now() + endpoint.skew));
  const headers: Record<string, string> = { ...request.headers, "x-amz-date": time };
  if (credentials.sessionToken) headers["x-amz-security-token"] = credentials.sessionToken;
  const signable = {
    method,
    canonicalPath: canonicalPath(path),
    canonicalQuery: query,
    headers: { ...headers, host: endpoint.host },
    payloadHash: await hash(body),
  };
  headers.authorization = await authorize(signable, credentials, { region, service: "lambda" }, time);
  const redact = redactor(credentials.secretAccessKey, credentials.sessionToken);
  signal?.throwIfAborted();
  try {
    const init = { method, headers, body, signal, redirect: "manual" } as RequestInit;
    const response = await fetch(endpoint.origin + path + (query && `?${query}`), init);
    if (signal?.aborted) await response.body?.cancel(); // too late: by a fetch that does not heed its signal
    if (response.ok) return { response, redact, body: streams ? undefined : await response.arrayBuffer() };
    const { message, ...parsed } = await parseError(response, redact);
    const verdict = judge(response.status, parsed.name);
    const error = new LambdaServiceException(message, {
      ...parsed,
      $fault: response.status < 500 ? "client" : "server",
      functionMayHaveRun: verdict.mayHaveRun,
      retryAfterSeconds: parseRetryAfter(response.headers, +now() + endpoint.skew),
    });
    return { ...verdict, response, error, skew: Date.parse(response.headers.get("date")!) - +now() };
  } catch (error) {
    return { error: networkError(error, redact), transient: true };
  }
}

/** The error of `timeout` and `idleTimeout`. */
export function timeoutError(milliseconds: number | undefined, functionMayHaveRun?: boolean): TransportError {
  return new TransportError(`Cannot reach Lambda within ${milliseconds} ms`, {
    code: "TIMEOUT",
    functionMayHaveRun,
  });
}

/** How runtimes say that there was no connection to send anything on: codes of Node.js and Bun, words of Deno. */
const NOT_CONNECTED = /ECONNREF|getaddr|CONNECT_T|\(Connect/;

/** Wraps what `fetch`, or the reading of a body, failed with. */
export function networkError(error: unknown, redact: Redact): TransportError {
  const cause = redactCause(error, redact);
  // Most runtimes say only in the cause of the cause what went wrong, and some only by its code.
  const { message = "", code } = (cause.cause ?? cause) as { message?: string; code?: string };
  return new TransportError(`Cannot reach Lambda: ${message || code}`, {
    code: "NETWORK",
    functionMayHaveRun: !NOT_CONNECTED.test(code + message),
    cause,
  });
}
