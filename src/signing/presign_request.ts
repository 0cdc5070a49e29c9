import { encodeRfc3986 } from "../base/encoding.ts";
import { mistake } from "../base/refuse.ts";
import { prepareSigning, type SignRequestOptions } from "./prepare_signing.ts";
import { payloadHashOf, toRequest } from "./request_draft.ts";
import { canonicalPathOf } from "./signable_url.ts";
import { signedHeaders } from "./signed_headers.ts";
import { ALGORITHM, canonicalQuery, scopeText, signatureOf } from "./sigv4.ts";

/**
 * Options of {@linkcode presignRequest}, together with those of `new Request()`.
 *
 * @category Signing
 */
export interface PresignRequestOptions extends SignRequestOptions {
  /**
   * Seconds for which the URL is valid: 1 to 604,800 (7 days). It stops working earlier if it was signed with
   * credentials that expire earlier.
   *
   * @default {900}
   */
  readonly expiresIn?: number | undefined;
}

/** Seconds for which a presigned URL is good, as in the AWS SDK for JavaScript. */
const USUAL_EXPIRY = 900;

/** Seconds that AWS accepts at most. */
const LONGEST_EXPIRY = 604_800;

/** Headers of an earlier signature. */
const FROM_EARLIER: readonly string[] = ["authorization", "x-amz-date", "x-amz-security-token"];

/** Where the session token is not signed, but added afterwards: connections to AWS IoT by MQTT over WebSocket. */
const SERVICE_WITH_UNSIGNED_TOKEN = "iotdevicegateway";

/**
 * Puts the signature into a request's URL, so that anyone who has the URL can send the request, without keys and with a
 * plain `fetch(url)`.
 *
 * The signature covers the method, the URL, `host`, and the headers `content-type` and `x-amz-*` that you pass. These
 * must be sent exactly as they were signed, so pass only headers that the user of the URL will send. The body of a
 * request to S3 is not signed, unless you set the header `x-amz-content-sha256` to its hash. For other services it is
 * hashed as by {@linkcode signRequest}.
 *
 * @param request The request, or its URL; the body of a `Request` is consumed.
 * @param options The credentials, the region, the service and the expiry, together with the options of `new Request()`.
 * @returns A new request without `authorization`; its `url` is the presigned URL.
 * @throws {TypeError} If the region is missing, if `service` is missing and cannot be derived from the host, or if the
 * URL, a header or the credentials are invalid.
 * @throws {RangeError} If `expiresIn` is not a whole number from 1 to 604,800, or `date` is not a date from 1970 to
 * 9999.
 * @see {@link https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html}
 * @example Let a browser download an object of S3 for ten minutes
 * ```ts
 * import { fromEnv, presignRequest } from "@lambda4fetch/lambda4fetch";
 *
 * async function downloadUrl(bucket: string, key: string): Promise<string> {
 *   const { region, credentials } = fromEnv();
 *   const path = key.split("/").map(encodeURIComponent).join("/");
 *   const url = `https://${bucket}.s3.${region}.amazonaws.com/${path}`;
 *   return (await presignRequest(url, { region, credentials, expiresIn: 600 })).url;
 * }
 * ```
 * @example Let a browser upload a picture
 * ```ts
 * import { fromEnv, presignRequest } from "@lambda4fetch/lambda4fetch";
 *
 * // The browser sends: fetch(url, { method: "PUT", headers: { "content-type": "image/png" }, body })
 * async function uploadUrl(bucket: string, name: string): Promise<string> {
 *   const { region, credentials } = fromEnv();
 *   const url = `https://${bucket}.s3.${region}.amazonaws.com/${encodeURIComponent(name)}`;
 *   const headers = { "content-type": "image/png" };
 *   return (await presignRequest(url, { method: "PUT", headers, region, credentials })).url;
 * }
 * ```
 * @category Signing
 */
export async function presignRequest(
  request: Request | URL | string,
  options: PresignRequestOptions,
): Promise<Request> {
  const { expiresIn, ...others } = options;
  const expiry = checkExpiry(expiresIn ?? USUAL_EXPIRY);
  const { draft, url, credentials, scope, rules, time, allHeaders } = prepareSigning(request, others);
  for (const name of FROM_EARLIER) draft.request.headers.delete(name);
  const payloadHash = payloadHashOf(draft, rules.isS3 || rules.payloadHeader === "UNSIGNED-PAYLOAD");
  const headers = signedHeaders(url.host, draft.request.headers, allHeaders);
  const names = Object.keys(headers).sort();
  const scopeOfKey = scopeText(time, scope);
  const isTokenSigned = scope.service !== SERVICE_WITH_UNSIGNED_TOKEN;
  const token = { "X-Amz-Security-Token": credentials.sessionToken };
  addToQuery(url, {
    "X-Amz-Algorithm": ALGORITHM,
    "X-Amz-Credential": `${credentials.accessKeyId}/${scopeOfKey}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": String(expiry),
    "X-Amz-SignedHeaders": names.join(";"),
    ...isTokenSigned && token,
  });
  const signable = {
    method: draft.request.method,
    canonicalPath: canonicalPathOf(url, rules.isS3),
    canonicalQuery: canonicalQuery(url.search),
    headers,
    payloadHash: await payloadHash,
  };
  const signature = await signatureOf(signable, names, credentials.secretAccessKey, scopeOfKey, time);
  addToQuery(url, { "X-Amz-Signature": signature, ...!isTokenSigned && token });
  return toRequest(draft, url);
}

function checkExpiry(expiresIn: number): number {
  if (typeof expiresIn !== "number") throw new TypeError(mistake("sign", "expiresIn", "of type number", expiresIn));
  const isAccepted = Number.isInteger(expiresIn) && expiresIn >= 1 && expiresIn <= LONGEST_EXPIRY;
  if (!isAccepted) {
    throw new RangeError(mistake("sign", "expiresIn", `a whole number from 1 to ${LONGEST_EXPIRY}`, expiresIn));
  }
  return expiresIn;
}

/** Adds the parameters that have a value. */
function addToQuery(url: URL, parameters: Readonly<Record<string, string | undefined>>): void {
  const pairs = Object.entries(parameters).filter(([, value]) => value).map(([name, value]) => {
    return `${name}=${encodeRfc3986(value!)}`;
  });
  const before = url.search.length > 1 ? `${url.search}&` : "?";
  url.search = before + pairs.join("&");
}
