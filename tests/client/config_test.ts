import { invoke, invokeAsync, type InvokeInput, invokeJson, invokeStream, type LambdaConfig } from "../../mod.ts";
import { getFunctionRecursionConfig } from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { always } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { CREDENTIALS } from "../support/in_process.ts";

const FN: InvokeInput = { FunctionName: "fn" };

type Loose = Readonly<Record<string, unknown>>;

/** Configs, and what is said of them: the member, and the value where that is no secret. */
const REFUSED:
  readonly (readonly [what: string, more: Loose, type: typeof TypeError, member: string, shown?: string])[] = [
    ["no region", { region: undefined }, TypeError, "region"],
    ["region null", { region: null }, TypeError, "region"],
    ["an empty region", { region: "" }, TypeError, "region"],
    ["a region with a dot", { region: "eu.west" }, TypeError, "region", "eu.west"],
    ["a region that is a number", { region: 7 }, TypeError, "region", "7"],
    ["no credentials", { credentials: undefined }, TypeError, "credentials"],
    ["credentials null", { credentials: null }, TypeError, "credentials"],
    ["empty credentials", { credentials: {} }, TypeError, "credentials.accessKeyId"],
    ["credentials that are text", { credentials: "AKIDEXAMPLE" }, TypeError, "credentials"],
    ["maxAttempts 0", { maxAttempts: 0 }, RangeError, "maxAttempts", "0"],
    ["maxAttempts -1", { maxAttempts: -1 }, RangeError, "maxAttempts", "-1"],
    ["maxAttempts 0.5", { maxAttempts: 0.5 }, RangeError, "maxAttempts", "0.5"],
    ["maxAttempts NaN", { maxAttempts: NaN }, RangeError, "maxAttempts", "NaN"],
    ["maxAttempts -Infinity", { maxAttempts: -Infinity }, RangeError, "maxAttempts", "-Infinity"],
    ["maxAttempts as text", { maxAttempts: "3" }, TypeError, "maxAttempts", "3"],
    ["timeout -1", { timeout: -1 }, RangeError, "timeout", "-1"],
    ["timeout NaN", { timeout: NaN }, RangeError, "timeout", "NaN"],
    ["timeout as text", { timeout: "1000" }, TypeError, "timeout", "1000"],
    ["timeout as a bigint", { timeout: 1n }, TypeError, "timeout", "1"],
    ["idleTimeout -0.1", { idleTimeout: -0.1 }, RangeError, "idleTimeout", "-0.1"],
    ["idleTimeout NaN", { idleTimeout: NaN }, RangeError, "idleTimeout", "NaN"],
    ["idleTimeout as text", { idleTimeout: "5" }, TypeError, "idleTimeout", "5"],
    ["fetch as an object", { fetch: {} }, TypeError, "fetch"],
    ["fetch as text", { fetch: "fetch" }, TypeError, "fetch"],
    ["now as a Date", { now: new Date(0) }, TypeError, "now"],
    ["now as a number", { now: 0 }, TypeError, "now", "0"],
    ["endpoint as a number", { endpoint: 1 }, TypeError, "endpoint"],
    ["idempotent as text", { idempotent: "false" }, TypeError, "idempotent", "false"],
    ["idempotent as a number", { idempotent: 1 }, TypeError, "idempotent", "1"],
    ["useFipsEndpoint as text", { useFipsEndpoint: "true" }, TypeError, "useFipsEndpoint", "true"],
    ["useDualstackEndpoint as a number", { useDualstackEndpoint: 0 }, TypeError, "useDualstackEndpoint", "0"],
    [
      "allowInsecureEndpoint as text",
      { allowInsecureEndpoint: "no", endpoint: "http://h.example" },
      TypeError,
      "allowInsecureEndpoint",
      "no",
    ],
    ["signal as text", { signal: "abort" }, TypeError, "signal"],
    ["signal of a polyfill", { signal: { aborted: false, addEventListener() {} } }, TypeError, "signal"],
  ];

/** Every operation checks the same. */
const OPERATIONS: Readonly<Record<string, (config: LambdaConfig) => Promise<unknown>>> = {
  invoke: (config) => invoke(config, FN),
  invokeJson: (config) => invokeJson(config, FN),
  invokeAsync: (config) => invokeAsync(config, { FunctionName: "fn", InvokeArgs: "{}" }),
  invokeStream: (config) => invokeStream(config, { FunctionName: "fn" }),
  getFunctionRecursionConfig: (config) => getFunctionRecursionConfig(config, { FunctionName: "fn" }),
};

for (const [what, more, type, member, shown] of REFUSED) {
  test(`A config is refused before anything is sent: ${what}`, async () => {
    for (const [name, operation] of Object.entries(OPERATIONS)) {
      const { config, sent } = always(() => new Response());
      const fetch = config.fetch;
      const call = () => operation({ ...config, fetch, ...more } as LambdaConfig);
      const error = await assertRejects(call, type);
      assertEquals(error.name, type.name);
      assertStringIncludes(error.message, member, name);
      if (shown !== undefined) assertStringIncludes(error.message, shown);
      assertEquals(sent.length, 0);
    }
  });
}

/** What a key may be and what not; a line break comes easily with an environment variable. */
const BAD_KEYS: Readonly<Record<string, unknown>> = {
  "a line break at its end": "hunter2-hunter2\n",
  "a line break within": "hunter2-\r\nhunter2",
  "a blank at its start": " hunter2-hunter2",
  "a tab": "hunter2\thunter2",
  "a NUL": "hunter2\0hunter2",
  "text outside of ASCII": "hunter2-é",
  "a number": 7_274_747,
  "an object": { hunter2: "hunter2" },
};

