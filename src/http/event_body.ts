import { encodeBody } from "./base64.ts";

/** A body as an event holds it. */
export interface EventBody {
  /** Absent where there is none. */
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/**
 * The types that go as text, besides `text/*` and the `application/*` types whose names end in `+json` or `+xml`; all
 * others go as base64.
 *
 * @see {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html}
 */
const TEXT_TYPES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "application/javascript",
  "application/json",
  "application/xml",
]);

/** What goes as text to functions behind a REST API, and as base64 to those behind an HTTP API. */
const FORM_TYPE = "application/x-www-form-urlencoded";

/** Writes a body down: as text where the headers say that it is text, otherwise as base64. */
export function toEventBody(bytes: Uint8Array, headers: Headers, formsAreText: boolean): EventBody {
  if (bytes.length === 0) return { isBase64Encoded: false };
  const type = mediaType(headers.get("content-type"));
  const saysText = isTextType(type) || (formsAreText && type === FORM_TYPE);
  const text = saysText && !headers.has("content-encoding") ? decodeUtf8(bytes) : undefined;
  if (text !== undefined) return { body: text, isBase64Encoded: false };
  return { body: encodeBody(bytes), isBase64Encoded: true };
}

/** A content type without its parameters, in small letters; `""` where there is none. */
export function mediaType(contentType: string | null | undefined): string {
  const [type = ""] = (contentType ?? "").split(";", 1);
  return type.trim().toLowerCase();
}

function isTextType(type: string): boolean {
  const isStructured = type.startsWith("application/") && (type.endsWith("+json") || type.endsWith("+xml"));
  return isStructured || type.startsWith("text/") || TEXT_TYPES.has(type);
}

/** UTF-8 as text, with its byte order mark; `undefined` for other charsets, whose bytes would not survive as text. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
