/**
 * How secrets may be written, and all the ways in which somebody may look for them.
 *
 * @module
 */
import { assertFalse } from "./assert.ts";

const hex = (char: string) => char.charCodeAt(0).toString(16);
const escapeEach = (pattern: RegExp, escape: (char: string) => string) => (text: string) =>
  text.replace(pattern, escape);
const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const MORE_HTML: Readonly<Record<string, string>> = { "/": "&sol;", "+": "&plus;", "=": "&equals;" };
const html = escapeEach(/[&<>"']/g, (char) => HTML[char]!);
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** How encoders of others write a text down. */
export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  "as it stands": (text) => text,
  "in JSON": inJson,
  "in JSON, slashes escaped": (text) => inJson(text).replaceAll("/", "\\/"),
  "in JSON twice": (text) => inJson(inJson(text).replaceAll("/", "\\/")),
  "in JSON by code points": escapeEach(/[^\w]/g, (char) => `\\u00${hex(char)}`),
  "in JavaScript": escapeEach(/[^\w]/g, (char) => `\\x${hex(char).toUpperCase()}`),
  "in a URL": encodeURIComponent,
  "in a URL, small letters": escapeEach(/[^\w.-]/g, (char) => `%${hex(char)}`),
  "in a URL, all of it": escapeEach(/[^]/g, (char) => `%${hex(char).toUpperCase()}`),
  "in a URL twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "in a form": (text) => new URLSearchParams({ a: text }).toString().slice(2),
  "in HTML": html,
  "in HTML by hex": escapeEach(/[^\w]/g, (char) => `&#x${hex(char).toUpperCase()};`),
  "in HTML by numbers": escapeEach(/[^\w]/g, (char) => `&#${char.charCodeAt(0)};`),
  "in HTML by names": (text) => html(text).replace(/[/+=]/g, (char) => MORE_HTML[char]!),
  "in base64": btoa,
  "in base64 behind one byte": (text) => btoa(`:${text}`),
  "in base64 behind two bytes": (text) => btoa(`: ${text}`),
  "in base64 before others": (text) => btoa(`${text} and more`),
  "in base64 for URLs": (text) => btoa(text).replaceAll("+", "-").replaceAll("/", "_"),
  "in base64 in a URL": (text) => encodeURIComponent(btoa(text)),
  "in base64 in JSON": (text) => btoa(text).replaceAll("/", "\\/"),
  "cut to half": (text) => text.slice(0, Math.max(20, text.length / 2)),
  "cut to 20 characters": (text) => text.slice(0, 20),
};

/** Characters in a row that give a secret away, wherever they begin; looked for at every fourth. */
const TELLING = 20;
const STRIDE = 4;

/** Fails where a text shows a piece of a secret, as it stands, in another encoding or in base64. */
export function assertShowsNone(shown: string, secrets: readonly string[], what = ""): void {
  const texts = [shown, shown.replaceAll("\\/", "/"), decode(shown)];
  for (const secret of secrets) {
    const forms = [secret, btoa(secret), btoa(`:${secret}`).slice(4), btoa(`: ${secret}`).slice(4)];
    for (const form of forms) {
      for (let at = 0; at === 0 || at + TELLING <= form.length; at += STRIDE) {
        const piece = form.slice(at, at + TELLING);
        assertFalse(texts.some((text) => text.includes(piece)), `${what}: ${piece} in ${shown.slice(0, 3_000)}`);
      }
    }
  }
}

function decode(text: string): string {
  return text.replace(
    /%([2-7][\da-f])|&#x([2-7][\da-f]);/gi,
    (_, percent, entity) => String.fromCharCode(parseInt(percent ?? entity, 16)),
  );
}

/** All texts in a value, however deep and whether enumerable or not. */
export function textsOf(value: unknown, seen: Set<unknown> = new Set()): string {
  if (Object(value) !== value) return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  const own = Reflect.ownKeys(value as object).map((key) => {
    return `${String(key)}=${textsOf((value as Record<PropertyKey, unknown>)[key], seen)}`;
  });
  return `${value instanceof Error ? `${value.name}: ${value.message}\n${value.stack}` : ""}${own.join("\n")}`;
}

/** What of a host may show a value. */
interface Host {
  readonly Deno?: { inspect(value: unknown, options?: object): string };
  readonly Bun?: { inspect(value: unknown, options?: object): string };
  readonly process?: { getBuiltinModule?(id: string): Util | undefined };
}

interface Util {
  inspect(value: unknown, options?: object): string;
  format(...values: unknown[]): string;
}

/** A value as each way of looking at it shows it, as far as the runtime has that way. */
export function looksOf(value: unknown): Readonly<Record<string, string>> {
  const { Deno: deno, Bun: bun, process: node } = globalThis as Host;
  const util = node?.getBuiltinModule?.("node:util");
  const looks: Record<string, string> = {
    "all of its properties": textsOf(value),
    "String()": String(value),
    "JSON": String(JSON.stringify(value)),
    "JSON of a copy": String(JSON.stringify({ ...value as object })),
    "entries": JSON.stringify(Object.entries(value as object)),
  };
  try {
    looks["structuredClone()"] = textsOf(structuredClone(value));
  } catch {
    // A function, or what else cannot be cloned.
  }
  const everything = { showHidden: true, depth: 20, getters: true };
  if (util) {
    looks["util.inspect()"] = util.inspect(value);
    looks["util.inspect(), hidden and getters too"] = util.inspect(value, everything);
    looks["util.inspect(), hidden too, by its own means"] = util.inspect(value, {
      showHidden: true,
      customInspect: false,
    });
    for (const how of ["%o", "%O", "%j", "%s"]) looks[how] = util.format(how, value);
  }
  if (deno) looks["Deno.inspect()"] = deno.inspect(value) + deno.inspect(value, everything);
  if (bun) looks["Bun.inspect()"] = bun.inspect(value) + bun.inspect(value, everything);
  return looks;
}

/** Fails where any way of looking at a value shows a secret. */
export function assertHides(value: unknown, secrets: readonly string[], what = ""): void {
  const lines = Object.values(looksOf(value)).flatMap((look) => look.split("\n"));
  assertShowsNone([...new Set(lines)].join("\n"), secrets, what);
}
