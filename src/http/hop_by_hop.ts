/** What concerns one connection, and so ends with it. */
const HOP_BY_HOP: ReadonlySet<string> = /* @__PURE__ */ new Set([
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
]);

/** A header's name, by RFC 9110; `Headers` throws at anything else. */
export const HEADER_NAME: RegExp = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Whether a header, named in small letters, concerns one connection alone. */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name);
}

/**
 * Takes out what must not pass from one connection to the next, with what `Connection` names.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1}
 */
export function dropHopByHop(headers: Headers): void {
  const options = (headers.get("connection") ?? "").split(",");
  const named = new Set(options.map((name) => name.trim().toLowerCase()));
  for (const name of [...headers.keys()]) {
    if (isHopByHop(name) || named.has(name)) headers.delete(name);
  }
}
