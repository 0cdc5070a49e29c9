import { fetchFunctionUrl } from "../../src/http/mod.ts";
import { Skip, test, type TestContext } from "../support/harness.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../support/assert.ts";
import { bytes } from "../support/streams.ts";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const BASE = { region: "eu-central-1", credentials: KEYS };

/** A config whose fetch notes the request, and answers it. */
function noting(answer: () => Response = () => new Response("fine")) {
  const requests: Request[] = [];
  const fetch = (request: Request | URL | string) => {
    requests.push(request as Request);
    return Promise.resolve(answer());
  };
  return { config: { ...BASE, fetch, now: () => new Date("2026-11-22T01:02:03Z") }, requests };
}

test("fetchFunctionUrl() signs for the region of the URL", async () => {
  const { config, requests } = noting();
  const response = await fetchFunctionUrl(config, "https://abc.lambda-url.us-west-2.on.aws/a%2Fb?x=1");
  assertEquals(await response.text(), "fine");
  const [request] = requests;
  assertEquals([request?.url, request?.method], ["https://abc.lambda-url.us-west-2.on.aws/a%2Fb?x=1", "GET"]);
  assertMatch(
    request?.headers.get("authorization") ?? "",
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261122\/us-west-2\/lambda\/aws4_request, SignedHeaders=host;x-amz-date, /,
  );
  assertEquals([request?.headers.get("x-amz-date"), request?.redirect], ["20261122T010203Z", "manual"]);
});

test("fetchFunctionUrl() asks a provider for credentials", async () => {
  const { config, requests } = noting();
  const credentials = () => Promise.resolve({ ...KEYS, sessionToken: "token" });
  await fetchFunctionUrl({ ...config, credentials }, new URL("https://abc.lambda-url.us-west-2.on.aws/"));
  assertEquals(requests[0]?.headers.get("x-amz-security-token"), "token");
  assert(requests[0]?.headers.get("authorization")?.includes("host;x-amz-date;x-amz-security-token"));
});

for (
  const url of [
    "https://example.com/",
    "http://abc.lambda-url.us-west-2.on.aws/",
    "https://lambda-url.us-west-2.on.aws/",
    "https://abc.lambda-url.us-west-2.on.aws.evil.com/",
    "https://abc.lambda-url.us-west-2.on.aws:8443/",
    "https://evil.com/abc.lambda-url.us-west-2.on.aws",
    "https://evil.com#.lambda-url.us-west-2.on.aws",
    "https://evil.com\\.lambda-url.us-west-2.on.aws/",
    "https://a.b.lambda-url.us-west-2.on.aws/",
    "http://127.0.0.1:9/",
  ]
) {
  test(`fetchFunctionUrl() signs nothing for ${url}`, async () => {
    const { config, requests } = noting();
    for (const endpoint of [undefined, "https://other.example.com"]) {
      const call = () => fetchFunctionUrl({ ...config, endpoint }, url);
      await assertRejects(call, TypeError, "must be a function URL, or at config.endpoint");
    }
    assertEquals(requests.length, 0);
  });
}

test("fetchFunctionUrl() calls the config's own endpoint for the config's region", async () => {
  const { config, requests } = noting();
  const endpoint = "https://functions.example.com/base";
  await fetchFunctionUrl({ ...config, endpoint }, "https://functions.example.com/other");
  assert(requests[0]?.headers.get("authorization")?.includes("/eu-central-1/lambda/"));
});

