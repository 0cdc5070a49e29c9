import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  getFunctionRecursionConfig,
  invoke,
  invokeAsync,
  type InvokeInput,
  isLambdaError,
  type LambdaConfig,
  LambdaServiceException,
  listFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  putFunctionRecursionConfig,
  TransportError,
  updateFunctionEventInvokeConfig,
} from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertMatch, assertRejects } from "../support/assert.ts";
import { always, type Calls, refusal, replies } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { withRandom, withTimers } from "../support/stubs.ts";
import { THROTTLING_CODES } from "../support/throttling_codes.ts";

const FN: InvokeInput = { FunctionName: "fn", Payload: "{}" };

/** Which calls are sent again, and whether a function may have run. */
type Retried = "always" | "if idempotent" | "never" | "never, though it may have run";

/** The errors of Lambda's model with their statuses, and what may be done about each: the README has the rules. */
const MODELLED: readonly (readonly [code: string, status: number, retried: Retried])[] = [
  ["TooManyRequestsException", 429, "always"],
  ["EC2ThrottledException", 502, "always"],
  ["ENINotReadyException", 502, "always"],
  ["ResourceNotReadyException", 502, "always"],
  ["SnapStartNotReadyException", 409, "always"],
  ["CodeArtifactUserPendingException", 409, "always"],
  ["ServiceException", 500, "if idempotent"],
  ["EC2UnexpectedException", 502, "if idempotent"],
  ["EC2AccessDeniedException", 502, "never"],
  ["ENILimitReachedException", 502, "never"],
  ["InvalidRuntimeException", 502, "never"],
  ["InvalidSecurityGroupIDException", 502, "never"],
  ["InvalidSubnetIDException", 502, "never"],
  ["InvalidZipFileException", 502, "never"],
  ["KMSAccessDeniedException", 502, "never"],
  ["KMSDisabledException", 502, "never"],
  ["KMSInvalidStateException", 502, "never"],
  ["KMSNotFoundException", 502, "never"],
  ["SubnetIPAddressLimitReachedException", 502, "never"],
  ["InvalidParameterValueException", 400, "never"],
  ["InvalidRequestContentException", 400, "never"],
  ["ModeNotSupportedException", 400, "never"],
  ["NoPublishedVersionException", 400, "never"],
  ["RecursiveInvocationException", 400, "never"],
  ["SnapStartException", 400, "never"],
  ["ServiceQuotaExceededException", 402, "never"],
  ["EFSMountFailureException", 403, "never"],
  ["S3FilesMountFailureException", 403, "never"],
  ["ResourceNotFoundException", 404, "never"],
  ["EFSMountConnectivityException", 408, "never"],
  ["EFSMountTimeoutException", 408, "never"],
  ["S3FilesMountConnectivityException", 408, "never"],
  ["S3FilesMountTimeoutException", 408, "never"],
  ["SnapStartTimeoutException", 408, "never"],
  ["CodeArtifactUserDeletedException", 409, "never"],
  ["CodeArtifactUserFailedException", 409, "never"],
  ["DurableExecutionAlreadyStartedException", 409, "never"],
  ["ResourceConflictException", 409, "never"],
  ["SnapStartRegenerationFailureException", 409, "never"],
  ["EFSIOException", 410, "never, though it may have run"],
  ["RequestTooLargeException", 413, "never"],
  ["SerializedRequestEntityTooLargeException", 413, "never"],
  ["UnsupportedMediaTypeException", 415, "never"],
];

/** Codes that no operation here declares. */
const OTHERS: readonly (readonly [code: string, status: number, retried: Retried])[] = [
  ...THROTTLING_CODES.flatMap((code) => [400, 503].map((status) => [code, status, "always"] as const)),
  // The AWS SDK tries these again at any status; Lambda has none of them, and a 4xx is a refusal.
  ...["TimeoutError", "RequestTimeout", "RequestTimeoutException"].flatMap((code) => [
    [code, 400, "never"] as const,
    [code, 503, "if idempotent"] as const,
  ]),
  ["InternalFailure", 500, "if idempotent"],
  ["InternalServerError", 500, "if idempotent"],
  ["ServiceUnavailable", 503, "if idempotent"],
  ["SomethingNew", 500, "if idempotent"],
  ["SomethingNew", 502, "if idempotent"],
  ["SomethingNew", 504, "if idempotent"],
  ["SomethingNew", 400, "never"],
  ["SomethingNew", 429, "always"],
  ["AccessDeniedException", 403, "never"],
  ["ExpiredTokenException", 403, "never"],
  ["IncompleteSignatureException", 400, "never"],
  ["InvalidSignatureException", 403, "never"],
  ["MissingAuthenticationTokenException", 403, "never"],
  ["OptInRequired", 403, "never"],
  ["UnrecognizedClientException", 403, "never"],
  ["ValidationException", 400, "never"],
];

