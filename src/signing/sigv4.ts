import type { Credentials } from "./credentials.ts";
import { encodeHex, encodeRfc3986, encodeText } from "../base/encoding.ts";
import { remember } from "../base/bounded_map.ts";

/** What a signature covers, ready to be written down: stage 1 of SigV4. */
export interface SignableRequest {
  readonly method: string;
  /** As it is sent; without empty segments. */
  readonly path: string;
  /** In canonical form: see {@linkcode canonicalQuery}. */
  readonly query: string;
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

/** Derived keys; one is good for a day. Values, since a pending promise of one request never settles in another. */
const keys = new Map<string, CryptoKey>();

/** SHA-256 in hex. */
export async function hash(bytes: Uint8Array<ArrayBuffer> = new Uint8Array()): Promise<string> {
  return encodeHex(await crypto.subtle.digest("SHA-256", bytes));
}

/** The date as SigV4 writes it, such as `20150830T123600Z`. */
export function signingTime(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, "");
}

/** Encodes and sorts a URL's query; a `+` stays one, since nobody can tell what its reader takes it for. */
export function canonicalQuery(search: string): string {
  const pairs = search.slice(1).split("&").filter(Boolean).map((pair) => {
    const [name, ...value] = pair.split("=");
    return [name!, value.join("=")].map((part) => encodeRfc3986(decode(part))).join("\0");
  });
  // By names first, then by values: a NUL sorts before all that a name may hold.
  return pairs.sort().join("&").replaceAll("\0", "=");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // no percent-encoded UTF-8: signed as it stands
  }
}

/** Step 1 of SigV4: the request in the one form that both sides hash. */
export function canonicalRequest(
  { method, path, query, headers, payloadHash }: SignableRequest,
  names: readonly string[],
): string {
  // What is encoded in a path is encoded once more.
  let text = `${method}\n${encodeRfc3986(path).replaceAll("%2F", "/")}\n${query}\n`;
  for (const name of names) text += `${name}:${headers[name]!.trim().replace(/\s+/g, " ")}\n`;
  return `${text}\n${names.join(";")}\n${payloadHash}`;
}

/** Step 2 of SigV4: what is signed. */
export async function stringToSign(time: string, scope: string, canonical: string): Promise<string> {
  return `AWS4-HMAC-SHA256\n${time}\n${scope}\n${await hash(encodeText(canonical))}`;
}

/** Step 3 of SigV4: narrows the secret to one day, region and service. */
export async function signingKey(secret: string, scope: string): Promise<CryptoKey> {
  const id = `${scope} ${secret}`;
  const known = keys.get(id);
  if (known) return known;
  let key = await importKey(encodeText(`AWS4${secret}`));
  for (const part of scope.split("/")) key = await importKey(await hmac(key, part));
  return remember(keys, id, key);
}

function importKey(bytes: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

function hmac(key: CryptoKey, text: string): Promise<ArrayBuffer> {
  return crypto.subtle.sign("HMAC", key, encodeText(text));
}

/** Step 4 of SigV4: the `Authorization` header. */
export async function authorize(
  request: SignableRequest,
  credentials: Credentials,
  { region, service }: SigningScope,
  time: string,
): Promise<string> {
  const names = Object.keys(request.headers).sort();
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const text = await stringToSign(time, scope, canonicalRequest(request, names));
  const signature = encodeHex(await hmac(await signingKey(credentials.secretAccessKey, scope), text));
  return `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, ` +
    `SignedHeaders=${names.join(";")}, Signature=${signature}`;
}
