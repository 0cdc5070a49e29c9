import { encodeText } from "../base/encoding.ts";
import { isPlatform } from "../base/is_platform.ts";
import { refuse } from "../base/refuse.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A payload as it goes out, or what it has to be read from first. */
export type SerializedPayload = Bytes | Blob | ReadableStream<Uint8Array>;

/**
 * Puts a payload on the wire: bytes and text as they are, a `Blob` or a stream as what is in it, anything else as its JSON,
 * and nothing for `null`, `undefined` and `""`. Bytes are copied, since the caller may change them before they are sent.
 */
export function serializePayload(member: string, payload: unknown): SerializedPayload | undefined {
  if (payload == null || payload === "") return undefined;
  if (typeof payload === "string") return encodeText(payload);
  if (typeof payload !== "object") return encodeJson(member, payload);
  if (ArrayBuffer.isView(payload)) {
    // An array that is made of another copies it; `slice()` takes 0.6 µs more.
    return new Uint8Array(new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength));
  }
  if (isPlain(payload)) return encodeJson(member, payload);
  if (isPlatform("ArrayBuffer", payload) || isPlatform("SharedArrayBuffer", payload)) {
    return new Uint8Array(payload as ArrayBuffer).slice();
  }
  if (isPlatform("Blob", payload) || isPlatform("File", payload)) return checkBlob(member, payload as Blob);
  if (isPlatform("ReadableStream", payload)) return payload as ReadableStream<Uint8Array>;
  return encodeJson(member, payload);
}

function checkBlob(member: string, blob: Blob): Blob {
  if (typeof blob.stream === "function") return blob;
  return refuse(member, "a Blob that can be streamed", blob, TypeError, "that of jsdom cannot: pass bytes");
}

/** Whether a value is of no class but what JSON itself knows. */
function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** Classes whose JSON does not say what is in them, and what to write in place of an object of them. */
const NO_JSON: Readonly<Record<string, string>> = {
  AsyncGenerator: "collect what it gives in an array",
  Error: "write { name: error.name, message: error.message }",
  FormData: "write Object.fromEntries(form)",
  Generator: "write [...generator]",
  Headers: "write Object.fromEntries(headers)",
  Map: "write Object.fromEntries(map)",
  Promise: "await it",
  RegExp: "write regexp.source",
  Request: "write await request.json(), or request.body",
  Response: "write await response.json(), or response.body",
  Set: "write [...set]",
  URLSearchParams: "write Object.fromEntries(params)",
  WeakMap: "its entries cannot be listed",
  WeakSet: "its entries cannot be listed",
};

/** JSON that says all of the value: not the `null` of a NaN, nor the `{}` of a promise or a `Map`. */
export function encodeJson(member: string, value: unknown): Bytes {
  if (typeof value === "number" && !Number.isFinite(value)) refuse(member, "a finite number", value);
  const remedy = remedyOf(value);
  if (remedy) refuse(member, "JSON", value, TypeError, remedy);
  const json = stringify(member, value);
  if (json === undefined || json === "null") refuse(member, "JSON", value);
  return encodeText(json);
}

/** What to write in place of an object that JSON would say nothing of, or not the same on every runtime. */
function remedyOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || isPlain(value)) return undefined;
  if ("pipe" in value && typeof value.pipe === "function") return "write Readable.toWeb(stream)";
  // An error of the caller's own may say what its JSON is.
  if (isPlatform("Error", value) && "toJSON" in value) return undefined;
  const name = Object.keys(NO_JSON).find((name) => isPlatform(name, value));
  return name && NO_JSON[name];
}

function stringify(member: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    // A circle, a bigint, or what a toJSON of the caller's throws.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`Cannot call Lambda as ${member} must be JSON: ${reason}`, { cause });
  }
}
