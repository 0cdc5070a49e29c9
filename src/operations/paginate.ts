import type { TransportError } from "../base/errors.ts";
import { unusableAnswer } from "../base/transport_errors.ts";
import type { OperationOutput } from "./call_operation.ts";

/** One page of a list. */
interface Page extends OperationOutput {
  /** `Marker` of the next page, where there is one. */
  readonly NextMarker?: string;
}

/** Turns page after page, as far as items are asked for; each page is fetched by the marker of the one before. */
export async function* paginate<P extends Page, Item>(
  start: string | undefined,
  fetchPage: (marker: string | undefined) => Promise<P>,
  itemsOf: (page: P) => readonly Item[] | undefined,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string | undefined>();
  let marker = start;
  do {
    seen.add(marker);
    const page = await fetchPage(marker);
    yield* itemsOf(page) ?? [];
    marker = page.NextMarker;
    // It would go round for ever.
    if (marker && seen.has(marker)) throw repeatedMarker(page);
  } while (marker);
}

function repeatedMarker({ $metadata }: OperationOutput): TransportError {
  return unusableAnswer("NextMarker repeats itself", { functionMayHaveRun: false, $metadata });
}
