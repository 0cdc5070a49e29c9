import { assumeRole, type AssumeRoleOptions, CredentialsError, fromWebIdentity } from "../../src/credentials/mod.ts";
import type { Credentials, CredentialsRequest } from "../../mod.ts";
import { assertEquals, assertMatch, assertRejects, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { fieldsOf, keys, NOW, stsJson, stsRefusal, stsXml } from "../support/sts.ts";

const OWN: Credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "FwoGZXIvYXdzEXAMPLEtoken",
};
const BASE: AssumeRoleOptions = {
  region: "eu-central-1",
  credentials: OWN,
  roleArn: "arn:aws:iam::210987654321:role/partner",
  roleSessionName: "app1",
  now: () => NOW,
};

test("assumeRole() sends a signed form and reads either answer", async (t) => {
  for (const answer of [stsJson("AssumeRole"), stsXml("AssumeRole")]) {
    const script = await t.script([answer]);
    const provider = assumeRole({
      ...BASE,
      endpoint: script.endpoint,
      externalId: "their id/1",
      policy: "{}",
      policyArns: ["arn:aws:iam::aws:policy/Read"],
      durationSeconds: 1_800,
      tags: { Project: "edge", "cost centre": "a=b" },
      transitiveTagKeys: ["Project", "cost centre"],
      sourceIdentity: "alice",
    });
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
    assertEquals({ accessKeyId, secretAccessKey, sessionToken, expiration }, keys());

    const [request] = await script.requests();
    assertEquals([request?.method, request?.target], ["POST", "/"]);
    assertEquals(request?.headers.get("x-amz-date"), "20260101T000000Z");
    assertEquals(request?.headers.get("x-amz-security-token"), OWN.sessionToken);
    assertMatch(
      request?.headers.get("authorization") ?? "",
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260101\/eu-central-1\/sts\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[\da-f]{64}$/,
    );
    assertEquals(fieldsOf(request), [
      ["Action", "AssumeRole"],
      ["Version", "2011-06-15"],
      ["RoleArn", "arn:aws:iam::210987654321:role/partner"],
      ["RoleSessionName", "app1"],
      ["PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/Read"],
      ["Policy", "{}"],
      ["DurationSeconds", "1800"],
      ["Tags.member.1.Key", "Project"],
      ["Tags.member.1.Value", "edge"],
      ["Tags.member.2.Key", "cost centre"],
      ["Tags.member.2.Value", "a=b"],
      ["TransitiveTagKeys.member.1", "Project"],
      ["TransitiveTagKeys.member.2", "cost centre"],
      ["ExternalId", "their id/1"],
      ["SourceIdentity", "alice"],
    ]);
  }
});

test("assumeRole() has the keys to sign with refreshed where STS says that they have expired, once", async (t) => {
  const expired = stsRefusal(403, "ExpiredToken", "The security token included in the request is expired");
  const script = await t.script([expired, stsJson("AssumeRole"), expired, expired, stsJson("AssumeRole")]);
  const asked: (boolean | undefined)[] = [];
  const credentials = (request?: CredentialsRequest) => {
    asked.push(request?.forceRefresh);
    return { ...OWN, sessionToken: `token-number-${asked.length}` };
  };
  const options = { ...BASE, credentials, endpoint: script.endpoint };
  assertEquals((await assumeRole(options)()).accessKeyId, keys().accessKeyId);
  await assertRejects(async () => await assumeRole(options)(), CredentialsError, "ExpiredToken");
  assertEquals(asked, [false, true, false, true]);
  const tokens = (await script.requests()).map((request) => request.headers.get("x-amz-security-token"));
  assertEquals(tokens, ["token-number-1", "token-number-2", "token-number-3", "token-number-4"]);
});

test("assumeRole() does not ask again with keys that have expired and cannot change", async (t) => {
  const script = await t.script([stsRefusal(403, "ExpiredToken"), stsJson("AssumeRole")]);
  const provider = assumeRole({ ...BASE, endpoint: script.endpoint });
  await assertRejects(async () => await provider(), CredentialsError, "ExpiredToken");
  assertEquals((await script.requests()).length, 1);
});

test("assumeRole() corrects the clock by the answer's Date, once", async (t) => {
  const headers = { date: "Thu, 01 Jan 2026 02:00:00 GMT" };
  const skewed = { ...stsRefusal(403, "SignatureDoesNotMatch", "Signature expired"), headers };
  const script = await t.script([skewed, stsJson("AssumeRole"), skewed]);
  const options = { ...BASE, endpoint: script.endpoint };
  assertEquals((await assumeRole(options)()).accessKeyId, keys().accessKeyId);
  await assertRejects(async () => await assumeRole(options)(), CredentialsError, "SignatureDoesNotMatch");
  const dates = (await script.requests()).map((request) => request.headers.get("x-amz-date"));
  // The second call begins with what the first has learned.
  assertEquals(dates, ["20260101T000000Z", "20260101T020000Z", "20260101T020000Z"]);
});

test("assumeRole() takes its keys from another provider, and passes on that one's error", async (t) => {
  const script = await t.script([
    stsJson("AssumeRoleWithWebIdentity", 1),
    stsJson("AssumeRole", 2),
    stsRefusal(403, "AccessDenied"),
  ]);
  const first = () => fromWebIdentity({ ...BASE, token: "token-of-ours", endpoint: script.endpoint });
  const provider = assumeRole({ ...BASE, credentials: first(), endpoint: script.endpoint });
  assertEquals((await provider()).accessKeyId, keys(2).accessKeyId);
  assertEquals((await script.requests())[1]?.headers.get("x-amz-security-token"), keys(1).sessionToken);
  const failing = assumeRole({ ...BASE, credentials: first(), endpoint: script.endpoint });
  const error = await assertRejects(async () => await failing(), CredentialsError, "AccessDenied");
  assertEquals([error.provider, error.code], ["fromWebIdentity", "AccessDenied"]);
});

test("assumeRole() tells that the function for its keys failed", async () => {
  for (const credentials of [() => Promise.reject(new Error("vault is sealed")), () => ({} as Credentials)]) {
    const provider = assumeRole({ ...BASE, credentials, fetch: () => Promise.reject(new Error("sent")) });
    const error = await assertRejects(async () => await provider(), CredentialsError, "credentials to sign with");
    assertEquals([error.provider, error.code], ["assumeRole", "SOURCE"]);
  }
});

for (
  const [what, options] of [
    ["credentials", { credentials: undefined }],
    ["credentials.secretAccessKey", { credentials: { accessKeyId: "A", secretAccessKey: "line\n" } }],
    ["tags", { tags: "Project=edge" }],
    ["transitiveTagKeys", { transitiveTagKeys: "Project" }],
    ["roleArn", { roleArn: 7 }],
  ] as const
) {
  test(`assumeRole() refuses ${what} of ${JSON.stringify(Object.values(options))} at once`, () => {
    assertThrows(() => assumeRole({ ...BASE, ...options } as unknown as AssumeRoleOptions), TypeError, what);
  });
}
