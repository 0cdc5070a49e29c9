import { type Credentials, fromEnv, invoke, signRequest } from "../../mod.ts";
import { assertEquals, assertFalse, assertRejects, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { assertHides } from "../support/secrets.ts";
import { freshRegion } from "../support/stubs.ts";

const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
};
const ENV = { ...KEYS, AWS_REGION: "eu-central-1" };

/** Variables, and what they make of the config, beside the credentials. */
const READ: readonly (readonly [what: string, more: Readonly<Record<string, unknown>>, config: object])[] = [
  ["the region", {}, { region: "eu-central-1" }],
  ["the default region", { AWS_REGION: undefined, AWS_DEFAULT_REGION: "us-west-2" }, { region: "us-west-2" }],
  ["both regions", { AWS_DEFAULT_REGION: "us-west-2" }, { region: "eu-central-1" }],
  ["an empty region", { AWS_REGION: "", AWS_DEFAULT_REGION: "us-west-2" }, { region: "us-west-2" }],
  ["an endpoint", { AWS_ENDPOINT_URL: "https://a.example" }, { region: "eu-central-1", endpoint: "https://a.example" }],
  [
    "an endpoint for Lambda",
    { AWS_ENDPOINT_URL: "https://a.example", AWS_ENDPOINT_URL_LAMBDA: "https://b.example" },
    { region: "eu-central-1", endpoint: "https://b.example" },
  ],
  ["an empty endpoint", { AWS_ENDPOINT_URL: "", AWS_ENDPOINT_URL_LAMBDA: "" }, { region: "eu-central-1" }],
  ["attempts", { AWS_MAX_ATTEMPTS: "5" }, { region: "eu-central-1", maxAttempts: 5 }],
  ["empty attempts", { AWS_MAX_ATTEMPTS: "" }, { region: "eu-central-1" }],
  ["attempts that are a number, as Wrangler may have them", { AWS_MAX_ATTEMPTS: 7, KV: {} }, {
    region: "eu-central-1",
    maxAttempts: 7,
  }],
  ["FIPS", { AWS_USE_FIPS_ENDPOINT: "true" }, { region: "eu-central-1", useFipsEndpoint: true }],
  ["FIPS in other letters", { AWS_USE_FIPS_ENDPOINT: "True" }, { region: "eu-central-1", useFipsEndpoint: true }],
  ["FIPS that is a boolean", { AWS_USE_FIPS_ENDPOINT: true }, { region: "eu-central-1", useFipsEndpoint: true }],
  ["no FIPS", { AWS_USE_FIPS_ENDPOINT: "false" }, { region: "eu-central-1", useFipsEndpoint: false }],
  ["an empty FIPS", { AWS_USE_FIPS_ENDPOINT: "" }, { region: "eu-central-1" }],
  ["dual stack", { AWS_USE_DUALSTACK_ENDPOINT: "true" }, { region: "eu-central-1", useDualstackEndpoint: true }],
  ["no dual stack", { AWS_USE_DUALSTACK_ENDPOINT: false }, { region: "eu-central-1", useDualstackEndpoint: false }],
];

for (const [what, more, expected] of READ) {
  test(`fromEnv() reads ${what}`, () => {
    const { credentials, ...config } = fromEnv({ ...ENV, ...more });
    assertEquals(config, expected as typeof config);
    assertEquals([credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken], Object.values(KEYS));
  });
}

test("fromEnv() leaves out a session token that is not there", () => {
  for (const AWS_SESSION_TOKEN of [undefined, ""]) {
    assertEquals(fromEnv({ ...ENV, AWS_SESSION_TOKEN }).credentials.sessionToken, undefined);
  }
});

for (const variable of ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
  test(`fromEnv() names ${variable} where it is missing, or no text`, () => {
    for (const value of [undefined, null, "", {}, [], Symbol("s"), () => "text"]) {
      for (const prefix of ["", "MY_"]) {
        const env = Object.fromEntries(Object.entries(ENV).map(([name, text]) => [prefix + name, text]));
        const error = assertThrows(() => fromEnv({ ...env, [prefix + variable]: value }, { prefix }), TypeError);
        assertStringIncludes(error.message, ` ${prefix}${variable} `);
        for (const key of Object.values(KEYS).slice(1)) assertFalse(error.message.includes(key));
      }
    }
  });
}

test("fromEnv() says what to do with a binding of a Secrets Store", () => {
  const binding = { get: () => Promise.resolve(KEYS.AWS_SECRET_ACCESS_KEY) };
  for (const variable of [...Object.keys(ENV), "AWS_ENDPOINT_URL", "AWS_MAX_ATTEMPTS", "AWS_USE_FIPS_ENDPOINT"]) {
    const error = assertThrows(() => fromEnv({ ...ENV, [variable]: binding }), TypeError, "await its get()");
    assertStringIncludes(error.message, variable);
  }
});

