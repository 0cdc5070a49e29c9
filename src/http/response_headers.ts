import { HEADER_NAME } from "./hop_by_hop.ts";
import { malformed } from "./malformed.ts";

/** The members of an answer that make headers: each may hold anything. */
export interface HeaderMembers {
  readonly headers?: unknown;
  readonly multiValueHeaders?: unknown;
  readonly cookies?: unknown;
}

/** One header under one spelling in one member, with all its values there. */
interface Entry {
  /** In small letters. */
  readonly name: string;
  readonly values: readonly string[];
}

/** What a header's value may be made of: visible characters, blanks, tabs, and bytes above ASCII. */
const HEADER_VALUE = /^[\t -~\x80-\xff]*$/;

/** Header lines of an answer: no front door takes near as many, and some runtimes look through all of them for each. */
const MOST_LINES = 1_000;

/** Characters of a name that are shown. */
const SHOWN_NAME = 100;

/**
 * Headers that have one value, and not a list of values.
 *
 * @see {@link https://www.iana.org/assignments/http-fields/http-fields.xhtml}
 */
const SINGLE_VALUED: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "access-control-allow-credentials",
  "access-control-allow-origin",
  "access-control-max-age",
  "age",
  "content-disposition",
  "content-length",
  "content-location",
  "content-range",
  "content-type",
  "cross-origin-embedder-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "date",
  "etag",
  "expires",
  "last-modified",
  "location",
  "origin-agent-cluster",
  "referrer-policy",
  "refresh",
  "retry-after",
  "server",
  "sourcemap",
  "strict-transport-security",
  "x-content-type-options",
  "x-frame-options",
  "x-xss-protection",
]);

/**
 * Puts together what `headers`, `multiValueHeaders` and `cookies` say, under whichever spelling: of a header that has one
 * value the last one counts, and a list says nothing twice.
 */
export function responseHeaders({ headers, multiValueHeaders, cookies = [] }: HeaderMembers): Headers {
  const entries = [
    ...readEntries(headers),
    ...readEntries(multiValueHeaders),
    ...readEntries({ "set-cookie": cookies }),
  ];
  const lists = new Map<string, (readonly string[])[]>();
  for (const { name, values } of entries) {
    const list = lists.get(name);
    if (list) list.push(values);
    else lists.set(name, [values]);
  }
  const lines = [...lists].flatMap(([name, list]) => linesOf(name, list));
  if (lines.length > MOST_LINES) throw malformed(`it has more than ${MOST_LINES} headers`);
  return new Headers(lines);
}

/** The lines that one header is sent as: each cookie by itself, anything else as one. */
function linesOf(name: string, lists: readonly (readonly string[])[]): [name: string, value: string][] {
  const values = SINGLE_VALUED.has(name) ? lists.flat().slice(-1) : joinLists(lists);
  if (name === "set-cookie") return values.map((value) => [name, value]);
  return values.length > 0 ? [[name, values.join(", ")]] : [];
}

/** Checks the headers of one member: nothing that a function echoes may become a header of its own. */
function readEntries(member: unknown): Entry[] {
  if (member == null) return [];
  if (typeof member !== "object" || Array.isArray(member)) throw malformed("its headers must be an object");
  return Object.entries(member).map(([name, value]) => {
    const values = [value].flat().filter((one) => one != null);
    const isSendable = HEADER_NAME.test(name) && values.every(isHeaderValue);
    if (!isSendable && values.length > 0) {
      throw malformed(`its header ${JSON.stringify(name.slice(0, SHOWN_NAME))} cannot be sent`);
    }
    return { name: name.toLowerCase(), values: values.map(String) };
  });
}

function isHeaderValue(value: unknown): boolean {
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isPlain && HEADER_VALUE.test(String(value));
}

/** Joins lists of values; what a later list says, alone or as a whole, is taken out of the earlier ones. */
function joinLists(lists: readonly (readonly string[])[]): string[] {
  if (lists.length === 1) return [...lists[0]!];
  const said = new Set<string>();
  const kept: string[][] = [];
  for (const list of [...lists].reverse()) {
    kept.push(list.filter((value) => !said.has(spelling(value))));
    for (const value of [...list, list.join()]) said.add(spelling(value));
  }
  return kept.reverse().flat();
}

/** A list as it is compared: `a,b` says the same as `a, b`. */
function spelling(value: string): string {
  return value.split(",").map((element) => element.trim()).join();
}
