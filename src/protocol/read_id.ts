import type { Redact } from "../base/redact.ts";

/** Ids of requests: UUIDs mostly, base64 those of S3. */
const ID = /^[\w+/=:.-]{1,128}$/;

/**
 * Reads the id of a request from the first of some headers that has one. What does not look like an id, or holds a
 * secret, is an echo of something else.
 */
export function readId(headers: Headers, names: readonly string[], redact: Redact): string | undefined {
  const ids = names.map((name) => headers.get(name));
  return ids.find((id): id is string => id !== null && isId(id, redact));
}

/** Whether a text may be shown as the id of a request. */
export function isId(text: string, redact: Redact): boolean {
  return ID.test(text) && redact(text) === text;
}
