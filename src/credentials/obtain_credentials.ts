import { delay, within } from "../base/deadline.ts";
import { inTime } from "../base/in_time.ts";
import { readText } from "../base/read_body.ts";
import { redactCause, redactor } from "../base/redact.ts";
import type { Settings } from "../client/config.ts";
import { learnClock } from "../client/prepare_retry.ts";
import { isExpiredCredentials, retryDelay } from "../client/retry_policy.ts";
import { readId } from "../protocol/read_id.ts";
import type { Credentials } from "../signing/credentials.ts";
import type { CredentialsErrorProvider } from "./credentials_error.ts";
import { failed, type Failure, refused } from "./failure.ts";
import { parseCredentials } from "./parse_credentials.ts";

/** What a request for credentials is to be made by, beside what the caller said once and for all. */
export interface Asking {
  /** Whether what proved who asks, a token or keys, has run out. */
  readonly renew: boolean;
  /** The keys that have run out, where it was keys. */
  readonly refused: Credentials | undefined;
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
  /** The keys and the time, in milliseconds, that it is signed with; absent where it is not signed. */
  readonly signed?: { readonly keys: Credentials; readonly time: number };
}

/** Where credentials come from. */
export interface CredentialsSource {
  readonly provider: CredentialsErrorProvider;
  /** Whether what proves who asks can be had anew. */
  readonly renewable: boolean;
  prepare(asking: Asking): Promise<CredentialsCall>;
}

/** Milliseconds that one attempt may take by default. */
const DEFAULT_TIMEOUT = 5_000;

/** Bytes that are read of an answer; those of STS and of containers' endpoints have some 2 KB. */
const LONGEST_ANSWER = 65_536;

/** Asks until there are credentials, an answer is final, the attempts are used up, or the caller aborts. */
export async function obtainCredentials(
  settings: Settings,
  source: CredentialsSource,
  signal: AbortSignal | undefined,
): Promise<Credentials> {
  const { timeout = DEFAULT_TIMEOUT, maxAttempts } = settings;
  let renew = false, isRenewed = false, isClockCorrected = false, retries = 0;
  let call: CredentialsCall | undefined;
  for (;;) {
    const refused = renew ? call?.signed?.keys : undefined;
    const outcome = await within(timeout, signal, async (signal) => {
      // Where there is a time limit, there is a signal.
      call = await source.prepare({ renew, refused, signal: signal! });
      return await send(settings, source.provider, call, signal!);
    }) ?? failed(source.provider, "TIMEOUT", `no answer within ${timeout} ms`, true);
    if (!("error" in outcome)) return outcome;
    const { error, transient, throttled, retryAfterSeconds, serverTime } = outcome;
    renew = !isRenewed && source.renewable && isOver(error.code);
    if (renew) {
      isRenewed = true;
      continue;
    }
    const refusal = { code: error.code, signedTime: call?.signed?.time, serverTime };
    if (!isClockCorrected && learnClock(settings, refusal)) {
      isClockCorrected = true;
      continue;
    }
    retries++;
    const wait = retryDelay(throttled, retries - 1, Math.random(), retryAfterSeconds);
    if (!transient || wait === undefined || retries >= maxAttempts) throw error;
    await delay(wait, signal);
  }
}

/** Whether STS says that a token or keys have run out; keys that have for long are unknown to it. */
function isOver(code: string): boolean {
  return isExpiredCredentials(code) || code === "InvalidClientTokenId";
}

async function send(
  { fetch, now }: Settings,
  provider: CredentialsErrorProvider,
  { secrets, url, method, headers, body }: CredentialsCall,
  signal: AbortSignal,
): Promise<Credentials | Failure> {
  signal.throwIfAborted();
  const { host } = new URL(url);
  const redact = redactor(secrets);
  let response: Response, text: string;
  try {
    response = inTime(await fetch(url, { method, headers, body: body ?? null, signal, redirect: "manual" }), signal);
    if (typeof response.headers?.get !== "function") throw new TypeError("fetch gave no Response");
    text = await readText(response.body, LONGEST_ANSWER, signal);
  } catch (error) {
    const cause = redactCause(error, redact);
    return failed(provider, "NETWORK", `cannot reach ${host}: ${cause.message}`, true, { cause });
  }
  if (!response.ok) return refused(provider, host, text, redact, response, now());
  const requestId = readId(response.headers, ["x-amzn-requestid"], redact);
  const details = { status: response.status, requestId };
  return parseCredentials(text) ??
    failed(provider, "INVALID_RESPONSE", `${host} gave an answer that holds none`, false, details);
}

/** Stands in for the credentials of a config, where nothing is signed. */
export function unsigned(): never {
  throw new TypeError("Nothing is signed here");
}
