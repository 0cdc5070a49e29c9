import { invoke, invokeStream, isLambdaError, type LambdaConfig, TransportError } from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { always, refusal } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { until, withRandom, withTimers } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

const FN = { FunctionName: "fn" };

test("Further headers are sent, those of a call over those of the config, and x-amz-* ones are signed", async () => {
  const { config, sent } = always(() => new Response());
  const headers = { "X-Amz-Source-Account": "123", "User-Agent": "mine", accept: "text/plain" };
  await invoke({ ...config, headers }, FN, { headers: { Accept: "*/*", "x-more": "1" } });
  const { headers: all } = sent[0]!;
  assertEquals([all.get("x-amz-source-account"), all.get("accept"), all.get("x-more")], ["123", "*/*", "1"]);
  const signed = /SignedHeaders=([^,]+)/.exec(all.get("authorization")!)![1]!.split(";");
  assert(signed.includes("x-amz-source-account"));
  for (const name of ["accept", "x-more", "user-agent"]) assert(!signed.includes(name), name);
});

/** Headers that a caller may not set, and what the message says. */
const REFUSED: readonly (readonly [name: string, value: unknown, message: string])[] = [
  ["host", "evil.example", 'headers["host"] must be left to this module'],
  ["Authorization", "x", 'headers["Authorization"] must be left to this module'],
  ["content-type", "x", "left to this module"],
  ["Content-Length", "5", "left to this module"],
  ["x-amz-date", "x", "left to this module"],
  ["X-Amz-Security-Token", "x", "set credentials.sessionToken"],
  ["x-amz-invocation-type", "Event", "set InvocationType of the input"],
  ["x-amz-log-type", "Tail", "set LogType of the input"],
  ["x-amz-client-context", "e30", "set ClientContext of the input"],
  ["x-amz-tenant-id", "t", "set TenantId of the input"],
  ["x-amzn-trace-id", "Root=1", "set traceId"],
  ["transfer-encoding", "chunked", "left to this module"],
  ["x\ny", "1", "named as a header can be"],
  ["x y", "1", "named as a header can be"],
  ["", "1", "named as a header can be"],
  ["x-a", "line\nbreak", 'headers["x-a"] must be printable ASCII'],
  ["x-a", "é", "printable ASCII"],
  ["x-a", 5, 'headers["x-a"] must be of type string'],
];

for (const [name, value, message] of REFUSED) {
  test(`A header ${JSON.stringify(name)}: ${JSON.stringify(value)} is refused`, async () => {
    const { config, sent } = always(() => new Response());
    const headers = { [name]: value } as Record<string, string>;
    for (const call of [() => invoke({ ...config, headers }, FN), () => invoke(config, FN, { headers })]) {
      const error = await assertRejects(call, TypeError);
      assertStringIncludes(error.message, message);
    }
    assertEquals(sent.length, 0);
  });
}

test("A Headers object is told how to be written", async () => {
  const { config } = always(() => new Response());
  const headers = new Headers({ accept: "*/*" }) as unknown as Record<string, string>;
  const error = await assertRejects(() => invoke({ ...config, headers }, FN), TypeError);
  assertStringIncludes(error.message, "write Object.fromEntries(headers)");
});

test("The value of a header that is refused is not shown: it may be a secret", async () => {
  const { config } = always(() => new Response());
  const headers = { "x-api-key": "hunter2\n" };
  const error = await assertRejects(() => invoke({ ...config, headers }, FN), TypeError);
  assert(!error.message.includes("hunter2"));
});

const TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

test("traceId is sent and not signed: text, or a function that is asked at each call", async () => {
  const { config, sent } = always(() => new Response());
  let n = 0;
  const each = { ...config, traceId: () => n++ === 0 ? TRACE : undefined };
  await invoke({ ...config, traceId: TRACE }, FN);
  await invoke(each, FN);
  await invoke(each, FN);
  await invoke(each, FN, { traceId: "Root=2" });
  assertEquals(sent.map(({ headers }) => headers.get("x-amzn-trace-id")), [TRACE, TRACE, null, "Root=2"]);
  for (const { headers } of sent) assert(!headers.get("authorization")!.includes("x-amzn-trace-id"));
});

test("A traceId that cannot be sent is refused", async () => {
  const { config, sent } = always(() => new Response());
  for (const traceId of ["é", "a\nb", () => 5] as unknown as string[]) {
    await assertRejects(() => invoke({ ...config, traceId }, FN), TypeError, "traceId");
  }
  assertEquals(sent.length, 0);
});

test("maxAttempts of a call stands over that of the config", async () => {
  for (const [ofConfig, ofCall, expected] of [[1, 3, 3], [5, 2, 2], [undefined, 4, 4], [4, undefined, 4]]) {
    const { config, sent } = always(() => refusal(429));
    const call = { ...config, maxAttempts: ofConfig };
    await withTimers(() => withRandom(() => 0, () => assertRejects(() => invoke(call, FN, { maxAttempts: ofCall }))));
    assertEquals(sent.length, expected);
  }
});

