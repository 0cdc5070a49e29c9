import { checkCredentials, type Settings } from "./config.ts";
import { LambdaError, LambdaServiceException, type ResponseMetadata, TransportError } from "./errors.ts";
import { parseError, parseMetadata } from "./parse_response.ts";
import { type Redact, redactCause, redactor } from "./redact.ts";
import { isClockSkew, judge, RETRY_TOKENS, retryCost, retryDelay, type Verdict } from "./retry_policy.ts";
import type { UnsignedRequest } from "./serialize_request.ts";
import { authorize, hash, signingTime } from "./sigv4.ts";
import { delay, watch } from "./stop_watch.ts";

/** An answer of success. */
export interface Answer {
  readonly response: Response;
  /** The body, read within the time limit of the attempt; empty where it is a stream. */
  readonly body: ArrayBuffer | undefined;
  readonly $metadata: ResponseMetadata;
  /** Takes out of a text what the request was signed with. */
  readonly redact: Redact;
}

/** Milliseconds before their expiry in which credentials are due to be refreshed. */
const REFRESH_WINDOW = 300_000;

/** Stage 3: sends until an answer is final, the attempts are used up, or the caller aborts. */
export async function sendRequest(settings: Settings, request: UnsignedRequest, streams = false): Promise<Answer> {
  const { region, endpoint, credentials: given, maxAttempts = 3, timeout, signal } = settings;
  // An arrow: Workers refuse a fetch that is called as another object's method.
  const { fetch = (url, init) => globalThis.fetch(url, init), now = () => new Date() } = settings;
  const { method, query, body } = request;
  const path = endpoint.path + request.path;
  const payloadHash = await hash(body);
  const counts = { attempts: 0, totalRetryDelay: 0 };
  let retries = 0, cost = 1, functionMayHaveRun = false, refreshed: true | undefined, corrected: true | undefined;
  // Of one attempt:
  let sent: boolean, forceRefresh = false, expiration: Date | undefined, clockOffset: number, serverOffset: number;
  let verdict: Partial<Verdict>;

  const exchange = async (signal?: AbortSignal): Promise<Answer> => {
    counts.attempts++;
    sent = false;
    verdict = {};
    clockOffset = serverOffset = endpoint.clockOffset;
    const credentials = typeof given === "function" ? checkCredentials(await given({ forceRefresh, signal })) : given;
    expiration = credentials.expiration;
    // Signed anew each time: the signature covers the date, and AWS refuses one that is five minutes old.
    const time = signingTime(new Date(+now() + clockOffset));
    const headers: Record<string, string> = { ...request.headers, "x-amz-date": time };
    if (credentials.sessionToken) headers["x-amz-security-token"] = credentials.sessionToken;
    const signable = { method, path, query, headers: { ...headers, host: endpoint.host }, payloadHash };
    headers.authorization = await authorize(signable, credentials, { region, service: "lambda" }, time);
    const redact = redactor(credentials.secretAccessKey, credentials.sessionToken);
    const init = { method, headers, body, signal, redirect: "manual" } as RequestInit;
    let response: Response;
    try {
      signal?.throwIfAborted();
      sent = true;
      response = await fetch(endpoint.origin + path + (query && `?${query}`), init);
      if (signal?.aborted) response.body?.cancel();
      if (response.ok) {
        const body = streams ? undefined : await response.arrayBuffer();
        return { response, body, $metadata: { ...parseMetadata(response), ...counts }, redact };
      }
    } catch (error) {
      verdict = { transient: true };
      throw networkError(error, redact);
    }
    const date = response.headers.has("age") ? 0 : Date.parse(response.headers.get("date")!);
    if (date) serverOffset = date - +now();
    const error = await parseError(response, redact, +now());
    verdict = judge(response.status, error.name);
    throw error;
  };

  /** Settles as soon as the caller aborts or the time is up, also where `fetch` does not heed its signal. */
  const attempt = (): Promise<Answer> => {
    if (!signal && timeout === undefined) return exchange();
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      const stop = watch(signal, timeout, (reason = timeoutError(`no answer in ${timeout} ms`, sent)) => {
        reject(reason);
        controller.abort(reason);
      });
      exchange(controller.signal).then(resolve, reject).finally(stop);
    });
  };

  for (;;) {
    signal?.throwIfAborted();
    try {
      const answer = await attempt();
      endpoint.tokens = Math.min(RETRY_TOKENS, endpoint.tokens + cost);
      return answer;
    } catch (error) {
      if (!(error instanceof LambdaError)) throw error;
      const { name, functionMayHaveRun: mayHaveRun } = error;
      functionMayHaveRun ||= mayHaveRun && request.runs;
      Object.assign(error, { functionMayHaveRun, $metadata: { ...error.$metadata, ...counts } });

      // What was wrong with the signature is put right once, and costs no retry.
      forceRefresh = !refreshed && typeof given === "function" && (name === "ExpiredTokenException" ||
        (name === "UnrecognizedClientException" && +expiration! - +now() < REFRESH_WINDOW));
      if (forceRefresh) {
        refreshed = true;
      } else if (!corrected && isClockSkew(name, serverOffset! - clockOffset!)) {
        corrected = true;
        endpoint.clockOffset = serverOffset!;
      } else {
        const { transient, throttled } = verdict!;
        const wait = retryDelay(throttled, retries, Math.random(), (error as LambdaServiceException).retryAfterSeconds);
        cost = retryCost(throttled);
        if (
          !transient || (mayHaveRun && !request.idempotent && !settings.idempotent) || ++retries >= maxAttempts ||
          wait === undefined || endpoint.tokens < cost
        ) throw error;
        endpoint.tokens -= cost;
        counts.totalRetryDelay += wait;
        await delay(wait, signal);
      }
    }
  }
}

/** The error of `timeout` and `idleTimeout`. */
export function timeoutError(what: string, functionMayHaveRun: boolean): TransportError {
  return new TransportError("TIMEOUT", `Cannot reach Lambda: ${what}`, { functionMayHaveRun });
}

/** How runtimes say that there was no connection to send anything on. */
const NOT_CONNECTED = /ECONNREF|ENOTFOUND|EAI_AGAIN|_CONNECT_TIMEOUT|client error \(Connect/;

/** Wraps what `fetch`, or the reading of a body, failed with. */
export function networkError(error: unknown, redact: Redact): TransportError {
  const cause = redactCause(error, redact);
  // Most runtimes say only in the cause of the cause what went wrong, and some only by its code.
  const { message = "", code } = (cause.cause ?? cause) as { message?: string; code?: string };
  return new TransportError("NETWORK", `Cannot reach Lambda: ${message || code}`, {
    functionMayHaveRun: !NOT_CONNECTED.test(code + message),
    cause,
  });
}
