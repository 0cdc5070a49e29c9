import { isDeno } from "../base/is_deno.ts";
import { type Redact, redactor } from "../base/redact.ts";
import { refuse } from "../base/refuse.ts";
import type { Credentials } from "../signing/credentials.ts";
import { authorize, canonicalEncodedPath, hash, signingTime } from "../signing/sigv4.ts";
import type { Call } from "./call.ts";
import type { Settings } from "./config.ts";

/** A request that is ready to be sent. */
export interface SignedRequest {
  readonly url: string;
  readonly init: RequestInit;
  /** Milliseconds. */
  readonly time: number;
  readonly redact: Redact;
}

/** Stage 2: signs a request as it is sent now. The signature covers the time, and AWS refuses one that is five minutes old. */
export async function signAttempt(
  call: Call,
  credentials: Credentials,
  signal: AbortSignal | undefined,
): Promise<SignedRequest> {
  const { request: { method, query, headers: own, path: target }, settings, body } = call;
  const { endpoint, headers: further, traceId } = settings;
  const time = signedTime(settings);
  const date = signingTime(new Date(time));
  const headers: Record<string, string> = { ...further, ...own, "x-amz-date": date };
  if (credentials.sessionToken) headers["x-amz-security-token"] = credentials.sessionToken;
  const signable = {
    method,
    canonicalPath: endpoint.canonicalPath + canonicalEncodedPath(target),
    canonicalQuery: query,
    headers: headersToSign(headers, endpoint.host),
    payloadHash: await hash(body),
  };
  const scope = { region: endpoint.region, service: "lambda" };
  headers.authorization = await authorize(signable, credentials, scope, date);
  if (traceId !== undefined) headers["x-amzn-trace-id"] = traceId;
  return {
    url: endpoint.url + target + (query && `?${query}`),
    init: { method, headers, body: toFetchBody(body), signal: signal ?? null, redirect: "manual" },
    time,
    redact: lazyRedactor(credentials, headers.authorization),
  };
}

/** The time to sign, by Lambda's clock as far as it is known. */
export function signedTime({ now, state }: Pick<Settings, "now" | "state">): number {
  const time = now().getTime();
  if (Number.isNaN(time)) refuse("now", "a function that gives a valid Date", time);
  return time + state.clockOffset;
}

/** Host, content type and `x-amz-*`: the fewer headers are signed, the fewer a proxy can break by changing. */
function headersToSign(headers: Record<string, string>, host: string): Record<string, string> {
  const signed: Record<string, string> = { host };
  for (const name in headers) {
    if (name === "content-type" || name.startsWith("x-amz-")) signed[name] = headers[name]!;
  }
  return signed;
}

/**
 * Deno sends bytes and text a second time by itself where a connection dies before the answer, but a `Blob` it does not.
 *
 * @see {@link https://github.com/denoland/deno/issues/35610}
 */
export function toFetchBody(body: Uint8Array<ArrayBuffer> | undefined): BodyInit | null {
  if (!body || body.length === 0) return null;
  return isDeno() ? new Blob([body]) : body;
}

/** Whether the runtime may send a request a second time by itself: what it then fails with says nothing of the first. */
export function mayBeResent({ body }: RequestInit): boolean {
  return isDeno() && !(body instanceof Blob);
}

/** Made only where an error or a strange id asks for it: it costs more than the signature. */
function lazyRedactor({ secretAccessKey, sessionToken }: Credentials, authorization: string): Redact {
  let redact: Redact | undefined;
  return (text) => {
    const signature = authorization.slice(authorization.lastIndexOf("=") + 1);
    redact ??= redactor([secretAccessKey, sessionToken, signature, authorization]);
    return redact(text);
  };
}
