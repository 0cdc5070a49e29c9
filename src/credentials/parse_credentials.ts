/**
 * Reads what STS and the endpoints of containers answer: JSON, which STS gives where it is asked for it, or otherwise
 * XML. The XML is flat and of known names, so no parser is needed.
 *
 * @module
 */
import type { Credentials } from "../signing/credentials.ts";

/** What a refusal says of itself. */
export interface Refusal {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Levels of JSON that are looked at: the deepest members are those of `AssumeRoleResponse.AssumeRoleResult.Credentials`. */
const DEEPEST = 4;

/** The credentials of an answer, or `undefined` where it does not hold all that AWS promises. */
export function parseCredentials(text: string): Credentials | undefined {
  const xml = textBetween(text, "<Credentials>", "</Credentials>");
  const member = xml === undefined ? members(parseJson(text), "AccessKeyId") : xmlMembers(xml);
  const [accessKeyId, secretAccessKey] = [member("AccessKeyId"), member("SecretAccessKey")];
  const sessionToken = member("SessionToken") ?? member("Token"); // STS's name, the container endpoint's name
  const expiration = parseExpiration(member("Expiration"));
  const isDate = !Number.isNaN(expiration.getTime());
  if (!isKey(accessKeyId) || !isKey(secretAccessKey) || !isKey(sessionToken) || !isDate) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

/** Code, message and request id of a refusal, as far as it has them. */
export function parseRefusal(text: string): Refusal {
  const isXml = text.trimStart().startsWith("<");
  const json = parseJson(text);
  const outer = isXml ? xmlMembers(text) : members(json);
  const inner = isXml ? outer : members(json, "Code", "code", "Message", "message");
  const pick = (member: Lookup, ...names: string[]): string | undefined =>
    names.map(member).find((value): value is string => typeof value === "string" && value !== "");
  return {
    code: pick(inner, "Code", "code"),
    // The agent of EKS says why in plain text.
    message: pick(inner, "Message", "message") ?? (isXml || json !== undefined ? undefined : text.trim() || undefined),
    requestId: pick(outer, "RequestId"),
  };
}

function textBetween(text: string, begin: string, end: string): string | undefined {
  const from = text.indexOf(begin);
  const to = from < 0 ? -1 : text.indexOf(end, from);
  return to < 0 ? undefined : text.slice(from + begin.length, to);
}

/** Gives a member by its name, if there is one. */
type Lookup = (name: string) => unknown;

/** What may stand in a header and in a signature. */
function isKey(value: unknown): value is string {
  return typeof value === "string" && /^[!-~]+$/.test(value);
}

/** STS writes ISO 8601 in XML and seconds in JSON; containers write ISO 8601. */
function parseExpiration(value: unknown): Date {
  if (typeof value === "number") return new Date(value * 1_000);
  const text = typeof value === "string" ? value : "";
  const isSeconds = /^[\d.]+(e\+?\d+)?$/i.test(text);
  return new Date(isSeconds ? Number(text) * 1_000 : text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the SyntaxError is left out: it shows a piece of the text
  }
}

/** Looks up members in the first object, outermost first, that has one of `marks`. */
function members(value: unknown, ...marks: string[]): Lookup {
  let level = [value];
  for (let depth = 0; depth < DEEPEST; depth++) {
    level = level.filter((value) => Object(value) === value);
    const found = level.find((value) =>
      marks.length === 0 || marks.some((mark) => Object.hasOwn(value as object, mark))
    );
    if (found) return (name) => Object.hasOwn(found, name) ? (found as Record<string, unknown>)[name] : undefined;
    level = level.flatMap((value) => Object.values(value as object));
  }
  return () => undefined;
}

function xmlMembers(xml: string): Lookup {
  return (name) => {
    const text = textBetween(xml, `<${name}>`, `</${name}>`);
    return text === undefined ? undefined : decodeXml(text.trim());
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeXml(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name.toLowerCase()]!;
    const point = hex ? parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