/** Lambda has none. Who sends one may have done what was asked, as with a 303. */
const REDIRECTS = [300, 301, 302, 303, 304, 307, 308];

const STATUSES: readonly (readonly [retried: Retried, ...statuses: number[]])[] = [
  ["always", 429],
  ["if idempotent", 500, 502, 503, 504],
  ["never, though it may have run", 501, 505, 506, 507, 508, 510, 511, 520, 522, 524, 529, 598, 599, ...REDIRECTS],
  ["never", 400, 401, 403, 404, 405, 408, 409, 410, 411, 413, 415, 418, 425, 451],
];

for (const [code, status, retried] of MODELLED) {
  test(`${code} is retried: ${retried}`, () => checkRetried(() => refusal(status, code), code, status, retried));
}

test("The table has all 43 errors that Lambda's model declares", () => {
  assertEquals(new Set(MODELLED.map(([code]) => code)).size, 43);
});

for (const [code, status, retried] of OTHERS) {
  test(`${code} at ${status} is retried: ${retried}`, () =>
    checkRetried(() => refusal(status, code), code, status, retried));
}

for (const [retried, ...statuses] of STATUSES) {
  test(`A status alone is retried: ${retried}`, async () => {
    for (const status of statuses) await checkRetried(() => refusal(status), "Unknown", status, retried);
  });
}

/** Calls as it is, and as an idempotent call, and counts what is sent. */
async function checkRetried(answer: () => Response, name: string, status: number, retried: Retried): Promise<void> {
  const mayHaveRun = retried === "if idempotent" || retried === "never, though it may have run";
  for (const idempotent of [false, true]) {
    const attempts = retried === "always" || (idempotent && retried === "if idempotent") ? 3 : 1;
    const { config, sent } = always(answer);
    const error = await fails(config, FN, { idempotent });
    assertInstanceOf(error, LambdaServiceException);
    assertEquals([name, status, attempts], [error.name, error.$metadata?.httpStatusCode, error.$metadata?.attempts]);
    assertEquals(sent.length, attempts, `${status} ${name}`);
    assertEquals(error.functionMayHaveRun, mayHaveRun, `${status} ${name}`);
    assertEquals(error.$metadata?.totalRetryDelay, 0);
  }
}

/** What a call fails with, when all waits are random and chance gives 0. */
function fails(...call: Parameters<typeof invoke>): Promise<unknown> {
  return withTimers(() => withRandom(() => 0, () => assertRejects(() => invoke(...call))));
}

const LOST = () => {
  throw new TypeError("fetch failed");
};

for (const idempotent of [false, true]) {
  test(`A lost connection is ${idempotent ? "" : "not "}retried where idempotent is ${idempotent}`, async () => {
    const { config, sent } = always(LOST);
    const error = await fails({ ...config, idempotent }, FN);
    assertInstanceOf(error, TransportError);
    assertEquals([error.code, error.functionMayHaveRun, error.$metadata], ["NETWORK", true, {
      attempts: idempotent ? 3 : 1,
      totalRetryDelay: 0,
    }]);
    assertEquals(sent.length, idempotent ? 3 : 1);
  });
}

/** What runtimes say where there was no connection at all, as errors with causes. */
const NOT_CONNECTED: Readonly<Record<string, () => Error>> = {
  "Node: refused": () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" }),
    }),
  // Of a name with several addresses, whose message is empty.
  "Node: refused by all addresses": () =>
    new TypeError("fetch failed", { cause: Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }) }),
  "Node: no such host": () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("getaddrinfo ENOTFOUND no.example"), { code: "ENOTFOUND" }),
    }),
  "Node: no answer from DNS": () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("getaddrinfo EAI_AGAIN no.example"), { code: "EAI_AGAIN" }),
    }),
  "Node: no connection in time": () =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("Connect Timeout Error"), { code: "UND_ERR_CONNECT_TIMEOUT" }),
    }),
  "Deno: refused": () =>
    new TypeError(
      "error sending request for url (http://127.0.0.1:1/): client error (Connect): tcp connect error: Connection refused (os error 111)",
    ),
};

