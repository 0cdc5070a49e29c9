import { parseCredentials, parseRefusal } from "../../src/credentials/parse_credentials.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { containerJson, keys, stsJson, stsXml } from "../support/sts.ts";
import { assertQuick } from "../support/quick.ts";

/** The sample of AWS's documentation of AssumeRoleWithWebIdentity. */
const SAMPLE = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>amzn1.account.AF6RHO7KZU5XRVQJGXK6HB56KR2A</SubjectFromWebIdentityToken>
    <Audience>client.5498841531868486423.1548@apps.example.com</Audience>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::123456789012:assumed-role/FederatedWebIdentityRole/app1</Arn>
      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:app1</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <SessionToken>AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE</SessionToken>
      <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY</SecretAccessKey>
      <Expiration>2014-10-24T23:00:23Z</Expiration>
      <AccessKeyId>ASgeIAIOSFODNN7EXAMPLE</AccessKeyId>
    </Credentials>
    <SourceIdentity>SourceIdentityValue</SourceIdentity>
    <Provider>www.amazon.com</Provider>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata>
    <RequestId>ad4156e9-bce1-11e2-82e6-6b6efEXAMPLE</RequestId>
  </ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;

test("parseCredentials() reads the sample of AWS's documentation", () => {
  assertEquals(parseCredentials(SAMPLE), {
    accessKeyId: "ASgeIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY",
    sessionToken: "AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE",
    expiration: new Date("2014-10-24T23:00:23Z"),
  });
});

for (
  const [name, answer] of [["XML", stsXml("AssumeRole")], ["JSON", stsJson("AssumeRole")], [
    "a container's",
    containerJson(),
  ]] as const
) {
  test(`parseCredentials() reads ${name}, whole or not at all`, () => {
    const text = answer.body as string;
    assertEquals(parseCredentials(text), keys());
    for (let end = 0; end < text.length; end++) {
      const cut = parseCredentials(text.slice(0, end));
      if (cut) assertEquals(cut, keys(), `cut at ${end}`);
    }
    for (const member of ["AccessKeyId", "SecretAccessKey", "Expiration"]) {
      assertEquals(parseCredentials(text.replaceAll(member, "Other")), undefined, member);
    }
  });
}

for (
  const [expiration, expected] of [
    [1_767_229_200, "2026-01-01T01:00:00.000Z"],
    ["1.7672292E9", "2026-01-01T01:00:00.000Z"],
    ["1767229200", "2026-01-01T01:00:00.000Z"],
    [1_767_229_200.5, "2026-01-01T01:00:00.500Z"],
    ["2026-01-01T01:00:00Z", "2026-01-01T01:00:00.000Z"],
    ["2026-01-01T02:00:00+01:00", "2026-01-01T01:00:00.000Z"],
    ["soon", undefined],
    ["", undefined],
    [null, undefined],
    [true, undefined],
    [{ toString: 1 }, undefined],
    [[1_767_229_200], undefined],
    [1e300, undefined],
    ["9".repeat(400), undefined],
  ] as const
) {
  test(`parseCredentials() reads an Expiration of ${JSON.stringify(expiration)}`, () => {
    const { accessKeyId, secretAccessKey, sessionToken } = keys();
    const members = { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken };
    const credentials = parseCredentials(JSON.stringify({ ...members, Expiration: expiration }));
    assertEquals(credentials?.expiration?.toISOString(), expected);
  });
}

test("parseCredentials() decodes entities and takes no key that could not be sent", () => {
  const xml = (key: string) => SAMPLE.replace("wJalrXUtnFEMI/K7", key);
  const secret = (key: string) => parseCredentials(xml(key))?.secretAccessKey.replace("MDENG/bPxRfiCYzEXAMPLEKEY", "");
  assertEquals(secret("a&amp;b&lt;c&gt;d&quot;e&apos;f&#47;g&#x2B;h"), `a&b<c>d"e'f/g+h`);
  assertEquals(secret("a&nbsp;b&#x110000;c"), "a&nbsp;b&#x110000;c");
  assertEquals([secret("a b"), secret("a&#10;b"), secret("ä")], [undefined, undefined, undefined]);
  for (const text of ["", "null", "[]", "1", '"x"', "{}", "<html></html>", "[[[[[{}]]]]]"]) {
    assertEquals(parseCredentials(text), undefined, text);
  }
});

for (
  const [text, ...expected] of [
    [
      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not &quot;authorized&quot;</Message>" +
      "</Error><RequestId>r1</RequestId></ErrorResponse>",
      "AccessDenied",
      'Not "authorized"',
      "r1",
    ],
    ['{"Error":{"Code":"AccessDenied","Message":"No","Type":"Sender"},"RequestId":"r1"}', "AccessDenied", "No", "r1"],
    ['{"code":"InvalidToken","message":"No"}', "InvalidToken", "No", undefined],
    ['{"Code":"InvalidToken","Message":"No"}', "InvalidToken", "No", undefined],
    ['{"message":"Unauthorized"}', undefined, "Unauthorized", undefined],
    ['{"code":7,"message":{}}', undefined, undefined, undefined],
    [
      "[a1]: (AccessDeniedException): Unauthorized",
      undefined,
      "[a1]: (AccessDeniedException): Unauthorized",
      undefined,
    ],
    ["<html><body>502</body></html>", undefined, undefined, undefined],
    ["", undefined, undefined, undefined],
    ["null", undefined, undefined, undefined],
  ] as const
) {
  test(`parseRefusal() reads ${text.slice(0, 40) || "nothing"}`, () => {
    const { code, message, requestId } = parseRefusal(text);
    assertEquals([code, message, requestId], [...expected]);
  });
}

/** Pieces that a hostile endpoint may repeat, and that made patterns take quadratic time. */
const PIECES = [
  "<Credentials>",
  "<Credentials></Credentials>",
  "</Credentials>",
  "<Code>",
  "<Code><Message><RequestId>",
  "<",
  "&",
  "&#",
  "&amp;",
  " ",
];

/** The same in JSON, which the runtime reads: it takes its time, and so it is given no more than is read of an answer. */
const JSON_PIECES = ["[", '{"a":', '{"Credentials":', "[{},", '"AccessKeyId":1,'];

for (const piece of [...PIECES, ...JSON_PIECES]) {
  test(`parseCredentials() and parseRefusal() are done at once with much of ${piece}`, () => {
    for (const length of JSON_PIECES.includes(piece) ? [16_384, 65_536] : [65_536, 262_144, 1_048_576]) {
      const text = piece.repeat(length / piece.length);
      const all = [
        text,
        `<Credentials>${text}</Credentials>`,
        `<Error><Message>${text}</Message></Error>`,
        `{${text}}`,
      ];
      for (const whole of all) {
        assertQuick(() => {
          assertEquals(parseCredentials(whole), undefined);
          parseRefusal(whole);
        });
      }
    }
  });
}

test("parseCredentials() and parseRefusal() take JSON of any depth and breadth", () => {
  const broad = JSON.stringify(Object.fromEntries(Array.from({ length: 9_000 }, (_, n) => [`m${n}`, { n }])));
  for (
    const text of [
      `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
      `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
      broad,
    ]
  ) {
    assertEquals(parseCredentials(text), undefined);
    assertEquals(parseRefusal(text), { code: undefined, message: undefined, requestId: undefined });
  }
});
