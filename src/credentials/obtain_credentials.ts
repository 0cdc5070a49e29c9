import type { Settings } from "../client/config.ts";
import { redactCause } from "../base/redact.ts";
import { isClockSkew, retryDelay } from "../client/retry_policy.ts";
import type { Credentials } from "../signing/credentials.ts";
import { delay } from "../base/deadline.ts";
import type { CredentialsErrorProvider } from "./credentials_error.ts";
import { failed, type Failure, hide, refused } from "./failure.ts";
import { parseCredentials } from "./parse_credentials.ts";
import { within } from "./within.ts";

/** What a request for credentials is to be made by, beside what the caller said once and for all. */
export interface Asking {
  /** Whether what proved who asks, a token or keys, has run out. */
  readonly renew: boolean;
  /** Milliseconds that the service's clock is ahead of ours. */
  readonly clockOffset: number;
  readonly signal: AbortSignal;
}

/** A request for credentials, ready to be sent. */
export interface CredentialsCall {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** What no error may show. */
  readonly secrets: readonly (string | undefined)[];
}

/** Where credentials come from. */
export interface CredentialsSource {
  readonly provider: CredentialsErrorProvider;
  /** Whether what proves who asks can be had anew. */
  readonly renewable: boolean;
  prepare(asking: Asking): Promise<CredentialsCall>;
}

/** Milliseconds that one attempt may take unless said. */
const TIMEOUT = 5_000;

/** Asks until there are credentials, an answer is final, the attempts are used up, or the caller aborts. */
export async function obtainCredentials(
  settings: Settings,
  source: CredentialsSource,
  signal: AbortSignal | undefined,
): Promise<Credentials> {
  const { timeout = TIMEOUT, maxAttempts = 3 } = settings;
  let renew = false, renewed = false, corrected = false, clockOffset = 0;
  for (let retries = 0;;) {
    signal?.throwIfAborted();
    const ask = (signal: AbortSignal) => askOnce(settings, source, { renew, clockOffset, signal });
    const outcome = await within<Credentials | Failure>(timeout, signal, ask, () => {
      return failed(source.provider, "TIMEOUT", `no answer within ${timeout} ms`, true);
    });
    if (!("error" in outcome)) return outcome;
    const { error, verdict, retryAfterSeconds, clockOffset: seen = clockOffset } = outcome;
    renew = false;
    if (!renewed && source.renewable && /^ExpiredToken(Exception)?$/.test(error.code)) {
      renewed = renew = true;
      continue;
    }
    if (!corrected && isClockSkew(error.code, seen - clockOffset)) {
      corrected = true;
      clockOffset = seen;
      continue;
    }
    const wait = retryDelay(verdict.throttled, retries, Math.random(), retryAfterSeconds);
    if (!verdict.transient || wait === undefined || ++retries >= maxAttempts) throw error;
    await delay(wait, signal);
  }
}

async function askOnce(
  settings: Settings,
  { provider, prepare }: CredentialsSource,
  asking: Asking,
): Promise<Credentials | Failure> {
  // An arrow: Workers refuse a fetch that is called as another object's method.
  const { fetch = (url, init) => globalThis.fetch(url, init), now = () => new Date() } = settings;
  const { signal } = asking;
  const { secrets, url, method, headers, body } = await prepare(asking);
  signal.throwIfAborted();
  const { host } = new URL(url);
  const redact = hide(secrets);
  let response: Response, text: string;
  try {
    response = await fetch(url, { method, headers, body, signal, redirect: "manual" } as RequestInit);
    if (signal.aborted) response.body?.cancel().catch(() => {}); // a fetch that does not heed its signal
    text = await response.text();
  } catch (error) {
    const cause = redactCause(error, redact);
    return failed(provider, "NETWORK", `cannot reach ${host}: ${cause.message}`, true, { cause });
  }
  if (!response.ok) return refused(provider, host, text, redact, response, now());
  const details = { status: response.status, requestId: response.headers.get("x-amzn-requestid") ?? undefined };
  return parseCredentials(text) ??
    failed(provider, "INVALID_RESPONSE", `${host} gave an answer that holds none`, false, details);
}

/** Stands in for the credentials of a config, where nothing is signed. */
export function unsigned(): never {
  throw new TypeError("Nothing is signed here");
}
