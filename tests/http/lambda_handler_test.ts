import type { LambdaConfig } from "../../mod.ts";
import { FunctionError, LambdaServiceException, TransportError } from "../../src/base/errors.ts";
import { lambdaHandler, type LambdaHandlerOptions } from "../../src/http/mod.ts";
import { localLambda } from "../../src/local/mod.ts";
import { Skip, test } from "../support/harness.ts";
import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertMatch,
  assertRejects,
  assertThrows,
} from "../support/assert.ts";
import { refusal } from "../support/calls.ts";
import { captureConsole } from "../support/console.ts";
import { chunk, complete } from "../support/frames.ts";
import { inProcess } from "../support/in_process.ts";
import { bytes, collectBytes, concat } from "../support/streams.ts";
import { until } from "../support/stubs.ts";
import { THROTTLING_CODES } from "../support/throttling_codes.ts";

const MODES = ["BUFFERED", "RESPONSE_STREAM"] as const;

/** For failures that a test is not about: without it they would be written to the console. */
const QUIET: LambdaHandlerOptions = { onError: () => {} };

/** The form of a token that no message may show: of https://www.rfc-editor.org/rfc/rfc7519#section-3.1 */
const JWT = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.dBjftJeZ4CVPmB92K27uhbUJU1p1r";
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
    const handler = lambdaHandler({ ...lambda.config, timeout: 20 }, { FunctionName: "slow", InvokeMode }, QUIET);
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
      const response = await lambdaHandler(config, { FunctionName, InvokeMode }, QUIET)(
        new Request(SITE, { method: "HEAD" }),
      );
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
  // What onError itself throws is for the console.
  const onError = (error: unknown): Promise<Response> => {
    errors.push(error);
    return Promise.reject(new Error("late"));
  };
  const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" }, { onError });
  const { result: error, lines } = await captureConsole(async () => {
    const response = await handler(new Request(SITE));
    assertEquals(response.status, 200);
    return await assertRejects(() => collectBytes(response.body!), FunctionError);
  });
  assertEquals([error.errorType, lines.length], ["RangeError", 1]);
  assertEquals(errors, [error]);
});

test("lambdaHandler() reads no more of a body than a function may be handed", async () => {
  const { stream, seen } = source(Array(100).fill(new Uint8Array(100_000)));
  const { config, invocations } = localLambda({ site: () => new Response("x") });
  const request = Object.defineProperty(new Request(SITE), "body", { value: stream });
  const response = await lambdaHandler(config, { FunctionName: "site" }, QUIET)(request);
  assertEquals([response.status, await response.json()], [413, { message: "Content Too Large" }]);
  assert(seen.pulls < 70 && seen.cancelled);
  assertEquals(invocations.length, 0);
});