for (const [what, failure] of Object.entries(NOT_CONNECTED)) {
  test(`A connection that never was is retried: ${what}`, async () => {
    const { config, sent } = always(() => {
      throw failure();
    });
    const error = await fails(config, FN);
    assertInstanceOf(error, TransportError);
    assertEquals([sent.length, error.functionMayHaveRun, error.$metadata?.attempts], [3, false, 3]);
    // It says why, also where only the code does.
    assertMatch(error.message, /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|Connect/);
  });
}

/** Failures that a connection can have after the request has gone out. */
for (const code of ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]) {
  test(`A connection that is lost with ${code} is not retried`, async () => {
    const cause = Object.assign(new Error("other side closed"), { code });
    const { config, sent } = always(() => {
      throw new TypeError("fetch failed", { cause });
    });
    const error = await fails(config, FN);
    assertInstanceOf(error, TransportError);
    assertEquals([sent.length, error.functionMayHaveRun], [1, true]);
  });
}

/** Who may say that a call is idempotent, and who has the last word. */
const WHO: readonly (readonly [config: boolean | undefined, options: boolean | undefined, attempts: number])[] = [
  [undefined, undefined, 1],
  [undefined, false, 1],
  [undefined, true, 3],
  [false, undefined, 1],
  [false, true, 3],
  [true, undefined, 3],
  [true, false, 1],
];

for (const [ofConfig, ofOptions, attempts] of WHO) {
  test(`idempotent: ${ofConfig} in the config and ${ofOptions} in the options gives ${attempts} attempts`, async () => {
    const { config, sent } = always(() => refusal(503));
    await fails({ ...config, idempotent: ofConfig }, FN, { idempotent: ofOptions });
    assertEquals(sent.length, attempts);
  });
}

/** Calls that say nothing of themselves. */
const BY_NATURE: Readonly<
  Record<string, readonly [idempotent: boolean, mayRun: boolean, call: (config: LambdaConfig) => Promise<unknown>]>
> = {
  "a call": [false, true, (config) => invoke(config, FN)],
  "a RequestResponse": [false, true, (config) => invoke(config, { ...FN, InvocationType: "RequestResponse" })],
  "an Event": [false, true, (config) => invoke(config, { ...FN, InvocationType: "Event" })],
  "invokeAsync": [false, true, (config) => invokeAsync(config, { FunctionName: "fn", InvokeArgs: "{}" })],
  "an empty DurableExecutionName": [false, true, (config) => invoke(config, { ...FN, DurableExecutionName: "" })],
  "a DurableExecutionName": [true, true, (config) => invoke(config, { ...FN, DurableExecutionName: "once" })],
  "a DurableExecutionName of an Event": [
    true,
    true,
    (config) => invoke(config, { ...FN, InvocationType: "Event", DurableExecutionName: "once" }),
  ],
  "a DryRun": [true, false, (config) => invoke(config, { ...FN, InvocationType: "DryRun" })],
  "put of an event config": [true, false, (config) => putFunctionEventInvokeConfig(config, FN)],
  "update of an event config": [true, false, (config) => updateFunctionEventInvokeConfig(config, FN)],
  "get of an event config": [true, false, (config) => getFunctionEventInvokeConfig(config, FN)],
  "delete of an event config": [true, false, (config) => deleteFunctionEventInvokeConfig(config, FN)],
  "list of event configs": [true, false, (config) => listFunctionEventInvokeConfigs(config, FN)],
  "put of a recursion config": [
    true,
    false,
    (config) => putFunctionRecursionConfig(config, { FunctionName: "fn", RecursiveLoop: "Allow" }),
  ],
  "get of a recursion config": [true, false, (config) => getFunctionRecursionConfig(config, FN)],
};

for (const [what, [idempotent, mayRun, call]] of Object.entries(BY_NATURE)) {
  test(`By nature ${idempotent ? "" : "not "}idempotent: ${what}`, async () => {
    for (const answer of [() => refusal(500), () => refusal(503, "ServiceUnavailable"), LOST]) {
      const { config, sent } = always(answer);
      const error = await withTimers(() => withRandom(() => 0, () => assertRejects(() => call(config))));
      assert(isLambdaError(error));
      assertEquals([sent.length, error.functionMayHaveRun], [idempotent ? 3 : 1, mayRun]);
    }
    // What surely did not run is sent again anyway.
    const { config, sent } = always(() => refusal(429));
    const error = await withTimers(() => withRandom(() => 0, () => assertRejects(() => call(config))));
    assert(isLambdaError(error));
    assertEquals([sent.length, error.functionMayHaveRun], [3, false]);
  });
}

