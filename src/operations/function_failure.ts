import { FunctionError, type ResponseMetadata } from "../base/errors.ts";
import type { InvocationPayload } from "../base/invocation_payload.ts";
import { decodeLogResult } from "./decode_log_result.ts";

/** Where a failure was told: at a stream's end, or in an answer, which is put into the same words. */
export interface FunctionFailure {
  /** The stream's `ErrorCode`, or `X-Amz-Function-Error`. */
  readonly ErrorCode?: string;
  /** The error document: JSON, as the runtimes write it, or free text. */
  readonly ErrorDetails?: string | undefined;
  readonly LogResult?: string | undefined;
  /** Its bytes, where it was an answer's body. */
  readonly Payload?: InvocationPayload | undefined;
  readonly $metadata: ResponseMetadata;
}

/** Characters that the error's `message` shows of the function's own; all of it is in `errorMessage`. */
const LONGEST_MESSAGE = 4_096;

/** Makes the error for a function that ran and failed. */
export function functionFailure(
  { ErrorCode: functionError = "Unhandled", ErrorDetails = "", LogResult, Payload: payload, $metadata }:
    FunctionFailure,
): FunctionError {
  const document = parseDocument(ErrorDetails);
  const errorType = typeof document.errorType === "string" ? document.errorType : undefined;
  const errorMessage = textOf(document.errorMessage) ?? (ErrorDetails || undefined);
  const stackTrace = linesOf(document.stackTrace) ?? linesOf(document.trace);
  const known = ["Function failed", functionError, errorType, errorMessage].filter(Boolean);
  const message = known.join(": ").slice(0, LONGEST_MESSAGE);
  const logs = decodeLog(LogResult);
  return new FunctionError(message, { functionError, errorType, errorMessage, stackTrace, payload, logs, $metadata });
}

/** Members of the error documents that runtimes write, whatever they hold: Node.js calls the stack `trace`. */
type ErrorDocument = Readonly<Partial<Record<"errorType" | "errorMessage" | "stackTrace" | "trace", unknown>>>;

function parseDocument(details: string): ErrorDocument {
  try {
    return JSON.parse(details) ?? {};
  } catch {
    return {}; // free text
  }
}

/** A value as text; `undefined` where there is none, or where it is nested too deeply to be written. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/**
 * A stack as lines of text. Node.js, Ruby, Java and .NET write a line an entry, Python two, Go an object an entry; older
 * runtimes of Python wrote a list an entry, and others write one text.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror}
 */
function linesOf(stack: unknown): string[] | undefined {
  const entries = typeof stack === "string" ? [stack] : stack;
  if (!Array.isArray(entries) || entries.length === 0) return undefined;
  const texts = entries.map(frameOf).filter((text) => text !== undefined);
  return texts.flatMap((text) => text.split("\n")).map((line) => line.trimEnd()).filter((line) => line !== "");
}

/** One entry of a stack as text. */
function frameOf(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null) return textOf(entry);
  if (isGoFrame(entry)) return `${entry.label} (${entry.path}:${entry.line})`;
  if (isOldPythonFrame(entry)) return `File "${entry[0]}", line ${entry[1]}, in ${entry[2]}`;
  return textOf(entry);
}

/** As in https://github.com/aws/aws-lambda-go/blob/main/lambda/messages/messages.go */
function isGoFrame(entry: object): entry is { readonly path: string; readonly line: number; readonly label: string } {
  const { path, line, label } = entry as Record<string, unknown>;
  return typeof path === "string" && typeof line === "number" && typeof label === "string";
}

function isOldPythonFrame(entry: object): entry is readonly [file: string, line: number, name: string] {
  if (!Array.isArray(entry)) return false;
  const [file, line, name] = entry;
  return typeof file === "string" && typeof line === "number" && typeof name === "string";
}

/** The log's text; a failure must not be lost over a log that is no base64. */
function decodeLog(logResult: string | undefined): string | undefined {
  try {
    return logResult ? decodeLogResult(logResult) : undefined;
  } catch {
    return undefined;
  }
}
