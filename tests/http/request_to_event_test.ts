import { requestToEvent } from "../../src/http/mod.ts";
import { test } from "../support/harness.ts";
import { assert, assertEquals, assertFalse, assertMatch, assertRejects } from "../support/assert.ts";
import { CLIENT_LIES, HONEST_HEADERS } from "../support/client_lies.ts";
import { bytes, inChunks } from "../support/streams.ts";

const now = () => new Date("2026-11-22T00:00:00.123Z");

/** A request with headers that a page could not set, as a server gets them. */
function received(url: string, headers: HeadersInit = {}, init: RequestInit = {}): Request {
  const request = new Request(url, init);
  const all = new Headers(headers);
  request.headers.forEach((value, name) => all.has(name) || all.set(name, value));
  return Object.defineProperty(request, "headers", { value: all });
}

// The expected events are AWS's own examples, with the values of this request:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
const URL_1 = "https://id.example.com:8443/my/path?parameter1=value1&parameter1=value2&parameter2=a%20b+c";
const HEADERS_1 = { header1: "value1", header2: "value1, value2", cookie: "a=1; b=2", "user-agent": "agent" };

test("requestToEvent() makes the event of payload format 2.0", async () => {
  const request = received(URL_1, { ...HEADERS_1, "content-type": "text/plain" }, { method: "POST", body: "Hello" });
  const event = await requestToEvent(request, { now, sourceIp: () => "192.0.2.1" });
  const { requestId } = event.requestContext;
  assertMatch(requestId, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  assertEquals(event, {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/my/path",
    rawQueryString: "parameter1=value1&parameter1=value2&parameter2=a%20b+c",
    cookies: ["a=1", "b=2"],
    headers: {
      "content-length": "5",
      "content-type": "text/plain",
      cookie: "a=1; b=2",
      header1: "value1",
      header2: "value1, value2",
      host: "id.example.com:8443",
      "user-agent": "agent",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-port": "8443",
      "x-forwarded-proto": "https",
    },
    queryStringParameters: { parameter1: "value1,value2", parameter2: "a b c" },
    requestContext: {
      accountId: "anonymous",
      apiId: "id",
      domainName: "id.example.com",
      domainPrefix: "id",
      http: { method: "POST", path: "/my/path", protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "agent" },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: "22/Nov/2026:00:00:00 +0000",
      timeEpoch: 1795305600123,
    },
    body: "Hello",
    isBase64Encoded: false,
  });
});

test("requestToEvent() makes the event of payload format 1.0", async () => {
  const request = received(URL_1, { ...HEADERS_1, "content-type": "text/plain" }, { method: "POST", body: "Hello" });
  const event = await requestToEvent(request, { payloadFormatVersion: "1.0", now, sourceIp: () => "192.0.2.1" });
  const { requestId } = event.requestContext;
  const headers = {
    "content-length": "5",
    "content-type": "text/plain",
    cookie: "a=1; b=2",
    header1: "value1",
    header2: "value1, value2",
    host: "id.example.com:8443",
    "user-agent": "agent",
    "x-forwarded-for": "192.0.2.1",
    "x-forwarded-port": "8443",
    "x-forwarded-proto": "https",
  };
  assertEquals(event, {
    version: "1.0",
    resource: "/my/path",
    path: "/my/path",
    httpMethod: "POST",
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: { parameter1: "value2", parameter2: "a b c" },
    multiValueQueryStringParameters: { parameter1: ["value1", "value2"], parameter2: ["a b c"] },
    requestContext: {
      accountId: "anonymous",
      apiId: "id",
      authorizer: { claims: null, scopes: null },
      domainName: "id.example.com",
      domainPrefix: "id",
      extendedRequestId: requestId,
      httpMethod: "POST",
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        user: null,
        userArn: null,
        sourceIp: "192.0.2.1",
        userAgent: "agent",
      },
      path: "/my/path",
      protocol: "HTTP/1.1",
      requestId,
      requestTime: "22/Nov/2026:00:00:00 +0000",
      requestTimeEpoch: 1795305600123,
      resourceId: null,
      resourcePath: "/my/path",
      stage: "$default",
    },
    pathParameters: null,
    stageVariables: null,
    body: "Hello",
    isBase64Encoded: false,
  });
});

