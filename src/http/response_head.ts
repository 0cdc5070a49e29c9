import { dropHopByHop } from "./hop_by_hop.ts";
import { malformed } from "./malformed.ts";
import { NULL_BODY } from "./null_body.ts";
import { type HeaderMembers, responseHeaders } from "./response_headers.ts";

/** What a function may answer, as far as anyone can know: each member may hold anything. */
export interface ProxyResult extends HeaderMembers {
  readonly statusCode?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/**
 * How a function's answer is converted to a `Response`.
 *
 * @category Requests and responses
 */
export interface ResponseOptions {
  /**
   * The method of the request: the answer to a `HEAD` has no body.
   *
   * @default {"GET"}
   */
  readonly method?: string | undefined;
}

/** A response without its body. */
export interface ResponseHead extends ResponseInit {
  readonly headers: Headers;
  /** Whether the response may have a body. */
  readonly hasBody: boolean;
  /** What keeps Workers from compressing once more what says that it is compressed. */
  readonly encodeBody: "automatic" | "manual";
}

/** What a `Response` can have; no function can answer what is below 200. */
const STATUS = /^[2-5]\d\d$/;

const DIGITS = /^\d+$/;

/** Checks status and headers of an answer. */
export function responseHead(result: ProxyResult, defaultType: string, { method }: ResponseOptions): ResponseHead {
  const status = readStatus(result.statusCode ?? 200);
  const headers = responseHeaders(result);
  dropHopByHop(headers);
  const isHead = method === "HEAD";
  const hasBody = !isHead && !NULL_BODY.includes(status);
  // The runtime knows how long a body is, and a function may err; but what it says to a HEAD nobody else can know.
  if (!isHead || !DIGITS.test(headers.get("content-length") ?? "")) headers.delete("content-length");
  if (hasBody && !headers.has("content-type")) headers.set("content-type", defaultType);
  const encodeBody = headers.has("content-encoding") ? "manual" : "automatic";
  return { status, headers, hasBody, encodeBody };
}

/** A status, as a number or as its text. */
function readStatus(statusCode: unknown): number {
  const isPlain = typeof statusCode === "number" || typeof statusCode === "string";
  if (isPlain && STATUS.test(String(statusCode))) return Number(statusCode);
  const shown = typeof statusCode === "number" ? statusCode : `of type ${typeof statusCode}`;
  throw malformed(`its statusCode must be 200 to 599: current value is ${shown}`);
}
