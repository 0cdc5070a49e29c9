import type { LambdaConfig } from "../../mod.ts";
import { FunctionError, LambdaServiceException, TransportError } from "../../src/base/errors.ts";
import { lambdaHandler, type LambdaHandlerOptions } from "../../src/http/mod.ts";
import { localLambda } from "../../src/local/mod.ts";
import { Skip, test } from "../support/harness.ts";
import { assert, assertEquals, assertFalse, assertInstanceOf, assertRejects, assertThrows } from "../support/assert.ts";
import { bytes, collectBytes } from "../support/streams.ts";
import { until } from "../support/stubs.ts";

const MODES = ["BUFFERED", "RESPONSE_STREAM"] as const;
const SITE = "https://site.example.com";

/** A stream that hands over each chunk when it is asked for, and tells whether it was cancelled. */
function source(chunks: readonly Uint8Array<ArrayBuffer>[], seen = { cancelled: false, pulls: 0 }) {
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const chunk = chunks[seen.pulls++];
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
    cancel() {
      seen.cancelled = true;
    },
  }, { highWaterMark: 0 });
  return { stream, seen };
}

for (const InvokeMode of MODES) {
  test(`lambdaHandler() hands request and answer on (${InvokeMode})`, async (t) => {
    const { config, invocations } = localLambda({
      site: async (event) => {
        const { rawPath, rawQueryString, headers, body, requestContext } = event;
        const answer = {
          rawPath,
          rawQueryString,
          type: headers["content-type"],
          body,
          method: requestContext.http.method,
        };
        const response = new Response(JSON.stringify(await answer), { status: 202, headers: { "x-a": "1" } });
        if (t.runtime !== "chromium") {
          response.headers.append("set-cookie", "a=1");
          response.headers.append("set-cookie", "b=2; Path=/");
        }
        return response;
      },
    });
    const handler = lambdaHandler(config, { FunctionName: "site", Qualifier: "$LATEST", InvokeMode });
    const init = { method: "PUT", headers: { "content-type": "application/json" }, body: '{"a":"é"}' };
    const response = await handler(new Request(`${SITE}/a%20b?q=%C3%A9`, init));
    assertEquals([response.status, response.headers.get("x-a")], [202, "1"]);
    assertEquals(await response.json(), {
      rawPath: "/a%20b",
      rawQueryString: "q=%C3%A9",
      type: "application/json",
      body: '{"a":"é"}',
      method: "PUT",
    });
    assertEquals(invocations[0]?.qualifier, "$LATEST");
    if (t.runtime === "chromium") throw new Skip("a page's Response drops Set-Cookie");
    assertEquals(response.headers.getSetCookie?.() ?? ["a=1", "b=2; Path=/"], ["a=1", "b=2; Path=/"]);
  });

  test(`lambdaHandler() speaks payload format 1.0 (${InvokeMode})`, async () => {
    const { config } = localLambda({
      site: ({ version, httpMethod, path }) => new Response(version + httpMethod + path),
    });
    const options = { payloadFormatVersion: "1.0" } as const;
    const response = await lambdaHandler(config, { FunctionName: "site", InvokeMode }, options)(
      new Request(`${SITE}/x`),
    );
    assertEquals(await response.text(), "1.0GET/x");
  });

  test(`lambdaHandler() tells a client nothing of a failure, and onError all (${InvokeMode})`, async () => {
    const lambda = localLambda({
      fails: () => {
        throw new RangeError("secret reason");
      },
      throttled: () => 1,
      refused: () => 1,
      lost: () => 1,
      large: () => 1,
      odd: () => new Response("x", { headers: { "x-a": "1" } }),
    }, { limits: { request: 10_000 } });
    lambda.inject("throttled", { fault: "throttle", retryAfterSeconds: 7 }, 3);
    lambda.inject("lost", { fault: "reset" });
    const large = "x".repeat(20_000);
    const cases = [
      ["fails", 502, "Bad Gateway", FunctionError, null, ""],
      ["throttled", 503, "Service Unavailable", LambdaServiceException, "7", ""],
      ["missing", 502, "Bad Gateway", LambdaServiceException, null, ""],
      ["lost", 502, "Bad Gateway", TransportError, null, ""],
      ["large", 413, "Content Too Large", LambdaServiceException, null, large],
    ] as const;
    for (const [FunctionName, status, message, type, retryAfter, body] of cases) {
      const seen: unknown[] = [];
      const request = new Request(
        SITE,
        body ? { method: "POST", headers: { "content-type": "text/plain" }, body } : {},
      );
      const onError = (...args: unknown[]): void => void seen.push(...args);
      const config = { ...lambda.config, maxAttempts: 1 };
      const response = await lambdaHandler(config, { FunctionName, InvokeMode }, { onError })(request);
      assertEquals([response.status, await response.text()], [status, JSON.stringify({ message })], FunctionName);
      assertEquals(Object.fromEntries(response.headers), {
        "content-type": "application/json",
        ...(retryAfter && { "retry-after": retryAfter }),
      });
      assertInstanceOf<Error>(seen[0], type);
      assertEquals(seen[1], request);
    }
  });

  test(`lambdaHandler() answers a time-out with 504 (${InvokeMode})`, async () => {
    const lambda = localLambda({ slow: () => 1 });
    lambda.inject("slow", { fault: "stall" });
    const handler = lambdaHandler({ ...lambda.config, timeout: 20 }, { FunctionName: "slow", InvokeMode });
    assertEquals((await handler(new Request(SITE))).status, 504);
  });

  test(`lambdaHandler() lets onError answer (${InvokeMode})`, async () => {
    const { config } = localLambda({});
    const onError = (error: unknown) => Promise.resolve(new Response((error as Error).name, { status: 404 }));
    const response = await lambdaHandler(config, { FunctionName: "none", InvokeMode }, { onError })(new Request(SITE));
    assertEquals([response.status, await response.text()], [404, "ResourceNotFoundException"]);
  });

  test(`lambdaHandler() answers HEAD without a body (${InvokeMode})`, async () => {
    const { config } = localLambda({ site: ({ requestContext }) => new Response(requestContext.http.method) });
    for (const [FunctionName, status] of [["site", 200], ["none", 502]] as const) {
      const response = await lambdaHandler(config, { FunctionName, InvokeMode })(new Request(SITE, { method: "HEAD" }));
      assertEquals([response.status, response.body], [status, null]);
    }
  });

  test(`lambdaHandler() ends the call when the client goes away (${InvokeMode})`, async () => {
    const client = new AbortController();
    const seen: unknown[] = [];
    const lambda = localLambda({ slow: () => 1 });
    lambda.inject("slow", { fault: "stall" });
    const options: LambdaHandlerOptions = { onError: (error) => void seen.push(error) };
    const handler = lambdaHandler(lambda.config, { FunctionName: "slow", InvokeMode }, options);
    const answer = handler(new Request(SITE, { signal: client.signal }));
    await until(() => lambda.invocations.length > 0);
    client.abort();
    assertEquals((await answer).status, 499);
    assertEquals(seen, []);
  });

  test(`lambdaHandler() does without a request's signal (${InvokeMode})`, async () => {
    const { config } = localLambda({ site: () => new Response("fine") });
    const request = Object.defineProperty(new Request(SITE), "signal", { value: undefined });
    assertEquals(await (await lambdaHandler(config, { FunctionName: "site", InvokeMode })(request)).text(), "fine");
  });
}

