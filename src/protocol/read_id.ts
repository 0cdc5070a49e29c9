import type { Redact } from "../base/redact.ts";

/** What AWS's ids are, all but those of S3; nothing secret looks like it. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What ids of S3, of gateways and of other Lambdas are made of. */
const ID = /^[\w+/=:.-]{1,128}$/;

/**
 * Reads the id of a request from the first of some headers that has one. What does not look like an id, or holds a
 * secret, is an echo of something else.
 *
 * @param redact Takes secrets out of a text; called only for an id that is no UUID.
 */
export function readId(headers: Headers, names: readonly string[], redact: Redact): string | undefined {
  for (const name of names) {
    const id = headers.get(name);
    if (id !== null && isId(id, redact)) return id;
  }
  return undefined;
}

/** Whether a text may be shown as the id of a request. */
export function isId(text: string, redact: Redact): boolean {
  return UUID.test(text) || (ID.test(text) && redact(text) === text);
}
