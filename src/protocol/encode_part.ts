import { encodeRfc3986 } from "../base/encoding.ts";
import { refuse } from "../base/refuse.ts";

/** A member as a part of the URL: a label of the path, or a value of the query. */
export function encodePart(member: string, value: string | number | boolean): string {
  if (typeof value === "string" && !value.isWellFormed()) {
    refuse(member, "text without half of a surrogate pair", value);
  }
  return encodeRfc3986(String(value));
}
