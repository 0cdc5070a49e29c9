// Whatever a client sends reaches the function, and whatever the function answers reaches the client: fast-check makes
// the requests and answers, a local Lambda stands in between.
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";
import fc from "fast-check";
import { assertEquals } from "../support/assert.ts";
import { anyText } from "./support/any_text.ts";

// deno-lint-ignore no-explicit-any
type Event = any;

const MODES = ["BUFFERED", "RESPONSE_STREAM"] as const;
const VERSIONS = ["1.0", "2.0"] as const;

const token = fc.stringMatching(/^[a-z][a-z0-9!#$%&'*+.^_`|~-]{0,12}$/);
/** Names that are nobody's: of the connection, the host, the client and the body are others. */
const headerName = token.map((name) => `y${name}`);
const headerValue = fc.stringMatching(/^([!-~\xa1-\xff]([ -~\xa1-\xff\t]{0,20}[!-~\xa1-\xff])?)?$/);
const headers = fc.uniqueArray(fc.tuple(headerName, headerValue), { maxLength: 5, selector: ([name]) => name });
const cookie = fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}=[!#-+\--:<-[\]-~]{0,12}$/);
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => new Uint8Array(array));
const body = fc.oneof(
  bytes,
  anyText({ maxLength: 50 }).map((text) => new TextEncoder().encode(text)),
);
const contentType = fc.constantFrom(
  "text/plain",
  "text/html; charset=latin1",
  "application/json",
  "application/x-www-form-urlencoded",
  "application/octet-stream",
  "image/png",
);
/** Only what `Request` itself leaves as it is: it resolves `.` and `%2e%2e`. */
const path = fc.stringMatching(/^\/([A-Za-z0-9._~!$&'()*+,;=:@%/-]|%[0-9a-fA-F]{2}){0,30}$/).filter((path) =>
  new URL(`https://example.com${path}`).pathname === path
);
const query = fc.stringMatching(/^([A-Za-z0-9._~!$()*+,;=:@/?-]|%[0-9a-fA-F]{2}|&){0,30}$/);

/** The bytes of an event's body. */
function bodyOf({ body, isBase64Encoded }: Event): Uint8Array {
  if (!isBase64Encoded) return new TextEncoder().encode(body ?? "");
  return Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
}

for (const payloadFormatVersion of VERSIONS) {
  Deno.test(`requests survive as events of format ${payloadFormatVersion}`, async () => {
    const { config, invocations } = localLambda({ site: () => "" });
    const handler = lambdaHandler(config, { FunctionName: "site" }, { payloadFormatVersion });
    const request = fc.record({
      method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"),
      path,
      query,
      headers,
      cookies: fc.array(cookie, { maxLength: 4 }),
      contentType,
      body,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, headers, cookies, contentType, body }) => {
        const url = `https://example.com${path}${query && `?${query}`}`;
        const sent = [...headers, ["content-type", contentType], ["cookie", cookies.join("; ")]] as [string, string][];
        const hasBody = method !== "GET";
        await handler(new Request(url, { method, headers: sent, ...(hasBody && { body }) }));
        const { event } = invocations.at(-1)!;
        const isOld = payloadFormatVersion === "1.0";
        assertEquals(isOld ? event.httpMethod : event.requestContext.http.method, method);
        assertEquals(isOld ? event.path : event.rawPath, path);
        if (!isOld) assertEquals(event.rawQueryString, query);
        const parameters = new URLSearchParams(`?${query}`);
        for (const name of new Set(parameters.keys())) {
          const values = parameters.getAll(name);
          if (isOld) assertEquals(event.multiValueQueryStringParameters[name], values);
          else assertEquals(event.queryStringParameters[name], values.join(","));
        }
        for (const [name, value] of [...headers, ["content-type", contentType] as const]) {
          assertEquals(event.headers[name], value);
          if (isOld) assertEquals(event.multiValueHeaders[name], [value]);
        }
        assertEquals(event.headers.cookie ?? "", cookies.join("; "));
        if (!isOld) assertEquals(event.cookies ?? [], cookies);
        const length = hasBody && body.length > 0 ? String(body.length) : undefined;
        assertEquals(event.headers["content-length"], length);
        assertEquals(bodyOf(event), hasBody ? body : new Uint8Array());
      }),
      { numRuns: 300 },
    );
  });
}

for (const InvokeMode of MODES) {
  Deno.test(`answers survive as responses of mode ${InvokeMode}`, async () => {
    let answer = new Response();
    const { config } = localLambda({ site: () => answer });
    const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode });
    const response = fc.record({
      status: fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304].includes(status)),
      headers,
      cookies: fc.array(cookie, { maxLength: 4 }),
      contentType,
      body,
    });
    await fc.assert(
      fc.asyncProperty(response, async ({ status, headers, cookies, contentType, body }) => {
        const all = [...headers, ["content-type", contentType], ...cookies.map((one) => ["set-cookie", one])];
        answer = new Response(body, { status, headers: all as [string, string][] });
        const got = await handler(new Request("https://example.com/"));
        assertEquals(got.status, status);
        assertEquals(got.headers.getSetCookie(), cookies);
        const others = [...got.headers].filter(([name]) => name !== "set-cookie");
        assertEquals(Object.fromEntries(others), Object.fromEntries([...headers, ["content-type", contentType]]));
        assertEquals(new Uint8Array(await got.arrayBuffer()), body);
      }),
      { numRuns: 300 },
    );
  });
}

for (const InvokeMode of MODES) {
  Deno.test(`nothing that a function answers breaks the handler (${InvokeMode})`, async () => {
    let answer: unknown;
    const { config } = localLambda({ site: () => answer });
    const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode }, { onError: () => {} });
    const strange = { toString: 1, valueOf: 1 };
    const odd = fc.oneof(anyText(), fc.jsonValue(), fc.constantFrom(null, 0, "200", [], {}, true, strange, [strange]));
    const hostile = fc.record({
      statusCode: fc.oneof(fc.constantFrom(200, "201", 204), odd),
      headers: fc.oneof(fc.dictionary(anyText(), odd), odd),
      multiValueHeaders: fc.oneof(fc.dictionary(token, fc.array(odd)), odd),
      cookies: fc.oneof(fc.array(anyText()), odd),
      body: odd,
      isBase64Encoded: fc.oneof(fc.boolean(), odd),
    }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostile, odd), async (value) => {
        answer = InvokeMode === "BUFFERED"
          ? value
          : new TextEncoder().encode(JSON.stringify(value) + "\0".repeat(8) + "x");
        const response = await handler(new Request("https://example.com/"));
        // A 500 would be a mistake on this side.
        assertEquals(response.status === 500 && Object(value).statusCode !== 500, false);
        for (const [name, value] of response.headers) assertEquals(/[\r\n\0]/.test(name + value), false);
        await response.arrayBuffer();
        if (response.status === 502) return;
        const { statusCode = 200 } = Object(value);
        if (InvokeMode === "BUFFERED") assertEquals(response.status, Number(statusCode ?? 200));
      }),
      { numRuns: 500 },
    );
  });
}
