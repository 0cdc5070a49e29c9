// Applications of several frameworks, deployed as functions through their adapters behind `lambdaHandler`, do what they do
// when they are served directly: status, headers and bytes of their answers, and what they see of requests.
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { ALL_BYTES, PATHS } from "./adapters/app.ts";
import { type Deployed, frameworks, type Served, serveRequests } from "./adapters/frameworks.ts";
import { type RawRequest, type RawResponse, sendRaw } from "./support/raw_http.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What a server says of the connection or of the moment, and how it frames a body. */
const OF_THE_SERVER = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

const HOST = { host: "site.example" };

/** Requests whose answers are compared. */
const REQUESTS: readonly RawRequest[] = [
  ...PATHS.map((path) => ({ path })),
  { path: "/nowhere" },
  { path: "/", method: "HEAD" },
  { path: "/headers", method: "HEAD" },
];

/** Requests of which it is compared what the application saw. */
const ECHOES: Readonly<Record<string, RawRequest>> = {
  "a query": { path: "/echo?q=1&q=2&x=%20a%2Bb&y=%C3%A9&e=" },
  "a path": { path: "/echo/a%20b/c%2Fd/%C3%A9;v=1/" },
  "cookies": { path: "/echo", headers: { cookie: 'session=abc; theme=dark; empty=; q="x"' } },
  "a cookie": { path: "/echo", headers: { cookie: "session=abc" } },
  "headers": {
    path: "/echo",
    headers: {
      accept: "text/html;q=0.9, */*",
      authorization: "Bearer x.y.z",
      origin: "https://site.example",
      "user-agent": "tests/1 (a; b)",
      "x-custom": "a, b",
      "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678",
    },
  },
  "JSON": { path: "/echo", method: "POST", headers: { "content-type": "application/json" }, body: encode('{"é":1}') },
  "text": {
    path: "/echo",
    method: "PUT",
    headers: { "content-type": "text/plain;charset=utf-8" },
    body: encode("é世🎉"),
  },
  "a form": {
    path: "/echo",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: encode("a=1&b=%C3%A9+x"),
  },
  "bytes": { path: "/echo", method: "POST", headers: { "content-type": "application/octet-stream" }, body: ALL_BYTES },
  "text of another charset": {
    path: "/echo",
    method: "PATCH",
    headers: { "content-type": "text/plain; charset=iso-8859-1" },
    body: Uint8Array.of(0xe9, 0x20, 0xff),
  },
  "a multipart form": {
    path: "/echo",
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body: encode('--x\r\ncontent-disposition: form-data; name="a"; filename="b"\r\n\r\n\u0000é\r\n--x--\r\n'),
  },
  "no body": { path: "/echo", method: "DELETE" },
};

/** The framework's own server, and the function behind `lambdaHandler`. */
interface Pair {
  readonly direct: Served;
  readonly behind: Served;
}

function behindLambda({ handler, InvokeMode }: Deployed, payloadFormatVersion: "1.0" | "2.0", cookieHeader: boolean) {
  const { config } = localLambda({ app: handler });
  const options = { payloadFormatVersion, cookieHeader, sourceIp: () => "192.0.2.1" };
  return serveRequests(lambdaHandler(config, { FunctionName: "app", InvokeMode }, options));
}

async function ask({ direct, behind }: Pair, request: RawRequest): Promise<[expected: RawResponse, got: RawResponse]> {
  const { headers, ...others } = request;
  const sent = { ...others, headers: { ...HOST, ...headers } };
  return [await sendRaw(direct.origin, sent), await sendRaw(behind.origin, sent)];
}

function withoutServer(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_SERVER.includes(name)));
}

async function compareAnswer(pair: Pair, request: RawRequest): Promise<void> {
  const [expected, got] = await ask(pair, request);
  const headers = withoutServer(got.headers);
  // AWS's front doors give a type to what has none.
  if (!("content-type" in expected.headers)) delete headers["content-type"];
  assertEquals([got.status, headers], [expected.status, withoutServer(expected.headers)]);
  assertEquals(got.body, expected.body);
}

/** Query as its pairs: adapters of format 1.0 write it anew. */
function readUrl(url: string): unknown {
  const { pathname, searchParams } = new URL(url, "http://site.example");
  return [pathname, ...searchParams];
}

async function compareEcho(pair: Pair, request: RawRequest): Promise<void> {
  const [expected, got] = await ask(pair, request);
  assertEquals([expected.status, got.status], [200, 200]);
  const [direct, behind] = [JSON.parse(decode(expected.body)), JSON.parse(decode(got.body))];
  assertEquals([behind.method, readUrl(behind.url)], [direct.method, readUrl(direct.url)]);
  assertEquals(behind.body, direct.body);
  assertEquals(behind.body, [...request.body ?? []]);
  for (const [name, value] of Object.entries(direct.headers as Record<string, string>)) {
    const isSeen = name !== "connection" && name !== "transfer-encoding";
    if (isSeen) assertEquals(spelled(name, behind.headers[name]), spelled(name, value), name);
  }
  assertEquals(behind.headers["x-forwarded-for"], "192.0.2.1");
}

/** Adapters that put cookies together again choose their own blanks. */
function spelled(name: string, value: string | undefined): string | undefined {
  return name === "cookie" ? value?.replace(/;\s*/g, "; ") : value;
}

for (const [framework, { serve, functions }] of Object.entries(await frameworks())) {
  for (const [adapter, deployed] of Object.entries(functions)) {
    for (const format of deployed.formats) {
      Deno.test(`${framework} through ${adapter} is itself behind lambdaHandler() (${format})`, async (t) => {
        const direct = await serve();
        const behind = behindLambda(deployed, format, true);
        const behindHttpApi = behindLambda(deployed, format, false);
        const step = async (name: string, compare: () => Promise<void>) => {
          const reason = deployed.unfaithful[`${name} (${format})`];
          if (reason === undefined) await t.step(name, compare);
          else await t.step(`${name}: not right by itself. ${reason}`, async () => void await assertRejects(compare));
        };
        try {
          for (const request of REQUESTS) {
            const { method = "GET", path } = request;
            await step(`answers ${method} ${path}`, () => compareAnswer({ direct, behind }, request));
          }
          for (const [what, request] of Object.entries(ECHOES)) {
            await step(`sees ${what}`, () => compareEcho({ direct, behind }, request));
          }
          const pair = { direct, behind: behindHttpApi };
          await step("sees cookies of HTTP APIs", () => compareEcho(pair, ECHOES.cookies!));
        } finally {
          await Promise.all([direct.close(), behind.close(), behindHttpApi.close()]);
        }
      });
    }
  }
}
