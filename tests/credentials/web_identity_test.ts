import { CredentialsError, fromWebIdentity, type WebIdentityOptions } from "../../src/credentials/mod.ts";
import { invokeJson } from "../../mod.ts";
import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";
import { EXPIRY, fieldOf, fieldsOf, keys, NOW, stsJson, stsRefusal, stsXml } from "../support/sts.ts";
import { until, withTimers } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

const ACTION = "AssumeRoleWithWebIdentity";
const TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJkZXBsb3kifQ.c2lnbmF0dXJlLW9mLXRva2Vu";
const BASE: WebIdentityOptions = {
  region: "eu-central-1",
  roleArn: "arn:aws:iam::123456789012:role/edge",
  roleSessionName: "app1",
  token: TOKEN,
  now: () => NOW,
};

test("fromWebIdentity() sends an unsigned form and reads either answer", async (t) => {
  for (const answer of [stsJson(ACTION), stsXml(ACTION)]) {
    const script = await t.script([answer]);
    const policy = { Version: "2012-10-17", Statement: [] };
    const given = { ...BASE, endpoint: script.endpoint, policy, policyArns: ["arn:aws:iam::aws:policy/Read", "b"] };
    const credentials = await fromWebIdentity({ ...given, durationSeconds: 900 })();
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
    assertEquals({ accessKeyId, secretAccessKey, sessionToken, expiration }, keys());
    assertEquals(Object.keys(credentials), ["accessKeyId", "expiration"]);

    const [request] = await script.requests();
    assertEquals([request?.method, request?.target], ["POST", "/"]);
    assertEquals(request?.headers.get("content-type"), "application/x-www-form-urlencoded");
    assertEquals(request?.headers.get("accept"), "application/json");
    assertEquals(request?.headers.get("authorization"), null);
    assertEquals(fieldsOf(request), [
      ["Action", ACTION],
      ["Version", "2011-06-15"],
      ["RoleArn", "arn:aws:iam::123456789012:role/edge"],
      ["RoleSessionName", "app1"],
      ["WebIdentityToken", TOKEN],
      ["PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/Read"],
      ["PolicyArns.member.2.arn", "b"],
      ["Policy", '{"Version":"2012-10-17","Statement":[]}'],
      ["DurationSeconds", "900"],
    ]);
  }
});

test("fromWebIdentity() names the session by the time unless said", async (t) => {
  const script = await t.script([stsJson(ACTION)]);
  await fromWebIdentity({ ...BASE, roleSessionName: undefined, endpoint: script.endpoint })();
  assertEquals(fieldOf((await script.requests())[0], "RoleSessionName"), "lambda4fetch-1767225600000");
});

test("fromWebIdentity() asks for the token for every refresh, and sends nothing else of it", async (t) => {
  const script = await t.script([stsJson(ACTION, 1), stsJson(ACTION, 2, new Date(+EXPIRY + 3_600_000))]);
  let time = NOW, asked = 0;
  const token = ({ signal }: { signal: AbortSignal }) => {
    assert(!signal.aborted);
    return Promise.resolve(`token-${++asked}`);
  };
  const provider = fromWebIdentity({ ...BASE, token, now: () => time, endpoint: script.endpoint });
  assertEquals((await provider()).accessKeyId, keys(1).accessKeyId);
  assertEquals((await provider()).accessKeyId, keys(1).accessKeyId);
  time = new Date(+EXPIRY - 300_000);
  assertEquals((await provider()).accessKeyId, keys(2).accessKeyId);
  assertEquals((await script.requests()).map((request) => fieldOf(request, "WebIdentityToken")), [
    "token-1",
    "token-2",
  ]);
});

