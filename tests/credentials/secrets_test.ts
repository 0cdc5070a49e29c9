import { invoke } from "../../mod.ts";
import type { CredentialsProvider, LambdaConfig } from "../../mod.ts";
import { assumeRole, CredentialsError, fromContainer, fromWebIdentity } from "../../src/credentials/mod.ts";
import { assert, assertEquals, assertLessOrEqual, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { test, type TestContext } from "../support/harness.ts";
import { assertHides, assertShowsNone, ENCODINGS } from "../support/secrets.ts";
import { keys, NOW } from "../support/sts.ts";
import { watched } from "../support/watched.ts";
import type { Answer } from "../support/wire.ts";

const TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ0b3Atc2VjcmV0In0.c2lnbmF0dXJlLW9mLXRva2Vu";
const OPAQUE = "Atza|IQEBLjAsAhRFiXuWpUXuRvQ9+PZL3GMFc/eyv=";
const OWN = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "own+secret/key-of-the-caller-EXAMPLEKEY",
  sessionToken: "own+session/token+of/the-caller==",
};
const CONTAINER_TOKEN = "Bearer container-token-0123456789";
const CONTAINER_PATH = "/v2/credentials/4c8cf7a6-4e5c-4f4c-9e0f-1b2c3d4e5f60";

type Make = (endpoint: string, fetch?: LambdaConfig["fetch"]) => CredentialsProvider;
const role = { region: "eu-central-1", roleArn: "arn:aws:iam::123456789012:role/edge", maxAttempts: 1, timeout: 300 };

/** Providers, and the secrets that each of them sends. */
const PROVIDERS: Readonly<Record<string, readonly [make: Make, ...secrets: string[]]>> = {
  "fromWebIdentity() with a JWT": [
    (endpoint, fetch) => fromWebIdentity({ ...role, endpoint, fetch, token: TOKEN }),
    TOKEN,
  ],
  "fromWebIdentity() with another token": [
    (endpoint, fetch) => fromWebIdentity({ ...role, endpoint, fetch, token: () => OPAQUE }),
    OPAQUE,
  ],
  "assumeRole()": [
    (endpoint, fetch) => assumeRole({ ...role, endpoint, fetch, credentials: OWN, now: () => NOW }),
    OWN.secretAccessKey,
    OWN.sessionToken,
  ],
  "fromContainer()": [
    (endpoint, fetch) =>
      fromContainer({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint + CONTAINER_PATH,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: CONTAINER_TOKEN,
      }, { maxAttempts: 1, timeout: 300, fetch }),
    CONTAINER_TOKEN,
    CONTAINER_PATH,
  ],
};

const ISSUED = [keys().secretAccessKey, keys().sessionToken];

const { accessKeyId, secretAccessKey, sessionToken } = keys();
const issued = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken };

/** Answers that echo a text. */
const ECHOES: Readonly<Record<string, (echo: string) => Answer>> = {
  "JSON": (echo) => ({ status: 403, body: JSON.stringify({ Error: { Code: echo, Message: echo }, RequestId: echo }) }),
  "XML": (echo) => ({
    status: 400,
    body: `<ErrorResponse><Error><Code>${echo}</Code><Message>${echo}</Message></Error><RequestId>${echo}</RequestId>`,
  }),
  "plain text": (echo) => ({ status: 400, body: echo }),
  "the id of the request": (echo) => ({ status: 400, headers: { "x-amzn-requestid": echo }, body: "{}" }),
  "the id of the request, beside an answer that is none": (echo) => ({
    headers: { "x-amzn-requestid": echo },
    body: "",
  }),
};

/** Answers that fail in other ways, with what they were to bring in them. */
const FAULTS: Readonly<Record<string, Answer>> = {
  "credentials that are cut off": { body: JSON.stringify({ Credentials: issued }).slice(0, -20) },
  "credentials without an expiration": { body: JSON.stringify(issued) },
  "credentials in XML, cut off": {
    body: `<Credentials><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionTo`,
  },
  "a body that is lost": { fault: "reset in body", body: JSON.stringify(issued) },
  "a connection that is lost": { fault: "reset before headers" },
  "no answer": { fault: "stall before headers" },
};

for (const [name, [make, ...secrets]] of Object.entries(PROVIDERS)) {
  for (const [where, answer] of Object.entries(ECHOES)) {
    test(`${name} shows no secret that is echoed in ${where}, in any encoding`, async () => {
      for (const [how, encode] of Object.entries(ENCODINGS)) {
        const sent: string[] = [];
        const fetch = (_: string, { headers }: RequestInit): Promise<Response> => {
          const authorization = new Headers(headers).get("authorization");
          if (authorization) sent.push(authorization, authorization.replace(/.*Signature=/, ""));
          const { status = 200, headers: more, body } = answer([...secrets, ...sent].map(encode).join(" "));
          return Promise.resolve(new Response(body as string, { status, headers: more as Record<string, string> }));
        };
        const provider = make("https://sts.example", fetch);
        const error = await assertRejects(async () => await provider(), CredentialsError);
        assertHides(error, [...secrets, ...sent], how);
        assertHides(provider, secrets);
      }
    });
  }

  for (const [what, answer] of Object.entries(FAULTS)) {
    test(`${name} shows no secret after ${what}`, async (t: TestContext) => {
      const script = await t.script([answer, answer]);
      const error = await assertRejects(async () => await make(script.endpoint)());
      assertHides(error, [...secrets, ...ISSUED]);
    });
  }

  test(`${name} shows no secret of a fetch that tells all`, async () => {
    const fetch = (async (url: unknown, init: RequestInit) => {
      const body = init.body ? await new Response(init.body).text() : "";
      const cause = Object.assign(new Error(body), { code: body, url, request: init });
      throw Object.assign(new TypeError(`${url} ${JSON.stringify(init.headers)} ${body}`, { cause }), init);
    }) as unknown as typeof globalThis.fetch;
    const error = await assertRejects(async () => await make("http://127.0.0.1:1", fetch)());
    assertHides(error, secrets);
  });

  test(`${name} closes an answer that has no end`, async () => {
    function* endless() {
      for (;;) yield new Uint8Array(10_000).fill(0x20);
    }
    for (const status of [200, 403]) {
      const source = watched(endless());
      const fetch = () => Promise.resolve(new Response(source.stream, { status }));
      await assertRejects(async () => await make("https://sts.example", fetch)(), CredentialsError);
      assert(source.cancelled);
      assertLessOrEqual(source.pulled, 10);
    }
  });
}

