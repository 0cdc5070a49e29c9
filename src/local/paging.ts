import { invalidParameter } from "./aws_error.ts";

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** What asks for the next page, where there is one. */
  readonly next: { readonly NextMarker?: string };
}

/** Cuts a page out of a list. A marker names the item that it begins with, so that items may come and go before it. */
export function pageOf<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  marker: string | null,
  size: number,
): Page<Item> {
  const start = marker === null ? 0 : items.findIndex((item) => btoa(idOf(item)) === marker);
  if (start < 0) throw invalidParameter(`Invalid marker: ${marker}`);
  const next = items[start + size];
  return {
    items: items.slice(start, start + size),
    next: next === undefined ? {} : { NextMarker: btoa(idOf(next)) },
  };
}