test("lambdaHandler() hands on the first byte before the function has written its second", async () => {
  const { stream, seen } = source([bytes("a"), bytes("b"), bytes("c")]);
  const { config } = localLambda({ site: () => new Response(stream) });
  const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" });
  const reader = (await handler(new Request(SITE))).body!.getReader();
  assertEquals((await reader.read()).value, bytes("a"));
  assertEquals(seen.pulls, 1);
  await reader.cancel();
});

test("lambdaHandler() ends the function's stream where the client stops reading", async () => {
  for (const how of ["cancel", "abort"] as const) {
    const { stream, seen } = source([bytes("a"), bytes("b"), bytes("c")]);
    const { config, invocations } = localLambda({ site: () => new Response(stream) });
    const client = new AbortController();
    const errors: unknown[] = [];
    const options: LambdaHandlerOptions = { onError: (error) => void errors.push(error) };
    const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" }, options);
    const reader = (await handler(new Request(SITE, { signal: client.signal }))).body!.getReader();
    await reader.read();
    if (how === "cancel") await reader.cancel();
    else {
      client.abort();
      await assertRejects(() => reader.read());
    }
    await until(() => seen.cancelled);
    assertEquals(invocations[0]?.cancelled, true);
    assertEquals(errors, []);
  }
});

test("lambdaHandler() breaks the answer off where the function fails under way, and tells onError", async () => {
  const { config } = localLambda({
    site: async function* () {
      yield bytes("half");
      throw new RangeError("Oops");
    },
  });
  const errors: unknown[] = [];
  // What onError itself throws is too late for anyone.
  const onError = (error: unknown): Promise<Response> => {
    errors.push(error);
    return Promise.reject(new Error("late"));
  };
  const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" }, { onError });
  const response = await handler(new Request(SITE));
  assertEquals(response.status, 200);
  const error = await assertRejects(() => collectBytes(response.body!), FunctionError);
  assertEquals(error.errorType, "RangeError");
  assertEquals(errors, [error]);
});

