import { encodeText } from "../base/encoding.ts";
import { hash } from "./sigv4.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A request that is about to be signed. */
export interface Draft {
  readonly method: string;
  /** The headers; what is set here is sent. */
  readonly headers: Headers;
  /** The body's bytes; reads the body where it is not at hand. */
  readBody(): Promise<Bytes | undefined> | Bytes | undefined;
  /** The request itself, which goes to `url`. */
  toRequest(url: URL): Request;
}

/**
 * Takes apart what is to be signed. Of a URL and bytes or text, which is what most have, no `Request` is made before the
 * signature is there: one takes 8 to 15 µs on Node, and to read a body back from it takes longer than all the rest in
 * workerd.
 *
 * @param init What `new Request()` takes; it belongs to the draft.
 */
export function draftRequest(request: Request | URL | string, url: URL, init: RequestInit): Draft {
  if (isRequest(request)) {
    const isMoved = url.href !== request.url;
    return draftOfRequest(new Request(isMoved ? new Request(url.href, request) : request, init));
  }
  const bytes = bytesOf(init.body);
  const isAtHand = bytes !== undefined || init.body === undefined || init.body === null;
  return isAtHand && isNormalized(init.method)
    ? draftOfBytes(init, bytes)
    : draftOfRequest(new Request(url.href, init));
}

/** Whether it is a `Request`, of whatever realm. */
export function isRequest(request: Request | URL | string): request is Request {
  return typeof request === "object" && "url" in request;
}

/** Some methods in small letters are sent in capitals, so that only a `Request` knows what will be sent. */
function isNormalized(method: string | undefined): boolean {
  return method === undefined || (typeof method === "string" && method === method.toUpperCase());
}

/**
 * A copy of a body's bytes, which is what is sent: the caller may change them in the meantime, shared and growing buffers can
 * be hashed nowhere, and workerd sends half of a surrogate pair as no encoder does.
 */
function bytesOf(body: RequestInit["body"]): Bytes | undefined {
  if (typeof body === "string") return encodeText(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body.slice());
  if (ArrayBuffer.isView(body)) return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  return undefined;
}

/** What fetch says of a text where the caller does not. */
const TYPE_OF_TEXT = "text/plain;charset=UTF-8";

function draftOfBytes(init: RequestInit, bytes: Bytes | undefined): Draft {
  const headers = new Headers(init.headers);
  if (typeof init.body === "string" && !headers.has("content-type")) headers.set("content-type", TYPE_OF_TEXT);
  return {
    method: init.method ?? "GET",
    headers,
    readBody: () => bytes,
    toRequest(url) {
      init.headers = headers;
      if (bytes) init.body = bytes;
      return new Request(url.href, init);
    },
  };
}

function draftOfRequest(source: Request): Draft {
  let read: Bytes | undefined;
  return {
    method: source.method,
    headers: source.headers,
    async readBody() {
      if (source.body) read = new Uint8Array(await source.arrayBuffer());
      return read;
    },
    toRequest(url) {
      const whole = read ? new Request(source, { headers: source.headers, body: read }) : source;
      return url.href === whole.url ? whole : new Request(url.href, whole);
    },
  };
}

/** The hash of the body that is signed: what the caller says of it, or what it is unless the body is not to be signed. */
export async function payloadHashOf(draft: Draft, isUnsigned: boolean): Promise<string> {
  const given = draft.headers.get("x-amz-content-sha256");
  if (given !== null) return given;
  return isUnsigned ? "UNSIGNED-PAYLOAD" : await hash(await draft.readBody());
}
