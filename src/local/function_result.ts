import { encodeBase64, encodeText } from "../base/encoding.ts";
import { isPlatform } from "../base/is_platform.ts";
import { HTTP_INTEGRATION, PRELUDE_END_LENGTH } from "./awslambda.ts";
import { type ByteSource, collectSource, isStreamed, joinSources, readSource, sourceOf } from "./byte_source.ts";
import { LambdaFailure } from "./error_document.ts";
import { StreamedAnswer } from "./run_streaming_handler.ts";

/** A function's answer on the streaming route. */
export interface StreamedResult {
  /** What AWS's client calls `ResponseStreamContentType`. */
  readonly contentType: string;
  readonly source: ByteSource;
  /** Of a function that may go on after its answer: resolves when it is done; never rejects. */
  readonly done?: Promise<void>;
}

/** What a function returned, in pieces: a plain value is one. */
export function streamResult(value: unknown): StreamedResult {
  if (value instanceof StreamedAnswer) return value;
  if (isPlatform("Response", value)) {
    const prelude = sourceOf(encodeText(JSON.stringify(describeResponse(value))), new Uint8Array(PRELUDE_END_LENGTH));
    const source = value.body ? joinSources(prelude, readSource(value.body)) : prelude;
    return { contentType: HTTP_INTEGRATION, source };
  }
  if (isStreamed(value)) return { contentType: "application/octet-stream", source: readSource(value) };
  const contentType = isPlatform("Uint8Array", value) ? "application/octet-stream" : "application/json";
  return { contentType, source: sourceOf(encodeValue(value)) };
}

/** What a function returned, as one payload. */
export async function bufferResult(
  value: unknown,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const check = (length: number) => {
    signal.throwIfAborted(); // the time is up, and nobody reads on
    if (length > limit) throw responseTooLarge(limit);
  };
  if (value instanceof StreamedAnswer) {
    const payload = await collectSource(value.source, check);
    await value.done;
    return payload;
  }
  if (isStreamed(value)) return await collectSource(readSource(value), check);
  const payload = isPlatform("Response", value) ? encodeValue(await proxyResult(value)) : encodeValue(value);
  check(payload.length);
  return payload;
}

/** The failure of a function that answers more than it may. */
export function responseTooLarge(limit: number): LambdaFailure {
  return new LambdaFailure(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${limit} bytes).`,
  );
}

/** The JSON that AWS's Node.js runtime makes of a value; bytes go as they are, as they can from other runtimes. */
function encodeValue(value: unknown): Uint8Array<ArrayBuffer> {
  if (isPlatform("Uint8Array", value)) return value.slice();
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    throw new Error("Unable to stringify response body");
  }
  return encodeText(json ?? "null");
}

function describeResponse({ status, headers }: Response): { statusCode: number; headers: object; cookies?: string[] } {
  const cookies = readCookies(headers);
  const others = [...headers].filter(([name]) => name !== "set-cookie");
  return { statusCode: status, headers: Object.fromEntries(others), ...(cookies.length > 0 && { cookies }) };
}

function readCookies(headers: Headers): string[] {
  // Workers with a compatibility date before 2023-03 lack it; where they join, a name and "=" follow.
  return headers.getSetCookie?.() ?? headers.get("set-cookie")?.split(/,\s*(?=[^;,=\s]+=)/) ?? [];
}

/** The form that function URLs and API Gateway read from a function that does not stream. */
async function proxyResult(response: Response): Promise<object> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = readText(bytes);
  return {
    ...describeResponse(response),
    body: text ?? encodeBase64(bytes),
    isBase64Encoded: text === undefined,
  };
}

function readText(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
