/**
 * One site, which every framework serves in its own way.
 *
 * @module
 */
import { gzipSync } from "node:zlib";

/** A request as an application saw it. */
export interface Seen {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What the application answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  /** Absent where there is none. */
  readonly body?: Uint8Array<ArrayBuffer>;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** Every byte there is, and so no UTF-8. */
export const ALL_BYTES: Uint8Array<ArrayBuffer> = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const TEXT = { "content-type": "text/plain; charset=utf-8" };

/** What the site answers at each path. */
const PAGES: Readonly<Record<string, Answer>> = {
  "/": { status: 200, headers: TEXT, body: encode("héllo, 世界 🎉") },
  "/html": { status: 200, headers: { "content-type": "text/html" }, body: encode("<!doctype html><p>é") },
  "/json": { status: 200, headers: { "content-type": "application/json" }, body: encode('{"é":[1,2.50,null]}') },
  "/binary": { status: 200, headers: { "content-type": "image/png" }, body: ALL_BYTES },
  "/gzip": {
    status: 200,
    headers: { ...TEXT, "content-encoding": "gzip" },
    body: new Uint8Array(gzipSync("hello ".repeat(100))),
  },
  "/large": { status: 200, headers: TEXT, body: encode("0123456789abcdé\n".repeat(20_000)) },
  "/empty": { status: 200, headers: TEXT },
  "/created": { status: 201, headers: { ...TEXT, location: "/orders/7" }, body: encode("made") },
  "/no-content": { status: 204, headers: { "x-kept": "1" } },
  "/not-modified": { status: 304, headers: { etag: '"v1"' } },
  "/redirect": { status: 302, headers: { location: "https://example.com/elsewhere?a=b&c=%20" } },
  "/teapot": { status: 418, headers: TEXT, body: encode("short and stout") },
  "/unavailable": { status: 503, headers: { ...TEXT, "retry-after": "120" }, body: encode("later") },
  "/cookies": {
    status: 200,
    headers: TEXT,
    cookies: ["a=1; Path=/; HttpOnly", "b=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT"],
    body: encode("two"),
  },
  "/cookie": { status: 200, headers: TEXT, cookies: ["a=1; Path=/"], body: encode("one") },
  "/headers": {
    status: 200,
    headers: {
      ...TEXT,
      vary: "accept, origin",
      "cache-control": "public, max-age=60",
      link: "</style.css>; rel=preload",
      "x-number": "5",
      "content-disposition": 'attachment; filename="a b.txt"',
    },
    body: encode("many"),
  },
};

/** The site: a page, or under `/echo` what it saw of the request. */
export function site(seen: Seen): Answer {
  const { pathname } = new URL(seen.url, "http://site.example");
  if (!pathname.startsWith("/echo")) return PAGES[pathname] ?? { status: 404, headers: TEXT, body: encode("none") };
  const body = encode(JSON.stringify({ ...seen, body: Array.from(seen.body) }));
  return { status: 200, headers: { "content-type": "application/json" }, body };
}

/** The paths that have a page. */
export const PATHS: readonly string[] = Object.keys(PAGES);

/** The site for frameworks of standard requests. */
export async function siteOfRequests(request: Request): Promise<Response> {
  const { method } = request;
  const { pathname, search } = new URL(request.url);
  const answer = site({
    method,
    url: pathname + search,
    headers: Object.fromEntries(request.headers),
    body: new Uint8Array(await request.arrayBuffer()),
  });
  const headers = new Headers(answer.headers);
  for (const cookie of answer.cookies ?? []) headers.append("set-cookie", cookie);
  return new Response(method === "HEAD" ? null : answer.body ?? null, { status: answer.status, headers });
}