for (
  const [region, options, url] of [
    ["eu-central-1", {}, "https://sts.eu-central-1.amazonaws.com/"],
    ["us-east-1", { useFipsEndpoint: true }, "https://sts-fips.us-east-1.amazonaws.com/"],
    ["us-east-1", { useDualstackEndpoint: true }, "https://sts.us-east-1.api.aws/"],
    ["cn-north-1", {}, "https://sts.cn-north-1.amazonaws.com.cn/"],
    ["us-gov-west-1", {}, "https://sts.us-gov-west-1.amazonaws.com/"],
    ["eusc-de-east-1", {}, "https://sts.eusc-de-east-1.amazonaws.eu/"],
    ["us-iso-east-1", {}, "https://sts.us-iso-east-1.c2s.ic.gov/"],
    [
      "eu-west-1",
      { endpoint: "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com" },
      "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com/",
    ],
    ["eu-west-1", { endpoint: "https://proxy.example/sts/" }, "https://proxy.example/sts/"],
  ] as const
) {
  test(`fromWebIdentity() calls ${url} in ${region} with ${JSON.stringify(options)}`, async () => {
    const seen: [string, RequestInit][] = [];
    const fetch = function (this: unknown, input: unknown, init?: RequestInit) {
      assert(this === undefined || this === globalThis); // the latter where a bundle is no module
      seen.push([String(input), init!]);
      return Promise.resolve(new Response(stsJson(ACTION).body as string));
    } as typeof globalThis.fetch;
    await fromWebIdentity({ ...BASE, ...options, region, fetch })();
    assertEquals(seen.map(([input]) => input), [url]);
    // Some runtimes throw on any other member.
    assertEquals(Object.keys(seen[0]![1]).sort(), ["body", "headers", "method", "redirect", "signal"]);
    assertEquals(seen[0]![1].redirect, "manual");
  });
}

for (
  const [status, code, requests] of [
    [403, "AccessDenied", 1],
    [400, "ValidationError", 1],
    [400, "InvalidIdentityToken", 1],
    [403, "IDPRejectedClaim", 1],
    [400, "ExpiredTokenException", 1],
    [400, "PackedPolicyTooLarge", 1],
    [403, "RegionDisabledException", 1],
    [400, "IDPCommunicationError", 2],
    [400, "Throttling", 2],
    [429, "TooManyRequestsException", 2],
    [500, "InternalFailure", 2],
    [503, "ServiceUnavailable", 2],
  ] as const
) {
  test(`fromWebIdentity() asks ${requests === 1 ? "once" : "again"} on ${status} ${code}`, async (t) => {
    const script = await t.script([stsRefusal(status, code, "because"), stsJson(ACTION)]);
    const provider = fromWebIdentity({ ...BASE, endpoint: script.endpoint });
    if (requests === 1) {
      const error = await assertRejects(async () => await provider(), CredentialsError, `${code}: because`);
      const { provider: name, requestId, functionMayHaveRun } = error;
      assertEquals([name, error.code, error.status, requestId], ["fromWebIdentity", code, status, "request-1"]);
      assertEquals([error.name, functionMayHaveRun], ["CredentialsError", false]);
    } else assertEquals((await provider()).accessKeyId, keys().accessKeyId);
    assertEquals((await script.requests()).length, requests);
  });
}

test("fromWebIdentity() asks again where STS could not fetch the issuer's keys", async (t) => {
  const message = "Couldn't retrieve verification key from your identity provider";
  const script = await t.script([stsRefusal(400, "InvalidIdentityToken", message), stsJson(ACTION)]);
  assertEquals((await fromWebIdentity({ ...BASE, endpoint: script.endpoint })()).accessKeyId, keys().accessKeyId);
});

test("fromWebIdentity() gives up after maxAttempts", async (t) => {
  for (const [maxAttempts, requests] of [[undefined, 3], [1, 1], [5, 5]] as const) {
    const script = await t.script([{ status: 500, times: 9 }]);
    const provider = fromWebIdentity({ ...BASE, maxAttempts, endpoint: script.endpoint });
    const error = await assertRejects(async () => await provider(), CredentialsError, "HTTP 500");
    assertEquals([error.code, error.status, error.requestId], ["Unknown", 500, undefined]);
    assertEquals((await script.requests()).length, requests);
  }
});

