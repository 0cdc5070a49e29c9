import { TransportError } from "../../src/base/errors.ts";
import { fetchFunctionUrl } from "../../src/http/mod.ts";
import { Skip, test, type TestContext } from "../support/harness.ts";
import { assert, assertEquals, assertFalse, assertMatch, assertRejects } from "../support/assert.ts";
import { CLIENT_LIES } from "../support/client_lies.ts";
import { bytes } from "../support/streams.ts";
import { until } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const BASE = { region: "eu-central-1", credentials: KEYS };

const FUNCTION_URL = "https://abc.lambda-url.us-west-2.on.aws";

/** What `fetch` was called with. */
interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Readonly<Record<string, string>>;
}

/** A config whose fetch notes what it is called with, and answers it. */
function noting(answer: () => Response = () => new Response("fine")) {
  const sent: Sent[] = [];
  const fetch = (url: string, init: RequestInit) => {
    sent.push({ url, init, headers: init.headers as Record<string, string> });
    return Promise.resolve(answer());
  };
  return { config: { ...BASE, fetch, now: () => new Date("2026-11-22T01:02:03Z") }, sent };
}

test("fetchFunctionUrl() signs for the region of the URL", async () => {
  const { config, sent } = noting();
  const response = await fetchFunctionUrl(config, `${FUNCTION_URL}/a%2Fb?x=1`);
  assertEquals(await response.text(), "fine");
  const [request] = sent;
  assertEquals([request?.url, request?.init.method], [`${FUNCTION_URL}/a%2Fb?x=1`, "GET"]);
  assertMatch(
    request?.headers.authorization ?? "",
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261122\/us-west-2\/lambda\/aws4_request, SignedHeaders=host;x-amz-date, /,
  );
  assertEquals([request?.headers["x-amz-date"], request?.init.redirect], ["20261122T010203Z", "manual"]);
});

test("fetchFunctionUrl() asks a provider for credentials", async () => {
  const { config, sent } = noting();
  const credentials = () => Promise.resolve({ ...KEYS, sessionToken: "token" });
  await fetchFunctionUrl({ ...config, credentials }, new URL(FUNCTION_URL));
  assertEquals(sent[0]?.headers["x-amz-security-token"], "token");
  assert(sent[0]?.headers.authorization?.includes("host;x-amz-date;x-amz-security-token"));
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
    // Its origin is that of the URL inside it.
    "blob:https://abc.lambda-url.us-west-2.on.aws/0b7b6a3e-6b0c-4c5b-9d5c-1f0f3a1c2d3e",
    "data:text/plain,x",
    "file:///abc.lambda-url.us-west-2.on.aws",
    "https://abc.lambda-url.us-west-2.on.aws./",
    "https://ABC.LAMBDA-URL.US-WEST-2.ON.AWS:444/",
    // The region's own endpoint is the Lambda API.
    "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/other/invocations",
  ]
) {
  test(`fetchFunctionUrl() signs nothing for ${url}`, async () => {
    const { config, sent } = noting();
    for (const endpoint of [undefined, "https://other.example.com"]) {
      const call = () => fetchFunctionUrl({ ...config, endpoint }, url);
      await assertRejects(call, TypeError, "must be a function URL, or at config.endpoint");
    }
    assertEquals(sent.length, 0);
  });
}

for (const user of ["user", "user:s3cret", ":s3cret"]) {
  test(`fetchFunctionUrl() refuses a URL with "${user}@" in it`, async () => {
    const { config, sent } = noting();
    for (const host of ["abc.lambda-url.us-west-2.on.aws", "functions.example.com"]) {
      for (const url of [`https://${user}@${host}/`, new URL(`https://${user}@${host}/`)]) {
        const call = () => fetchFunctionUrl({ ...config, endpoint: `https://${host}` }, url);
        const error = await assertRejects(call, TypeError, "must be without user and password");
        assertFalse(error.message.includes("s3cret"));
      }
    }
    assertEquals(sent.length, 0);
  });
}

test("fetchFunctionUrl() takes a path with an @ or a // in it for a path", async () => {
  for (const path of ["/@user", "//evil.com/", "/user:pass@evil.com"]) {
    const { config, sent } = noting();
    await fetchFunctionUrl(config, FUNCTION_URL + path);
    assertEquals(sent[0]?.url, FUNCTION_URL + path);
  }
});

test("fetchFunctionUrl() calls the config's own endpoint for the config's region", async () => {
  const { config, sent } = noting();
  const endpoint = "https://functions.example.com/base";
  await fetchFunctionUrl({ ...config, endpoint }, "https://functions.example.com/other");
  assert(sent[0]?.headers.authorization?.includes("/eu-central-1/lambda/"));
});

/** A client's request. */
function received(headers: Readonly<Record<string, string>>, init: RequestInit = {}): Request {
  return new Request("https://site.example.com/x?y=1", { headers, ...init });
}

