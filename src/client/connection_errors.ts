/**
 * What a failed `fetch` proves: pure, judged by whole codes of the runtimes.
 *
 * A connection that was never made has sent nothing, so the function did not run. Each rule below names who writes the
 * code. Where the other side has a say in the error, it proves nothing:
 *
 * - A lost connection (`ECONNRESET`, `EPIPE`, `UND_ERR_SOCKET`): the request may have been read before.
 * - TLS alerts and records that cannot be read (`ERR_SSL_*` of Node.js, `EPROTO` of Bun): Node.js 26 and Bun give the very
 *   same codes where the request has been read in full, and the other side goes wrong after that.
 * - What workerd and browsers say: nothing that tells one failure from another.
 */

/** What a runtime's error may hold. */
interface RuntimeError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  /** The system call that failed: Node.js, and Bun for `getaddrinfo`. */
  readonly syscall?: unknown;
  /** Bun: always 0, where no system says more. */
  readonly errno?: unknown;
  /** Bun: the URL. */
  readonly path?: unknown;
  readonly cause?: unknown;
  /** One error for each address that was tried: the `AggregateError` of Node.js. */
  readonly errors?: unknown;
}

/** Errors that are looked at: a chain of causes may be a circle. */
const MOST_ERRORS = 100;

/**
 * System calls that come before there is a connection.
 *
 * @see {@link https://nodejs.org/api/errors.html#errorsyscall}
 */
const SYSTEM_CALLS = new Set<unknown>(["connect", "getaddrinfo"]);

/** Codes that only a connection which was never made has, whoever writes them. */
const NO_CONNECTION = new Set<unknown>([
  // connect(2), for TCP.
  "ECONNREFUSED",
  // DNS: https://nodejs.org/api/dns.html#error-codes
  "ENOTFOUND",
  "EAI_AGAIN",
  // https://github.com/nodejs/undici/blob/main/docs/docs/api/Errors.md
  "UND_ERR_CONNECT_TIMEOUT",
  // Bun up to 1.3.
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/**
 * Codes that a connection may also be lost with, but not in Bun: 1.4.5 says `ECONNRESET` then, whatever the system said.
 */
const BUN_NO_CONNECTION = new Set<unknown>(["EADDRNOTAVAIL", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"]);

/**
 * A certificate that was not accepted: the handshake ends before the request is sent.
 *
 * @see {@link https://nodejs.org/api/tls.html#x509-certificate-error-codes}
 */
const CERTIFICATE = new Set<unknown>([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "CRL_HAS_EXPIRED",
  "CRL_NOT_YET_VALID",
  "CRL_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERROR_IN_CERT_NOT_AFTER_FIELD",
  "ERROR_IN_CERT_NOT_BEFORE_FIELD",
  "ERROR_IN_CRL_LAST_UPDATE_FIELD",
  "ERROR_IN_CRL_NEXT_UPDATE_FIELD",
  "ERR_TLS_CERT_ALTNAME_FORMAT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
  "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
  "UNABLE_TO_DECRYPT_CRL_SIGNATURE",
  "UNABLE_TO_GET_CRL",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Node.js's whole text for a TLS handshake that the other side has left; its code alone says only `ECONNRESET`. */
const HANDSHAKE_LEFT = "Client network socket disconnected before secure TLS connection was established";

/** undici's whole text for a port that `fetch` blocks: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED_PORT = "bad port";

/** Deno's whole text for it. */
const BLOCKED_PORT_ON_DENO = /^Fetch failed: Requests to port \d{1,5} are blocked$/;

/**
 * The beginning of what Deno says where there was no connection: `error sending request for url (URL): client error
 * (Connect): REASON`; its errors have no code. All of it is Deno's but the URL, and a URL has no space: so that no name of
 * a function and no qualifier can hold the words that follow it, and what a peer or a DNS server says stands behind them.
 * No other failure begins so. Once there is a connection it is `error sending request from ADDRESS for URL …`, or what the
 * connection failed with.
 */
const NO_CONNECTION_ON_DENO = /^error sending request for url \(\S+\): client error \(Connect\)/;

/** Deno's error for a program that may not use the network: https://docs.deno.com/api/deno/~/Deno.errors.NotCapable */
const NO_PERMISSION_ON_DENO = "NotCapable";

/**
 * Tells whether a failure of `fetch` proves that nothing was sent, so that the function surely did not run.
 *
 * Only what `fetch` itself rejects with may be judged, before response headers: whatever breaks a body, an answer had begun.
 *
 * @param error What `fetch` rejected with.
 * @param options `mayHaveBeenResent`: whether the runtime may have sent the request more than once by itself, as Deno does
 * with all but a `Blob`. The error is then that of the last time, and proves nothing of the first.
 * @returns Whether nothing was sent; `false` where nobody can tell.
 */
export function provesNothingWasSent(
  error: unknown,
  { mayHaveBeenResent }: { readonly mayHaveBeenResent: boolean },
): boolean {
  const rule = mayHaveBeenResent ? isNotAllowed : isNotSent;
  try {
    return holds(rule, error, new Set());
  } catch {
    // A getter that throws: an error that cannot be read proves nothing.
    return false;
  }
}

/** Whether a rule holds for an error or for one in its chain of causes, and for each one where several were tried. */
function holds(rule: (error: RuntimeError) => boolean, error: unknown, seen: Set<unknown>): boolean {
  if (typeof error !== "object" || error === null || seen.has(error) || seen.size === MOST_ERRORS) return false;
  seen.add(error);
  const { errors, cause } = error as RuntimeError;
  if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => holds(rule, one, seen));
  return rule(error) || holds(rule, cause, seen);
}

function isNotSent(error: RuntimeError): boolean {
  return isNotAllowed(error) || isNotConnected(error);
}

/** Whether the runtime refused to send anything, which it does before all else. */
function isNotAllowed({ name, message }: RuntimeError): boolean {
  return message === BLOCKED_PORT || matches(BLOCKED_PORT_ON_DENO, message) || name === NO_PERMISSION_ON_DENO;
}

/** Whether there was no connection to send anything on. */
function isNotConnected({ code, syscall, message, errno, path }: RuntimeError): boolean {
  const isBuns = errno === 0 && typeof path === "string";
  return SYSTEM_CALLS.has(syscall) ||
    NO_CONNECTION.has(code) ||
    CERTIFICATE.has(code) ||
    (isBuns && BUN_NO_CONNECTION.has(code)) ||
    (code === "ECONNRESET" && message === HANDSHAKE_LEFT) ||
    matches(NO_CONNECTION_ON_DENO, message);
}

function matches(pattern: RegExp, text: unknown): boolean {
  return typeof text === "string" && pattern.test(text);
}