test("requestToEvent() leaves out what a request does not have", async () => {
  const event = await requestToEvent(received("http://localhost"));
  assertEquals(event.rawPath, "/");
  assertEquals(event.rawQueryString, "");
  assertEquals(event.requestContext.http.sourceIp, "0.0.0.0");
  assertEquals(event.requestContext.domainPrefix, "localhost");
  assertEquals(event.headers, { host: "localhost", "x-forwarded-port": "80", "x-forwarded-proto": "http" });
  for (const member of ["cookies", "queryStringParameters", "body"]) assertFalse(member in event, member);

  const older = await requestToEvent(received("http://localhost"), { payloadFormatVersion: "1.0" });
  assertEquals(
    [older.queryStringParameters, older.multiValueQueryStringParameters, older.body, older.isBase64Encoded],
    [null, null, null, false],
  );
});

for (
  const target of [
    "/a%2Fb%20c%c3%a9/%2e/x;y=1",
    "/%",
    "//double//slash/",
    "/p?a=%26&b=+&c=%2B&&=&é=%zz",
    "/p??a=1?b",
    "/p?",
  ]
) {
  test(`requestToEvent() hands on ${target} byte for byte`, async () => {
    const request = received(`https://example.com${target}#fragment`);
    const sent = request.url.slice("https://example.com".length).replace("#fragment", "");
    for (const payloadFormatVersion of ["1.0", "2.0"] as const) {
      const event = await requestToEvent(request, { payloadFormatVersion });
      const path = event.version === "2.0" ? event.rawPath : event.path;
      assertEquals(path, sent.replace(/\?.*/, ""));
      if (event.version === "2.0") assertEquals(event.rawQueryString, sent.replace(/^[^?]*\??/, ""));
    }
  });
}

test("requestToEvent() decodes a query as URLSearchParams does", async () => {
  const request = received("https://example.com/??a=1&b=%zz&b=%ff&__proto__=x&__proto__=y&constructor=z");
  const event = await requestToEvent(request, { payloadFormatVersion: "1.0" });
  assertEquals(
    JSON.stringify(event.multiValueQueryStringParameters),
    '{"?a":["1"],"b":["%zz","\ufffd"],"__proto__":["x","y"],"constructor":["z"]}',
  );
  assertEquals(
    JSON.stringify(event.queryStringParameters),
    '{"?a":"1","b":"\ufffd","__proto__":"y","constructor":"z"}',
  );
});

test("requestToEvent() keeps headers whose names objects know", async () => {
  const event = await requestToEvent(received("https://example.com/", [["__proto__", "x"], ["constructor", "y"]]));
  const json = JSON.stringify(event.headers);
  assert(json.includes('"__proto__":"x"') && json.includes('"constructor":"y"'), json);
});

test("requestToEvent() drops what concerns the connection, and what Connection names", async () => {
  const { headers } = await requestToEvent(received("https://example.com/", {
    connection: "close, X-Secret , not a name, te",
    "x-secret": "1",
    "keep-alive": "1",
    "proxy-authorization": "1",
    "proxy-connection": "1",
    te: "trailers",
    trailer: "x",
    "transfer-encoding": "chunked",
    upgrade: "h2c",
    "http2-settings": "1",
    authorization: "Bearer x",
  }));
  assertEquals(headers, {
    authorization: "Bearer x",
    host: "example.com",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  });
});

// A function URL's event has cookies in both places (aws-lambda-go#597, aws-lambda-rust-runtime#586, srvx#283), an HTTP
// API's in `cookies` alone (aws-lambda-go-api-proxy#108), a REST API's in the header alone.
for (
  const [given, cookies] of [
    ["session=abc; theme=dark", ["session=abc", "theme=dark"]],
    ["session=abc", ["session=abc"]],
    ["a=1;b=2 ;  c=3; ", ["a=1", "b=2 ", "c=3"]],
    ["a=x=y; a=2; flag", ["a=x=y", "a=2", "flag"]],
    ['a="1,2"; b=', ['a="1,2"', "b="]],
  ] as const
) {
  test(`requestToEvent() hands on the cookies ${given}`, async () => {
    const request = () => received("https://example.com/", { cookie: given });
    const header = request().headers.get("cookie") ?? "";
    const both = await requestToEvent(request());
    assertEquals([both.cookies, both.headers.cookie], [[...cookies], header]);
    const httpApi = await requestToEvent(request(), { cookieHeader: false });
    assertEquals([httpApi.cookies, httpApi.headers.cookie], [[...cookies], undefined]);
    for (const cookieHeader of [true, false]) {
      const restApi = await requestToEvent(request(), { payloadFormatVersion: "1.0", cookieHeader });
      assertEquals([restApi.headers.cookie, restApi.multiValueHeaders.cookie], [header, [header]]);
    }
  });
}

