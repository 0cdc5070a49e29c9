import { BodyTooLongError, readBytes } from "../base/read_body.ts";
import { refuse } from "../base/refuse.ts";

/** A client sent more than a function is to be handed. */
export class BodyTooLargeError extends RangeError {
  /** A literal: minifiers rename classes. */
  override readonly name = "BodyTooLargeError";
}

/** Reads a request's body, and no more of it than is wanted: a client may send without end. */
export async function readRequestBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const { body, bodyUsed } = request;
  // The reader of a used body would say that it is empty.
  if (bodyUsed) refuse("request.body", "unread", body);
  try {
    return await readBytes(body, maxBytes);
  } catch (error) {
    if (!(error instanceof BodyTooLongError)) throw error;
    throw new BodyTooLargeError(`Cannot call Lambda as request.body must be at most ${maxBytes} bytes long`);
  }
}