test("fetchFunctionUrl() sends on a client's request without what proxies and clients add", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot set these headers");
  const { config, requests } = noting();
  const headers = {
    accept: "text/html",
    "accept-encoding": "gzip, br",
    authorization: "Bearer client",
    "cdn-loop": "cloudflare",
    "cf-connecting-ip": "192.0.2.1",
    "cf-ray": "1",
    connection: "close, x-hop",
    "content-type": "text/plain",
    cookie: "a=1",
    forwarded: "for=192.0.2.1",
    range: "bytes=0-1",
    te: "trailers",
    "true-client-ip": "192.0.2.1",
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    "x-amz-security-token": "forged",
    "x-custom": "1",
    "x-forwarded-for": "192.0.2.1",
    "x-forwarded-host": "site.example.com",
    "x-hop": "1",
    "x-real-ip": "192.0.2.1",
  };
  const client = new Request("https://site.example.com/x?y=1", { method: "POST", headers, body: "body" });
  await fetchFunctionUrl(config, "https://abc.lambda-url.us-west-2.on.aws/x?y=1", client);
  const sent = Object.fromEntries(requests[0]!.headers);
  assertMatch(sent.authorization ?? "", /SignedHeaders=content-type;host;x-amz-date, /);
  delete sent.authorization;
  assertEquals(sent, {
    accept: "text/html",
    "content-type": "text/plain",
    cookie: "a=1",
    range: "bytes=0-1",
    "x-amz-date": "20261122T010203Z",
    "x-custom": "1",
  });
  assertEquals([requests[0]?.method, await requests[0]?.text()], ["POST", "body"]);
});

async function ask(t: TestContext, answer: Parameters<TestContext["script"]>[0][number], init?: RequestInit) {
  const script = await t.script([answer]);
  const response = await fetchFunctionUrl({ ...BASE, endpoint: script.endpoint }, `${script.endpoint}/x`, init);
  return { script, response };
}

test("fetchFunctionUrl() sends a body as bytes with its length", async (t) => {
  const { script, response } = await ask(t, { body: "ok" }, { method: "POST", body: bytes("é\0") });
  assertEquals(await response.text(), "ok");
  const [request] = await script.requests();
  assertEquals([request?.headers.get("content-length"), request?.text()], ["3", "é\0"]);
});

test("fetchFunctionUrl() hands on status and headers, but for those of the connection", async (t) => {
  const headers = {
    "x-a": "1",
    "keep-alive": "timeout=5",
    connection: "x-b",
    "x-b": "1",
    "content-type": "text/plain",
  };
  const { response } = await ask(t, { status: 404, headers, body: "none" });
  assertEquals([response.status, await response.text()], [404, "none"]);
  assertEquals(["x-a", "content-type", "keep-alive", "connection"].map((name) => response.headers.get(name)), [
    "1",
    "text/plain",
    null,
    null,
  ]);
});

test("fetchFunctionUrl() does not follow a redirect", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot read a redirect");
  const { response } = await ask(t, { status: 302, headers: { location: "https://example.com/elsewhere" } });
  assertEquals([response.status, response.headers.get("location")], [302, "https://example.com/elsewhere"]);
  await response.body?.cancel();
});

for (const status of [204, 304]) {
  test(`fetchFunctionUrl() hands on status ${status} without a body`, async (t) => {
    const { response } = await ask(t, { status });
    assertEquals([response.status, response.body], [status, null]);
  });
}

test("fetchFunctionUrl() says of a compressed answer no more than is true of it", async (t) => {
  // gzip of "hello"
  const body = Uint8Array.from(atob("H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA=="), (char) => char.charCodeAt(0));
  const { response } = await ask(t, { headers: { "content-encoding": "gzip", "content-type": "text/plain" }, body });
  assertEquals([response.headers.get("content-encoding"), await response.text()], [null, "hello"]);
});

test("fetchFunctionUrl() streams the answer", async (t) => {
  const { script, response } = await ask(t, { chunks: [{ bytes: "a" }, { bytes: "b", untilGo: true }] });
  const reader = response.body!.getReader();
  assertEquals((await reader.read()).value, bytes("a"));
  await script.go();
  assertEquals((await reader.read()).value, bytes("b"));
  assertEquals((await reader.read()).done, true);
});

test("fetchFunctionUrl() closes the connection where the answer is cancelled, or the caller aborts", async (t) => {
  const endless = { fault: "endless body", chunks: [{ bytes: "x", delayMs: 5 }] } as const;
  const first = await ask(t, endless);
  const reader = first.response.body!.getReader();
  await reader.read();
  await reader.cancel();
  assert(await first.script.closed());

  const controller = new AbortController();
  const second = await ask(t, endless, { signal: controller.signal });
  controller.abort();
  await assertRejects(() => second.response.text());
  assert(await second.script.closed());
});
