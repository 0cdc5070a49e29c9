/**
 * Who is let in by a local Lambda that is served: no web page but those that are named, under no name but its own. The
 * keys are known to all, so that signatures keep nobody out.
 *
 * @module
 */
import { localLambda, type LocalLambdaOptions } from "../../src/local/mod.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";

const PATH = "/2015-03-31/functions/f/invocations";

interface Sent {
  readonly host?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** What the server hands over beside the request. */
  readonly info?: unknown;
}

/** What a local Lambda behind a server answers. */
async function ask(
  { host = "127.0.0.1:9000", method = "POST", headers = {}, info }: Sent,
  options: LocalLambdaOptions = {},
): Promise<Response & { runs: number }> {
  let runs = 0;
  const lambda = localLambda({ f: () => ++runs }, { verify: false, ...options });
  const request = new Request(`http://${host}${PATH}`, { method, headers });
  const isKept = Object.keys(headers).every((name) => request.headers.has(name));
  if (!isKept) throw new Skip("Only the browser itself can set these headers");
  const response = await lambda.fetch(request, info);
  const message = (await response.text()) || "null";
  return Object.assign(new Response(message, { headers: response.headers, status: response.status }), { runs });
}

const LOOPBACK = ["localhost", "LOCALHOST:9000", "lambda.localhost:9000", "127.0.0.1", "127.1.2.3:80", "[::1]:9000"];
const AWS = ["lambda.us-east-1.amazonaws.com", "lambda-fips.us-east-1.amazonaws.com", "lambda.us-east-1.api.aws"];

for (const host of [...LOOPBACK, ...AWS]) {
  test(`a request to the host ${host} is answered`, async () => {
    assertEquals((await ask({ host })).status, 200);
  });
}

const FOREIGN = [
  "evil.example:9000",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "evil-localhost:9000",
  "192.0.2.1:9000",
  "0.0.0.0:9000",
  "[2001:db8::1]:9000",
  "lambda.eu-west-1.amazonaws.com",
  "host.docker.internal:9000",
];

for (const host of FOREIGN) {
  test(`a request to the host ${host} is refused`, async () => {
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const answer = await ask({ host, method });
      assertEquals([answer.status, answer.headers.get("x-amzn-errortype")], [403, "AccessDeniedException"]);
      assertEquals([answer.headers.get("access-control-allow-origin"), answer.runs], [null, 0]);
    }
  });
}

test("a request whose Host header is another than its URL's is refused", async () => {
  const answer = await ask({ headers: { host: "evil.example" } });
  assertEquals([answer.status, answer.runs], [403, 0]);
  assertStringIncludes(await answer.text(), "evil.example");
});

test("a host that allowedHosts names is answered, with any port", async () => {
  const options = { allowedHosts: ["Host.Docker.Internal", "lambda:9000"] };
  for (const host of ["host.docker.internal:9000", "host.docker.internal", "lambda"]) {
    assertEquals((await ask({ host }, options)).status, 200);
  }
  assertEquals((await ask({ host: "evil.example" }, options)).status, 403);
});

for (
  const [hostname, host, status] of [
    ["lambda.test", "lambda.test:9000", 200],
    ["lambda.test", "other.test:9000", 403],
    ["192.0.2.7", "192.0.2.7:9000", 200],
    ["192.0.2.7", "192.0.2.8:9000", 403],
    ["0.0.0.0", "192.0.2.8:9000", 200],
    ["::", "[2001:db8::1]:9000", 200],
    ["0.0.0.0", "evil.example:9000", 403],
    ["0.0.0.0", "1.2.3.4.evil.example:9000", 403],
  ] as const
) {
  test(`a server that listens on ${hostname} answers the host ${host} with ${status}`, async () => {
    assertEquals((await ask({ host, info: { hostname } })).status, status);
  });
}

test("a request in process may be sent to any host", async () => {
  const { fetch } = localLambda({ f: () => 1 }, { verify: false });
  assertEquals(await (await fetch(`https://proxy.example${PATH}`, { method: "POST" })).json(), 1);
});

const PAGE = "https://app.example";

for (const origin of [PAGE, "http://localhost:5173", "http://127.0.0.1:9001", "https://127.0.0.1:9000", "null"]) {
  test(`a page of the origin ${origin} is refused`, async () => {
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const answer = await ask({ method, headers: { origin } });
      assertEquals([answer.status, answer.headers.get("x-amzn-errortype")], [403, "AccessDeniedException"]);
      assertEquals([answer.headers.get("access-control-allow-origin"), answer.runs], [null, 0]);
    }
  });
}

for (const allowedOrigins of [[PAGE], ["http://localhost:5173", PAGE], ["*"]]) {
  test(`a page of an origin among ${allowedOrigins.join(" and ")} may ask, and read the answer`, async () => {
    const preflight = await ask({
      method: "OPTIONS",
      headers: { origin: PAGE, "access-control-request-headers": "authorization,x-amz-date" },
    }, { allowedOrigins });
    assertEquals(preflight.status, 200);
    assertEquals(preflight.headers.get("access-control-allow-origin"), PAGE);
    assertEquals(preflight.headers.get("access-control-allow-headers"), "authorization,x-amz-date");
    const answer = await ask({ headers: { origin: PAGE } }, { allowedOrigins });
    assertEquals([answer.status, answer.runs], [200, 1]);
    assertEquals(answer.headers.get("access-control-allow-origin"), PAGE);
    assertEquals(answer.headers.get("vary"), "origin");
    assertStringIncludes(answer.headers.get("access-control-expose-headers")!, "x-amz-function-error");
  });
}

test("an origin is allowed as a whole", async () => {
  for (const origin of [`${PAGE}.evil.example`, "http://app.example", `${PAGE}:444`, "app.example"]) {
    assertEquals((await ask({ headers: { origin } }, { allowedOrigins: [PAGE] })).status, 403);
  }
});

test("an error is told to a page that may ask", async () => {
  const headers = { origin: PAGE };
  const answer = await ask({ headers }, { verify: true, allowedOrigins: [PAGE] });
  assertEquals([answer.status, answer.headers.get("access-control-allow-origin")], [403, PAGE]);
  assertEquals(answer.headers.get("x-amzn-errortype"), "MissingAuthenticationTokenException");
});

test("the server's own origin may ask", async () => {
  assertEquals((await ask({ headers: { origin: "http://127.0.0.1:9000" } })).status, 200);
});

for (
  const [site, status] of [["cross-site", 403], ["same-site", 403], ["same-origin", 200], ["none", 200]] as const
) {
  test(`a request from the site ${site} without an origin is answered with ${status}`, async () => {
    assertEquals((await ask({ headers: { "sec-fetch-site": site } })).status, status);
  });
}
