import { refuse } from "../base/refuse.ts";
import { isClientClaim } from "./client_claims.ts";
import { dropHopByHop, HEADER_NAME, isHopByHop } from "./hop_by_hop.ts";

/**
 * Which of a client's headers are trusted.
 *
 * @category Handlers
 */
export interface TrustOptions {
  /**
   * Names of headers to pass on unchanged because the platform in front of this code always sets them, so that no
   * client can forge them: `["cf-ipcountry"]` behind Cloudflare, for example, or `["x-forwarded-proto",
   * "x-forwarded-host"]` behind a proxy of your own that always sets both. All other headers in which proxies and
   * platforms describe a client (`forwarded`, `x-forwarded-*`, `x-real-ip`, `cf-*`, `x-amzn-oidc-*` and the like) are
   * removed.
   *
   * @default {[]}
   */
  readonly trustedHeaders?: readonly string[] | undefined;
}

/** What AWS's front doors say of a request in headers of their own. */
export interface FrontDoor {
  readonly url: URL;
  /** The client's address, where it is known. */
  readonly address: string | undefined;
  /** Bytes of the body. */
  readonly bodyLength: number;
  readonly traceId: string | undefined;
}

/** A client's headers, without those that a client could lie with to a function that trusts its front door. */
export function eventHeaders(given: Headers, frontDoor: FrontDoor, trusted: readonly string[]): Headers {
  const headers = withoutClaims(given);
  const { url, address, bodyLength, traceId } = frontDoor;
  headers.set("host", url.host);
  headers.set("x-forwarded-proto", url.protocol.slice(0, -1));
  headers.set("x-forwarded-port", url.port || (url.protocol === "http:" ? "80" : "443"));
  if (address) headers.set("x-forwarded-for", address);
  if (traceId) headers.set("x-amzn-trace-id", traceId);
  if (bodyLength > 0) headers.set("content-length", String(bodyLength));
  // A POST without a body says that it has none; anything else is not true.
  else if (headers.get("content-length") !== "0") headers.delete("content-length");
  copyTrusted(given, headers, trusted);
  return headers;
}

/** A client's headers that are meant for whoever answers it, but for its words about itself. */
export function withoutClaims(given: Headers): Headers {
  const headers = new Headers(given);
  dropHopByHop(headers);
  for (const name of [...headers.keys()]) {
    if (isClientClaim(name)) headers.delete(name);
  }
  return headers;
}

/** Hands on what the caller vouches for; a client's own `Connection` header cannot take it out. */
export function copyTrusted(given: Headers, headers: Headers, trusted: readonly string[]): void {
  for (const name of trusted) {
    const value = given.get(name);
    if (value !== null && !isHopByHop(name.toLowerCase())) headers.set(name, value);
  }
}

/** Checks what the caller vouches for. */
export function readTrusted({ trustedHeaders = [] }: TrustOptions): readonly string[] {
  for (const name of trustedHeaders) {
    if (!HEADER_NAME.test(name)) refuse("trustedHeaders", "names of headers", name);
  }
  return trustedHeaders;
}
