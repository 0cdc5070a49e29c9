import { type Redact, redactCause, redactor } from "../base/redact.ts";
import { judge, type Verdict } from "../client/retry_policy.ts";
import { CredentialsError, type CredentialsErrorCode, type CredentialsErrorProvider } from "./credentials_error.ts";
import { parseRefusal } from "./parse_credentials.ts";

/** Why an attempt failed, and what that means for the next. */
export interface Failure {
  readonly error: CredentialsError;
  readonly verdict: Verdict;
  readonly retryAfterSeconds?: number | undefined;
  /** Milliseconds that the service's clock is ahead of ours, by the answer's `Date`. */
  readonly clockOffset?: number | undefined;
}

/** What a {@linkcode CredentialsError} shows beside its message. */
interface Details {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** Characters that a message shows of the service's own, and a code of its. */
const [LONGEST_REASON, LONGEST_CODE] = [1_000, 100];

/** There was no usable answer. Asking changes nothing, so it may be tried again wherever that may do better. */
export function failed(
  provider: CredentialsErrorProvider,
  code: CredentialsErrorCode,
  message: string,
  transient: boolean,
  details: Details = {},
): Failure {
  return {
    error: credentialsError(provider, code, message, details),
    verdict: { mayHaveRun: false, transient, throttled: false },
  };
}

/** The service refused: `text` is what it said. */
export function refused(
  provider: CredentialsErrorProvider,
  host: string,
  text: string,
  redact: Redact,
  { status, headers }: Response,
  now: Date,
): Failure {
  const refusal = parseRefusal(text);
  const code = redact(refusal.code ?? "Unknown").slice(0, LONGEST_CODE);
  const reason = redact(refusal.message ?? `HTTP ${status}`).slice(0, LONGEST_REASON);
  const requestId = headers.get("x-amzn-requestid") ?? (refusal.requestId && redact(refusal.requestId));
  // The identity provider could not be asked. STS says it by a code of bad tokens too, and then by words alone.
  const isHiccup = /^IDPCommunicationError/.test(code) || /retrieve verification key/.test(reason);
  const date = Date.parse(headers.get("date") ?? "");
  return {
    error: credentialsError(provider, code, `${host} refused: ${code}: ${reason}`, { status, requestId }),
    verdict: isHiccup ? { mayHaveRun: false, transient: true, throttled: true } : judge(status, code),
    retryAfterSeconds: Number(headers.get("retry-after")) || undefined,
    clockOffset: date && !headers.has("age") ? date - now.getTime() : undefined,
  };
}

/** The caller's own function gave no token, or no keys. */
export function sourceError(provider: CredentialsErrorProvider, message: string, cause?: unknown): CredentialsError {
  const details = cause === undefined ? {} : { cause: redactCause(cause, hide([])) };
  return credentialsError(provider, "SOURCE", message, details);
}

function credentialsError(
  provider: CredentialsErrorProvider,
  code: CredentialsErrorCode,
  message: string,
  details: Details,
): CredentialsError {
  return new CredentialsError(`Cannot get credentials: ${message}`, { ...details, provider, code });
}

/** Takes secrets out of a text. */
export function hide(secrets: readonly (string | undefined)[]): Redact {
  return redactor(secrets);
}