test("fetchFunctionUrl() sends on a client's request without what proxies and clients add", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot set these headers");
  const { config, sent } = noting();
  const headers = {
    accept: "text/html",
    "accept-encoding": "gzip, br",
    authorization: "Bearer client",
    connection: "close, x-hop",
    "content-type": "text/plain",
    cookie: "a=1",
    range: "bytes=0-1",
    te: "trailers",
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
    "x-amz-date": "20000101T000000Z",
    "x-amz-security-token": "forged",
    "x-amz-target": "forged",
    "x-amzn-trace-id": "Root=1-00000000-000000000000000000000000",
    "x-custom": "1",
    "x-hop": "1",
  };
  await fetchFunctionUrl(config, `${FUNCTION_URL}/x?y=1`, received(headers, { method: "POST", body: "body" }));
  const [request] = sent;
  const { authorization, ...others } = request!.headers;
  assertMatch(authorization ?? "", /SignedHeaders=content-type;host;x-amz-date, /);
  assertEquals(others, {
    accept: "text/html",
    "content-type": "text/plain",
    cookie: "a=1",
    range: "bytes=0-1",
    "x-amz-date": "20261122T010203Z",
    "x-amzn-trace-id": "Root=1-00000000-000000000000000000000000",
    "x-custom": "1",
  });
  assertEquals([request?.init.method, await new Response(request?.init.body ?? null).text()], ["POST", "body"]);
});

test("fetchFunctionUrl() sends on no word of the client about itself", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot set these headers");
  for (const [name, source] of CLIENT_LIES) {
    for (const spelling of [name, name.replaceAll("-", "_")]) {
      const { config, sent } = noting();
      await fetchFunctionUrl(config, FUNCTION_URL, received({ [spelling]: "lie", "x-custom": "1" }));
      assertEquals([sent[0]?.headers[spelling], sent[0]?.headers["x-custom"]], [undefined, "1"], `${name} (${source})`);
    }
  }
});

test("fetchFunctionUrl() sends the trace that the caller is in", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot set these headers");
  const { config, sent } = noting();
  const traceId = () => "Root=1-67891233-abcdef012345678912345678";
  await fetchFunctionUrl({ ...config, traceId }, FUNCTION_URL, received({ "x-amzn-trace-id": "the client's" }));
  assertEquals(sent[0]?.headers["x-amzn-trace-id"], "Root=1-67891233-abcdef012345678912345678");
  assertFalse(sent[0]?.headers.authorization?.includes("trace"));
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

// https://fetch.spec.whatwg.org/#dom-response: what no `Response` can have, a `fetch` may give all the same.
for (const status of [600, 999]) {
  test(`fetchFunctionUrl() fails at status ${status}, and closes the connection`, async (t) => {
    const script = await t.script([{ status, fault: "endless body", chunks: [{ bytes: "x", delayMs: 5 }] }]);
    const call = () => fetchFunctionUrl({ ...BASE, endpoint: script.endpoint }, `${script.endpoint}/x`);
    const error = await assertRejects(call, Error);
    if (!(error instanceof TransportError)) throw new Skip(`fetch itself refuses it: ${error.message}`);
    assert(await script.closed());
    assertEquals([error.code, error.functionMayHaveRun], ["INVALID_RESPONSE", true]);
    assert(error.message.includes(`current value is ${status}`), error.message);
  });
}

test("fetchFunctionUrl() closes a body that no answer of its status can have", async () => {
  for (const status of [205, 999]) {
    let cancelled = false;
    const body = new ReadableStream({
      cancel() {
        cancelled = true;
      },
    });
    const { config } = noting(() => Object.defineProperties(new Response(body), { status: { value: status } }));
    const call = fetchFunctionUrl(config, FUNCTION_URL);
    if (status === 205) assertEquals([(await call).status, (await call).body], [205, null]);
    else await assertRejects(() => call, TransportError);
    assert(cancelled);
  }
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

test("fetchFunctionUrl() ends with the caller's reason though nobody heeds the signal, and closes what comes late", async () => {
  const source = watched([], "silence");
  const never = () => new Promise<never>(() => {});
  let isAsked = false;
  const fetch = (_: string, { signal }: RequestInit) => {
    isAsked = true;
    return new Promise<Response>((done) => signal!.addEventListener("abort", () => done(new Response(source.stream))));
  };
  const credentials = () => {
    isAsked = true;
    return never();
  };
  for (const config of [{ ...BASE, fetch }, { ...BASE, credentials }]) {
    isAsked = false;
    const controller = new AbortController();
    const call = fetchFunctionUrl(config, FUNCTION_URL, { signal: controller.signal }).catch((reason) => reason);
    await until(() => isAsked);
    controller.abort("enough");
    assertEquals(await call, "enough");
  }
  await until(() => source.cancelled);
});
