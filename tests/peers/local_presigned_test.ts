/**
 * Requests whose signature is in their query, made by signers that are not ours, and what the local Lambda says to them.
 *
 * @module
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsClient } from "aws4fetch";
import { localLambda } from "../../src/local/mod.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const HOST = "lambda.us-east-1.amazonaws.com";
const PATH = "/2015-03-31/functions/f/invocations";
const NOON = new Date("2026-03-04T12:00:00Z");
const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const SESSION = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "a/+=token" };

interface PresignOptions {
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly expiresIn?: number;
  readonly body?: string;
}

/** Signs as the AWS SDKs' presigners do. */
async function presign({ credentials = KEY, body, ...options }: PresignOptions): Promise<URL> {
  const signer = new SignatureV4({ service: "lambda", region: "us-east-1", credentials, sha256: Sha256 });
  const request = { method: "POST", protocol: "https:", hostname: HOST, path: PATH, headers: { host: HOST }, body };
  const { query } = await signer.presign(request, { signingDate: NOON, ...options });
  const url = new URL(`https://${HOST}${PATH}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
  return url;
}

/** A request whose signature is in its URL, and what is then done to that. */
async function sendPresigned(
  options: PresignOptions,
  change: (url: URL) => void = () => {},
  now: Date = NOON,
): Promise<{ status: number; name: string | null; message: string }> {
  const { fetch } = localLambda({ f: () => 1 }, { credentials: [KEY, SESSION], now: () => now });
  const url = await presign(options);
  change(url);
  const response = await fetch(new Request(url, { method: "POST" }));
  const { message = "" } = Object(await response.json());
  return { status: response.status, name: response.headers.get("x-amzn-errortype"), message };
}

for (
  const [what, options, now] of [
    ["as it is", {}, NOON],
    ["with a session token", { credentials: SESSION }, NOON],
    ["an hour ago, for an hour", { expiresIn: 3_600 }, new Date("2026-03-04T13:00:00Z")],
    ["five minutes ahead", {}, new Date("2026-03-04T11:55:00Z")],
  ] as const
) {
  test(`a request that is presigned ${what} gets in`, async () => {
    const { status, message } = await sendPresigned(options, () => {}, now);
    assertEquals([status, message], [200, ""]);
  });
}

const set = (name: string, value: string) => ({ searchParams }: URL) => searchParams.set(name, value);

for (
  const [what, name, message, options, change, now] of [
    [
      "more than its seconds ago",
      "InvalidSignatureException",
      /^Signature expired: 20260304T120000Z is now earlier than 20260304T120001Z \(20260304T130001Z - 3600 sec\.\)$/,
      { expiresIn: 3_600 },
      () => {},
      new Date("2026-03-04T13:00:01Z"),
    ],
    ["from the future", "InvalidSignatureException", /not yet current/, {}, () => {}, new Date("2026-03-04T11:54:59Z")],
    [
      "by a wrong key",
      "InvalidSignatureException",
      /not match/,
      {
        credentials: { ...KEY, secretAccessKey: "wrong" },
      },
      () => {},
      NOON,
    ],
    [
      "by an unknown key",
      "UnrecognizedClientException",
      /invalid/,
      {
        credentials: { ...KEY, accessKeyId: "AKIDOTHER" },
      },
      () => {},
      NOON,
    ],
    ["with another query", "InvalidSignatureException", /not match/, {}, set("Qualifier", "7"), NOON],
    ["for another time", "InvalidSignatureException", /not match/, { expiresIn: 60 }, set("X-Amz-Expires", "61"), NOON],
    ["for no time", "IncompleteSignatureException", /X-Amz-Expires/, {}, set("X-Amz-Expires", "0"), NOON],
    ["for over a week", "IncompleteSignatureException", /X-Amz-Expires/, {}, set("X-Amz-Expires", "604801"), NOON],
    ["for good", "IncompleteSignatureException", /X-Amz-Expires/, {}, set("X-Amz-Expires", "1e9"), NOON],
    ["at no date", "IncompleteSignatureException", /basic format/, {}, set("X-Amz-Date", "20269999T999999Z"), NOON],
    ["without a date", "IncompleteSignatureException", /'X-Amz-Date'/, {}, set("X-Amz-Date", ""), NOON],
    ["without a signature", "IncompleteSignatureException", /'X-Amz-Signature'/, {}, set("X-Amz-Signature", ""), NOON],
    ["by another algorithm", "IncompleteSignatureException", /'FOO'/, {}, set("X-Amz-Algorithm", "FOO"), NOON],
    ["without its host", "InvalidSignatureException", /'Host'/, {}, set("X-Amz-SignedHeaders", "accept"), NOON],
  ] as const
) {
  test(`a request that is presigned ${what} is refused with ${name}`, async () => {
    const answer = await sendPresigned(options, change, now);
    assertEquals([answer.status, answer.name], [403, name]);
    assertMatch(answer.message, message);
  });
}

test("a body that was not presigned is refused, and one that was gets in", async () => {
  const lambda = localLambda({ f: (event) => event }, { credentials: KEY, now: () => NOON });
  const send = async (url: URL, body: string) => {
    const response = await lambda.fetch(new Request(url, { method: "POST", body }));
    return [response.status, response.headers.get("x-amzn-errortype") ?? await response.text()];
  };
  assertEquals(await send(await presign({ body: '{"n":1}' }), '{"n":1}'), [200, '{"n":1}']);
  assertEquals(await send(await presign({ body: '{"n":1}' }), '{"n":2}'), [403, "InvalidSignatureException"]);
  assertEquals(await send(await presign({}), '{"n":2}'), [403, "InvalidSignatureException"]);
});

for (const credentials of [KEY, SESSION]) {
  test(`aws4fetch's signQuery with ${credentials.accessKeyId} gets in`, async () => {
    const lambda = localLambda({ f: (event) => event }, { credentials });
    const client = new AwsClient({ ...credentials, region: "us-east-1", service: "lambda" });
    const init = { method: "POST", body: '{"n":1}', aws: { signQuery: true } };
    const request = await client.sign(`https://${HOST}${PATH}`, init);
    assertEquals(request.headers.has("authorization"), false);
    assertEquals(await (await lambda.fetch(request)).json(), { n: 1 });
  });
}
