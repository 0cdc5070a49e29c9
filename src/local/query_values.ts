import { checkInteger, unserializable } from "./constraints.ts";

/** A flag of a query; `otherwise` where it is not there. */
export function readFlag(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (text !== "true" && text !== "false") throw unserializable(`${text} can not be converted to a Boolean`);
  return text === "true";
}

/** How many items a page of a query may hold; 0 is as good as nothing, where the range has it. */
export function readPageSize(query: URLSearchParams, [least, most]: readonly [number, number], usual: number): number {
  const text = query.get("MaxItems");
  if (text === null) return usual;
  const isWhole = /^-?\d{1,15}$/.test(text);
  return checkInteger("maxItems", isWhole ? Number(text) : text, least, most) || usual;
}

/** A date of a query. */
export function readDate(query: URLSearchParams, name: string): Date | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  // Some clients write epoch seconds.
  const date = new Date(/^\d+(\.\d+)?$/.test(text) ? 1_000 * Number(text) : text);
  if (Number.isNaN(date.getTime())) throw unserializable(`${text} can not be converted to a Date`);
  return date;
}