/** Answers of one call in turn, all idempotent, and what the error then says. */
const CHAINS: readonly (readonly [mayHaveRun: boolean, ...answers: (() => Response)[]])[] = [
  [false, () => refusal(429), () => refusal(404, "ResourceNotFoundException")],
  [false, () => refusal(502, "ENINotReadyException"), () => refusal(429), () => refusal(403)],
  [true, () => refusal(500), () => refusal(404, "ResourceNotFoundException")],
  [true, () => refusal(429), () => refusal(503), () => refusal(429)],
  [true, LOST, () => refusal(429), () => refusal(429)],
  [true, () => refusal(429), LOST, () => refusal(403)],
  [true, () => refusal(429), () => refusal(429), () => refusal(500)],
];

CHAINS.forEach(([mayHaveRun, ...answers], n) => {
  test(`functionMayHaveRun is ${mayHaveRun} at the end of chain ${n + 1}`, async () => {
    const { config, sent } = replies(...answers);
    const error = await fails({ ...config, idempotent: true }, FN);
    assert(isLambdaError(error));
    assertEquals([error.functionMayHaveRun, error.$metadata?.attempts], [mayHaveRun, answers.length]);
    assertEquals(sent.length, answers.length);
  });
});

for (const [maxAttempts, attempts] of [[1, 1], [2, 2], [undefined, 3], [3, 3], [5, 5], [2.5, 3]] as const) {
  test(`maxAttempts: ${maxAttempts} sends ${attempts} times`, async () => {
    const { config, sent } = always(() => refusal(429));
    const error = await fails({ ...config, maxAttempts }, FN);
    assert(isLambdaError(error));
    assertEquals([sent.length, error.$metadata?.attempts], [attempts, attempts]);
  });
}

for (let failures = 0; failures < 3; failures++) {
  test(`A call that succeeds after ${failures} failures says so`, async () => {
    const { config, sent } = replies(...Array(failures).fill(() => refusal(429)), new Response("7"));
    const output = await withTimers(() => withRandom(() => 0.5, () => invoke(config, FN)));
    assertEquals([sent.length, output.Payload?.json()], [failures + 1, 7]);
    // 0.5 x 1000, and 0.5 x 2000.
    assertEquals(output.$metadata.totalRetryDelay, [0, 500, 1_500][failures]!);
    assertEquals(output.$metadata.attempts, failures + 1);
  });
}

/** random x min(base x 2^i, 20 s), by hand. */
const BACK_OFF: Readonly<Record<string, readonly (readonly [random: number, ...waits: number[]])[]>> = {
  "429": [
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0.25, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000],
    [0.5, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000],
    [0.9999, 999.9, 1_999.8, 3_999.6, 7_999.2, 15_998.4, 19_998, 19_998],
  ],
  "503": [
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0.25, 12.5, 25, 50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000],
    [0.5, 25, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000],
    [0.9999, 49.995, 99.99, 199.98, 399.96, 799.92, 1_599.84, 3_199.68, 6_399.36, 12_798.72, 19_998, 19_998],
  ],
};

/** Whole milliseconds or not is all the same. */
function assertAbout(actual: readonly number[], expected: readonly number[]): void {
  const off = actual.map((ms, n) => Math.abs(ms - expected[n]!));
  assert(actual.length === expected.length && Math.max(...off) < 1, `${actual} is not ${expected}`);
}

for (const [status, rows] of Object.entries(BACK_OFF)) {
  for (const [random, ...waits] of rows) {
    test(`Back-off of ${status} where chance gives ${random}`, async () => {
      const { config } = always(() => refusal(Number(status)));
      await withTimers(async (timers) => {
        const call = { ...config, idempotent: true, maxAttempts: waits.length + 1 };
        const error = await withRandom(
          () => random,
          () => assertRejects(() => invoke(call, FN), LambdaServiceException),
        );
        assertAbout(timers.set, waits.filter((wait) => wait > 0));
        assertAbout([error.$metadata!.totalRetryDelay], [timers.set.reduce((sum, wait) => sum + wait, 0)]);
        assertEquals([error.$metadata?.attempts, timers.pending], [waits.length + 1, 0]);
      });
    });
  }
}

