import { encodeBase64, encodeRfc3986 } from "../base/encoding.ts";
import type { Operation } from "./operations.ts";
import { checkType, refuse } from "../base/refuse.ts";
import { encodeJson } from "./serialize_payload.ts";

/** A request that is whole but for date and signature. */
export interface UnsignedRequest {
  readonly method: string;
  /** Encoded as it is sent, below the endpoint's own path. */
  readonly path: string;
  /** Encoded and sorted, which makes it its own canonical form. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
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
  body?: Uint8Array<ArrayBuffer>,
): UnsignedRequest {
  const { method, path: [before, behind], label = "FunctionName", type } = operation;
  const name = encodeRfc3986(checkType("string", label, (input as Members)[label]));
  // A URL would swallow them, and the signature would be another path's.
  if (/^\.{0,2}$/.test(name)) refuse(label, "a name", name);
  let query = "";
  for (const member in operation.query) {
    const value = (input as Members)[member];
    if (value != null) {
      query += `${query && "&"}${member}=${encodeRfc3986(checkType(operation.query[member]!, member, value))}`;
    }
  }
  const headers: Record<string, string> = type ? { "content-type": type } : {};
  for (const member in operation.headers) {
    let value = (input as Members)[member];
    if (value == null) continue;
    if (member === "ClientContext" && typeof value === "object") value = encodeBase64(encodeJson(member, value));
    // Outside of ASCII, what fetch sends and what the signature covers would differ.
    if (/[^ -~]/.test(checkType("string", member, value))) refuse(member, "printable ASCII", value);
    headers[operation.headers[member]!] = value as string;
  }
  return {
    method,
    path: before + name + behind,
    query,
    headers,
    body,
    runs: !!operation.runs && headers["x-amz-invocation-type"] !== "DryRun",
    idempotent: !!headers["x-amz-durable-execution-name"],
  };
}