/** What a user's own function may throw: tokens that nobody told us of. */
const VAULT_TOKEN = "hvs.CAESIJ-1b2c3d4e5f60-opaque";
const THROWN: Readonly<Record<string, () => unknown>> = {
  "a message": () => new Error(`Cannot use ${VAULT_TOKEN} for role: permission denied (403)`),
  "a JWT": () => new Error(`Cannot use ${TOKEN}`),
  "a message that was cut": () => new Error(`Cannot use ${TOKEN.slice(0, 30)}...`),
  "properties and causes": () =>
    Object.assign(new Error("x", { cause: { token: VAULT_TOKEN, message: VAULT_TOKEN } }), { token: VAULT_TOKEN }),
  "a code": () => Object.assign(new Error("x"), { code: VAULT_TOKEN, name: VAULT_TOKEN }),
  "a stack": () => Object.assign(new Error("x"), { stack: `Error: ${VAULT_TOKEN}` }),
  "a text": () => VAULT_TOKEN,
  "an object without a prototype": () => Object.assign(Object.create(null), { message: VAULT_TOKEN }),
};

for (const [what, thrown] of Object.entries(THROWN)) {
  test(`No provider shows a token in what the user's own function throws: ${what}`, async () => {
    const fail = () => {
      throw thrown();
    };
    const uri = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials" };
    const providers = [
      fromWebIdentity({ ...role, token: fail }),
      assumeRole({ ...role, credentials: fail }),
      fromContainer({ ...uri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token" }, { readFile: fail }),
    ];
    for (const provider of providers) {
      const error = await assertRejects(async () => await provider(), CredentialsError);
      assertEquals(error.code, "SOURCE");
      assertHides(error, [VAULT_TOKEN, TOKEN]);
    }
  });
}

test("What the user's own function throws stays readable: its words, its code, and where it was thrown", async () => {
  const thrown = Object.assign(new RangeError("No such file or directory (os error 2): readfile '/run/token'"), {
    code: "ENOENT",
  });
  const provider = fromWebIdentity({ ...role, token: () => Promise.reject(thrown) });
  const error = await assertRejects(async () => await provider(), CredentialsError);
  const cause = error.cause as Error & { code: string };
  assertEquals([cause.name, cause.code, cause.message], [
    "RangeError",
    "ENOENT",
    "No such file or directory (os error 2): readfile [redacted]",
  ]);
  const hasFrames = thrown.stack!.includes(`${thrown.message}\n    at `);
  if (hasFrames) assert(cause.stack!.includes("\n    at "), cause.stack);
});

test("The id that ends the path of ECS is a secret by itself; words of a path are none", async () => {
  const id = "4c8cf7a6-4e5c-4f4c-9e0f-1b2c3d4e5f60";
  const messageOf = async (uri: string, text: string) => {
    const fetch = () => Promise.resolve(new Response(text, { status: 400 }));
    const options = { fetch, maxAttempts: 1 };
    const provider = fromContainer({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: uri }, options);
    return (await assertRejects(async () => await provider(), CredentialsError)).message;
  };
  for (
    const text of [`no credentials for ${id}`, `GET /v2/credentials/${id}`, encodeURIComponent(`/v2/credentials/${id}`)]
  ) {
    assertShowsNone(await messageOf(`/v2/credentials/${id}`, text), [id]);
  }
  assertShowsNone(await messageOf(`/v2/credentials?id=${id}`, `no ${id}`), [id]);
  assertStringIncludes(await messageOf(`/v1/credentials`, "GET /v1/credentials"), "GET /v1/credentials");
  assertStringIncludes(await messageOf(`/v2/credentials/${id}`, "no credentials there"), "no credentials there");
});

test("invoke() shows no secret of the credentials that it could not get", async (t) => {
  const [make, ...secrets] = PROVIDERS["assumeRole()"]!;
  const script = await t.script([ECHOES["JSON"]!(secrets.join(" "))]);
  const config = { region: "eu-central-1", credentials: make(script.endpoint) };
  assertHides(await assertRejects(() => invoke(config, { FunctionName: "hello" })), secrets);
});

test("Credentials of a provider show no secret, in any way of looking at them", async () => {
  const fetch = () =>
    Promise.resolve(new Response(JSON.stringify({ ...issued, Expiration: Date.now() / 1_000 + 3_600 })));
  const credentials = await PROVIDERS["assumeRole()"]![0]("https://sts.example", fetch)();
  assertEquals([credentials.secretAccessKey, credentials.sessionToken], ISSUED);
  assertHides(credentials, ISSUED);
  assertHides({ config: [{ credentials }] }, ISSUED);
});