test("fromWebIdentity() gets a new token for one that has expired, once", async (t) => {
  const expired = stsRefusal(400, "ExpiredTokenException");
  for (
    const [answers, tokens] of [[[expired, stsJson(ACTION)], 2], [[expired, expired, stsJson(ACTION)], 2]] as const
  ) {
    const script = await t.script(answers);
    let asked = 0;
    const provider = fromWebIdentity({ ...BASE, token: () => `token-${++asked}`, endpoint: script.endpoint });
    if (answers.length === 2) assertEquals((await provider()).accessKeyId, keys().accessKeyId);
    else await assertRejects(async () => await provider(), CredentialsError, "ExpiredTokenException");
    assertEquals([asked, (await script.requests()).length], [tokens, 2]);
    assertEquals(fieldOf((await script.requests())[1], "WebIdentityToken"), "token-2");
  }
});

test("fromWebIdentity() ends an attempt that takes too long, also inside a body", async (t) => {
  for (const fault of ["stall before headers", "stall in body"] as const) {
    const script = await t.script([{ fault, body: "{" }, { fault, body: "{" }]);
    const provider = fromWebIdentity({ ...BASE, timeout: 50, maxAttempts: 2, endpoint: script.endpoint });
    const error = await assertRejects(async () => await provider(), CredentialsError, "no answer within 50 ms");
    assertEquals([error.code, error.status], ["TIMEOUT", undefined]);
    assert(await script.closed(0));
    assert(await script.closed(1));
  }
});

test("fromWebIdentity() tells a lost connection and asks again", async (t) => {
  const faults = ["reset before headers", "reset in body"] as const;
  const script = await t.script([{ fault: faults[0], body: "{" }, { fault: faults[1], body: "{" }, stsJson(ACTION)]);
  const provider = fromWebIdentity({ ...BASE, maxAttempts: 4, endpoint: script.endpoint });
  assertEquals((await provider()).accessKeyId, keys().accessKeyId);
  const nobody = fromWebIdentity({ ...BASE, maxAttempts: 1, endpoint: "http://127.0.0.1:1" });
  const error = await assertRejects(async () => await nobody(), CredentialsError, "cannot reach 127.0.0.1:1");
  assertEquals(error.code, "NETWORK");
  assert(error.cause instanceof Error);
});

test("fromWebIdentity() passes on the reason of an abort", async (t) => {
  const reason = { bye: true };
  const gone = new AbortController();
  gone.abort(reason);
  const script = await t.script([{ fault: "stall before headers" }]);
  const provider = fromWebIdentity({ ...BASE, endpoint: script.endpoint });
  assertStrictEquals(await assertRejects(async () => await provider({ signal: gone.signal })), reason);
  assertEquals((await script.requests()).length, 0);
  const controller = new AbortController();
  const call = assertRejects(async () => await provider({ signal: controller.signal }));
  await until(async () => (await script.requests()).length > 0);
  controller.abort(reason);
  assertStrictEquals(await call, reason);
  assert(await script.closed());
});

test("fromWebIdentity() does not follow a redirect", async (t) => {
  if (t.runtime === "chromium") throw new Skip("a page cannot read a redirect");
  const script = await t.script([{ status: 307, headers: { location: "/elsewhere" } }, stsJson(ACTION)]);
  const provider = fromWebIdentity({ ...BASE, endpoint: script.endpoint });
  const error = await assertRejects(async () => await provider(), CredentialsError, "HTTP 307");
  assertEquals([error.status, (await script.requests()).length], [307, 1]);
});

test("fromWebIdentity() tells an answer that holds no credentials", async (t) => {
  for (
    const body of ["", "<html>Sign in</html>", '{"AccessKeyId":"A"}', stsXml(ACTION).body!.slice(0, -400) as string]
  ) {
    const script = await t.script([{ body, headers: { "x-amzn-requestid": "request-2" } }]);
    const provider = fromWebIdentity({ ...BASE, endpoint: script.endpoint });
    const error = await assertRejects(async () => await provider(), CredentialsError, "holds none");
    assertEquals([error.code, error.status, error.requestId], ["INVALID_RESPONSE", 200, "request-2"]);
  }
});

