/** Bodies as base64: up to 6 MB, which `src/base/encoding.ts` is too slow for. */

/** What runtimes of today have, and do a hundred times as fast. */
interface Native {
  toBase64?(): string;
}
interface NativeConstructor {
  fromBase64?(base64: string): Uint8Array<ArrayBuffer>;
}

/** As many arguments as every runtime takes. */
const PIECE = 8_192;

/** A body as base64. */
export function encodeBody(bytes: Uint8Array): string {
  return (bytes as Native).toBase64?.() ?? btoa(toBinary(bytes));
}

/** A body that came as base64. Throws where it is none. */
export function decodeBody(base64: string): Uint8Array<ArrayBuffer> {
  return (Uint8Array as NativeConstructor).fromBase64?.(base64) ?? fromBinary(atob(base64));
}

function toBinary(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return binary;
}

function fromBinary(binary: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
