import { TransportError } from "../base/errors.ts";
import { dropHopByHop, HEADER_NAME } from "./hop_by_hop.ts";
import { NULL_BODY } from "./null_body.ts";

/** What a function may answer, as far as anyone can know: each member may hold anything. */
export interface ProxyResult {
  readonly statusCode?: unknown;
  readonly headers?: unknown;
  readonly multiValueHeaders?: unknown;
  readonly cookies?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/** How a function's answer becomes a `Response`. */
export interface ResponseOptions {
  /**
   * The method of the request that is answered: what answers a `HEAD` has no body.
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

type Pair = readonly [name: string, value: string];

/** What a header's value may be made of: visible characters, blanks, tabs, and bytes above ASCII. */
const HEADER_VALUE = /^[\t -~\x80-\xff]*$/;

/** Says that a function ran, but answered nothing that can be handed on; `what` shows nothing of the answer. */
export function malformed(what: string): TransportError {
  return new TransportError(`Cannot read answer: ${what}`, { code: "INVALID_RESPONSE", functionMayHaveRun: true });
}

/** Checks status and headers of an answer: nothing that a function echoes may become a header of its own. */
export function responseHead(result: ProxyResult, defaultType: string, { method }: ResponseOptions): ResponseHead {
  const text = String(result.statusCode ?? 200);
  // What is below 200 no Response can have.
  if (!/^[2-5]\d\d$/.test(text)) throw malformed("its status must be 200 to 599");
  const status = Number(text);
  const headers = new Headers();
  for (const [name, value] of headerPairs(result)) headers.append(name, value);
  dropHopByHop(headers);
  const isHead = method === "HEAD";
  const hasBody = !isHead && !NULL_BODY.includes(status);
  // The runtime knows how long a body is, and a function may err; but what it says to a HEAD nobody else can know.
  if (!isHead || !/^\d+$/.test(headers.get("content-length") ?? "")) headers.delete("content-length");
  if (hasBody && !headers.has("content-type")) headers.set("content-type", defaultType);
  const encodeBody = headers.has("content-encoding") ? "manual" : "automatic";
  return { status, headers, hasBody, encodeBody };
}

/** All headers of an answer, in their three forms. */
function headerPairs({ headers, multiValueHeaders, cookies = [] }: ProxyResult): Pair[] {
  const many = readPairs(multiValueHeaders);
  // API Gateway sends once what is in both forms.
  const seen = new Set(many.map((pair) => pair.join(":")));
  const single = readPairs(headers).filter((pair) => !seen.has(pair.join(":")));
  return [...single, ...many, ...readPairs({ "set-cookie": cookies })];
}

function readPairs(headers: unknown): Pair[] {
  if (headers == null) return [];
  if (Object(headers) !== headers || Array.isArray(headers)) throw malformed("its headers must be an object");
  return Object.entries(headers as object).flatMap(([name, value]) =>
    [value].flat().filter((one) => one != null).map((one): Pair => {
      if (Object(one) === one || !HEADER_NAME.test(name) || !HEADER_VALUE.test(one)) {
        throw malformed("a header has a name or a value that cannot be sent");
      }
      return [name.toLowerCase(), String(one)];
    })
  );
}
