import { fromEnv, invoke } from "../../mod.ts";
import { assert, assertEquals, assertFalse, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";
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
  ["what is no text, as the bindings of a Worker", { AWS_ENDPOINT_URL: {}, AWS_MAX_ATTEMPTS: 7, KV: {} }, {
    region: "eu-central-1",
  }],
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
  test(`fromEnv() names ${variable} where it is missing`, () => {
    for (const value of [undefined, null, "", 5, {}]) {
      const error = assertThrows(() => fromEnv({ ...ENV, [variable]: value }), TypeError);
      assertStringIncludes(error.message, variable);
      for (const key of Object.values(KEYS).slice(1)) assertFalse(error.message.includes(key));
    }
  });
}

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

/** Everything that a log, a copy or a form may make of a value. */
function shown(value: object): string {
  const own = value as Record<string, unknown>;
  return [
    JSON.stringify(value),
    String(value),
    JSON.stringify({ ...value }),
    JSON.stringify(Object.entries(value)),
    JSON.stringify(Object.assign({}, value)),
    JSON.stringify(Object.values(value)),
    ...Object.keys(value).map((key) => String(own[key])),
  ].join("\n");
}

test("fromEnv() gives a config that shows no secret", () => {
  const config = fromEnv(ENV);
  for (
    const value of [config, config.credentials, { ...config }, [config], {
      ...config,
      credentials: { ...config.credentials },
    }]
  ) {
    for (const secret of [KEYS.AWS_SECRET_ACCESS_KEY, KEYS.AWS_SESSION_TOKEN]) {
      assertFalse(shown(value).includes(secret), shown(value));
    }
    assert(shown(value).includes("AKIDEXAMPLE") || Array.isArray(value) || shown(value).includes("region"));
  }
});

test("fromEnv() gives a config that a console does not show the secrets of", () => {
  const inspect = (globalThis as { Deno?: { inspect(value: unknown): string } })["Deno"]?.inspect;
  if (!inspect) return; // the others' consoles write where no test can read
  const text = inspect(fromEnv(ENV));
  assertStringIncludes(text, "AKIDEXAMPLE");
  for (const secret of [KEYS.AWS_SECRET_ACCESS_KEY, KEYS.AWS_SESSION_TOKEN]) assertFalse(text.includes(secret), text);
});

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