test("lambdaHandler() reads no more of a body than a function may be handed", async () => {
  const { stream, seen } = source(Array(100).fill(new Uint8Array(100_000)));
  const { config, invocations } = localLambda({ site: () => new Response("x") });
  const request = Object.defineProperty(new Request(SITE), "body", { value: stream });
  const response = await lambdaHandler(config, { FunctionName: "site" })(request);
  assertEquals([response.status, await response.json()], [413, { message: "Content Too Large" }]);
  assert(seen.pulls < 70 && seen.cancelled);
  assertEquals(invocations.length, 0);
});

test("lambdaHandler() answers 500 where the mistake is on this side", async () => {
  const { config } = localLambda({ site: () => new Response("x") });
  const mistakes: [string, LambdaConfig][] = [
    ["secret config", { ...config, endpoint: "secret config" }],
    ["secret provider", { ...config, credentials: () => Promise.reject(new Error("secret provider")) }],
  ];
  for (const [text, config] of mistakes) {
    const seen: unknown[] = [];
    const options: LambdaHandlerOptions = { onError: (error) => void seen.push(error) };
    const response = await lambdaHandler(config, { FunctionName: "site" }, options)(new Request(SITE));
    assertEquals([response.status, await response.json()], [500, { message: "Internal Server Error" }]);
    assert(String(seen[0]).includes(text));
  }
});

test("lambdaHandler() asks for a second where AWS does not say how long a throttle lasts", async () => {
  const lambda = localLambda({ site: () => 1 });
  lambda.inject("site", { fault: "throttle" });
  lambda.inject("site", { fault: "error", name: "EC2ThrottledException", status: 502 });
  lambda.inject("site", { fault: "error", name: "ThrottlingException", status: 400 });
  const handler = lambdaHandler({ ...lambda.config, maxAttempts: 1 }, { FunctionName: "site" });
  for (let n = 0; n < 3; n++) {
    const response = await handler(new Request(SITE));
    assertEquals([response.status, response.headers.get("retry-after")], [503, "1"]);
  }
});

test("lambdaHandler() serves one tenant", async () => {
  const site = { handler: () => new Response("x"), tenantIsolation: true };
  const { config, invocations } = localLambda({ site });
  await lambdaHandler(config, { FunctionName: "site", TenantId: "blue" })(new Request(SITE));
  assertEquals(invocations[0]?.tenantId, "blue");
  assertFalse(invocations[0]?.error);
});

test("lambdaHandler() refuses a mode that is none, and a name that is missing", () => {
  const { config } = localLambda({});
  const input = { FunctionName: "x", InvokeMode: "STREAM" as "BUFFERED" };
  assertThrows(() => lambdaHandler(config, input), TypeError, "InvokeMode must be");
  assertThrows(() => lambdaHandler(config, {} as { FunctionName: string }), TypeError, "FunctionName must be");
});

test("lambdaHandler() carries 10 MB up and down", async () => {
  const all = new Uint8Array(10_000_000).map((_, n) => n * 2_654_435_761 >>> 24);
  const { config } = localLambda({
    echo: ({ body }) => new Response(Uint8Array.from(atob(body), (char) => char.charCodeAt(0))),
  }, { limits: { request: 20_000_000 } });
  const input = { FunctionName: "echo", InvokeMode: "RESPONSE_STREAM" } as const;
  const handler = lambdaHandler(config, input, { maxBodyBytes: 10_000_000 });
  const response = await handler(new Request(SITE, { method: "POST", body: all }));
  const answer = new Uint8Array(await response.arrayBuffer());
  assertEquals(answer.length, all.length);
  assert(answer.every((byte, n) => byte === all[n]));
});
