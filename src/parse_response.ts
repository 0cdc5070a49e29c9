import type { ResponseMetadata } from "./errors.ts";
import type { Operation } from "./operations.ts";
import type { Redact } from "./redact.ts";

/** Characters of an error's body that are read; what comes behind them is no message of AWS. */
const LONGEST_BODY = 100_000;

/** Characters that a message shows of a body that is no JSON. */
const LONGEST_PIECE = 200;

/** Characters of an HTTP date. */
const HTTP_DATE = 29;

/** Status and ids of an answer. */
export function parseMetadata({ status, headers }: Response): Partial<ResponseMetadata> {
  return {
    httpStatusCode: status,
    requestId: headers.get("x-amzn-requestid") ?? headers.get("x-amzn-request-id") ??
      headers.get("x-amz-request-id") ?? undefined,
    extendedRequestId: headers.get("x-amz-id-2") ?? undefined,
  };
}

/** The status, and the members of an output that are headers; where there is no header, there is no member. */
export function parseHead(
  { status, headers }: Response,
  { outputHeaders }: Operation,
): { StatusCode: number; [member: string]: string | number } {
  const members: ReturnType<typeof parseHead> = { StatusCode: status };
  for (const member in outputHeaders) {
    const value = headers.get(outputHeaders[member]!);
    if (value !== null) members[member] = value;
  }
  return members;
}

/** What an answer that is no success says of itself. */
export interface ParsedError {
  /** AWS's code; `Unknown` where there is none. */
  readonly name: string;
  readonly message: string;
  /** The members of its body. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** Stage 4 of an answer that is no success: finds AWS's code and message, whatever carries them. */
export async function parseError({ status, headers, body }: Response, redact: Redact): Promise<ParsedError> {
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

/** Seconds that an answer asks to wait, in whichever of three ways. Repeated headers arrive joined, behind the first. */
export function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get("retry-after")!;
  return [
    parseFloat(text),
    (Date.parse(text?.slice(0, HTTP_DATE)) - now) / 1_000,
    parseFloat(headers.get("x-amz-retry-after")!) / 1_000,
  ].find((seconds) => seconds >= 0);
}