test("fromEnv() reads variables behind a prefix, and no others", () => {
  const env = {
    AWS_REGION: "us-west-2",
    AWS_SESSION_TOKEN: "of-the-platform",
    AWS_MAX_ATTEMPTS: "9",
    MY_AWS_REGION: "eu-central-1",
    MY_AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
    MY_AWS_SECRET_ACCESS_KEY: KEYS.AWS_SECRET_ACCESS_KEY,
    MY_AWS_ENDPOINT_URL_LAMBDA: "https://a.example",
  };
  const { credentials, ...config } = fromEnv(env, { prefix: "MY_" });
  assertEquals(config, { region: "eu-central-1", endpoint: "https://a.example" });
  assertEquals([credentials.accessKeyId, credentials.sessionToken], ["ASIAEXAMPLE", undefined]);
  assertThrows(() => fromEnv(env, { prefix: 5 as unknown as string }), TypeError, "prefix");
});

test("fromEnv() refuses what is no object of variables", () => {
  for (const env of ["MY_", 5, null, () => {}]) {
    assertThrows(() => fromEnv(env as unknown as object), TypeError, "env must be an object");
  }
});

test("fromEnv() leaves out the platform's token beside a long-term key", () => {
  const tokenOf = (AWS_ACCESS_KEY_ID: string) => fromEnv({ ...ENV, AWS_ACCESS_KEY_ID }).credentials.sessionToken;
  assertEquals(tokenOf("AKIAIOSFODNN7EXAMPLE"), undefined);
  assertEquals(tokenOf("ASIAIOSFODNN7EXAMPLE"), KEYS.AWS_SESSION_TOKEN);
  assertEquals(tokenOf("AKIDEXAMPLE"), KEYS.AWS_SESSION_TOKEN);
});

for (const variable of ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"]) {
  test(`fromEnv() refuses ${variable} that is neither true nor false`, () => {
    for (const value of ["yes", "1", 1, " true"]) {
      const error = assertThrows(() => fromEnv({ ...ENV, [variable]: value }), TypeError, "true or false");
      assertStringIncludes(error.message, variable);
    }
  });
}

test("fromEnv() sends the trace of the invocation that runs, inside AWS Lambda alone", async () => {
  const sent: (string | null)[] = [];
  const fetch = ((_, init) => {
    sent.push(new Headers(init?.headers).get("x-amzn-trace-id"));
    return Promise.resolve(new Response());
  }) as typeof globalThis.fetch;
  const env: Record<string, string | undefined> = {
    ...ENV,
    _X_AMZN_TRACE_ID: "Root=1-a",
    AWS_LAMBDA_FUNCTION_NAME: "own",
  };
  const config = { ...fromEnv(env), region: freshRegion(), fetch };
  const call = () => invoke(config, { FunctionName: "fn" });
  await call();
  env._X_AMZN_TRACE_ID = "Root=1-b";
  await call();
  env._X_AMZN_TRACE_ID = undefined;
  await call();
  assertEquals(sent, ["Root=1-a", "Root=1-b", null]);
  const outside = fromEnv({ ...ENV, _X_AMZN_TRACE_ID: "Root=1-a" });
  assertFalse("traceId" in outside);
});

test("fromEnv() needs no permission for the trace", () => {
  const env = new Proxy({ ...ENV } as Record<string, string>, {
    get(variables, name) {
      if (name === "AWS_LAMBDA_FUNCTION_NAME") throw new Error("NotCapable");
      return variables[name as string];
    },
  });
  assertEquals(fromEnv(env).region, "eu-central-1");
});

test("fromEnv() refuses AWS_MAX_ATTEMPTS that is no number from 1, and shows it", () => {
  for (const AWS_MAX_ATTEMPTS of ["0", "-1", "many", "3x", "NaN", "0.9"]) {
    const error = assertThrows(() => fromEnv({ ...ENV, AWS_MAX_ATTEMPTS }), TypeError);
    assertStringIncludes(error.message, "AWS_MAX_ATTEMPTS");
    assertStringIncludes(error.message, AWS_MAX_ATTEMPTS);
  }
});

test("fromEnv() reads the process's own environment when it is called, or says what is missing", () => {
  // Nobody sets it here, and a page and a Worker have no environment at all.
  const host = globalThis as { process?: { env?: Record<string, string | undefined> } };
  if (host.process?.env?.AWS_REGION || host.process?.env?.AWS_DEFAULT_REGION) return;
  assertStringIncludes(assertThrows(() => fromEnv(), TypeError).message, "AWS_REGION");
});

test("fromEnv() reads an object whose variables lie on its prototype", () => {
  assertEquals(fromEnv(Object.create(ENV)).region, "eu-central-1");
});

