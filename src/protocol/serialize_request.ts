import { encodeBase64 } from "../base/encoding.ts";
import { checkType, refuse } from "../base/refuse.ts";
import { encodePart } from "./encode_part.ts";
import type { Operation } from "./operations.ts";
import { encodeJson, type SerializedPayload } from "./serialize_payload.ts";
import { serializeQuery } from "./serialize_query.ts";

/** A request without what its endpoint, its credentials and its time say. */
export interface UnsignedRequest {
  /** AWS's name of the operation. */
  readonly operation: string;
  /** The function, as the caller named it; absent where the operation names none. */
  readonly functionName: string | undefined;
  readonly method: string;
  /** Without the path of the endpoint. */
  readonly path: string;
  /** Encoded, sorted by name, without a question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: SerializedPayload | undefined;
  /** Whether sending it may run a function. */
  readonly runs: boolean;
  /** Whether Lambda runs the function once, however often it is sent. */
  readonly idempotent: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** Stage 1: puts an operation's input on the wire, beside its body, or refuses it. */
export function serializeRequest(
  operation: Operation,
  input: object,
  body?: SerializedPayload,
): UnsignedRequest {
  const { name, method, path: [before, behind], label = "FunctionName" } = operation;
  const members = input as Members;
  const headers = serializeHeaders(operation, members);
  const isDryRun = headers["x-amz-invocation-type"] === "DryRun";
  return {
    operation: name,
    functionName: label === "FunctionName" ? members[label] as string : undefined,
    method,
    path: before + serializeLabel(label, members[label]) + behind,
    query: serializeQuery(operation.query ?? {}, members),
    headers,
    body,
    runs: operation.runs === true && !isDryRun,
    idempotent: Boolean(headers["x-amz-durable-execution-name"]),
  };
}

/** Checks that there is an input at all. */
export function checkInput(operation: Operation, input: unknown): void {
  if (typeof input === "object" && input !== null) return;
  refuse("input", `an object with ${operation.label ?? "FunctionName"}`, input, TypeError, "it is the second argument");
}

function serializeLabel(label: string, value: unknown): string {
  const encoded = encodePart(label, checkType("string", label, value));
  if (encoded === "") refuse(label, "a name", value);
  // A URL would swallow them, and the signature would be another path's.
  if (encoded === "." || encoded === "..") refuse(label, "a name", value);
  return encoded;
}

function serializeHeaders({ type, headers: names }: Operation, members: Members): Record<string, string> {
  const headers: Record<string, string> = type ? { "content-type": type } : {};
  for (const member in names) {
    const value = members[member];
    if (value != null) headers[names[member]!] = serializeHeader(member, value);
  }
  return headers;
}

function serializeHeader(member: string, value: unknown): string {
  const isObject = member === "ClientContext" && typeof value === "object";
  const text = checkType("string", member, isObject ? encodeBase64(encodeJson(member, value)) : value);
  // Outside of ASCII, what fetch sends and what the signature covers would differ.
  if (/[^ -~]/.test(text)) refuse(member, "printable ASCII", value);
  return text;
}
