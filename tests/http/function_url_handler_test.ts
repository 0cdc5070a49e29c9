import { TransportError } from "../../src/base/errors.ts";
import { functionUrlHandler, type FunctionUrlHandlerOptions } from "../../src/http/mod.ts";
import type { LambdaConfig } from "../../mod.ts";
import { test } from "../support/harness.ts";
import { assert, assertEquals, assertFalse, assertInstanceOf, assertMatch, assertThrows } from "../support/assert.ts";
import { CLIENT_LIES } from "../support/client_lies.ts";
import { captureConsole } from "../support/console.ts";
import { bytes } from "../support/streams.ts";
import { until, withTimers } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const BASE = { region: "eu-central-1", credentials: KEYS };
const FUNCTION_URL = "https://abc.lambda-url.us-west-2.on.aws";
const SITE = "https://site.example.com";

/** Milliseconds of a limit whose end is made by hand. */
const TIME_LIMIT = 12_345;

/** What `fetch` was called with. */
interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Readonly<Record<string, string>>;
}

/** A config whose fetch notes what it is called with, and answers it. */
function noting(answer: (init: RequestInit) => Response | Promise<Response> = () => new Response("fine")) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    sent.push({ url, init, headers: init.headers as Record<string, string> });
    return await answer(init);
  };
  return { config: { ...BASE, fetch, now: () => new Date("2026-11-22T01:02:03Z") } as LambdaConfig, sent };
}

/** A client's request with headers that a page could not set, as a server gets them. */
function received(headers: Readonly<Record<string, string>>, init: RequestInit = {}): Request {
  return Object.defineProperty(new Request(SITE, init), "headers", { value: new Headers(headers) });
}

test("functionUrlHandler() signs each request for the function URL", async () => {
  const { config, sent } = noting();
  const handler = functionUrlHandler(config, FUNCTION_URL);
  const init = { method: "POST", headers: { "content-type": "text/plain" }, body: "é" };
  const response = await handler(new Request(`${SITE}/a%2Fb?q=1&q=%C3%A9#here`, init));
  assertEquals([response.status, await response.text()], [200, "fine"]);
  const [request] = sent;
  assertEquals([request?.url, request?.init.method], [`${FUNCTION_URL}/a%2Fb?q=1&q=%C3%A9`, "POST"]);
  assertMatch(
    request?.headers.authorization ?? "",
    /Credential=AKIDEXAMPLE\/20261122\/us-west-2\/lambda\/aws4_request, SignedHeaders=content-type;host;x-amz-date, /,
  );
  assertEquals(new Uint8Array(await new Response(request?.init.body ?? null).arrayBuffer()), bytes("é"));
});

for (
  const [functionUrl, asked, expected] of [
    [FUNCTION_URL, "/", "/"],
    [FUNCTION_URL, "/x", "/x"],
    [`${FUNCTION_URL}/`, "/x", "/x"],
    [`${FUNCTION_URL}/`, "//evil.com/x", "//evil.com/x"],
    [`${FUNCTION_URL}/base`, "/x?y", "/base/x?y"],
    [`${FUNCTION_URL}/base/`, "/", "/base/"],
    [`${FUNCTION_URL}/base/`, "/../x", "/base/x"],
    [`${FUNCTION_URL}/base/`, "/%2e%2e/x", "/base/x"],
    [`${FUNCTION_URL}/base`, "/@evil.com", "/base/@evil.com"],
    [`${FUNCTION_URL}/base`, "/a?b=https://evil.com/#c", "/base/a?b=https://evil.com/"],
    [FUNCTION_URL, "/\\evil.com", "//evil.com"],
    [FUNCTION_URL, "/.evil.com", "/.evil.com"],
  ] as const
) {
  test(`functionUrlHandler() at ${functionUrl} asks for ${expected} where a client asks for ${asked}`, async () => {
    const { config, sent } = noting();
    await functionUrlHandler(config, new URL(functionUrl))(new Request(SITE + asked));
    assertEquals(sent[0]?.url, FUNCTION_URL + expected);
  });
}

test("functionUrlHandler() calls the config's own endpoint for the config's region", async () => {
  const { config, sent } = noting();
  const endpoint = "https://functions.example.com";
  await functionUrlHandler({ ...config, endpoint }, `${endpoint}/one`)(new Request(`${SITE}/x`));
  assertEquals(sent[0]?.url, "https://functions.example.com/one/x");
  assert(sent[0]?.headers.authorization?.includes("/eu-central-1/lambda/"));
});