test("fromEnv() gives a config that shows no secret, in any way of looking at it", () => {
  const secrets = [KEYS.AWS_SECRET_ACCESS_KEY, KEYS.AWS_SESSION_TOKEN];
  const config = fromEnv(ENV);
  const copy = { ...config, credentials: { ...config.credentials } };
  for (const value of [config, config.credentials, { ...config }, [config], { deep: { config } }, copy]) {
    assertHides(value, secrets);
    assertStringIncludes(JSON.stringify(value), "AKIDEXAMPLE");
  }
});

/** What a copy of credentials may be. */
const COPIES: Readonly<Record<string, (credentials: Credentials) => object>> = {
  "spreading": (credentials) => ({ ...credentials }),
  "Object.assign": (credentials) => Object.assign({}, credentials),
  "structuredClone": (credentials) => structuredClone(credentials),
  "JSON": (credentials) => JSON.parse(JSON.stringify(credentials)),
  "entries": (credentials) => Object.fromEntries(Object.entries(credentials)),
};

for (const [how, copyOf] of Object.entries(COPIES)) {
  test(`A copy of fromEnv()'s credentials by ${how} is told for what it is`, async () => {
    const credentials = copyOf(fromEnv(ENV).credentials) as Credentials;
    const config = { region: "eu-central-1", credentials };
    const request = signRequest("https://lambda.eu-central-1.amazonaws.com/", config);
    await assertRejects(() => request, TypeError, "a copy of credentials");
    await assertRejects(() => invoke(config, { FunctionName: "fn" }), TypeError, "a copy of credentials");
  });
}

test("fromEnv()'s credentials can be read through a proxy, as frameworks make them", () => {
  const { secretAccessKey, sessionToken } = new Proxy(fromEnv(ENV).credentials, {});
  assertEquals([secretAccessKey, sessionToken], [KEYS.AWS_SECRET_ACCESS_KEY, KEYS.AWS_SESSION_TOKEN]);
});

/** What is given in place of credentials, and what is said of it. */
const NONE: Readonly<Record<string, readonly [credentials: unknown, message: string]>> = {
  "nothing": [undefined, "credentials must be an object with accessKeyId and secretAccessKey, or a function"],
  "null": [null, "credentials must be an object"],
  "a text": ["wJalrXUtnFEMI", "credentials must be an object"],
  "AWS's own names": [{ AccessKeyId: "A", SecretAccessKey: "wJalrXUtnFEMI" }, "AWS's names"],
  "a promise": [Promise.resolve(fromEnv(ENV).credentials), "await the promise"],
  "no key": [{ accessKeyId: "A" }, "credentials.secretAccessKey must be given"],
  "no id": [{ secretAccessKey: "wJalrXUtnFEMI" }, "credentials.accessKeyId must be given"],
  "a number": [{ accessKeyId: "A", secretAccessKey: 1234567890 }, "credentials.secretAccessKey must be of type string"],
  "a line break": [{ accessKeyId: "A", secretAccessKey: "wJalrXUtnFEMI\n" }, "line breaks"],
  "a token of the wrong type": [
    { accessKeyId: "A", secretAccessKey: "B", sessionToken: {} },
    "credentials.sessionToken",
  ],
};

for (const [what, [credentials, message]] of Object.entries(NONE)) {
  test(`Credentials that are ${what} are told for what they are, and not shown`, async () => {
    const config = { region: "eu-central-1", credentials: credentials as Credentials };
    const error = await assertRejects(() => invoke(config, { FunctionName: "fn" }), TypeError, message);
    assertFalse(/wJalr|1234567890/.test(error.message), error.message);
  });
}

test("fromEnv() gives what a call can be signed with, also when it is spread", async () => {
  const sent: Headers[] = [];
  const fetch = ((_, init) => {
    sent.push(new Headers(init?.headers));
    return Promise.resolve(new Response());
  }) as typeof globalThis.fetch;
  await invoke({ ...fromEnv(ENV), region: freshRegion(), fetch }, { FunctionName: "fn" });
  assertStringIncludes(sent[0]!.get("authorization")!, "Credential=AKIDEXAMPLE/");
  assertEquals(sent[0]!.get("x-amz-security-token"), KEYS.AWS_SESSION_TOKEN);
});

test("fromEnv() takes a Worker's env as it is typed there: an interface", () => {
  interface Env {
    readonly AWS_REGION: string;
    readonly AWS_ACCESS_KEY_ID: string;
    readonly AWS_SECRET_ACCESS_KEY: string;
    readonly KV: { get(key: string): Promise<string | null> };
  }
  const env: Env = { ...ENV, KV: { get: () => Promise.resolve(null) } };
  assertEquals(fromEnv(env).region, "eu-central-1");
});
