/** Replaces what must never be shown in a text. */
export type Redact = (text: unknown) => string;

/** A chain of causes may be a circle. */
const DEEPEST_CAUSE = 5;

/** Secrets of no more characters are not real, and would be found inside ordinary words. */
const NO_SECRET = 7;

/** Makes the function that takes secrets, and any Authorization header of SigV4, out of a text. */
export function redactor(...secrets: (string | undefined)[]): Redact {
  return (value) => {
    let text = String(value).replace(/AWS4-HMAC-SHA256\s+Cred[^]*?Signature=\w+/g, "[redacted]");
    for (const secret of secrets) {
      if (secret?.[NO_SECRET]) text = text.replaceAll(secret, "[redacted]");
    }
    return text;
  };
}

/**
 * Copies what is harmless of a failure. An error of a runtime, or of a custom `fetch`, may carry the whole request that
 * failed, header by header, so it is not handed on itself.
 */
export function redactCause(cause: unknown, redact: Redact, depth = DEEPEST_CAUSE): Error {
  const source = Object(cause);
  const copy: Error & { code?: string } = new Error(redact(source.message ?? cause));
  for (const key of ["name", "stack", "code"] as const) if (source[key]) copy[key] = redact(source[key]);
  if (depth && source.cause) copy.cause = redactCause(source.cause, redact, depth - 1);
  return copy;
}
