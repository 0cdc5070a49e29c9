import { invoke } from "../../mod.ts";
import type { CredentialsProvider } from "../../mod.ts";
import { assumeRole, fromContainer, fromWebIdentity } from "../../src/credentials/mod.ts";
import { assert, assertRejects } from "../support/assert.ts";
import { test, type TestContext } from "../support/harness.ts";
import { keys, NOW, textsOf } from "../support/sts.ts";
import type { Answer } from "../support/wire.ts";

const TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ0b3Atc2VjcmV0In0.c2lnbmF0dXJlLW9mLXRva2Vu";
const OPAQUE = "Atza|IQEBLjAsAhRFiXuWpUXuRvQ9+PZL3GMFc/eyv=";
const OWN = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "own+secret/key-of-the-caller",
  sessionToken: "own+session/token==",
};
const CONTAINER_TOKEN = "Bearer container-token-0123456789";
const CONTAINER_PATH = "/v2/credentials/4c8cf7a6-4e5c-4f4c-9e0f-secret-path";

type Make = (endpoint: string, fetch?: typeof globalThis.fetch) => CredentialsProvider;
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
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/sts/aws4_request, SignedHeaders=host, Signature=f00",
  ],
  "fromContainer()": [
    (endpoint, fetch) =>
      fromContainer({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint + CONTAINER_PATH,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: CONTAINER_TOKEN,
      }, { maxAttempts: 1, timeout: 300, fetch }),
    CONTAINER_TOKEN,
  ],
};

/** A secret as it stands, and as it stands in a form; a form holds no signature. */
const forms = (secret: string) => secret.includes("Signature=") ? [secret] : [secret, encodeURIComponent(secret)];

function assertHidden(value: unknown, ...secrets: readonly string[]): void {
  const shown = [textsOf(value), JSON.stringify(value), String(value)].join("\n");
  const all = [...secrets.flatMap(forms), keys().secretAccessKey, keys().sessionToken, CONTAINER_PATH];
  const found = all.filter((secret) => shown.includes(secret));
  assert(found.length === 0, `${found} in ${shown}`);
}

const { accessKeyId, secretAccessKey, sessionToken } = keys();
const issued = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken };

function answers(secrets: readonly string[]): Readonly<Record<string, Answer>> {
  const echo = secrets.flatMap(forms).join(" ");
  return {
    "an echo in JSON": { status: 403, body: JSON.stringify({ Error: { Code: echo, Message: echo }, RequestId: echo }) },
    "an echo in XML": {
      status: 400,
      body: `<ErrorResponse><Error><Code>X</Code><Message>${echo}</Message></Error></ErrorResponse>`,
    },
    "an echo in plain text": { status: 500, body: echo },
    "credentials that are cut off": { body: JSON.stringify({ Credentials: issued }).slice(0, -20) },
    "credentials without an expiration": { body: JSON.stringify(issued) },
    "credentials in XML, cut off": {
      body:
        `<Credentials><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionTo`,
    },
    "a body that is lost": { fault: "reset in body", body: JSON.stringify(issued) },
    "a connection that is lost": { fault: "reset before headers" },
    "no answer": { fault: "stall before headers" },
  };
}

for (const [name, [make, ...secrets]] of Object.entries(PROVIDERS)) {
  for (const [what, answer] of Object.entries(answers(secrets))) {
    test(`${name} shows no secret after ${what}`, async (t: TestContext) => {
      const script = await t.script([answer, answer]);
      const provider = make(script.endpoint);
      assertHidden(await assertRejects(async () => await provider()), ...secrets);
      assertHidden(provider, ...secrets);
    });
  }

  test(`${name} shows no secret of a fetch that tells all`, async () => {
    const fetch = ((url: unknown, init: RequestInit) => {
      const body = new TextDecoder().decode(init.body as Uint8Array ?? new Uint8Array());
      const cause = Object.assign(new Error(body), { code: body, url, request: init });
      return Promise.reject(
        Object.assign(new TypeError(`${url} ${JSON.stringify(init.headers)} ${body}`, { cause }), init),
      );
    }) as typeof globalThis.fetch;
    assertHidden(await assertRejects(async () => await make("http://127.0.0.1:1", fetch)()), ...secrets);
  });
}

test("fromWebIdentity() shows no token of what the function for it failed with", async () => {
  const cause = Object.assign(new Error(`Cannot use ${TOKEN}`, { cause: { token: TOKEN } }), { token: TOKEN });
  const provider = fromWebIdentity({ ...role, token: () => Promise.reject(cause) });
  assertHidden(await assertRejects(async () => await provider()), TOKEN);
});

test("invoke() shows no secret of the credentials that it could not get", async (t) => {
  const [make, ...secrets] = PROVIDERS["assumeRole()"]!;
  const script = await t.script([answers(secrets)["an echo in JSON"]!]);
  const config = { region: "eu-central-1", credentials: make(script.endpoint) };
  assertHidden(await assertRejects(() => invoke(config, { FunctionName: "hello" })), ...secrets);
});
