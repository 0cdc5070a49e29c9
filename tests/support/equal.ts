// Deep equality and a printed form, across realms: edge-runtime's VM has constructors of its own, so names are compared.

type Dictionary = Record<PropertyKey, unknown>;

const kind = (value: object) => value.constructor?.name ?? "null";

/** Whether `a` and `b` hold the same. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (kind(a) !== kind(b)) return false;
  if (ArrayBuffer.isView(a) || kind(a) === "ArrayBuffer") return equalBytes(bytesOf(a), bytesOf(b));
  if (kind(a) === "Date") return Object.is(Number(a), Number(b));
  if (kind(a) === "RegExp" || kind(a) === "URL") return String(a) === String(b);
  if (isErrorLike(a) && isErrorLike(b) && (a.message !== b.message || a.name !== b.name)) return false;
  if (Symbol.iterator in a && !Array.isArray(a)) return equalItems(a as Iterable<unknown>, b as Iterable<unknown>);
  const keys = Reflect.ownKeys(a).filter((key) => isShown(a, key));
  return keys.length === Reflect.ownKeys(b).filter((key) => isShown(b, key)).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal((a as Dictionary)[key], (b as Dictionary)[key]));
}

function isErrorLike(value: object): value is Error {
  return Object.prototype.toString.call(value) === "[object Error]";
}

function isShown(value: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

/** Maps, sets, headers: by their items. A set's order counts, which is stricter than @std/assert. */
function equalItems(a: Iterable<unknown>, b: Iterable<unknown>): boolean {
  return equal([...a], [...b]);
}

function bytesOf(value: object): Uint8Array {
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value as ArrayBuffer);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false; // `every` takes ten times as long
  return true;
}

/** A value as one line of text, cut where it gets long. */
export function show(value: unknown): string {
  const text = typeof value === "object" && value !== null ? showObject(value) : showPlain(value);
  return text.length > 2_000 ? `${text.slice(0, 2_000)}... (${text.length} characters)` : text;
}

function showPlain(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

function showObject(value: object): string {
  if (ArrayBuffer.isView(value) || kind(value) === "ArrayBuffer") {
    const bytes = bytesOf(value);
    return `${kind(value)}(${bytes.length})[${bytes.subarray(0, 200).join(" ")}${bytes.length > 200 ? " ..." : ""}]`;
  }
  if (value instanceof Date || kind(value) === "URL" || kind(value) === "RegExp") return `${kind(value)} ${value}`;
  const prefix = kind(value) === "Object" || kind(value) === "Array" ? "" : `${kind(value)} `;
  if (isErrorLike(value)) return `${value.name}: ${value.message}`;
  if (Symbol.iterator in value) return `${prefix}[${[...value as Iterable<unknown>].map(show).join(", ")}]`;
  return `${prefix}{${Object.entries(value).map(([key, item]) => `${key}: ${show(item)}`).join(", ")}}`;
}
