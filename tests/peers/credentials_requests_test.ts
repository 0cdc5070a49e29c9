/**
 * What STS and a container's endpoint are sent, beside what the AWS SDK sends them for the same.
 *
 * @module
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { fromHttp, fromTemporaryCredentials, fromWebToken } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";
import { assumeRole, fromContainer, fromWebIdentity } from "../../src/credentials/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { containerJson, keys, stsXml } from "../support/sts.ts";

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Got {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

/** Has both ask the same endpoint, and gives what each sent; both get the same credentials out of the answer. */
async function compare(
  ours: (endpoint: string) => Promise<Got> | Got,
  theirs: (endpoint: string) => Promise<Got>,
): Promise<[ours: Seen, theirs: Seen]> {
  const seen: Seen[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    seen.push({ method: request.method, path: pathname + search, headers: Object.fromEntries(request.headers), body });
    const answer = request.method === "GET" ? containerJson() : stsXml(/Action=(\w+)/.exec(body)![1]!);
    // AWS's documentation has blanks around the session token, which the SDK would keep.
    return new Response((answer.body as string).replace(/\s*(<|>)\s*/g, "$1"), {
      headers: { "content-type": "text/xml" },
    });
  });
  const endpoint = `http://127.0.0.1:${server.addr.port}`;
  for (const get of [ours, theirs]) {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await get(endpoint);
    assertEquals({ accessKeyId, secretAccessKey, sessionToken, expiration }, keys());
  }
  await server.shutdown();
  assertEquals(seen.length, 2);
  return seen as [Seen, Seen];
}

/** The SDK tells of itself, of its attempts and of the payload; a runtime of what it can decode. */
const OWN_AFFAIR =
  /^(accept.*|amz-sdk-.*|x-amz-user-agent|user-agent|x-amz-content-sha256|x-amz-date|authorization|connection|content-length|host)$/;

function assertSame(ours: Seen, theirs: Seen): void {
  const shared = ({ headers }: Seen) => Object.entries(headers).filter(([name]) => !OWN_AFFAIR.test(name)).sort();
  assertEquals([ours.method, ours.path, ours.body], [theirs.method, theirs.path, theirs.body]);
  assertEquals(shared(ours), shared(theirs));
}

const region = "eu-central-1";
const RoleArn = "arn:aws:iam::123456789012:role/path/edge";
const POLICY = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*'()!~ é+/="}]}`;
const own = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

for (
  const [name, extra] of [
    ["no more than it must", {}],
    ["a policy and policies", { durationSeconds: 900, policy: POLICY, policyArns: ["arn:aws:iam::aws:policy/x", "y"] }],
    ["empty lists and texts", { policy: "", policyArns: [] }],
  ] as const
) {
  Deno.test(`fromWebIdentity() sends what the AWS SDK sends, with ${name}`, async () => {
    const token = "a.b-c_d+/=", roleSessionName = "s=,.@-";
    const { policyArns, ...rest } = extra as { policyArns?: readonly string[] };
    const [ours, theirs] = await compare(
      (endpoint) => fromWebIdentity({ region, roleArn: RoleArn, roleSessionName, token, ...extra, endpoint })(),
      (endpoint) =>
        fromWebToken({
          roleArn: RoleArn,
          roleSessionName,
          webIdentityToken: token,
          ...rest,
          ...(policyArns && { policyArns: policyArns.map((arn) => ({ arn })) }),
          clientConfig: { endpoint, region },
        })(),
    );
    assertSame(ours, theirs);
    assert(!ours.headers.authorization && !theirs.headers.authorization);
  });
}

for (const credentials of [own, { ...own, sessionToken: "FwoGZXIvYXdzEXAMPLE//token==" }]) {
  for (
    const [name, ours, theirs] of [
      ["no more than it must", {}, {}],
      [
        "all that it can",
        {
          durationSeconds: 900,
          policy: POLICY,
          policyArns: ["arn:aws:iam::aws:policy/x"],
          tags: { "k 1": "v/1", empty: "" },
          transitiveTagKeys: ["k 1", "empty"],
          externalId: "ext id",
          sourceIdentity: "alice",
        },
        {
          DurationSeconds: 900,
          Policy: POLICY,
          PolicyArns: [{ arn: "arn:aws:iam::aws:policy/x" }],
          Tags: [{ Key: "k 1", Value: "v/1" }, { Key: "empty", Value: "" }],
          TransitiveTagKeys: ["k 1", "empty"],
          ExternalId: "ext id",
          SourceIdentity: "alice",
        },
      ],
      ["empty lists", { tags: {}, transitiveTagKeys: [] }, { Tags: [], TransitiveTagKeys: [] }],
    ] as const
  ) {
    const keys = "sessionToken" in credentials ? "short-lived" : "long-lived";
    Deno.test(`assumeRole() sends what the AWS SDK sends by ${keys} keys, with ${name}`, async () => {
      const [sent, expected] = await compare(
        (endpoint) => assumeRole({ region, credentials, roleArn: RoleArn, roleSessionName: "s", ...ours, endpoint })(),
        (endpoint) =>
          fromTemporaryCredentials({
            masterCredentials: credentials,
            clientConfig: { endpoint, region },
            params: { RoleArn, RoleSessionName: "s", ...structuredClone(theirs) as object },
          })(),
      );
      assertSame(sent, expected);
      await assertSigned(sent, credentials);
      await assertSigned(expected, credentials); // so that the check itself is checked
    });
  }
}

/** Signs once more, by AWS's own code, the headers that the request says it signed. */
async function assertSigned({ method, path, headers, body }: Seen, credentials: typeof own): Promise<void> {
  const authorization = headers.authorization!;
  const names = /SignedHeaders=([^,]+)/.exec(authorization)![1]!.split(";");
  const signer = new SignatureV4({ service: "sts", region, credentials, sha256: Sha256, applyChecksum: false });
  const date = headers["x-amz-date"]!.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z");
  const request = { method, protocol: "http:", hostname: "127.0.0.1", path, query: {}, body };
  const signed = await signer.sign({
    ...request,
    headers: Object.fromEntries(names.map((name) => [name, headers[name]!])),
  }, { signingDate: new Date(date) });
  assertEquals(authorization, signed.headers.authorization);
}

for (const path of ["/", "/v1/credentials", "/v2/credentials/4c8c?a=1&b=%20c"]) {
  Deno.test(`fromContainer() sends what the AWS SDK sends to ${path}`, async () => {
    const token = "Basic abcdefgh";
    const [ours, theirs] = await compare(
      (endpoint) =>
        fromContainer({
          AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint + path,
          AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
        })(),
      (endpoint) =>
        fromHttp({ awsContainerCredentialsFullUri: endpoint + path, awsContainerAuthorizationToken: token })(),
    );
    assertSame(ours, theirs);
    assertEquals([ours.headers.authorization, theirs.headers.authorization], [token, token]);
  });
}
