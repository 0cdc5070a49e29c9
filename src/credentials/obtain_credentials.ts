import type { Settings } from "../config.ts";
import { type Redact, redactCause, redactor } from "../redact.ts";
import { isClockSkew, judge, retryDelay, type Verdict } from "../retry_policy.ts";
import type { Credentials } from "../sigv4.ts";
import { delay } from "../stop_watch.ts";
import { CredentialsError, type CredentialsErrorCode, type CredentialsErrorProvider } from "./credentials_error.ts";
import { parseCredentials, parseRefusal } from "./parse_credentials.ts";
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
export interface CredentialsRequestLine {
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
  prepare(asking: Asking): Promise<CredentialsRequestLine>;
}

/** Why an attempt failed, and what that means for the next. */
interface Failure {
  readonly error: CredentialsError;
  readonly verdict: Verdict;
  readonly retryAfterSeconds?: number | undefined;
  /** What the answer's `Date` says of the clocks. */
  readonly clockOffset?: number | undefined;
}

/** Milliseconds that one attempt may take unless said. */
const TIMEOUT = 5_000;

/** Asking for credentials changes nothing, so whatever may do better is tried again. */
const TRANSIENT: Verdict = { mayHaveRun: false, transient: true };
const FINAL: Verdict = { mayHaveRun: false, transient: false };

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
      return fail(source, "TIMEOUT", `no answer within ${timeout} ms`, TRANSIENT);
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
  source: CredentialsSource,
  asking: Asking,
): Promise<Credentials | Failure> {
  // An arrow: Workers refuse a fetch that is called as another object's method.
  const { fetch = (url, init) => globalThis.fetch(url, init), now = () => new Date() } = settings;
  const { signal } = asking;
  const { secrets, url, method, headers, body } = await source.prepare(asking);
  signal.throwIfAborted();
  const { host } = new URL(url);
  const redact = hide(secrets);
  let response: Response, text: string;
  try {
    response = await fetch(url, { method, headers, body, signal, redirect: "manual" } as RequestInit);
    if (signal.aborted) response.body?.cancel().catch(() => {}); // a fetch that does not heed its signal
    text = await readText(response);
  } catch (error) {
    const cause = redactCause(error, redact);
    return fail(source, "NETWORK", `cannot reach ${host}: ${cause.message}`, TRANSIENT, { cause });
  }
  const { status, headers: answered } = response;
  const requestId = answered.get("x-amzn-requestid") ?? undefined;
  if (!response.ok) {
    const date = Date.parse(answered.get("date") ?? "");
    return {
      ...refuse(source, host, text, redact, { status, requestId }),
      retryAfterSeconds: Number(answered.get("retry-after")) || undefined,
      clockOffset: date && !answered.has("age") ? date - now().getTime() : undefined,
    };
  }
  return parseCredentials(text) ??
    fail(source, "INVALID_RESPONSE", `${host} gave an answer that holds no credentials`, FINAL, { status, requestId });
}

function refuse(
  source: CredentialsSource,
  host: string,
  text: string,
  redact: Redact,
  { status, requestId }: { status: number; requestId: string | undefined },
): Failure {
  const refusal = parseRefusal(text);
  const code = redact(refusal.code ?? "Unknown");
  const reason = redact(refusal.message ?? `HTTP ${status}`).slice(0, LONGEST_REASON);
  // A hiccup of the identity provider; STS gives the second code for bad tokens too, and tells them apart by words alone.
  const verdict = /^IDPCommunicationError/.test(code) || /retrieve verification key/.test(reason)
    ? { ...TRANSIENT, throttled: true }
    : judge(status, code);
  const init = { status, requestId: requestId ?? (refusal.requestId && redact(refusal.requestId)) };
  return fail(source, code, `${host} refused: ${code}: ${reason}`, verdict, init);
}

function fail(
  { provider }: CredentialsSource,
  code: CredentialsErrorCode,
  message: string,
  verdict: Verdict,
  init: { status?: number; requestId?: string | undefined; cause?: unknown } = {},
): Failure {
  return { error: new CredentialsError(`Cannot get credentials: ${message}`, { ...init, provider, code }), verdict };
}

/** The error for a token, file or key that the caller's own function did not give. */
export function sourceError(provider: CredentialsErrorProvider, message: string, cause?: unknown): CredentialsError {
  const init = { provider, code: "SOURCE" };
  const harmless = cause === undefined ? {} : { cause: redactCause(cause, hide([])) };
  return new CredentialsError(`Cannot get credentials: ${message}`, { ...init, ...harmless });
}

/** Stands in for the credentials of a config, where nothing is signed. */
export function unsigned(): never {
  throw new TypeError("Nothing is signed here");
}

/** Takes secrets out of a text, also where they stand in a form, and whatever else looks like an identity token. */
function hide(secrets: CredentialsRequestLine["secrets"]): Redact {
  const redact = redactor(...secrets);
  return (text) => redact(text).replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[redacted]");
}

/** Characters that a message shows of the service's own. */
const LONGEST_REASON = 1_000;

/** Characters of an answer that are read; credentials are far shorter. */
const LONGEST_ANSWER = 65_536;

async function readText({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (reader && text.length < LONGEST_ANSWER) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
  reader?.cancel().catch(() => {});
  return text;
}
