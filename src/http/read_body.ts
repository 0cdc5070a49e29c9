import { encodeBody } from "./base64.ts";
import { joinBytes } from "../base/join_bytes.ts";
import { refuse } from "../base/refuse.ts";

/** A client sent more than a function is to be handed. */
export class BodyTooLargeError extends RangeError {
  /** A literal: minifiers rename classes. */
  override readonly name = "BodyTooLargeError";
}

/** A body as an event holds it. */
export interface EventBody {
  /** Absent where there is none. */
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** What goes as text; all else goes as base64, and so does text that is compressed, or no UTF-8. */
const TEXTUAL = /^\s*(text\/|application\/([^;]*\+)?(json|xml)\s*(;|$)|application\/javascript\b)/i;

/** What goes as text to functions behind a REST API, and as base64 to those behind an HTTP API. */
const FORM = /^\s*application\/x-www-form-urlencoded\b/i;

/** Reads a request's body: as text where its headers say that it is, else as base64. */
export async function readBody(request: Request, maxBytes: number, formsAreText: boolean): Promise<EventBody> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return { isBase64Encoded: false };
  const type = request.headers.get("content-type") ?? "";
  if (!request.headers.has("content-encoding") && (TEXTUAL.test(type) || (formsAreText && FORM.test(type)))) {
    try {
      // A byte order mark is a part of the body.
      const body = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      return { body, isBase64Encoded: false };
    } catch {
      // Of another charset: its bytes would not survive as text.
    }
  }
  return { body: encodeBody(bytes), isBase64Encoded: true };
}

/** Reads no more than is wanted: a client may send without end. */
async function readBytes({ body, bodyUsed }: Request, maxBytes: number): Promise<Uint8Array> {
  // Its reader would say that it is empty.
  if (bodyUsed) refuse("request.body", "unread", body);
  const chunks: Uint8Array[] = [];
  const reader = body?.getReader();
  for (let length = 0; reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length <= maxBytes) continue;
    reader.cancel().catch(() => {});
    throw new BodyTooLargeError(`Cannot call Lambda as request.body must be at most ${maxBytes} bytes long`);
  }
  return joinBytes(chunks);
}
