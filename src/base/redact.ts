import { encodeBase64, encodeText } from "./encoding.ts";

/**
 * Takes secrets out of a text, and cuts off what is too long to be looked at. It takes any value, and never throws: what
 * cannot be turned into a text is an empty one.
 */
export type Redact = (text: unknown) => string;

/** What stands in place of a secret. */
const MARK = "[redacted]";

/** Characters of a text that are looked at, and shown. */
const LONGEST_TEXT = 16_384;

/** Characters of the shortest secret: what is shorter is none, and would be found inside ordinary words. */
const SHORTEST_SECRET = 8;

/**
 * So many characters of a secret's beginning give it away, also where the rest was cut off. Fewer would not: all session
 * tokens begin alike.
 */
const HEAD = 20;

/** How often a text is unescaped: `%252F` was escaped twice. */
const DEEPEST_ESCAPE = 3;

/** A chain of causes may be a circle. */
const DEEPEST_CAUSE = 5;

/** Characters of the name and the code of an error. */
const LONGEST_NAME = 100;

/**
 * What is secret wherever it stands: an `Authorization` header of SigV4, and signature and token of a presigned URL. No
 * text can be matched in two ways, so that time depends on its length alone.
 */
const SIGNED: readonly RegExp[] = [
  /AWS4-[A-Z\d-]{1,40}(?:,?[\s+]*(?:Credential|SignedHeaders|Signature)=[^\s,"'<>]*)+/g,
  /(?<=\bX-Amz-(?:Signature|Security-Token)=)[^&\s"'<>]+/gi,
];

/** Base64 is often broken into lines, and so are headers. */
const LINE_BREAKS = /[\r\n]+[\t ]*/g;

/** A token that is a JWT, or the beginning of one. */
const JWT = /(?<![A-Za-z\d])eyJ[\w-]{10,}(?:\.[\w-]*)*/g;

/**
 * Makes the function that takes secrets out of a text: as they stand, cut short, in base64, and escaped for a URL, JSON,
 * JavaScript or HTML. Where one was escaped, the text is shown unescaped.
 *
 * @param secrets The secrets; what is no text, or too short to be one, is passed over.
 */
export function redactor(secrets: readonly unknown[]): Redact {
  const real = secrets.filter((secret) => typeof secret === "string" && secret.length >= SHORTEST_SECRET) as string[];
  const forms = real.flatMap((secret) => [secret, asInForm(secret), unescape(secret), ...inBase64(secret)]);
  const needles = new Set(forms.flatMap((form) => [form, asReadFromForm(form)]));
  return (value) => {
    const text = textOf(value).slice(0, LONGEST_TEXT);
    return text.length < SHORTEST_SECRET ? text : hide(text, needles);
  };
}

function hide(text: string, needles: Iterable<string>): string {
  let current = hideWhole(text, needles);
  let shown = current;
  for (let depth = 0; depth < DEEPEST_ESCAPE; depth++) {
    const unescaped = unescape(current);
    if (unescaped === current) break;
    current = hideWhole(unescaped, needles);
    if (current !== unescaped) shown = current;
  }
  // Only where nothing is escaped any more: an escaped character looks like the end of a secret.
  const hidden = hideCut(current, needles);
  return hideAcrossLines(current, hidden, needles) ?? (hidden === current ? shown : hidden);
}

/** The text in one line, where that hides more than was hidden line by line: a secret is broken into lines. */
function hideAcrossLines(text: string, hidden: string, needles: Iterable<string>): string | undefined {
  const line = inOneLine(text);
  if (line === text) return undefined;
  const hiddenAcross = hideCut(hideWhole(line, needles), needles);
  return hiddenAcross === inOneLine(hidden) ? undefined : hiddenAcross;
}

function inOneLine(text: string): string {
  return text.replace(LINE_BREAKS, "");
}

/** Hides secrets that stand in a text as a whole. */
function hideWhole(text: string, needles: Iterable<string>): string {
  let shown = text;
  for (const needle of needles) shown = shown.replaceAll(needle, MARK);
  for (const pattern of SIGNED) shown = shown.replace(pattern, MARK);
  return shown;
}

/** Hides secrets that were cut short, and tokens that nobody told of. */
function hideCut(text: string, needles: Iterable<string>): string {
  let shown = text;
  for (const needle of needles) shown = cutOut(shown, needle);
  return shown.replace(JWT, MARK);
}

/** Replaces each piece of a text that begins as the secret does, as far as it goes on like it. */
function cutOut(text: string, secret: string): string {
  const head = secret.slice(0, HEAD);
  let shown = "";
  let end = 0;
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, end)) {
    shown += text.slice(end, at) + MARK;
    end = at + head.length;
    while (end < text.length && text[end] === secret[end - at]) end++;
  }
  return shown + text.slice(end);
}

/** As in a form, where a blank is a plus; what else a form escapes, URLs escape too. */
function asInForm(secret: string): string {
  return secret.replaceAll(" ", "+");
}

/** As whoever takes it for a piece of a form reads it: a plus is a blank there. */
function asReadFromForm(secret: string): string {
  return secret.replaceAll("+", " ");
}

/**
 * What a secret looks like in base64, for both alphabets: three ways, since it may begin at any of three bytes. Of the
 * characters at either end that its neighbours have a share in there is no telling.
 */
function inBase64(secret: string): string[] {
  const bytes = encodeText(secret);
  return [0, 1, 2].flatMap((shift) => {
    const shifted = new Uint8Array(shift + bytes.length);
    shifted.set(bytes, shift);
    const first = Math.ceil(shift * 8 / 6);
    const end = Math.floor(shifted.length * 8 / 6);
    const text = encodeBase64(shifted).slice(first, end);
    return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Printable ASCII as it is escaped in URLs, JSON and JavaScript, and HTML; other characters no secret has. */
const ESCAPES =
  /%([2-7][\da-f])|\\(?:u00|x)([2-7][\da-f])|&#x0{0,4}([2-7][\da-f]);|&#0{0,4}(3[2-9]|[4-9]\d|1[01]\d|12[0-6]);|\\(["'/\\])|&(amp|apos|equals|gt|lt|plus|quot|sol);/gi;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  equals: "=",
  gt: ">",
  lt: "<",
  plus: "+",
  quot: '"',
  sol: "/",
};

function unescape(text: string): string {
  return text.replace(ESCAPES, (_, percent, backslash, hex, decimal, character, entity) => {
    if (character) return character;
    if (entity) return ENTITIES[entity.toLowerCase()]!;
    return String.fromCharCode(decimal ? Number(decimal) : parseInt(percent ?? backslash ?? hex, 16));
  });
}

/**
 * Copies what is harmless of a failure: messages, names, codes and the frames of stacks, along the chain of causes. An
 * error of a runtime, or of a custom `fetch`, may carry the whole request that failed, header by header, so it is not
 * handed on itself; and it may be anything: no object, without a prototype, with getters that throw.
 *
 * @param redact What takes secrets out of each text.
 * @param redactMessage The same for all but the frames of stacks, where that is to be read more strictly.
 */
export function redactCause(
  cause: unknown,
  redact: Redact,
  redactMessage: Redact = redact,
  depth: number = DEEPEST_CAUSE,
): Error {
  const message = textOf(read(cause, "message") ?? cause);
  const copy: Error & { code?: string } = new Error(redactMessage(message));
  const name = redactMessage(read(cause, "name") ?? "Error").slice(0, LONGEST_NAME);
  const hidden = { enumerable: false, configurable: true, writable: true };
  Object.defineProperty(copy, "name", { ...hidden, value: name });
  const frames = framesOf(textOf(read(cause, "stack")), message);
  Object.defineProperty(copy, "stack", { ...hidden, value: `${name}: ${copy.message}${redact(frames)}` });
  const code = read(cause, "code");
  if (code != null) copy.code = redactMessage(code).slice(0, LONGEST_NAME);
  const deeper = read(cause, "cause");
  if (deeper != null && depth > 0) {
    const value = redactCause(deeper, redact, redactMessage, depth - 1);
    Object.defineProperty(copy, "cause", { ...hidden, value });
  }
  return copy;
}

/**
 * The frames of a stack: what stands behind the message, in the form of V8. Where they are not found like this, nobody knows
 * what the stack holds.
 */
function framesOf(stack: string, message: string): string {
  const at = stack.indexOf(`${message}\n    at `);
  return at < 0 ? "" : stack.slice(at + message.length);
}

/** A property of anything, if it can be had. */
function read(value: unknown, name: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  try {
    return value === undefined ? "" : String(value);
  } catch {
    return ""; // an object that has no prototype, or whose `toString` throws
  }
}
