import { LambdaServiceException, type ResponseMetadata } from "./errors.ts";
import type { Redact } from "./redact.ts";
import { judge } from "./retry_policy.ts";

/** Characters of an error's body that are read; what comes behind them is no message of AWS. */
const LONGEST_ERROR = 65_536;

/** Characters that a message shows of a body that is no JSON. */
const LONGEST_PIECE = 200;

/** Status and ids of an answer. */
export function parseMetadata({ status, headers }: Response): Partial<ResponseMetadata> {
  return {
    httpStatusCode: status,
    requestId: headers.get("x-amzn-requestid") ?? headers.get("x-amzn-request-id") ??
      headers.get("x-amz-request-id") ?? undefined,
    extendedRequestId: headers.get("x-amz-id-2") ?? undefined,
  };
}

/** The members of an output that are headers of the answer; where there is no header, there is no member. */
export function parseHeaders(headers: Headers, names: Readonly<Record<string, string>>): Record<string, string> {
  const members: Record<string, string> = {};
  for (const member in names) {
    const value = headers.get(names[member]!);
    if (value !== null) members[member] = value;
  }
  return members;
}

/** Stage 4 of an answer that is no success: finds AWS's code and message, whatever carries them. */
export async function parseError(response: Response, redact: Redact, now: number): Promise<LambdaServiceException> {
  const { status, headers } = response;
  const error = parseErrorBody(await readText(response), redact, headers.get("x-amzn-errortype"));
  return new LambdaServiceException(error.message || `HTTP ${status}`, {
    ...error,
    $fault: status < 500 ? "client" : "server",
    functionMayHaveRun: judge(status, error.name).mayHaveRun,
    $metadata: parseMetadata(response) as ResponseMetadata,
    retryAfterSeconds: parseRetryAfter(headers, now),
  });
}

/** Name, message and members of an error's body; `type` is the code where a header carries it. */
export function parseErrorBody(
  text: string,
  redact: Redact,
  type?: unknown,
): { name: string; message: string; members: Record<string, unknown> } {
  let members: Record<string, unknown> = {};
  try {
    // Any text in it, at any depth, may echo a secret.
    members = Object(JSON.parse(text, (_, value) => typeof value === "string" ? redact(value) : value));
  } catch {
    // HTML, a piece of JSON, or nothing.
  }
  for (const member in members) if (/^code$/i.test(member)) type ||= members[member];
  return {
    // As in `aws.lambda#TooManyRequestsException:http://internal.amazon.com/coral/`
    name: redact(type || members.__type || "").replace(/[,:][^]*|[^,:]*#/g, "") || "Unknown",
    message: String(members.message || members.Message || redact(text).trim().slice(0, LONGEST_PIECE)),
    members,
  };
}

async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > LONGEST_ERROR) break;
    }
  } catch {
    // Cut off: status and headers still say who refused.
  }
  return text;
}

/** Seconds that the answer asks to wait. Repeated headers arrive joined, so a date may have a tail. */
function parseRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get("retry-after");
  let seconds = parseFloat(text ?? headers.get("x-amz-retry-after")!);
  if (!text) seconds /= 1_000;
  else if (!(seconds >= 0)) seconds = (Date.parse(text.replace(/GMT.*/, "GMT")) - now) / 1_000;
  return seconds >= 0 ? seconds : undefined;
}