for (
  const [url, rule] of [
    ["https://example.com/", "a function URL"],
    ["http://abc.lambda-url.us-west-2.on.aws/", "a function URL"],
    ["blob:https://abc.lambda-url.us-west-2.on.aws/x", "a function URL"],
    ["https://user:s3cret@abc.lambda-url.us-west-2.on.aws/", "without user and password"],
    ["https://abc.lambda-url.us-west-2.on.aws/?key=s3cret", "without query and fragment"],
    ["https://abc.lambda-url.us-west-2.on.aws/#s3cret", "without query and fragment"],
  ] as const
) {
  test(`functionUrlHandler() refuses ${url}`, () => {
    const error = assertThrows(() => functionUrlHandler(noting().config, url), TypeError, rule);
    assert(!error.message.includes("s3cret"));
  });
}

test("functionUrlHandler() refuses to trust what is no header, and a config that is none", () => {
  const { config } = noting();
  const options = { trustedHeaders: ["x y"] };
  assertThrows(() => functionUrlHandler(config, FUNCTION_URL, options), TypeError, "names of headers");
  assertThrows(() => functionUrlHandler({} as LambdaConfig, FUNCTION_URL), TypeError);
});

test("functionUrlHandler() sends on only words about the client that are trusted", async () => {
  const trustedHeaders = ["CF-IPCountry", "x-forwarded-host", "connection", "authorization", "x-amz-security-token"];
  const lies = Object.fromEntries(CLIENT_LIES.map(([name]) => [name, "lie"]));
  const given = { ...lies, connection: "close, cf-ipcountry", authorization: "Bearer x", "x-custom": "1" };
  const { config, sent } = noting();
  await functionUrlHandler(config, FUNCTION_URL, { trustedHeaders })(received(given));
  const { authorization, ...others } = sent[0]!.headers;
  assertMatch(authorization ?? "", /^AWS4-HMAC-SHA256 .*SignedHeaders=host;x-amz-date, /);
  assertEquals(others, {
    "cf-ipcountry": "lie",
    "x-amz-date": "20261122T010203Z",
    "x-custom": "1",
    "x-forwarded-host": "lie",
  });
});

test("functionUrlHandler() hands on status, headers and body as they come", async (t) => {
  const script = await t.script([{
    status: 404,
    headers: { "x-a": "1", connection: "x-b", "x-b": "1", "content-type": "text/plain" },
    chunks: [{ bytes: "a" }, { bytes: "b", untilGo: true }],
  }]);
  const handler = functionUrlHandler({ ...BASE, endpoint: script.endpoint }, script.endpoint);
  const response = await handler(new Request(`${SITE}/x`));
  assertEquals([response.status, response.headers.get("x-a"), response.headers.get("x-b")], [404, "1", null]);
  const reader = response.body!.getReader();
  assertEquals((await reader.read()).value, bytes("a"));
  await script.go();
  assertEquals((await reader.read()).value, bytes("b"));
  assertEquals((await reader.read()).done, true);
});

/** Asks once; gives what the client sees, and what `onError` was told. */
async function ask(
  config: LambdaConfig,
  request: Request,
  options: FunctionUrlHandlerOptions = {},
): Promise<{ seen: unknown[]; told: unknown[] }> {
  const told: unknown[] = [];
  const onError = (error: unknown): void => void told.push(error);
  const response = await functionUrlHandler(config, FUNCTION_URL, { onError, ...options })(request);
  const retryAfter = response.headers.get("retry-after");
  return { seen: [response.status, await response.text(), ...(retryAfter === null ? [] : [retryAfter])], told };
}

const failed = (message: string) => JSON.stringify({ message });

test("functionUrlHandler() tells a client nothing of a failure, and onError all", async () => {
  const secret = "IQoJb3JpZ2luX2VjEXAMPLETOKEN";
  const network = () => Promise.reject(new TypeError(`fetch failed with ${secret}`));
  const credentials = { ...KEYS, sessionToken: secret };
  const lost = await ask({ ...noting(network).config, credentials }, new Request(SITE));
  assertEquals(lost.seen, [502, failed("Bad Gateway")]);
  const [error] = lost.told as TransportError[];
  assertInstanceOf(error, TransportError);
  assertEquals([error.code, error.functionMayHaveRun], ["NETWORK", true]);
  assert(!String(error.message + error.stack).includes(secret), error.message);

  const odd = () => Object.defineProperty(new Response("x"), "status", { value: 999 });
  const unsendable = await ask(noting(odd).config, new Request(SITE));
  assertEquals(unsendable.seen, [502, failed("Bad Gateway")]);
  assertEquals((unsendable.told[0] as TransportError).code, "INVALID_RESPONSE");

  const never = ({ signal }: RequestInit) =>
    new Promise<Response>((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason)));
  const late = await ask({ ...noting(never).config, timeout: 20 }, new Request(SITE));
  assertEquals(late.seen, [504, failed("Gateway Timeout")]);
  assertEquals((late.told[0] as TransportError).code, "TIMEOUT");

  const { config, sent } = noting();
  const large = await ask(config, new Request(SITE, { method: "POST", body: "x".repeat(101) }), { maxBodyBytes: 100 });
  assertEquals(large.seen, [413, failed("Content Too Large")]);
  assertEquals([(large.told[0] as Error).name, sent.length], ["BodyTooLargeError", 0]);

  const mistake = { ...config, credentials: () => Promise.reject(new Error("no keys")) };
  const own = await ask(mistake, new Request(SITE));
  assertEquals(own.seen, [500, failed("Internal Server Error")]);
  assertEquals([(own.told[0] as Error).message, sent.length], ["no keys", 0]);
});

