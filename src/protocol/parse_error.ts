import type { Redact } from "../base/redact.ts";

/** Characters of an error's body that are read; what comes behind them is no message of AWS. */
const LONGEST_BODY = 100_000;

/** Characters that a message shows of a body that is no JSON. */
const LONGEST_PIECE = 200;

/** What an answer that is no success says of itself. */
export interface ParsedError {
  /** AWS's code; `Unknown` where there is none. */
  readonly name: string;
  readonly message: string;
  /** The members of its body. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** Stage 4 of an answer that is no success: finds AWS's code and message, whatever carries them. */
export async function parseError(
  { status, headers, body }: Response,
  redact: Redact,
  _signal?: AbortSignal,
): Promise<ParsedError> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > LONGEST_BODY) break;
    }
  } catch {
    // Cut off: status and headers still say who refused.
  }
  return parseErrorBody(text.trim() || `HTTP ${status}`, redact, headers.get("x-amzn-errortype"));
}

/** Name, message and members of an error's body; `type` is the code where a header carries it. */
export function parseErrorBody(text: string, redact: Redact, type?: string | null): ParsedError {
  let members: Record<string, unknown> = {};
  try {
    // Any text in it, at any depth, may echo a secret.
    members = Object(JSON.parse(text, (_, value) => typeof value === "string" ? redact(value) : value));
  } catch {
    // HTML, a piece of JSON, or nothing.
  }
  for (const member in members) if (/^code$/i.test(member)) type ||= onlyText(members[member]);
  return {
    // As in `aws.lambda#TooManyRequestsException:http://internal.amazon.com/coral/`
    name: redact(type || onlyText(members.__type)).split(/[,:]/)[0]!.split("#").pop() || "Unknown",
    message: onlyText(members.message) || onlyText(members.Message) || redact(text).slice(0, LONGEST_PIECE),
    members,
  };
}

function onlyText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
