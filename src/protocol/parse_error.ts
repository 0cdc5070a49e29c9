import { readText } from "../base/read_body.ts";
import type { Redact } from "../base/redact.ts";

/** Bytes of an error's body that are read; what comes behind them is no message of AWS. */
const LONGEST_BODY = 100_000;

/** Characters that a message shows of a body that is no JSON. */
const LONGEST_PIECE = 200;

/** Characters of a code; AWS's longest has 44. */
const LONGEST_CODE = 100;

/** Levels of objects and lists that are kept of a member: AWS's errors have three at most. */
const DEEPEST_MEMBER = 8;

/** What an answer that is no success says of itself. */
export interface ParsedError {
  /** AWS's code; `Unknown` where there is none. */
  readonly name: string;
  readonly message: string;
  /** The members of its body, where that is a JSON object. */
  readonly members: Members;
}

type Members = Readonly<Record<string, unknown>>;

/** Stage 4 of an answer that is no success: finds AWS's code and message, whatever carries them. */
export async function parseError(
  { status, headers, body }: Response,
  redact: Redact,
  signal?: AbortSignal,
): Promise<ParsedError> {
  let text = "";
  try {
    text = await readText(body, LONGEST_BODY, signal);
  } catch {
    // Cut off: status and headers still say who refused.
  }
  return parseErrorBody(text.trim() || `HTTP ${status}`, redact, headers.get("x-amzn-errortype"));
}

/**
 * Name, message and members of an error's body.
 *
 * @param type The code, where a header carries it.
 */
export function parseErrorBody(text: string, redact: Redact, type?: string | null): ParsedError {
  const piece = text.slice(0, LONGEST_BODY);
  const members = parseMembers(piece, redact);
  // Without secrets before it is cut: what is cut off may be what one is known by.
  const code = (type && redact(type)) || codeOf(members) || textOf(members.__type);
  const message = textOf(members.message) || textOf(members.Message);
  return {
    name: plainCode(code).slice(0, LONGEST_CODE) || "Unknown",
    message: message || redact(piece).slice(0, LONGEST_PIECE),
    members,
  };
}

/** Cuts what stands around a code, as in `aws.lambda#TooManyRequestsException:http://internal.amazon.com/coral/`. */
function plainCode(code: string): string {
  const [beforeUrl = ""] = code.split(/[,:]/, 1);
  return beforeUrl.slice(beforeUrl.lastIndexOf("#") + 1);
}

/** The member `code`, however it is spelled. */
function codeOf(members: Members): string {
  const name = Object.keys(members).find((name) => name.toLowerCase() === "code" && textOf(members[name]) !== "");
  return name === undefined ? "" : textOf(members[name]);
}

/** The members of a body that is a JSON object, without secrets: any text in it, and any name, may echo one. */
function parseMembers(text: string, redact: Redact): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {}; // HTML, a piece of JSON, or nothing
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? withoutSecrets(value, redact, DEEPEST_MEMBER) as Members : {};
}

/** Copies a JSON value; what lies deeper than that many levels is left out, as it would be too deep for whoever prints it. */
function withoutSecrets(value: unknown, redact: Redact, levels: number): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) return undefined;
  const copy = (item: unknown) => withoutSecrets(item, redact, levels - 1);
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [redact(name), copy(item)]));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