for (
  const [what, token, message] of [
    ["throws", () => Promise.reject(new Error("not on Vercel")), "the function for the token failed"],
    ["throws at once", () => {
      throw new Error("not on Vercel");
    }, "the function for the token failed"],
    ["gives undefined", () => undefined as unknown as string, "current value is undefined"],
    ["gives an empty text", () => "", 'current value is ""'],
    ["gives no text", () => 7 as unknown as string, "current value is number"],
  ] as const
) {
  test(`fromWebIdentity() fails without a request where the function for the token ${what}`, async () => {
    let sent = 0;
    const fetch = () => Promise.reject(new Error(`sent ${++sent}`));
    const provider = fromWebIdentity({ ...BASE, token, fetch });
    const error = await assertRejects(async () => await provider(), CredentialsError, message);
    assertEquals([error.code, sent], ["SOURCE", 0]);
    if (what.startsWith("throws")) assertEquals((error.cause as Error).message, "not on Vercel");
  });
}

for (
  const [what, options, Type] of [
    ["roleArn", { roleArn: undefined }, TypeError],
    ["roleArn", { roleArn: "" }, TypeError],
    ["token", { token: "" }, TypeError],
    ["token", { token: { secret: 1 } }, TypeError],
    ["region", { region: "eu central" }, TypeError],
    ["region", { region: undefined }, TypeError],
    ["durationSeconds", { durationSeconds: "900" }, TypeError],
    ["policyArns", { policyArns: "arn" }, TypeError],
    ["endpoint", { endpoint: "http://sts.example" }, TypeError],
    ["endpoint", { endpoint: "https://sts.example", useFipsEndpoint: true }, TypeError],
    ["maxAttempts", { maxAttempts: 0 }, RangeError],
    ["timeout", { timeout: -1 }, RangeError],
    ["fetch", { fetch: "fetch" }, TypeError],
  ] as const
) {
  test(`fromWebIdentity() refuses ${what} of ${JSON.stringify(Object.values(options))} at once`, () => {
    assertThrows(() => fromWebIdentity({ ...BASE, ...options } as unknown as WebIdentityOptions), Type, what);
  });
}

test("fromWebIdentity() refuses to be called without options", () => {
  assertThrows(() => fromWebIdentity(undefined as unknown as WebIdentityOptions), TypeError, "options");
});

test("invokeJson() refreshes once where Lambda says that the token has expired", async (t) => {
  const later = new Date(+EXPIRY + 1_000);
  const sts = await t.script([stsJson(ACTION, 1), stsJson(ACTION, 2, later)]);
  const expired = { status: 403, headers: { "x-amzn-errortype": "ExpiredTokenException" }, body: '{"message":"old"}' };
  const lambda = await t.script([expired, { body: '"hello"' }, { body: '"again"' }]);
  const credentials = fromWebIdentity({ ...BASE, endpoint: sts.endpoint });
  const config = { region: "eu-central-1", credentials, endpoint: lambda.endpoint, now: () => NOW };
  assertEquals(await invokeJson(config, { FunctionName: "hello" }), "hello");
  assertEquals(await invokeJson(config, { FunctionName: "hello" }), "again");
  assertEquals((await sts.requests()).length, 2);
  const used = (await lambda.requests()).map((request) => request.headers.get("x-amz-security-token"));
  assertEquals(used, [keys(1).sessionToken, keys(2).sessionToken, keys(2).sessionToken]);
});

test("invokeJson() fails with the provider's own error, before the function runs", async (t) => {
  const sts = await t.script([stsRefusal(403, "AccessDenied")]);
  const credentials = fromWebIdentity({ ...BASE, endpoint: sts.endpoint });
  const config = { region: "eu-central-1", credentials, endpoint: "http://127.0.0.1:1" };
  const error = await assertRejects(() => invokeJson(config, { FunctionName: "hello" }), CredentialsError);
  assertEquals([error.code, error.functionMayHaveRun], ["AccessDenied", false]);
});