for (
  const [what, headers, body, expected] of [
    ["a body", {}, "é", "2"],
    ["a body whose length the client lies about", { "content-length": "1000" }, "é", "2"],
    ["a body in chunks", { "transfer-encoding": "chunked" }, "é", "2"],
    ["no body", {}, undefined, undefined],
    ["no body, said by the client", { "content-length": "0" }, undefined, "0"],
    ["a length without a body", { "content-length": "5" }, undefined, undefined],
  ] as const
) {
  test(`requestToEvent() gives the length of ${what}`, async () => {
    const request = () =>
      received("https://example.com/", headers, { method: "POST", ...(body !== undefined && { body }) });
    assertEquals((await requestToEvent(request())).headers["content-length"], expected);
    const older = await requestToEvent(request(), { payloadFormatVersion: "1.0" });
    assertEquals(older.multiValueHeaders["content-length"], expected === undefined ? undefined : [expected]);
  });
}

test("requestToEvent() hands on the trace that the caller is in, or else the client's", async () => {
  const mine = "Root=1-67891233-abcdef012345678912345678";
  const clients = "Root=1-00000000-000000000000000000000000";
  for (
    const [traceId, header, expected] of [
      [mine, clients, mine],
      [() => mine, clients, mine],
      [() => undefined, clients, clients],
      [undefined, clients, clients],
      [mine, undefined, mine],
      [undefined, undefined, undefined],
    ] as const
  ) {
    const request = received("https://example.com/", header === undefined ? {} : { "x-amzn-trace-id": header });
    assertEquals((await requestToEvent(request, { traceId })).headers["x-amzn-trace-id"], expected);
  }
});

const OWN = { host: "example.com", "x-forwarded-port": "443", "x-forwarded-proto": "https" };

