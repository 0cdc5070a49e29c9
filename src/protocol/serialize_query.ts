import { isPlatform } from "../base/is_platform.ts";
import { checkType, refuse } from "../base/refuse.ts";
import { encodePart } from "./encode_part.ts";
import type { QueryShape } from "./operations.ts";

type Members = Readonly<Record<string, unknown>>;

/** The query of an operation: encoded, and sorted by name and then by value, as its signature wants it. */
export function serializeQuery(shapes: Readonly<Record<string, QueryShape>>, members: Members): string {
  const pairs: string[] = [];
  for (const member in shapes) {
    const value = members[member];
    if (value == null) continue;
    const values = serializeValues(shapes[member]!, member, value);
    pairs.push(...values.map((text) => `${member}=${encodePart(member, text)}`).sort());
  }
  return pairs.join("&");
}

/** A value in the words of a URL; of a list, each item. */
function serializeValues(shape: QueryShape, member: string, value: unknown): (string | number | boolean)[] {
  if (shape === "date") return [serializeDate(member, value)];
  if (typeof shape === "string") return [checkType(shape, member, value)];
  if (!Array.isArray(value)) refuse(member, "an array", value);
  return value.map((item) => checkType(shape[0], member, item));
}

/** A date as AWS's SDKs write it into a URL: without a fraction where there is none. */
function serializeDate(member: string, value: unknown): string {
  if (!isPlatform("Date", value) || Number.isNaN(value.getTime())) refuse(member, "a valid Date", value);
  return value.toISOString().replace(".000Z", "Z");
}