test("fromWebIdentity() sends a token without the white space around it, as files have it", async (t) => {
  const script = await t.script([1, 2, 3, 4].map((n) => stsXml("AssumeRoleWithWebIdentity", n)));
  const options = { ...BASE, endpoint: script.endpoint };
  for (const token of ["a.b.c\n", "\r\n a.b.c \t\n"]) {
    await fromWebIdentity({ ...options, token })();
    await fromWebIdentity({ ...options, token: () => token })();
  }
  const tokens = (await script.requests()).map((request) => fieldOf(request, "WebIdentityToken"));
  assertEquals(tokens, Array(4).fill("a.b.c"));
});

/** How STS may say when to ask again, five seconds after this time. */
const IN_FIVE_SECONDS = [
  "Thu, 01 Jan 2026 00:00:05 GMT",
  "Thursday, 01-Jan-26 00:00:05 GMT",
  "Thu Jan  1 00:00:05 2026",
];

for (const date of IN_FIVE_SECONDS) {
  test(`fromWebIdentity() waits until ${date}, by the clock of STS`, async () => {
    const controller = new AbortController();
    let asked = 0;
    const fetch = () => {
      asked++;
      const headers = { "retry-after": date, date: "Thu, 01 Jan 2026 00:00:00 GMT" };
      return Promise.resolve(new Response("", { status: 503, headers }));
    };
    const provider = fromWebIdentity({ ...BASE, fetch, token: "a-token" });
    await withTimers(async (timers) => {
      const call = assertRejects(async () => await provider({ signal: controller.signal }));
      await until(() => timers.set.includes(5_000));
      controller.abort();
      await call;
    }, "by hand");
    assertEquals(asked, 1);
  });
}

test("fromWebIdentity() closes what a fetch brings that does not heed its signal", async () => {
  const source = watched([], "silence");
  const fetch = (_: string, { signal }: RequestInit) =>
    new Promise<Response>((resolve) => {
      signal!.addEventListener("abort", () => resolve(new Response(source.stream)));
    });
  const provider = fromWebIdentity({ ...BASE, fetch, token: "a-token", timeout: 20, maxAttempts: 1 });
  const error = await assertRejects(async () => await provider(), CredentialsError);
  assertEquals(error.code, "TIMEOUT");
  await until(() => source.cancelled);
});

test("fromWebIdentity() gives an attempt five seconds unless told otherwise", async () => {
  await withTimers(async (timers) => {
    const fetch = () => new Promise<Response>(() => {});
    const provider = fromWebIdentity({ ...BASE, fetch, token: "a-token", maxAttempts: 1 });
    const failed = assertRejects(async () => await provider(), CredentialsError);
    await until(() => timers.pending > 0);
    assertEquals(timers.set, [5_000]);
    timers.fire();
    assertEquals((await failed).code, "TIMEOUT");
  }, "by hand");
});

test("fromWebIdentity() tells a fetch that gives no Response", async () => {
  for (
    const nothing of [undefined, null, {}, { status: 200 }, { status: 200, ok: true, body: null }, { status: 500 }]
  ) {
    const fetch = () => Promise.resolve(nothing as unknown as Response);
    const provider = fromWebIdentity({ ...BASE, fetch, token: "a-token", maxAttempts: 1 });
    const error = await assertRejects(async () => await provider(), CredentialsError);
    assertEquals(error.code, "NETWORK");
  }
});

test("fromWebIdentity() takes a region that asks for FIPS as the AWS SDKs do", async () => {
  for (const region of ["fips-us-east-1", "us-east-1-fips"]) {
    const urls: string[] = [];
    const fetch = (url: string) => {
      urls.push(url);
      return Promise.reject(new Error("sent"));
    };
    const provider = fromWebIdentity({ ...BASE, region, fetch, token: "a-token", maxAttempts: 1 });
    await assertRejects(async () => await provider(), CredentialsError);
    assertEquals(urls, ["https://sts-fips.us-east-1.amazonaws.com/"]);
  }
});
