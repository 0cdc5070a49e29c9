import { decodeText } from "../base/encoding.ts";
import { unserializable } from "./constraints.ts";

/** The members of a JSON body; none where there is no body. */
export function readJsonBody({ body }: { readonly body: Uint8Array<ArrayBuffer> }): Record<string, unknown> {
  try {
    const members = JSON.parse(decodeText(body) || "{}");
    if (Object(members) === members) return members;
  } catch {
    // Told below.
  }
  throw unserializable("The body must be a JSON object");
}
