/** Bytes and text: the encodings of HTTP, SigV4 and JSON that Lambda's wire is made of. */

/** One for all: on Workers, to make one costs more than to use it. */
const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();

/** Text as UTF-8 bytes. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** UTF-8 bytes as text; what is not UTF-8 becomes U+FFFD, as in `Response.text()`. */
export function decodeText(bytes: AllowSharedBufferSource): string {
  return new TextDecoder().decode(bytes);
}

/** Bytes as lower-case hex. */
export function encodeHex(bytes: ArrayBuffer | Uint8Array): string {
  let hex = "";
  for (const byte of new Uint8Array(bytes)) hex += byte.toString(16).padStart(2, "0");
  return hex;
}

/** Bytes as base64. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Base64 as bytes. Throws what `atob` throws where the text is no base64. */
export function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** Percent-encodes all but RFC 3986's unreserved characters, as AWS does in paths, queries and signatures. */
export function encodeRfc3986(text: string | number): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${encodeHex(encodeText(char)).toUpperCase()}`,
  );
}
