import { mediaType } from "./event_body.ts";
import { dropHopByHop } from "./hop_by_hop.ts";
import { malformed } from "./malformed.ts";
import { NULL_BODY } from "./null_body.ts";

/** Encodings that `fetch` undoes, though it may go on saying that they are there. */
const DECODED: ReadonlySet<string> = /* @__PURE__ */ new Set(["br", "deflate", "gzip", "x-gzip"]);

/** The answer with headers that are true of it, wherever it is handed on to. */
export function handOn(response: Response): Response {
  const { status, statusText, body, type } = response;
  // What a browser hides, a redirect, cannot be copied.
  if (status === 0 && type !== "error") return response;
  const isSendable = status >= 200 && status <= 599;
  const hasBody = isSendable && !NULL_BODY.includes(status);
  // A body that nobody reads would keep the connection.
  if (!hasBody) body?.cancel().catch(() => {});
  if (!isSendable) throw malformed(`its status must be 200 to 599: current value is ${status}`);
  const headers = new Headers(response.headers);
  dropHopByHop(headers);
  if (DECODED.has(mediaType(headers.get("content-encoding")))) {
    headers.delete("content-encoding");
    headers.delete("content-length");
  }
  return new Response(hasBody ? body : null, { status, statusText, headers });
}