for (const member of ["accessKeyId", "secretAccessKey", "sessionToken"]) {
  for (const [what, value] of Object.entries(BAD_KEYS)) {
    test(`credentials.${member} with ${what} is refused, and not shown`, async () => {
      const credentials = { ...CREDENTIALS, [member]: value };
      for (const given of [credentials, () => credentials, () => Promise.resolve(credentials)]) {
        const { config, sent } = always(() => new Response());
        const error = await assertRejects(
          () => invoke({ ...config, credentials: given } as LambdaConfig, FN),
          TypeError,
        );
        assertStringIncludes(error.message, member);
        const text = `${error.message}\n${error.stack}\n${JSON.stringify(error)}`;
        for (const secret of ["hunter2", "7274747", CREDENTIALS.secretAccessKey, CREDENTIALS.sessionToken]) {
          assert(!text.includes(secret), text);
        }
        assertEquals(sent.length, 0);
      }
    });
  }
}

for (const member of ["accessKeyId", "secretAccessKey"]) {
  test(`credentials.${member} must be there`, async () => {
    for (const value of [undefined, null, ""]) {
      const credentials = { ...CREDENTIALS, [member]: value } as unknown as typeof CREDENTIALS;
      for (const given of [credentials, () => credentials]) {
        const { config, sent } = always(() => new Response());
        const error = await assertRejects(() => invoke({ ...config, credentials: given }, FN), TypeError);
        assertStringIncludes(error.message, member);
        assertEquals(sent.length, 0);
      }
    }
  });
}

test("A provider that gives nothing is told so", async () => {
  for (const nothing of [undefined, null, {}, "AKID"]) {
    const { config, sent } = always(() => new Response());
    const credentials = (() => nothing) as unknown as LambdaConfig["credentials"];
    await assertRejects(() => invoke({ ...config, credentials }, FN), TypeError, "credentials");
    assertEquals(sent.length, 0);
  }
});

test("A session token that is absent, null or empty is not sent", async () => {
  for (const sessionToken of [undefined, null, ""] as (string | undefined)[]) {
    const { config, sent } = always(() => new Response());
    await invoke({ ...config, credentials: { ...CREDENTIALS, sessionToken } }, FN);
    assertEquals(sent[0]?.headers.has("x-amz-security-token"), false);
  }
});

test("Members that are null or undefined are left out", async () => {
  for (const nothing of [undefined, null]) {
    const { config, sent } = always(() => new Response("1"));
    const more = {
      ...{ endpoint: nothing, useFipsEndpoint: nothing, useDualstackEndpoint: nothing, maxAttempts: nothing },
      ...{ timeout: nothing, idleTimeout: nothing, allowInsecureEndpoint: nothing, now: nothing },
      ...{ signal: nothing, idempotent: nothing },
    };
    const options = { signal: nothing, idempotent: nothing, timeout: nothing };
    const output = await invoke({ ...config, ...more } as LambdaConfig, FN, options as object);
    assertEquals([output.StatusCode, output.Payload?.json(), sent.length], [200, 1, 1]);
  }
});

test("fetch that is null is the global one, and maxAttempts that is null is 3", async () => {
  const original = globalThis.fetch;
  let asked = 0;
  globalThis.fetch = (() => {
    asked++;
    return Promise.resolve(new Response("", { status: 429, headers: { "retry-after": "0" } }));
  }) as typeof fetch;
  const random = Math.random;
  Math.random = () => 0;
  try {
    const { config } = always(() => new Response());
    const call = { ...config, fetch: null, maxAttempts: null } as unknown as LambdaConfig;
    await assertRejects(() => invoke(call, FN));
  } finally {
    globalThis.fetch = original;
    Math.random = random;
  }
  assertEquals(asked, 3);
});

test("Members that nobody knows are ignored", async () => {
  const { config, sent } = always(() => new Response());
  await invoke({ ...config, retryMode: "adaptive", logger: null, Region: "x" } as LambdaConfig, FN);
  assertEquals(sent.length, 1);
});

test("Options of a call are checked like the config's", async () => {
  const rows: readonly (readonly [options: Loose, type: typeof TypeError, member: string])[] = [
    [{ timeout: -1 }, RangeError, "timeout"],
    [{ timeout: NaN }, RangeError, "timeout"],
    [{ timeout: "5" }, TypeError, "timeout"],
    [{ idempotent: "yes" }, TypeError, "idempotent"],
    [{ signal: 1 }, TypeError, "signal"],
  ];
  for (const [options, type, member] of rows) {
    const { config, sent } = always(() => new Response());
    const error = await assertRejects(() => invoke(config, FN, options));
    assertInstanceOf(error, type);
    assertStringIncludes(error.message, member);
    assertEquals(sent.length, 0);
  }
});

test("A refusal rejects, and throws nothing before that", () => {
  for (const operation of Object.values(OPERATIONS)) {
    operation({} as LambdaConfig).catch(() => {});
  }
});

test("A config may be frozen, and is not changed", async () => {
  const { config } = always(() => new Response());
  const frozen = Object.freeze({ ...config, credentials: Object.freeze({ ...CREDENTIALS }) });
  await invoke(frozen, FN);
  assertEquals(Object.keys(frozen), Object.keys(config));
});
