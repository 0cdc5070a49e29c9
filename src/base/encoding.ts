/** Bytes and text: the encodings of HTTP, SigV4 and JSON that Lambda's wire is made of. */

/** One for all: on Workers, to make one costs more than to use it. */
const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder();

/** Text as UTF-8 bytes. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Writes as much of a text as fits, as UTF-8; says how much of it that was, and how many bytes. */
export function encodeTextInto(text: string, bytes: Uint8Array<ArrayBuffer>): TextEncoderEncodeIntoResult {
  return encoder.encodeInto(text, bytes);
}

/** UTF-8 bytes as text; what is not UTF-8 becomes U+FFFD, as in `Response.text()`. */
export function decodeText(bytes: AllowSharedBufferSource): string {
  return new TextDecoder().decode(bytes);
}

/** All bytes as hex, made when first needed: to look one up takes a third of what it takes to write it. */
let hexOfByte: readonly string[] | undefined;

/** Bytes as lower-case hex. */
export function encodeHex(bytes: ArrayBuffer | Uint8Array): string {
  hexOfByte ??= Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
  let hex = "";
  for (const byte of new Uint8Array(bytes)) hex += hexOfByte[byte];
  return hex;
}

/** Lower-case hex as bytes. */
export function decodeHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = valueOfDigit(hex.charCodeAt(2 * at)) << 4 | valueOfDigit(hex.charCodeAt(2 * at + 1));
  }
  return bytes;
}

/** Of a digit's character code: `0` is 48, `a` is 97. */
function valueOfDigit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
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
  return encodeURIComponent(text).replace(/[!'()*]/g, percentEncode);
}

function percentEncode(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
