/** What concerns one connection, and so ends with it. */
const HOP_BY_HOP = [
  "connection",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** A header's name, by RFC 9110; `Headers` throws at anything else. */
export const HEADER_NAME: RegExp = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * Takes out what must not pass from one connection to the next, with what `Connection` names.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1}
 */
export function dropHopByHop(headers: Headers): void {
  const named = (headers.get("connection") ?? "").split(",").map((name) => name.trim());
  for (const name of [...named, ...HOP_BY_HOP]) {
    if (HEADER_NAME.test(name)) headers.delete(name);
  }
}
