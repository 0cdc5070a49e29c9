/**
 * The local Lambda on the Invoke route. What it must say comes from AWS's documentation (context:
 * dg/nodejs-context.html; errors: dg/nodejs-exceptions.html; limits: dg/gettingstarted-limits.html; tenants:
 * dg/tenant-isolation-troubleshooting.html; statuses and members: api/API_Invoke.html), the words of a time-out from
 * AWS's runtime interface emulator.
 *
 * @module
 */
import {
  decodeLogResult,
  invoke,
  invokeAsync,
  type InvokeInput,
  invokeJson,
  LambdaServiceException,
} from "../../mod.ts";
import { type FunctionContext, type LocalLambda, localLambda } from "../../src/local/mod.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";
import { until } from "../support/stubs.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function refusal({ config }: LocalLambda, input: Parameters<typeof invoke>[1]): Promise<LambdaServiceException> {
  return assertRejects(() => invoke({ ...config, maxAttempts: 1 }, input), LambdaServiceException);
}

test("localLambda() hands a function its event and AWS's context", async () => {
  const now = () => new Date("2026-03-04T05:06:07Z");
  let seen: FunctionContext | undefined;
  const lambda = localLambda({
    greet: {
      handler: ({ name }, context) => {
        seen = context;
        return `Hello, ${name}`;
      },
      timeout: 5_000,
      memorySize: 512,
    },
  }, { region: "eu-west-1", accountId: "000000000001", now });
  const output = await invoke(lambda.config, {
    FunctionName: "greet",
    Payload: { name: "Ada" },
    ClientContext: { custom: { é: 1 } },
  });
  assertEquals(output.Payload?.json(), "Hello, Ada");
  assertEquals([output.StatusCode, output.ExecutedVersion, output.FunctionError], [200, "$LATEST", undefined]);
  assert(seen);
  const { getRemainingTimeInMillis, log: _log, signal, createCallback: _createCallback, ...rest } = seen;
  assertEquals<object>(rest, {
    callbackWaitsForEmptyEventLoop: true,
    functionName: "greet",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000001:function:greet",
    memoryLimitInMB: "512",
    awsRequestId: output.$metadata.requestId!,
    logGroupName: "/aws/lambda/greet",
    logStreamName: "2026/03/04/[$LATEST]greet",
    clientContext: { custom: { é: 1 } },
    traceId: rest.traceId,
  });
  assertMatch(rest.traceId, /^Root=1-69a7bdbf-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  assertMatch(rest.awsRequestId, UUID);
  const left = getRemainingTimeInMillis();
  assert(left > 0 && left <= 5_000);
  assert(!signal.aborted);
});

for (
  const [what, value, text] of [
    ["JSON", { a: [1, "é"] }, '{"a":[1,"é"]}'],
    ["a promise of it", Promise.resolve(7), "7"],
    ["nothing", undefined, "null"],
    ["text", "x", '"x"'],
    ["bytes", bytes("\x00raw"), "\x00raw"],
  ] as const
) {
  test(`localLambda() answers ${what} as AWS's runtimes do`, async () => {
    const { config } = localLambda({ give: () => value });
    assertEquals((await invoke(config, { FunctionName: "give" })).Payload?.text(), text);
  });
}

test("localLambda() hands over {} where there is no payload", async () => {
  const { config } = localLambda({ echo: (event) => event });
  assertEquals(await invokeJson(config, { FunctionName: "echo" }), {});
});

for (
  const [what, thrown, document] of [
    ["an error", new RangeError("Too far"), { errorType: "RangeError", errorMessage: "Too far" }],
    ["no error", "a text", { errorType: "string", errorMessage: "a text", trace: [] }],
    ["nothing", undefined, { errorType: "undefined", errorMessage: "undefined", trace: [] }],
  ] as const
) {
  test(`localLambda() reports a function that throws ${what}`, async () => {
    const { config, invocations } = localLambda({
      fail: () => {
        throw thrown;
      },
    });
    const { StatusCode, FunctionError, ExecutedVersion, Payload } = await invoke(config, { FunctionName: "fail" });
    assertEquals([StatusCode, FunctionError, ExecutedVersion], [200, "Unhandled", "$LATEST"]);
    const answer = Payload!.json<{ trace: string[] }>();
    assertEquals(answer, { trace: answer.trace, ...document } as typeof answer);
    if (thrown instanceof Error) assertMatch(answer.trace[0]!, /RangeError: Too far|@|at /);
    assertEquals(invocations.map(({ status, functionError, runs }) => [status, functionError, runs]), [[
      200,
      "Unhandled",
      1,
    ]]);
  });
}

test("localLambda() reports an answer that JSON cannot hold as AWS's runtime does", async () => {
  const { config } = localLambda({ big: () => 1n });
  const { FunctionError, Payload } = await invoke(config, { FunctionName: "big" });
  assertEquals(FunctionError, "Unhandled");
  assertEquals(Payload!.json<{ errorMessage: string }>().errorMessage, "Unable to stringify response body");
});

test("localLambda() stops waiting when a function's time is up", async () => {
  let reason: unknown;
  const { config } = localLambda({
    hang: {
      handler: (_event, { signal }) =>
        new Promise(() => signal.addEventListener("abort", () => reason = signal.reason)),
      timeout: 30,
    },
  });
  const output = await invoke(config, { FunctionName: "hang", LogType: "Tail" });
  const id = output.$metadata.requestId;
  // The words of AWS's runtime interface emulator.
  assertEquals(output.Payload?.json(), {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${id} Error: Task timed out after 0.03 seconds`,
  });
  assertEquals(output.FunctionError, "Unhandled");
  assertMatch(decodeLogResult(output.LogResult!), new RegExp(`\\n\\S+Z ${id} Task timed out after 0.03 seconds\\n`));
  assertMatch(String(reason), /timed out/);
});

test("localLambda() brings the log tail along, where it is asked for", async () => {
  const { config } = localLambda({
    log: (_event, context) => {
      context.log("one", { two: 2 });
      context.log(3, null);
    },
  }, { now: () => new Date(0) });
  assertEquals((await invoke(config, { FunctionName: "log" })).LogResult, undefined);
  const { LogResult, $metadata } = await invoke(config, { FunctionName: "log", LogType: "Tail" });
  const id = $metadata.requestId;
  assertEquals(decodeLogResult(LogResult!).split("\n"), [
    `START RequestId: ${id} Version: $LATEST`,
    `1970-01-01T00:00:00.000Z\t${id}\tINFO\tone {"two":2}`,
    `1970-01-01T00:00:00.000Z\t${id}\tINFO\t3 null`,
    `END RequestId: ${id}`,
    `REPORT RequestId: ${id}\tDuration: 0.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t`,
    "",
  ]);
});

test("localLambda() cuts the log tail to its last 4 KB", async () => {
  const { config } = localLambda({ log: (_event, context) => context.log("é".repeat(5_000)) });
  const { LogResult } = await invoke(config, { FunctionName: "log", LogType: "Tail" });
  assertEquals(atob(LogResult!).length, 4_096);
  assertMatch(decodeLogResult(LogResult!), /éé\nEND RequestId: .+\nREPORT .+\n$/);
});

test("localLambda() finds functions by name, version, alias and ARN", async () => {
  const which = (_event: unknown, { functionVersion, invokedFunctionArn }: FunctionContext) => [
    functionVersion,
    invokedFunctionArn,
  ];
  const { config } = localLambda({
    f: which,
    "f:7": which,
    "f:live": { handler: which, version: "7" },
  });
  const arn = "arn:aws:lambda:us-east-1:123456789012:function:f";
  for (
    const [FunctionName, Qualifier, version, invoked] of [
      ["f", undefined, "$LATEST", arn],
      ["f:$LATEST", undefined, "$LATEST", `${arn}:$LATEST`],
      ["f", "$LATEST", "$LATEST", `${arn}:$LATEST`],
      ["f:7", undefined, "7", `${arn}:7`],
      ["f", "7", "7", `${arn}:7`],
      ["f:live", "live", "7", `${arn}:live`],
      ["123456789012:function:f", undefined, "$LATEST", arn],
      ["us-east-1:123456789012:function:f:7", undefined, "7", `${arn}:7`],
      [arn, "live", "7", `${arn}:live`],
      [`${arn}:live`, undefined, "7", `${arn}:live`],
    ] as const
  ) {
    const output = await invoke(config, { FunctionName, Qualifier });
    assertEquals(output.Payload?.json(), [version, invoked], `${FunctionName} ${Qualifier}`);
    assertEquals(output.ExecutedVersion, version);
  }
});

const UNQUALIFIED = /^You cannot invoke a durable function using an unqualified ARN\.$/;

/** An input, the values of which may be none of AWS's. */
type AnyInput = { readonly [member in keyof InvokeInput]: unknown } & { readonly FunctionName: string };

/** What is refused, by which error, and in which words. */
const REFUSALS: readonly (readonly [what: string, input: AnyInput, name: string, message: RegExp])[] = [
  ["an unknown function", { FunctionName: "g" }, "ResourceNotFoundException", /^Function not found: arn:.+:g$/],
  ["an unknown alias", { FunctionName: "f:g" }, "ResourceNotFoundException", /^Function not found: arn:.+:f:g$/],
  ["an unknown version", { FunctionName: "f", Qualifier: "9" }, "ResourceNotFoundException", /:f:9$/],
  ["two qualifiers", { FunctionName: "f:a", Qualifier: "b" }, "InvalidParameterValueException", /derived qualifier/],
  ["a name that is none", { FunctionName: "bad name" }, "ValidationException", /'bad name' at 'functionName'/],
  ["a name that is too long", { FunctionName: "f".repeat(257) }, "ValidationException", /less than or equal to 256/],
  ["an empty qualifier", { FunctionName: "f", Qualifier: "" }, "ValidationException", /'' at 'qualifier'/],
  ["a qualifier that is none", { FunctionName: "f", Qualifier: "a b" }, "ValidationException", /'a b' at 'qualifier'/],
  [
    "another region",
    { FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:f" },
    "ResourceNotFoundException",
    /Functions from 'eu-west-1' are not reachable in this region \('us-east-1'\)/,
  ],
  ["another account", { FunctionName: "000000000000:f" }, "AccessDeniedException", /not authorized/],
  [
    "an unknown type",
    { FunctionName: "f", InvocationType: "event" },
    "ValidationException",
    /^1 validation error detected: Value 'event' at 'invocationType' failed to satisfy constraint: Member must satisfy enum/,
  ],
  ["a wrong type of an unknown function", { FunctionName: "g", InvocationType: "x" }, "ValidationException", /'x' at/],
  ["an unknown log type", { FunctionName: "f", LogType: "Head" }, "ValidationException", /'Head' at 'logType'/],
  ["no JSON", { FunctionName: "f", Payload: "{" }, "InvalidRequestContentException", /^Could not parse/],
  [
    "no JSON, later",
    { FunctionName: "f", Payload: "{", InvocationType: "Event" },
    "InvalidRequestContentException",
    /^/,
  ],
  [
    "text that is no UTF-8",
    { FunctionName: "f", Payload: new Uint8Array([0x22, 0xff, 0x22]) },
    "InvalidRequestContentException",
    /^Could not parse/,
  ],
  ["an unwanted tenant", { FunctionName: "f", TenantId: "t" }, "InvalidParameterValueException", /Remove the tenant/],
  ["a missing tenant", { FunctionName: "tenants" }, "InvalidParameterValueException", /Add a valid tenant ID/],
  ["a tenant that is none", { FunctionName: "tenants", TenantId: "a,b" }, "ValidationException", /'a,b' at 'tenantId'/],
  ["a durable name", { FunctionName: "f:7", DurableExecutionName: "a b" }, "ValidationException", /'a b' at 'durable/],
  ["an unqualified durable function", { FunctionName: "durable" }, "InvalidParameterValueException", UNQUALIFIED],
  [
    "an Event for an unqualified durable function",
    { FunctionName: "durable", InvocationType: "Event" },
    "InvalidParameterValueException",
    UNQUALIFIED,
  ],
  [
    "a durable execution under an unqualified name",
    { FunctionName: "f", DurableExecutionName: "order-1" },
    "InvalidParameterValueException",
    UNQUALIFIED,
  ],
  ...["!", btoa("[]"), btoa("null"), btoa('"{}"'), btoa("7"), btoa('{"a":"\xff"}')].map((ClientContext) =>
    [
      `the client context ${ClientContext}`,
      { FunctionName: "f", ClientContext },
      "InvalidRequestContentException",
      /^Client context must be a valid Base64-encoded JSON object\.$/,
    ] as const
  ),
];

/** Statuses of refusals, where they are not 400. */
const STATUSES: Readonly<Record<string, number>> = { ResourceNotFoundException: 404, AccessDeniedException: 403 };

for (const [what, input, name, message] of REFUSALS) {
  test(`localLambda() refuses ${what}`, async () => {
    const lambda = localLambda({
      f: () => {},
      tenants: { handler: () => {}, tenantIsolation: true },
      durable: { handler: () => {}, durable: true },
    });
    const error = await refusal(lambda, input as InvokeInput);
    assertEquals([error.name, error.$metadata?.httpStatusCode], [name, STATUSES[name] ?? 400]);
    assertMatch(error.message, message);
    assertMatch(error.$metadata?.requestId ?? "", UUID);
    // What is refused before Lambda itself sees it has a message alone.
    const isEarly = name === "AccessDeniedException" || name === "ValidationException";
    assertEquals(error.Type, isEarly ? undefined : "User");
    assertEquals(lambda.invocations.map(({ error, runs }) => [error, runs]), [[name, 0]]);
  });
}

test("localLambda() tells a function its tenant", async () => {
  const { config, invocations } = localLambda({
    who: { handler: (_event, { tenantId }) => tenantId, tenantIsolation: true },
  });
  assertEquals(await invokeJson(config, { FunctionName: "who", TenantId: "blue" }), "blue");
  assertEquals(invocations[0]?.tenantId, "blue");
});

for (
  const [what, limit, message, send] of [
    [
      "a payload",
      6_291_456,
      "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
      (size: number) => ({ Payload: `"${"x".repeat(size - 2)}"` }),
    ],
    [
      "an event",
      1_048_576,
      "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
      (size: number) => ({ Payload: `"${"x".repeat(size - 2)}"`, InvocationType: "Event" }),
    ],
  ] as const
) {
  test(`localLambda() takes ${what} of ${limit} bytes and no more`, async () => {
    const lambda = localLambda({ f: () => {} });
    assert((await invoke(lambda.config, { FunctionName: "f", ...send(limit) })).StatusCode <= 202);
    const error = await refusal(lambda, { FunctionName: "f", ...send(limit + 1) });
    assertEquals([error.name, error.$metadata?.httpStatusCode], ["RequestEntityTooLargeException", 413]);
    assertEquals(error.message, message);
    await lambda.drain();
    assertEquals(lambda.invocations.map(({ runs }) => runs), [1, 0]);
  });
}

test("localLambda() takes InvokeArgs of 256 KB and no more", async () => {
  const lambda = localLambda({ f: () => {} });
  const args = (size: number) => ({ FunctionName: "f", InvokeArgs: `"${"x".repeat(size - 2)}"` });
  assertEquals((await invokeAsync(lambda.config, args(262_144))).Status, 202);
  const error = await assertRejects(() => invokeAsync(lambda.config, args(262_145)), LambdaServiceException);
  assertEquals(error.name, "RequestEntityTooLargeException");
  assertEquals(error.message, "262145 byte payload is too large for the Event invocation type (limit 262144 bytes)");
  await lambda.drain();
});

test("localLambda() fails a function whose answer is too large", async () => {
  const { config } = localLambda({ f: ({ size }) => new Uint8Array(size) }, { limits: { response: 10 } });
  assertEquals((await invoke(config, { FunctionName: "f", Payload: { size: 10 } })).FunctionError, undefined);
  const { FunctionError, Payload } = await invoke(config, { FunctionName: "f", Payload: { size: 11 } });
  assertEquals(FunctionError, "Unhandled");
  assertEquals(Payload?.json(), {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: "Response payload size exceeded maximum allowed payload size (10 bytes).",
  });
});

test("localLambda() throttles what goes beyond a function's reserved concurrency", async () => {
  let end = () => {};
  const lambda = localLambda({
    one: { handler: () => new Promise<void>((resolve) => end = resolve), reservedConcurrency: 1 },
  });
  const first = invoke(lambda.config, { FunctionName: "one" });
  await until(() => lambda.invocations[0]?.runs === 1);
  const error = await refusal(lambda, { FunctionName: "one" });
  assertEquals(error.name, "TooManyRequestsException");
  assertEquals(error.$metadata?.httpStatusCode, 429);
  assertEquals(error.Reason, "ReservedFunctionConcurrentInvocationLimitExceeded");
  assertEquals(error.retryAfterSeconds, 1);
  end();
  assertEquals((await first).StatusCode, 200);
  const third = invoke(lambda.config, { FunctionName: "one" });
  await until(() => lambda.invocations[2]?.runs === 1);
  end();
  assertEquals((await third).StatusCode, 200);
});

test("localLambda() checks a DryRun and runs nothing", async () => {
  const lambda = localLambda({ f: () => {} });
  const { StatusCode, Payload } = await invoke(lambda.config, { FunctionName: "f", InvocationType: "DryRun" });
  assertEquals([StatusCode, Payload], [204, undefined]);
  assertEquals(
    (await refusal(lambda, { FunctionName: "g", InvocationType: "DryRun" })).name,
    "ResourceNotFoundException",
  );
  assertEquals(lambda.invocations.map(({ runs }) => runs), [0, 0]);
});

test("invocations tells all that was received, and clear() forgets it", async () => {
  const heard: string[] = [];
  const lambda = localLambda({ "f:live": (event) => event }, {
    onInvocation: ({ functionName, status }) => heard.push(`${functionName} ${status}`),
  });
  await invoke(lambda.config, { FunctionName: "f:live", Payload: { a: 1 }, ClientContext: { b: 2 } });
  const [{ requestId, duration, traceId, logs, ...rest } = {} as never] = lambda.invocations as unknown as Record<
    string,
    unknown
  >[];
  assertMatch(String(requestId), UUID);
  assertEquals(typeof duration, "number");
  assertMatch(String(logs), /^START RequestId: /);
  assertMatch(String(traceId), /^Root=1-/);
  assertEquals(rest, {
    operation: "Invoke",
    functionName: "f",
    qualifier: "live",
    invocationType: "RequestResponse",
    event: { a: 1 },
    clientContext: { b: 2 },
    status: 200,
    runs: 1,
  });
  assertEquals(heard, ["f 200"]);
  lambda.clear();
  assertEquals(lambda.invocations.length, 0);
});

test("a function cannot spoil the next run by changing its event", async () => {
  const lambda = localLambda({ f: (event) => event.seen = (event.seen ?? 0) + 1 });
  for (let n = 0; n < 2; n++) assertEquals(await invokeJson(lambda.config, { FunctionName: "f", Payload: {} }), 1);
  assertEquals(lambda.invocations.map(({ event }) => event), [{}, {}]);
});

test("fetch() answers with date and request id, whatever is asked", async () => {
  const lambda = localLambda({}, { now: () => new Date(0) });
  const response = await lambda.fetch("https://lambda.us-east-1.amazonaws.com/");
  assertEquals(response.status, 403);
  assertEquals(response.headers.get("date"), "Thu, 01 Jan 1970 00:00:00 GMT");
  assertMatch(response.headers.get("x-amzn-requestid")!, UUID);
  await response.body?.cancel();
});

test("fetch() refuses paths that are none of Lambda's", async () => {
  const lambda = localLambda({ f: () => {} }, { verify: false });
  const paths = [
    "/",
    "/2015-03-31/functions/f",
    "/2015-03-31/functions/f/g/invocations",
    "/%",
    "//2015-03-31/functions/f/invocations",
    "/2015-03-31/functions//f/invocations",
    "/2015-03-31/functions/f//invocations",
    "/2015-03-31/functions//invocations",
    "/2015-03-31/functions/f/invocations//",
  ];
  for (const path of paths) {
    const response = await lambda.fetch(`http://localhost${path}`, { method: "POST" });
    assertEquals([response.status, response.headers.get("x-amzn-errortype")], [404, "UnknownOperationException"]);
    await response.body?.cancel();
  }
});

test("fetch() knows the paths of older models, which end in a slash", async () => {
  const lambda = localLambda({ f: () => {} }, { verify: false });
  const url = "http://localhost/2014-11-13/functions/f/invoke-async/";
  assertEquals((await lambda.fetch(url, { method: "POST", body: '{"n":1}' })).status, 202);
  await lambda.drain();
  assertEquals(lambda.invocations.map(({ operation, event }) => [operation, event]), [["InvokeAsync", { n: 1 }]]);
});

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";

for (
  const [sent, told] of [
    [`Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=1$`)],
    [`Sampled=0;Root=${ROOT}`, new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=0$`)],
    ["nonsense", /^Root=1-00000001-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/],
    ["Root=1-5759e988-short;Sampled=1", /^Root=1-00000001-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/],
  ] as const
) {
  test(`an invocation with the X-Amzn-Trace-Id ${sent} belongs to the trace that it names`, async () => {
    const lambda = localLambda({ f: (_event, { traceId }) => traceId }, { verify: false, now: () => new Date(1_500) });
    for (
      const path of ["2015-03-31/functions/f/invocations", "2021-11-15/functions/f/response-streaming-invocations"]
    ) {
      const init = { method: "POST", headers: { "x-amzn-trace-id": sent } };
      const response = await lambda.fetch(`http://localhost/${path}`, init);
      const traceId = response.headers.get("x-amzn-trace-id") ?? "";
      assertMatch(traceId, told);
      assertEquals(lambda.invocations.at(-1)?.traceId, traceId);
      assertStringIncludes(await response.text(), traceId);
    }
  });
}

test("config waits for nothing between attempts", async () => {
  const lambda = localLambda({ f: () => 1 });
  lambda.inject("f", { fault: "throttle" }, 3);
  lambda.inject("f", { fault: "throttle", retryAfterSeconds: 5 });
  const { $metadata } = await invoke({ ...lambda.config, maxAttempts: 5 }, { FunctionName: "f" });
  assertEquals([$metadata.attempts, $metadata.totalRetryDelay], [5, 0]);
});

test("config stays below an endpoint's own path", async () => {
  const { config } = localLambda({ f: () => 1 });
  assertEquals(await invokeJson({ ...config, endpoint: "https://proxy.invalid/lambda/" }, { FunctionName: "f" }), 1);
});

test("localLambda() refuses what is no function, and names that none can have", () => {
  assertThrows(() => localLambda({ f: "g" as never }), TypeError, 'Cannot serve "f" as it must be a function');
  assertThrows(
    () => localLambda({ f: { handler: 1 as never } }),
    TypeError,
    'Cannot serve "f" as it must be a function',
  );
  for (const name of ["", "f g", "f:", "f:$LATEST", "f:a:b"]) {
    assertThrows(() => localLambda({ [name]: () => {} }), TypeError, "Cannot serve name");
  }
});
