import { encodeRfc3986 } from "../base/encoding.ts";
import { type AnySha256, chooseSha256 } from "./choose_sha256.ts";
import type { Credentials } from "./credentials.ts";
import { type Awaitable, HASH_OF_NOTHING } from "./sha256.ts";
import { signingKey } from "./signing_key.ts";

/** What a signature covers, ready to be written down: stage 1 of SigV4. */
export interface SignableRequest {
  readonly method: string;
  /** What {@linkcode canonicalPath} gives; of S3 the path as it is sent. */
  readonly canonicalPath: string;
  /** What {@linkcode canonicalQuery} gives. */
  readonly canonicalQuery: string;
  /** The headers to sign, with `host`; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Hex of the body's SHA-256, or AWS's `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

/** Region and service that a signature is good for. */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
}

/** What all that SigV4 writes begins with. */
export const ALGORITHM = "AWS4-HMAC-SHA256";

/** SHA-256 of a body, in hex. */
export function hash(
  body: Uint8Array<ArrayBuffer> | undefined,
  sha256: AnySha256 = chooseSha256(),
): Awaitable<string> {
  return body ? sha256.hash(body) : HASH_OF_NOTHING;
}

/** The last second that was written, since calls come many to a second: saves 0.6 µs. */
let writtenSecond = NaN;
let writtenTime = "";

/** The date as SigV4 writes it, such as `20150830T123600Z`. */
export function signingTime(date: Date): string {
  const second = Math.floor(date.getTime() / 1_000);
  if (second !== writtenSecond) {
    writtenTime = date.toISOString().replace(/[-:]|\.\d+/g, "");
    writtenSecond = second;
  }
  return writtenTime;
}

/** A path as AWS signs it for all services but S3: what is encoded in it is encoded once more. */
export function canonicalPath(path: string): string {
  return encodeRfc3986(path).replaceAll("%2F", "/");
}

/**
 * The canonical form of a path that {@linkcode encodeRfc3986} has encoded part by part: only the percent signs are left to
 * be encoded, which saves 0.7 µs.
 */
export function canonicalEncodedPath(path: string): string {
  return path.includes("%") ? path.replaceAll("%", "%25") : path;
}

/** A path as S3 signs it: encoded once. */
export function canonicalS3Path(path: string): string {
  return encodeRfc3986(decode(path)).replaceAll("%2F", "/");
}

/** Encodes and sorts a URL's query. A `+` in it means a space, as AWS reads it. */
export function canonicalQuery(search: string): string {
  const pairs = search.slice(1).split("&").filter(Boolean).map((pair) => {
    const [name, ...value] = pair.split("=");
    return [name!, value.join("=")].map((part) => encodeRfc3986(decode(part))).join("\0");
  });
  // By names first, then by values: a NUL sorts before all that a name may hold.
  return pairs.sort().join("&").replaceAll("\0", "=");
}

function decode(part: string): string {
  const spaced = part.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // no percent-encoded UTF-8: signed as it stands
  }
}

/** Step 1 of SigV4: the request in the one form that both sides hash. */
export function canonicalRequest(request: SignableRequest, names: readonly string[]): string {
  const { method, canonicalPath, canonicalQuery, headers, payloadHash } = request;
  let text = `${method}\n${canonicalPath}\n${canonicalQuery}\n`;
  for (const name of names) text += `${name}:${canonicalValue(headers[name]!)}\n`;
  return `${text}\n${names.join(";")}\n${payloadHash}`;
}

/** Nothing but spaces and tabs is white space that can be sent. To look for it saves 0.7 µs for a session token. */
function canonicalValue(value: string): string {
  const trimmed = value.trim();
  const isTidy = !trimmed.includes("  ") && !trimmed.includes("\t");
  return isTidy ? trimmed : trimmed.replace(/\s+/g, " ");
}

/** Step 2 of SigV4: what is signed; of the canonical request its hash. */
export function stringToSign(time: string, scope: string, canonicalHash: string): string {
  return `${ALGORITHM}\n${time}\n${scope}\n${canonicalHash}`;
}

/** The day, region and service that a signature is good for, as SigV4 writes them. */
export function scopeText(time: string, { region, service }: SigningScope): string {
  return `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
}

/** The signature of a request and of those of its headers that are named, in sorted order. */
export async function signatureOf(
  request: SignableRequest,
  names: readonly string[],
  secret: string,
  scope: string,
  time: string,
  sha256: AnySha256 = chooseSha256(),
): Promise<string> {
  const canonicalHash = await sha256.hash(canonicalRequest(request, names));
  const key = await signingKey(secret, scope, sha256);
  return await sha256.hmac(key, stringToSign(time, scope, canonicalHash));
}

/** Step 4 of SigV4: the `Authorization` header. */
export async function authorize(
  request: SignableRequest,
  { accessKeyId, secretAccessKey }: Credentials,
  scope: SigningScope,
  time: string,
  sha256: AnySha256 = chooseSha256(),
): Promise<string> {
  const names = Object.keys(request.headers).sort();
  const scopeOfKey = scopeText(time, scope);
  const signature = await signatureOf(request, names, secretAccessKey, scopeOfKey, time, sha256);
  return `${ALGORITHM} Credential=${accessKeyId}/${scopeOfKey}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${signature}`;
}