test("Back-off of mixed failures counts all retries, each on the base of its own failure", async () => {
  const { config } = replies(...[429, 503, 429, 503].map((status) => refusal(status)), new Response());
  await withTimers(async (timers) => {
    await withRandom(() => 0.5, () => invoke({ ...config, idempotent: true, maxAttempts: 9 }, FN));
    assertAbout(timers.set, [500, 50, 2_000, 200]);
  });
});

/** The tokens that are left: each retry of a 429 takes 5, and a call goes on while there are any. */
async function retriesLeft({ config }: Calls): Promise<number> {
  const fetch = () => Promise.resolve(refusal(429));
  const error = await fails({ ...config, fetch, maxAttempts: Infinity }, FN);
  assert(isLambdaError(error));
  return error.$metadata!.attempts - 1;
}

/** Calls a full bucket of 500 first with these answers. */
const BUCKET: Readonly<Record<string, readonly [retries: number, ...calls: number[][]]>> = {
  "nothing": [100],
  "successes, that add nothing to what is full": [100, [200], [200], [200], [200], [200]],
  "a refusal that is not retried": [100, [400]],
  "a throttled call that succeeds, and gives back what it took": [100, [429, 200]],
  "two retries of throttling, of which a success gives back the last": [99, [429, 429, 200]],
  "a retry of a 503 that succeeds": [100, [503, 200]],
  "two retries of a 503, of which a success gives back the last: 486 are left": [97, [503, 503, 200]],
  "a failed call: 490 are left": [98, [429, 429, 429]],
  "a failed call with 503: 472 are left": [94, [503, 503, 503]],
  "a failed call, and five successes with one token each: 495 are left": [
    99,
    [429, 429, 429],
    [200],
    [200],
    [200],
    [200],
    [200],
  ],
  "a failed call, and four successes, which are not enough: 494 are left": [
    98,
    [429, 429, 429],
    [200],
    [200],
    [200],
    [200],
  ],
  "a retry that ends in a final refusal: 495 are left": [99, [429, 404]],
};

for (const [what, [retries, ...calls]] of Object.entries(BUCKET)) {
  test(`The bucket pays for ${retries} retries after ${what}`, async () => {
    const used = replies(...calls.flat().map((status) => status === 200 ? new Response("1") : refusal(status)));
    for (const _ of calls) {
      await withTimers(() =>
        withRandom(() => 0, () => invoke({ ...used.config, idempotent: true }, FN).catch(() => {}))
      );
    }
    assertEquals(used.sent.length, calls.flat().length);
    assertEquals(await retriesLeft(used), retries);
  });
}

test("The bucket pays for 35 retries of a 503, and what is left still for two of a 429", async () => {
  const calls = always(() => refusal(503));
  await fails({ ...calls.config, idempotent: true, maxAttempts: Infinity }, FN);
  assertEquals(calls.sent.length, 36);
  assertEquals(await retriesLeft(calls), 2);
});

test("An empty bucket sends each call once, and fills with one token for each success", async () => {
  const calls = always(() => refusal(429));
  assertEquals(await retriesLeft(calls), 100);
  assertEquals(await retriesLeft(calls), 0);
  for (let successes = 1; successes <= 5; successes++) {
    await invoke({ ...calls.config, fetch: () => Promise.resolve(new Response("1")) }, FN);
    if (successes === 4) assertEquals(await retriesLeft(calls), 0);
  }
  assertEquals(await retriesLeft(calls), 1);
});

test("The bucket is that of an endpoint and its region, however often the config is built", async () => {
  const calls = always(() => refusal(429));
  const { region } = calls.config;
  assertEquals(await retriesLeft(calls), 100);
  assertEquals(await retriesLeft({ ...calls, config: { ...calls.config } }), 0);
  const endpoint = "https://bucket.example/a";
  assertEquals(await retriesLeft({ ...calls, config: { ...calls.config, endpoint } }), 100);
  assertEquals(await retriesLeft({ ...calls, config: { ...calls.config, endpoint } }), 0);
  const others: Partial<LambdaConfig>[] = [
    { endpoint: "https://bucket.example/b" },
    { endpoint, region: `${region}-b` },
    { useFipsEndpoint: true },
    { useDualstackEndpoint: true },
    { region: `${region}-c` },
  ];
  for (const other of others) {
    assertEquals(await retriesLeft({ ...calls, config: { ...calls.config, ...other } }), 100, JSON.stringify(other));
  }
});