test("functionUrlHandler() hands on AWS's own refusals", async () => {
  for (const status of [403, 429, 502, 503]) {
    const { seen, told } = await ask(
      noting(() => new Response('{"Message":"No"}', { status })).config,
      new Request(SITE),
    );
    assertEquals([seen, told], [[status, '{"Message":"No"}'], []]);
  }
});

test("functionUrlHandler() lets onError answer", async () => {
  const network = () => Promise.reject(new TypeError("fetch failed"));
  const onError = () => Promise.resolve(new Response("soon", { status: 503 }));
  const { seen } = await ask(noting(network).config, new Request(SITE), { onError });
  assertEquals(seen, [503, "soon"]);
});

test("functionUrlHandler() writes to the console where nobody else is told", async () => {
  const network = () => Promise.reject(new TypeError("fetch failed"));
  const handler = functionUrlHandler(noting(network).config, FUNCTION_URL);
  const { result, lines } = await captureConsole(() => handler(new Request(`${SITE}/?token=s3cret`)));
  assertEquals([result.status, lines.length], [502, 1]);
  assert(lines[0]?.includes("abc.lambda-url.us-west-2.on.aws") && lines[0].includes("fetch failed"), lines[0]);
  assertFalse(lines[0]?.includes("s3cret"), lines[0]);
});

test("functionUrlHandler() ends the call when the client goes away", async (t) => {
  const script = await t.script([{ fault: "stall before headers" }]);
  const client = new AbortController();
  const told: unknown[] = [];
  const options = { onError: (error: unknown): void => void told.push(error) };
  const handler = functionUrlHandler({ ...BASE, endpoint: script.endpoint }, script.endpoint, options);
  const answer = handler(new Request(SITE, { signal: client.signal }));
  await until(async () => (await script.requests()).length > 0);
  client.abort();
  assertEquals([(await answer).status, told], [499, []]);
  assert(await script.closed());
});

test("functionUrlHandler() closes the connection where the answer is cancelled", async (t) => {
  const script = await t.script([{ fault: "endless body", chunks: [{ bytes: "x", delayMs: 5 }] }]);
  const handler = functionUrlHandler({ ...BASE, endpoint: script.endpoint }, script.endpoint);
  const reader = (await handler(new Request(SITE))).body!.getReader();
  await reader.read();
  await reader.cancel();
  assert(await script.closed());
});

test("functionUrlHandler() does without a request's signal, and answers HEAD without a body", async () => {
  const request = Object.defineProperty(new Request(SITE, { method: "HEAD" }), "signal", { value: undefined });
  const network = () => Promise.reject(new TypeError("fetch failed"));
  const response = await functionUrlHandler(noting(network).config, FUNCTION_URL, { onError: () => {} })(request);
  assertEquals([response.status, response.body], [502, null]);
});

/** Asks through a fetch that does not heed its signal, until that aborts: then it brings an answer. */
function askDeaf(timeout: number | undefined, signal?: AbortSignal) {
  const source = watched([], "silence");
  const { config, sent } = noting(({ signal }) =>
    new Promise((resolve) => signal!.addEventListener("abort", () => resolve(new Response(source.stream))))
  );
  const handler = functionUrlHandler({ ...config, timeout }, FUNCTION_URL, { onError: () => {} });
  return { source, sent, answer: handler(new Request(SITE, { signal: signal ?? null })) };
}

test("functionUrlHandler() closes what a deaf fetch brings when the time is up", () =>
  withTimers(async (timers) => {
    const { source, sent, answer } = askDeaf(TIME_LIMIT);
    await until(() => sent.length > 0);
    timers.fire(TIME_LIMIT);
    assertEquals((await answer).status, 504);
    await until(() => source.cancelled);
  }, "by hand"));

test("functionUrlHandler() closes what a deaf fetch brings when the client has gone", async () => {
  const client = new AbortController();
  const { source, sent, answer } = askDeaf(undefined, client.signal);
  await until(() => sent.length > 0);
  client.abort();
  assertEquals((await answer).status, 499);
  await until(() => source.cancelled);
});

test("functionUrlHandler() does not hand on an error in place of an answer", async () => {
  const { seen, told } = await ask(noting(() => Response.error()).config, new Request(SITE));
  assertEquals(seen, [502, failed("Bad Gateway")]);
  assertEquals((told[0] as TransportError).functionMayHaveRun, true);
});