test("lambdaHandler() answers 500 where the mistake is on this side", async () => {
  const { config } = localLambda({ site: () => new Response("x") });
  const mistakes: [string, LambdaConfig][] = [
    ["endpoint must be", { ...config, endpoint: "secret config" }],
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

for (const code of THROTTLING_CODES) {
  test(`lambdaHandler() asks a client to come back where AWS answers ${code}`, async () => {
    for (const status of [400, 429, 502, 503]) {
      const { config } = inProcess(() => refusal(status, code));
      const response = await lambdaHandler(config, { FunctionName: "site" }, QUIET)(new Request(SITE));
      assertEquals([response.status, response.headers.get("retry-after")], [503, "1"], String(status));
    }
  });
}

for (const code of ["ResourceNotFoundException", "AccessDeniedException", "MyThrottlingTooManyError", "SlowDownNot"]) {
  test(`lambdaHandler() does not take ${code} for a throttle`, async () => {
    const { config } = inProcess(() => refusal(400, code));
    const response = await lambdaHandler(config, { FunctionName: "site" }, QUIET)(new Request(SITE));
    assertEquals([response.status, response.headers.get("retry-after")], [502, null]);
  });
}

// https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3: whole seconds.
for (
  const [given, sent] of [
    ["7", /^7$/],
    ["0", /^0$/],
    ["2.5", /^3$/],
    ["2.1", /^3$/], // a client that comes back after 2 is too early
    ["Infinity", /^\d+$/],
    ["-Infinity", /^\d+$/],
    ["NaN", /^1$/],
    ["-1", /^\d+$/],
    ["1e400", /^\d+$/],
    ["1e30", /^\d+$/],
    [`1${"0".repeat(30)}`, /^\d+$/],
    ["9".repeat(400), /^\d+$/],
    ["soon", /^1$/],
    ["", /^1$/],
  ] as const
) {
  test(`lambdaHandler() makes seconds of AWS's Retry-After: ${given.slice(0, 20)}`, async () => {
    const { config } = inProcess(() => refusal(429, "TooManyRequestsException", { "retry-after": given }));
    const response = await lambdaHandler(config, { FunctionName: "site" }, QUIET)(new Request(SITE));
    assertEquals(response.status, 503);
    assertMatch(response.headers.get("retry-after") ?? "none", sent);
  });
}

for (const InvokeMode of MODES) {
  test(`lambdaHandler() writes a failure to the console where nobody else is told (${InvokeMode})`, async () => {
    const lambda = localLambda({
      fails: () => {
        throw new RangeError("Oops");
      },
      odd: () => ({ statusCode: 200, headers: { "x-odd": "a\nb" } }),
    });
    const { secretAccessKey } = lambda.config.credentials as { secretAccessKey: string };
    const leaking = { ...lambda.config, credentials: () => Promise.reject(new Error(`No token: ${JWT}`)) };
    const cases = [
      ["missing", 502, "ResourceNotFoundException", lambda.config],
      ["fails", 502, "Oops", lambda.config],
      ["fails", 500, "No token", leaking],
      ["fails", 500, "region must be", { ...lambda.config, region: "" }],
    ] as const;
    for (const [FunctionName, status, text, config] of cases) {
      const handler = lambdaHandler({ ...config, maxAttempts: 1 }, { FunctionName, InvokeMode });
      const { result, lines } = await captureConsole(() => handler(new Request(`${SITE}/?token=s3cret`)));
      assertEquals([result.status, lines.length], [status, 1], text);
      for (const shown of [text, FunctionName]) assert(lines[0]?.includes(shown), lines[0]);
      for (const secret of ["s3cret", secretAccessKey, JWT]) assertFalse(lines[0]?.includes(secret), lines[0]);
      assertFalse((await result.text()).includes(text));
    }
  });

  test(`lambdaHandler() writes nothing to the console where onError is told, or the client went away (${InvokeMode})`, async () => {
    const lambda = localLambda({ slow: () => 1 });
    lambda.inject("slow", { fault: "stall" });
    const told = lambdaHandler(lambda.config, { FunctionName: "missing", InvokeMode }, QUIET);
    const client = new AbortController();
    const left = lambdaHandler(lambda.config, { FunctionName: "slow", InvokeMode });
    const { result, lines } = await captureConsole(async () => {
      const first = (await told(new Request(SITE))).status;
      const answer = left(new Request(SITE, { signal: client.signal }));
      client.abort();
      return [first, (await answer).status];
    });
    assertEquals([result, lines], [[502, 499], []]);
  });

  test(`lambdaHandler() answers all the same where onError fails (${InvokeMode})`, async () => {
    const { config } = localLambda({});
    const failing = [
      () => Promise.reject(new Error("onError failed")),
      () => {
        throw new Error("onError failed");
      },
    ];
    for (const onError of failing) {
      const handler = lambdaHandler(config, { FunctionName: "missing", InvokeMode }, { onError });
      const { result, lines } = await captureConsole(() => handler(new Request(SITE)));
      assertEquals([result.status, await result.json()], [502, { message: "Bad Gateway" }]);
      assert(lines.length === 1 && lines[0]?.includes("onError failed"), lines.join());
    }
  });
}

test("lambdaHandler() writes to the console what breaks an answer off", async () => {
  const { config } = localLambda({
    site: async function* () {
      yield bytes("half");
      throw new RangeError("Oops");
    },
  });
  const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" });
  const { lines } = await captureConsole(async () => {
    const response = await handler(new Request(SITE));
    await assertRejects(() => collectBytes(response.body!), FunctionError);
  });
  assert(lines.length === 1 && lines[0]?.includes("Oops"), lines.join());
});

test("lambdaHandler() tells onError which header of an answer cannot be sent", async () => {
  for (const answer of [{ headers: { "X-Odd": "s3cret\n" } }, { statusCode: { toString: 1, valueOf: 1 } }]) {
    const errors: TransportError[] = [];
    const { config } = localLambda({ odd: () => ({ statusCode: 200, ...answer }) });
    const onError = (error: unknown): void => void errors.push(error as TransportError);
    const response = await lambdaHandler(config, { FunctionName: "odd" }, { onError })(new Request(SITE));
    assertEquals([response.status, errors[0]?.code], [502, "INVALID_RESPONSE"]);
    const named = "headers" in answer ? '"X-Odd"' : "statusCode";
    assert(errors[0]?.message.includes(named) && !errors[0].message.includes("s3cret"), errors[0]?.message);
  }
});

test("lambdaHandler() lets no streamed text set status and cookies", async () => {
  const attack = `${
    JSON.stringify({ statusCode: 302, headers: { location: "https://evil.example" }, cookies: ["a=1"] })
  }`;
  const wire = concat(bytes(attack), new Uint8Array(8), bytes("x"));
  for (const type of ["text/plain", "text/html; charset=utf-8"]) {
    const frames = concat(chunk(wire), complete());
    const { config } = inProcess(() => new Response(frames, { headers: { "content-type": type } }));
    const handler = lambdaHandler(config, { FunctionName: "echo", InvokeMode: "RESPONSE_STREAM" });
    const response = await handler(new Request(SITE));
    assertEquals([response.status, response.headers.get("location"), response.headers.get("content-type")], [
      200,
      null,
      type,
    ]);
    assertEquals(await collectBytes(response.body!), wire);
  }
});

test("lambdaHandler() hands on the config's trace, and what the options vouch for", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot set these headers");
  const { config, invocations } = localLambda({ site: () => new Response("x") });
  const traceId = "Root=1-67891233-abcdef012345678912345678";
  const headers = { "cf-ipcountry": "IS", "x-real-ip": "6.6.6.6", cookie: "a=1", "x-amzn-trace-id": "the client's" };
  const options = { trustedHeaders: ["cf-ipcountry"], cookieHeader: false, sourceIp: () => "192.0.2.1" };
  await lambdaHandler({ ...config, traceId }, { FunctionName: "site" }, options)(new Request(SITE, { headers }));
  await lambdaHandler(config, { FunctionName: "site" }, { traceId: () => traceId })(new Request(SITE, { headers }));
  const [first, second] = invocations.map(({ event }) => event);
  assertEquals([first.headers["x-amzn-trace-id"], second.headers["x-amzn-trace-id"]], [traceId, traceId]);
  assertEquals([first.headers["cf-ipcountry"], second.headers["cf-ipcountry"]], ["IS", undefined]);
  assertEquals([first.headers["x-real-ip"], second.headers["x-real-ip"]], [undefined, undefined]);
  assertEquals([first.headers.cookie, second.headers.cookie], [undefined, "a=1"]);
  assertEquals([first.cookies, second.cookies], [["a=1"], ["a=1"]]);
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