test("requestToEvent() believes no header about client and host", async () => {
  const lies = { "x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "ftp", "x-forwarded-port": "1", host: "evil" };
  const request = received("https://example.com/", lies);
  const event = await requestToEvent(request);
  assertEquals(event.headers, OWN);
  assertEquals(event.requestContext.http.sourceIp, "0.0.0.0");
  const told = await requestToEvent(request, { sourceIp: ({ headers }) => headers.get("x-forwarded-for") });
  assertEquals([told.requestContext.http.sourceIp, told.headers["x-forwarded-for"]], ["6.6.6.6", "6.6.6.6"]);
  const untold = await requestToEvent(request, { sourceIp: ({ headers }) => headers.get("cf-connecting-ip") });
  assertEquals(untold.requestContext.http.sourceIp, "0.0.0.0");
});

for (const [name, source] of CLIENT_LIES) {
  test(`requestToEvent() hands on ${name} only where it is trusted (${source})`, async () => {
    for (const spelling of [name, name.replaceAll("-", "_")]) {
      for (const payloadFormatVersion of ["1.0", "2.0"] as const) {
        const request = () => received("https://example.com/", { [spelling]: "lie", "x-other": "1" });
        const event = await requestToEvent(request(), { payloadFormatVersion });
        assertEquals(event.headers, { ...OWN, "x-other": "1" });
        const trusting = await requestToEvent(request(), { payloadFormatVersion, trustedHeaders: [spelling] });
        assertEquals(trusting.headers, { ...OWN, [spelling]: "lie", "x-other": "1" });
        const misplaced = await requestToEvent(request(), { payloadFormatVersion, trustedHeaders: ["x-other"] });
        assertEquals(misplaced.headers, { ...OWN, "x-other": "1" });
      }
    }
  });
}

for (const name of HONEST_HEADERS) {
  test(`requestToEvent() hands on ${name}`, async () => {
    const event = await requestToEvent(received("https://example.com/", { [name]: "value" }));
    assertEquals(event.headers, { ...OWN, [name]: "value" });
  });
}

test("requestToEvent() lets a trusted header say more than the URL, however it is spelled", async () => {
  const given = {
    "x-forwarded-for": "198.51.100.7, 192.0.2.1",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
    "x-forwarded-host": "shop.example.com",
  };
  const request = () => received("http://10.0.0.1:8080/", given);
  const trustedHeaders = ["X-Forwarded-For", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-host"];
  const event = await requestToEvent(request(), { trustedHeaders, sourceIp: () => "198.51.100.7" });
  assertEquals(event.headers, { host: "10.0.0.1:8080", ...given });
  assertEquals(event.requestContext.http.sourceIp, "198.51.100.7");
  const none = await requestToEvent(received("http://10.0.0.1:8080/"), { trustedHeaders });
  assertEquals(none.headers, { host: "10.0.0.1:8080", "x-forwarded-port": "8080", "x-forwarded-proto": "http" });
});

test("requestToEvent() lets no client take a trusted header out, and trusts nothing of the connection", async () => {
  const given = { connection: "close, cf-ipcountry", "cf-ipcountry": "IS", "transfer-encoding": "chunked" };
  const trustedHeaders = ["cf-ipcountry", "transfer-encoding", "connection"];
  const event = await requestToEvent(received("https://example.com/", given), { trustedHeaders });
  assertEquals(event.headers, { ...OWN, "cf-ipcountry": "IS" });
});

test("requestToEvent() refuses to trust what is no header", async () => {
  for (const name of ["", "x forwarded", "x:y", "é"]) {
    const event = () => requestToEvent(received("https://example.com/"), { trustedHeaders: [name] });
    await assertRejects(event, TypeError, "trustedHeaders must be names of headers");
  }
});

for (
  const [type, text] of [
    ["text/html", true],
    ["Text/Plain; charset=UTF-8", true],
    ["application/json", true],
    ["application/json;charset=utf-8", true],
    ["application/problem+json", true],
    ["application/xml", true],
    ["application/soap+xml; charset=utf-8", true],
    ["application/javascript", true],
    ["image/svg+xml", false],
    ["application/jsonx", false],
    ["application/octet-stream", false],
    ["application/x-www-form-urlencoded", false],
    ["multipart/form-data; boundary=x", false],
    ["", false],
  ] as const
) {
  test(`requestToEvent() hands on a body of type "${type}" as ${text ? "text" : "base64"}`, async () => {
    const init = { method: "POST", body: bytes("\ufeffé") };
    const event = await requestToEvent(received("https://example.com/", type ? { "content-type": type } : {}, init));
    assertEquals([event.body, event.isBase64Encoded], text ? ["\ufeffé", false] : ["77u/w6k=", true]);
  });
}

test("requestToEvent() hands on a form as text in payload format 1.0", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const request = received("https://example.com/", headers, { method: "POST", body: "a=1&b=%C3%A9" });
  const { body, isBase64Encoded } = await requestToEvent(request, { payloadFormatVersion: "1.0" });
  assertEquals([body, isBase64Encoded], ["a=1&b=%C3%A9", false]);
});

test("requestToEvent() hands on as base64 what is compressed or no UTF-8", async () => {
  const post = (body: Uint8Array<ArrayBuffer>) => ({ method: "POST", body });
  const compressed = { "content-type": "text/plain", "content-encoding": "gzip" };
  const first = await requestToEvent(received("https://example.com/", compressed, post(bytes("x"))));
  assertEquals([first.body, first.isBase64Encoded], ["eA==", true]);
  const latin1 = { "content-type": "text/plain; charset=iso-8859-1" };
  const second = await requestToEvent(received("https://example.com/", latin1, post(new Uint8Array([0xe9]))));
  assertEquals([second.body, second.isBase64Encoded], ["6Q==", true]);
});

test("requestToEvent() reads a body up to its limit, and not on", async () => {
  for (const [length, fits] of [[99, true], [100, true], [101, false], [100_000, false]] as const) {
    const chunks = inChunks(new Uint8Array(length), 10);
    const request = Object.defineProperty(received("https://example.com/"), "body", { value: chunks });
    const event = () => requestToEvent(request, { maxBodyBytes: 100 });
    if (fits) await event();
    else await assertRejects(event, RangeError, "at most 100 bytes");
  }
});

test("requestToEvent() lets others have their turn while it reads chunks that are all at hand", async () => {
  let turns = 0;
  const turn = () => {
    turns++;
    timer = setTimeout(turn, 0);
  };
  let timer = setTimeout(turn, 0);
  const body = inChunks(new Uint8Array(10_000), 1);
  const event = await requestToEvent(Object.defineProperty(received("https://example.com/"), "body", { value: body }));
  clearTimeout(timer);
  assertEquals(event.headers["content-length"], "10000");
  assert(turns >= 5, `${turns} turns`);
});

test("requestToEvent() refuses a body that was read before", async () => {
  const request = received("https://example.com/", {}, { method: "POST", body: "x" });
  await request.text();
  await assertRejects(() => requestToEvent(request), TypeError, "must be unread");
});

test("requestToEvent() refuses a format that is none", async () => {
  const options = { payloadFormatVersion: "3.0" as "2.0" };
  await assertRejects(
    () => requestToEvent(received("https://example.com/"), options),
    TypeError,
    "payloadFormatVersion must be 1.0 or 2.0",
  );
});
