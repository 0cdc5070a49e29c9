import { type Redact, redactor } from "../base/redact.ts";
import type { Settings } from "../client/config.ts";
import { toFetchBody } from "../client/sign_attempt.ts";
import { checkCredentials } from "../signing/credentials.ts";
import { signRequest } from "../signing/sign_request.ts";
import { copyTrusted, withoutClaims } from "./event_headers.ts";
import { readRequestBody } from "./read_request_body.ts";

/** What `fetch` or the signature sets. Names with `x-amz-` in front are not sent either: they would be signed. */
const SET_HERE: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "accept-encoding",
  "authorization",
  "content-length",
  "expect",
  "host",
]);

/** A client's request, and where it goes. */
export interface ClientRequest {
  readonly source: Request;
  /** A URL that is safe to sign for. */
  readonly url: string;
  readonly region: string;
  readonly signal: AbortSignal | undefined;
  /** Bytes of the longest body that is read. */
  readonly maxBodyBytes: number;
  /** Names of the headers that are believed. */
  readonly trusted: readonly string[];
}

/** A request that is ready for `fetch`. */
export interface SignedClientRequest {
  readonly url: string;
  readonly init: RequestInit;
  /** Takes out of a text what the request was signed with. */
  readonly redact: Redact;
}

/** Signs a client's request, with what of it may be handed on. */
export async function signClientRequest(settings: Settings, client: ClientRequest): Promise<SignedClientRequest> {
  const { source, url, region, signal, maxBodyBytes, trusted } = client;
  const { credentials: given, now, traceId } = settings;
  const { method } = source;
  const headers = sentHeaders(source.headers, trusted);
  if (traceId !== undefined) headers.set("x-amzn-trace-id", traceId);
  const body = await readRequestBody(source, maxBodyBytes);
  const credentials = typeof given === "function" ? checkCredentials(await given({ signal })) : given;
  const signed = await signRequest(url, {
    method,
    headers,
    ...(body.length > 0 && { body }),
    credentials,
    region,
    service: "lambda",
    date: now(),
  });
  return {
    url: signed.url,
    init: {
      method,
      headers: Object.fromEntries(signed.headers),
      body: toFetchBody(body),
      signal: signal ?? null,
      redirect: "manual",
    },
    redact: redactor([credentials.secretAccessKey, credentials.sessionToken, signed.headers.get("authorization")]),
  };
}

/** What is sent on of a request's headers. */
function sentHeaders(given: Headers, trusted: readonly string[]): Headers {
  const headers = withoutClaims(given);
  copyTrusted(given, headers, trusted);
  for (const name of [...headers.keys()]) {
    if (SET_HERE.has(name) || name.startsWith("x-amz-")) headers.delete(name);
  }
  return headers;
}