test("idleTimeout of a call stands over that of the config", async () => {
  const { config } = always(() => new Response(watched([], "silence").stream));
  await withTimers(async (timers) => {
    const { EventStream } = await invokeStream({ ...config, idleTimeout: 9 }, FN, { idleTimeout: 4_321 });
    const read = EventStream.getReader().read();
    assertEquals(timers.set, [4_321]);
    timers.fire();
    const error = await assertRejects(() => read);
    assert(isLambdaError(error));
    assertStringIncludes(error.message, "within 4321 ms");
  }, "by hand");
});

test("An answer beyond maxResponseBytes is refused and closed, whether or not its length is announced", async () => {
  const source = watched(Array.from({ length: 100 }, () => new Uint8Array(1_000)));
  const answers: (() => Response)[] = [() => new Response(source.stream), () => new Response(new Uint8Array(100_000))];
  for (const answer of answers) {
    const { config, sent } = always(answer);
    const error = await assertRejects(() => invoke({ ...config, idempotent: true, maxResponseBytes: 10_000 }, FN));
    assertInstanceOf(error, TransportError);
    assertEquals([error.code, error.functionMayHaveRun, sent.length], ["INVALID_RESPONSE", true, 1]);
    assertStringIncludes(error.message, 'the answer for function "fn"');
    assertStringIncludes(error.message, "10000 bytes at most (maxResponseBytes)");
  }
  assert(source.cancelled && source.pulled < 20);
});

/** Arguments as they are mistaken, and what is said of them. */
const MISTAKES: readonly (readonly [what: string, args: unknown[], message: string])[] = [
  ["no config", [undefined, FN], "config must be an object with region and credentials: it is missing"],
  ["a config that is text", ["eu-central-1", FN], "config must be an object"],
  ["arguments in the wrong order", [FN, { region: "eu-central-1" }], "config must be the first argument"],
  ["no input", [{}, undefined], "input must be an object with FunctionName: it is missing"],
  ["an input that is a name", [{}, "fn"], "input must be an object with FunctionName"],
  ["no FunctionName", [{}, {}], "FunctionName must be of type string: it is missing"],
  ["options that are a signal's name", [{}, FN, "abort"], "options must be an object"],
  ["a controller for its signal", [{}, FN, { signal: new AbortController() }], "signal must be an AbortSignal"],
  [
    "a timeout of 0",
    [{ timeout: 0 }, FN],
    "timeout must be more than 0: current value is 0; leave it out for no limit",
  ],
  ["an idleTimeout of 0", [{}, FN, { idleTimeout: 0 }], "idleTimeout must be more than 0"],
  [
    "half of a surrogate pair",
    [{}, { FunctionName: "f\ud800" }],
    "FunctionName must be text without half of a surrogate",
  ],
  [
    "half of one in Qualifier",
    [{}, { ...FN, Qualifier: "\udc00" }],
    "Qualifier must be text without half of a surrogate",
  ],
];

for (const [what, [config, ...rest], message] of MISTAKES) {
  test(`A mistake is told for what it is: ${what}`, async () => {
    const { config: base, sent } = always(() => new Response());
    const isOwn = typeof config !== "object" || "FunctionName" in config! || "region" in config!;
    const args = [isOwn ? config : { ...base, ...config }, ...rest] as Parameters<typeof invoke>;
    for (const call of [invoke, invokeStream]) {
      const error = await assertRejects(() => (call as typeof invoke)(...args));
      assert(error instanceof TypeError || error instanceof RangeError);
      assertStringIncludes(error.message, message);
    }
    assertEquals(sent.length, 0);
  });
}

test("A call on a signal that many calls share leaves one listener on it, and then none", async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const { addEventListener, removeEventListener } = signal;
  type Args = Parameters<AbortSignal["addEventListener"]>;
  signal.addEventListener = (...args: Args) => {
    listeners++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Args) => {
    listeners--;
    removeEventListener.apply(signal, args);
  };
  const { config } = always(async () => {
    await Promise.resolve();
    assert(listeners <= 1);
    return new Response("1");
  });
  const shared: LambdaConfig = { ...config, signal };
  await Promise.all(Array.from({ length: 50 }, () => invoke(shared, FN)));
  assertEquals(listeners, 0);
});

test("A network failure and a time-out name the host and the function", async () => {
  const { config } = always(() => Promise.reject(new TypeError("socket closed")));
  const lost = await assertRejects(() => invoke({ ...config, region: "eu-central-1" }, { FunctionName: "billing" }));
  assertStringIncludes(
    (lost as Error).message,
    'Cannot reach Lambda at lambda.eu-central-1.amazonaws.com for function "billing": socket closed',
  );
  const { config: deaf, sent } = always(() => new Promise(() => {}));
  await withTimers(async (timers) => {
    const call = invoke({ ...deaf, timeout: 200 }, { FunctionName: "billing" }).catch((reason) => reason);
    await until(() => sent.length > 0);
    timers.fire();
    assertEquals((await call).message, 'No answer for function "billing" within 200 ms');
  }, "by hand");
});
