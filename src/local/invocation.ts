import { decodeBase64 } from "../base/encoding.ts";
import { AwsError } from "./aws_error.ts";

/** An invocation that a local Lambda has received: for assertions. */
export interface LocalInvocation {
  /** The operation that it came by. */
  readonly operation: "Invoke" | "InvokeWithResponseStream" | "InvokeAsync";
  /** What the answer's `x-amzn-requestid` says, and the function's `context.awsRequestId`. */
  readonly requestId: string;
  /** The function's name alone, without qualifier; as it was sent where it is none. */
  readonly functionName: string;
  /** The version or alias that was asked for. */
  readonly qualifier?: string;
  /** How the function is called. */
  readonly invocationType: string;
  /** The payload, parsed. */
  // deno-lint-ignore no-explicit-any
  readonly event: any;
  /** The caller's `ClientContext`, parsed. */
  // deno-lint-ignore no-explicit-any
  readonly clientContext?: any;
  /** The caller's `TenantId`. */
  readonly tenantId?: string;
  /** The caller's `DurableExecutionName`. */
  readonly durableExecutionName?: string;
  /**
   * What the answer's `x-amzn-trace-id` says, and the function's `context.traceId`: the trace that its caller named in
   * `X-Amzn-Trace-Id`, or a new one.
   */
  readonly traceId: string;
  /** HTTP status of the answer; absent while there is none. */
  readonly status?: number;
  /** Why it was refused: AWS's code. */
  readonly error?: string;
  /** The fault that befell it. */
  readonly fault?: string;
  /** `Unhandled` where the function failed, in its last run. */
  readonly functionError?: string;
  /** What the function wrote to its log in its last run, with the lines that Lambda adds: 4 KB at most. */
  readonly logs?: string;
  /** Whether the reader of a response stream left before its end. */
  readonly cancelled?: boolean;
  /** How often the function was started for it. */
  readonly runs: number;
  /** Of an `Event` that is through: what became of it. */
  readonly condition?: "Success" | "RetriesExhausted" | "EventAgeExceeded";
  /** Milliseconds from its arrival until it was through. */
  readonly duration?: number;
}

/** The same, while it is being filled in. */
export type InvocationRecord = { -readonly [member in keyof LocalInvocation]: LocalInvocation[member] };

/** The payload as the function's event; `{}` where there is none. */
// deno-lint-ignore no-explicit-any
export function parseEvent(body: Uint8Array<ArrayBuffer>): any {
  if (body.length === 0) return {};
  try {
    return parseJson(body);
  } catch (error) {
    throw new AwsError(
      "InvalidRequestContentException",
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
    );
  }
}

/** The context that a caller hands over in a header. */
export function parseClientContext(header: string | null): object | undefined {
  if (!header) return undefined;
  try {
    const context: unknown = parseJson(decodeBase64(header));
    if (typeof context === "object" && context !== null && !Array.isArray(context)) return context;
  } catch {
    // Told below.
  }
  throw new AwsError("InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
}

/** Bytes that are no UTF-8 are no JSON either. */
function parseJson(bytes: Uint8Array<ArrayBuffer>): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
}
