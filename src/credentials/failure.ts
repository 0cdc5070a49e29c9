import { type Redact, redactCause, redactor } from "../base/redact.ts";
import { judge } from "../client/retry_policy.ts";
import { serverTime } from "../client/server_time.ts";
import { isId, readId } from "../protocol/read_id.ts";
import { parseRetryAfter } from "../protocol/retry_after.ts";
import { CredentialsError, type CredentialsErrorCode, type CredentialsErrorProvider } from "./credentials_error.ts";
import { parseRefusal } from "./parse_credentials.ts";

/** Why an attempt failed, and what that means for the next. */
export interface Failure {
  readonly error: CredentialsError;
  /** Whether another attempt may do better. Asking changes nothing, so it may be made whatever became of this one. */
  readonly transient: boolean;
  /** Whether the service asks for less load. */
  readonly throttled: boolean;
  readonly retryAfterSeconds?: number | undefined;
  /** The service's time, in milliseconds, where its answer tells it. */
  readonly serverTime?: number | undefined;
}

/** What a {@linkcode CredentialsError} shows beside its message. */
interface Details {
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** Characters that a message shows of the service's own, and of its code. */
const [LONGEST_REASON, LONGEST_CODE] = [1_000, 100];

/** Codes by which STS says that it could not ask the identity provider. */
const PROVIDER_NOT_REACHED: ReadonlySet<string> = new Set(["IDPCommunicationError", "IDPCommunicationErrorException"]);

/** There was no usable answer. */
export function failed(
  provider: CredentialsErrorProvider,
  code: CredentialsErrorCode,
  message: string,
  transient: boolean,
  details: Details = {},
): Failure {
  return { error: credentialsError(provider, code, message, details), transient, throttled: false };
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
  const idInBody = refusal.requestId !== undefined && isId(refusal.requestId, redact) ? refusal.requestId : undefined;
  const requestId = readId(headers, ["x-amzn-requestid"], redact) ?? idInBody;
  const { transient, throttled } = judge(status, code);
  const isHiccup = PROVIDER_NOT_REACHED.has(code) || isKeyNotFetched(code, reason);
  const answeredAt = serverTime(headers, now.getTime());
  return {
    error: credentialsError(provider, code, `${host} refused: ${code}: ${reason}`, { status, requestId }),
    transient: transient || isHiccup,
    throttled: throttled || isHiccup,
    retryAfterSeconds: parseRetryAfter(headers, answeredAt ?? now.getTime()),
    serverTime: answeredAt,
  };
}

/**
 * STS says by the code of a bad token, too, that it could not fetch the issuer's keys: only its words tell. A wrong guess
 * costs one more question.
 */
function isKeyNotFetched(code: string, reason: string): boolean {
  return code === "InvalidIdentityToken" && reason.includes("retrieve verification key");
}

/**
 * The caller's own function gave no token, or no keys. What it threw may quote a token that nobody here knows, so that only
 * words are shown of it.
 */
export function sourceError(provider: CredentialsErrorProvider, message: string, cause?: unknown): CredentialsError {
  const details = cause === undefined ? {} : { cause: redactCause(cause, redactor([]), wordsOf) };
  return credentialsError(provider, "SOURCE", message, details);
}

/** What no token looks like: a word, a code such as `ECONNREFUSED` or `UND_ERR_SOCKET`, or a short number. */
const WORD = /^["'([]*(?:[A-Za-z]{1,30}(?:'[a-z]{1,2})?|[A-Z]{1,20}(?:_[A-Z]{1,20}){1,5}|\d{1,5})["')\],.:;!?]*$/;

/** A text with only its words. */
function wordsOf(value: unknown): string {
  const pieces = redactor([])(value).split(/(\s+)/);
  return pieces.map((piece) => piece.trim() === "" || WORD.test(piece) ? piece : "[redacted]").join("");
}

function credentialsError(
  provider: CredentialsErrorProvider,
  code: CredentialsErrorCode,
  message: string,
  details: Details,
): CredentialsError {
  return new CredentialsError(`Cannot get credentials: ${message}`, { ...details, provider, code });
}
