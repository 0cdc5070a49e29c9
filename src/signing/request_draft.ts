import { encodeText } from "../base/encoding.ts";
import { isPlatform } from "../base/is_platform.ts";
import type { Awaitable } from "./sha256.ts";
import { hash } from "./sigv4.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A request that is about to be signed. */
export interface Draft {
  /** It has all but the signature; what is set in its headers is sent. */
  readonly request: Request;
  /** The body, where it need not be read back from the request: that takes longer than all the rest in workerd. */
  readonly bytes: Bytes | undefined;
  /** The body, once it was read back. */
  read?: Bytes;
}

/** Makes the one `Request` that there is, which goes to `url`. */
export function draftRequest(given: Request | URL | string, url: URL, init: RequestInit): Draft {
  const bytes = bytesOf(init.body);
  if (!isRequest(given)) return { request: new Request(url.href, init), bytes };
  const isMoved = url.href !== given.url;
  return { request: new Request(isMoved ? new Request(url.href, given) : given, init), bytes };
}

/** Whether it is a `Request`, of whatever realm. */
export function isRequest(given: Request | URL | string): given is Request {
  return typeof given === "object" && "url" in given;
}

/** The bytes of a body that is text or bytes, as all runtimes send them: workerd sends half of a surrogate pair in its own way. */
function bytesOf(body: RequestInit["body"]): Bytes | undefined {
  if (typeof body === "string") return body.isWellFormed() ? encodeText(body) : undefined;
  if (isPlatform("ArrayBuffer", body)) return hashable(new Uint8Array(body));
  if (ArrayBuffer.isView(body)) return hashable(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  return undefined;
}

/** Bytes as they are, or a copy where Web Crypto takes none that are shared or can grow. */
function hashable(bytes: Uint8Array): Bytes {
  const { buffer } = bytes;
  const canGrow = "resizable" in buffer && buffer.resizable === true;
  return isPlatform("ArrayBuffer", buffer) && !canGrow ? bytes as Bytes : new Uint8Array(bytes);
}

/**
 * The hash of the body that is signed: what the caller says of it, or what it is, unless it is not to be signed. Bytes at
 * hand are hashed before this returns, since the caller may change them.
 */
export function payloadHashOf(draft: Draft, isUnsigned: boolean): Awaitable<string> {
  const given = draft.request.headers.get("x-amz-content-sha256");
  if (given !== null) return given;
  if (isUnsigned) return "UNSIGNED-PAYLOAD";
  const isAtHand = draft.bytes || !draft.request.body;
  return isAtHand ? hash(draft.bytes) : hashOfRead(draft);
}

async function hashOfRead(draft: Draft): Promise<string> {
  draft.read = new Uint8Array(await draft.request.arrayBuffer());
  return await hash(draft.read);
}

/** The request to be sent, with the body that was read, to a URL that may have changed. */
export function toRequest({ request, read }: Draft, url: URL): Request {
  const whole = read ? new Request(request, { headers: request.headers, body: read }) : request;
  return url.href === whole.url ? whole : new Request(url.href, whole);
}
