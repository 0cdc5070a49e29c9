/**
 * Reads what STS and the endpoints of containers answer: JSON, which STS gives where it is asked for it, or XML, which
 * it gives else. The XML is flat and of known names, so no parser is needed.
 *
 * @module
 */
import type { Credentials } from "../sigv4.ts";

/** What a refusal says of itself. */
export interface Refusal {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Deepest that the members stand: `AssumeRoleResponse.AssumeRoleResult.Credentials`. */
const DEEPEST = 4;

/** The credentials of an answer, or `undefined` where it does not hold all that AWS promises. */
export function parseCredentials(text: string): Credentials | undefined {
  const xml = /<Credentials>([^]*?)<\/Credentials>/.exec(text)?.[1];
  const member: (name: string) => unknown = xml === undefined ? jsonMembers(text, "AccessKeyId") : xmlMembers(xml);
  const [accessKeyId, secretAccessKey] = [member("AccessKeyId"), member("SecretAccessKey")];
  const sessionToken = member("SessionToken") ?? member("Token"); // STS's name, the container endpoint's name
  const expiration = parseExpiration(member("Expiration"));
  if (!isKey(accessKeyId) || !isKey(secretAccessKey) || !isKey(sessionToken) || !+expiration) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

/** Code, message and request id of a refusal, as far as it has them. */
export function parseRefusal(text: string): Refusal {
  const isXml = text.trimStart().startsWith("<");
  const outer = isXml ? xmlMembers(text) : jsonMembers(text);
  const inner = isXml ? outer : jsonMembers(text, "Code", "code");
  const pick = (member: (name: string) => unknown, ...names: string[]): string | undefined =>
    names.map(member).find((value): value is string => typeof value === "string" && value !== "");
  return {
    code: pick(inner, "Code", "code"),
    // The agent of EKS answers in plain text.
    message: pick(inner, "Message", "message") ?? (isXml || /^\s*[[{]/.test(text) ? undefined : text.trim()),
    requestId: pick(outer, "RequestId"),
  };
}

/** What may stand in a header and in a signature. */
function isKey(value: unknown): value is string {
  return typeof value === "string" && /^[!-~]+$/.test(value);
}

/** STS writes ISO 8601 in XML and seconds in JSON; containers write ISO 8601. */
function parseExpiration(value: unknown): Date {
  const isSeconds = typeof value === "number" || /^[\d.]+(e\+?\d+)?$/i.test(String(value));
  return new Date(isSeconds ? Number(value) * 1_000 : String(value));
}

/** Looks up members in the first JSON object, outermost first, that has one of `marks`. */
function jsonMembers(text: string, ...marks: string[]): (name: string) => unknown {
  let level: unknown[] = [];
  try {
    level = [JSON.parse(text)];
  } catch {
    // Cut off, or no JSON at all: no members. The SyntaxError is left out, as it shows a piece of the text.
  }
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

function xmlMembers(xml: string): (name: string) => string | undefined {
  return (name) => {
    const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
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
