import { checkCredentials } from "./credentials.ts";
import { encodeText } from "../base/encoding.ts";
import { authorize, canonicalPath, canonicalQuery, hash, signingTime } from "./sigv4.ts";
import type { Credentials } from "./credentials.ts";

/** What {@linkcode signRequest} needs beside the request. */
export interface SignRequestOptions extends Omit<RequestInit, "credentials"> {
  /** The keys to sign with. */
  readonly credentials: Credentials;
  /** The region that is called, such as `eu-central-1`. */
  readonly region: string;
  /**
   * The service that is called, by its signing name. S3, which alone wants paths encoded once, is not supported.
   *
   * @default {"lambda"}
   */
  readonly service?: string | undefined;
  /** When it is signed; now, unless said. AWS refuses a signature that is more than five minutes off. */
  readonly date?: Date | undefined;
  /**
   * Whether to sign all headers that can be, in place of `host`, `content-type` and `x-amz-*`. The fewer are signed,
   * the fewer a proxy can break the signature by changing.
   *
   * @default {false}
   */
  readonly allHeaders?: boolean | undefined;
}

/** What fetch, a proxy or a platform sets or changes on the way. */
const UNSIGNABLE =
  /^(authorization|cache-control|connection|content-length|expect|from|keep-alive|max-forwards|pragma|referer|te|trailer|transfer-encoding|upgrade|user-agent|x-amzn-trace-id|(proxy|sec)-.*)$/;

/** The few that say what the request is. */
const ESSENTIAL = /^(content-type|x-amz-.*)$/;

/**
 * Signs a request with AWS Signature Version 4, for any service but S3.
 *
 * The body is read into memory to be hashed, unless a header `x-amz-content-sha256` gives its hash or says
 * `UNSIGNED-PAYLOAD`.
 *
 * @param request The request, or its URL; the body of a `Request` is used up.
 * @param options The keys, the scope, and what `new Request()` takes.
 * @returns A new request with `x-amz-date`, `authorization` and, where there is a session token, `x-amz-security-token`.
 * @throws {TypeError} If the URL, a header or the credentials cannot be sent.
 * @see {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html}
 * @example Call an operation that this module does not have
 * ```ts
 * import { fromEnv, signRequest } from "@lambda4fetch/lambda4fetch";
 *
 * async function listFunctions(): Promise<unknown> {
 *   const { region, credentials } = fromEnv();
 *   const url = `https://lambda.${region}.amazonaws.com/2015-03-31/functions/`;
 *   return await (await fetch(await signRequest(url, { region, credentials }))).json();
 * }
 * ```
 */
export async function signRequest(request: Request | URL | string, options: SignRequestOptions): Promise<Request> {
  const { credentials, region, service = "lambda", date = new Date(), allHeaders, ...init } = options;
  checkCredentials(credentials);
  const source = new Request(request, init);
  const { headers } = source;
  const url = new URL(source.url);
  const time = signingTime(date);
  headers.set("x-amz-date", time);
  if (credentials.sessionToken) headers.set("x-amz-security-token", credentials.sessionToken);

  let payloadHash = headers.get("x-amz-content-sha256");
  let read: Uint8Array<ArrayBuffer> | undefined;
  if (payloadHash === null) {
    const bytes = bytesAtHand(init.body);
    if (!bytes && source.body) read = new Uint8Array(await source.arrayBuffer());
    payloadHash = await hash(bytes ?? read);
  }
  const signed: Record<string, string> = { host: url.host };
  headers.forEach((value, name) => {
    if (allHeaders ? !UNSIGNABLE.test(name) : ESSENTIAL.test(name)) signed[name] = value;
  });
  const signable = {
    method: source.method,
    canonicalPath: canonicalPath(url.pathname.replace(/\/+/g, "/")),
    canonicalQuery: canonicalQuery(url.search),
    headers: signed,
    payloadHash,
  };
  headers.set("authorization", await authorize(signable, credentials, { region, service }, time));
  return read ? new Request(source, { headers, body: read }) : source;
}

/**
 * The bytes of a body that need not be read back from the `Request`, which takes longer than all the rest in workerd.
 * They are copied, since not all that can be sent can be hashed (shared or growing buffers in Bun); and workerd sends
 * half of a surrogate pair as no encoder does.
 */
function bytesAtHand(body: SignRequestOptions["body"]): Uint8Array<ArrayBuffer> | undefined {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (typeof body === "string" && !/\p{Cs}/u.test(body)) return encodeText(body);
}
