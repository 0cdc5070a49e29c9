import {
  authorize,
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  hash,
  type SignableRequest,
  signingTime,
  stringToSign,
} from "../../src/signing/sigv4.ts";
import { signingKey } from "../../src/signing/signing_key.ts";
import { assert, assertEquals, assertFalse, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { testEachWay, ways } from "../support/sha256_ways.ts";
import { bytes } from "../support/streams.ts";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** A request, and what each stage of SigV4 makes of it. */
interface Vector {
  readonly request: Omit<SignableRequest, "payloadHash">;
  readonly region: string;
  readonly service: string;
  readonly time: string;
  readonly canonical: string;
  /** Hash of the canonical request: the last line of the string to sign. */
  readonly digest: string;
  readonly signature: string;
}

const EXAMPLE = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" };
const HERE = { region: "us-east-1", service: "service", time: "20150830T123600Z" };

/**
 * Stage by stage, so that a failure names the stage: from AWS's suite (awslabs/aws-c-auth@495329c24330,
 * tests/aws-signing-test-suite/v4) and from smithy-lang/smithy-rs@56ee88c5c6ed, both Apache-2.0.
 */
const VECTORS: Readonly<Record<string, Vector>> = {
  "get-vanilla": {
    ...HERE,
    request: { method: "GET", canonicalPath: "/", canonicalQuery: "", headers: EXAMPLE },
    canonical: `GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n${NOTHING}`,
    digest: "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63",
    signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  },
  "get-vanilla-query-order-encoded": {
    ...HERE,
    request: {
      method: "GET",
      canonicalPath: "/",
      canonicalQuery: canonicalQuery("?Param-3=Value3&Param=Value2&%E1%88%B4=Value1"),
      headers: EXAMPLE,
    },
    canonical: "GET\n/\n%E1%88%B4=Value1&Param=Value2&Param-3=Value3\nhost:example.amazonaws.com\n" +
      `x-amz-date:20150830T123600Z\n\nhost;x-amz-date\n${NOTHING}`,
    digest: "868294f5c38bd141c4972a373a76654f1418a8e4fc18b2e7903ae45e8ae0ec71",
    signature: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
  },
  "get-header-value-trim": {
    ...HERE,
    request: {
      method: "GET",
      canonicalPath: "/",
      canonicalQuery: "",
      headers: { "my-header2": ' "a   b   c"', ...EXAMPLE, "my-header1": " value1" },
    },
    canonical: 'GET\n/\n\nhost:example.amazonaws.com\nmy-header1:value1\nmy-header2:"a b c"\n' +
      `x-amz-date:20150830T123600Z\n\nhost;my-header1;my-header2;x-amz-date\n${NOTHING}`,
    digest: "a726db9b0df21c14f559d0a978e563112acb1b9e05476f0a6a1c7d68f28605c7",
    signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  },
  "double-url-encode": {
    request: {
      method: "POST",
      canonicalPath: canonicalPath(
        "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-west-2%3A892717189312%3Afunction%3Amy-rusty-fun/invocations",
      ),
      canonicalQuery: "",
      headers: { host: "lambda.us-east-2.amazonaws.com", "x-amz-date": "20210511T154045Z" },
    },
    region: "us-east-2",
    service: "lambda",
    time: "20210511T154045Z",
    canonical: "POST\n/2015-03-31/functions/arn%253Aaws%253Alambda%253Aus-west-2%253A892717189312%253Afunction%253A" +
      "my-rusty-fun/invocations\n\nhost:lambda.us-east-2.amazonaws.com\nx-amz-date:20210511T154045Z\n\n" +
      `host;x-amz-date\n${NOTHING}`,
    digest: "684dbb3c92a8b6b1e452e23e523c1ea941c713a4c13500bb9f3bdad1e19afaf7",
    signature: "4b93abbcc68be32bd64c18e2c71150660ab4c29bbd6c32a383a7517a88fc1804",
  },
};

for (const [name, { request, region, service, time, canonical, digest, signature }] of Object.entries(VECTORS)) {
  const signable = { ...request, payloadHash: NOTHING };
  const names = Object.keys(request.headers).sort();
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`;

  test(`canonicalRequest() writes ${name} as AWS does`, () => {
    assertEquals(canonicalRequest(signable, names), canonical);
  });

  test(`stringToSign() writes ${name} as AWS does`, async () => {
    assertEquals(stringToSign(time, scope, await hash(bytes(canonical))), text);
  });

  testEachWay(`signingKey() signs ${name} as AWS does`, async (way) => {
    const key = await signingKey(KEYS.secretAccessKey, scope, way);
    assertEquals(await way.hmac(key, text), signature);
  });

  testEachWay(`authorize() puts ${name} together as AWS does`, async () => {
    assertEquals(
      await authorize(signable, KEYS, { region, service }, time),
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
    );
  });
}

testEachWay("hash() gives SHA-256 in hex", async () => {
  // FIPS 180-2, appendix B.
  assertEquals(await hash(bytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assertEquals(await hash(new Uint8Array()), NOTHING);
  assertEquals(await hash(undefined), NOTHING);
});

/** Dates one after the other, since the last one is kept. */
const TIMES: readonly (readonly [date: string, time: string])[] = [
  ["2015-08-30T12:36:00.000Z", "20150830T123600Z"],
  ["2015-08-30T12:36:00.999Z", "20150830T123600Z"],
  ["2015-08-30T12:36:01.000Z", "20150830T123601Z"],
  ["2015-08-30T12:35:59.999Z", "20150830T123559Z"],
  ["1969-12-31T23:59:59.999Z", "19691231T235959Z"],
  ["1970-01-01T00:00:00.000Z", "19700101T000000Z"],
  ["2024-02-29T23:59:60.000Z", "invalid"],
  ["1970-01-01T00:00:00.001Z", "19700101T000000Z"],
];

test("signingTime() writes dates to the second", () => {
  for (const [date, time] of TIMES) {
    if (time === "invalid") assertThrows(() => signingTime(new Date(date)), RangeError);
    else assertEquals(signingTime(new Date(date)), time);
  }
});

/** Queries, and how SigV4 encodes and sorts them. */
const QUERIES: readonly (readonly [search: string, canonical: string])[] = [
  ["", ""],
  ["?", ""],
  ["?a", "a="],
  ["?=b", "=b"],
  ["?b=1&a=2", "a=2&b=1"],
  ["?a=2&a=10&a=1", "a=1&a=10&a=2"],
  ["?A=1&a=1&B=1", "A=1&B=1&a=1"],
  ["?a-b=1&a=2", "a=2&a-b=1"],
  ["?a=1&&b=2&", "a=1&b=2"],
  ["?q=a=b", "q=a%3Db"],
  ["?Qualifier=$LATEST", "Qualifier=%24LATEST"],
  ["?Qualifier=%24LATEST", "Qualifier=%24LATEST"],
  ["?a=%7e%2a", "a=~%2A"],
  ["?a=b+c&d=b%20c", "a=b%20c&d=b%20c"],
  ["?a+b=%2B", "a%20b=%2B"],
  ["?a=%+%zz", "a=%25%20%25zz"],
  ["?a='()*!", "a=%27%28%29%2A%21"],
];

for (const [search, canonical] of QUERIES) {
  test(`canonicalQuery() makes "${canonical}" of "${search}"`, () => assertEquals(canonicalQuery(search), canonical));
}

testEachWay("signingKey() keeps the keys that were used last, but not without end", async (way) => {
  const scope = "20150830/us-east-1/lambda/aws4_request";
  const keyOf = (secret: string) => signingKey(secret, scope, way);
  const [first, second] = [await keyOf("secret-0"), await keyOf("secret-1")];
  for (let n = 2; n <= 100; n++) {
    await keyOf(`secret-${n}`);
    assert(await keyOf("secret-0") === first);
  }
  assertFalse(await keyOf("secret-1") === second);
});

testEachWay("signingKey() takes no key of another secret or scope", async (way) => {
  const [day, other] = ["20150830/us-east-1/lambda/aws4_request", "20150831/us-east-1/lambda/aws4_request"];
  const keys = [];
  for (const [secret, scope] of [["a", day], ["b", day], ["a", other], ["b", other], ["a", day]] as const) {
    keys.push(await signingKey(secret, scope, way));
  }
  assertEquals(new Set(keys).size, 4);
  assert(keys[0] === keys[4]);
});

test("signingKey() keeps the keys of each way apart", async () => {
  const keys = await Promise.all(
    ways.map((way) => signingKey("secret", "20150830/us-east-1/lambda/aws4_request", way)),
  );
  assertEquals(new Set(keys).size, keys.length);
});

testEachWay("signingKey() keeps no secret as a key of a map", async (way) => {
  const scope = "20150830/us-east-1/lambda/aws4_request";
  const { set } = Map.prototype;
  const keys: unknown[] = [];
  Map.prototype.set = function (this: Map<unknown, unknown>, key: unknown, value: unknown) {
    keys.push(key);
    return set.call(this, key, value);
  };
  try {
    for (let n = 0; n < 3; n++) await signingKey(`this-is-a-secret-${n}`, scope, way);
  } finally {
    Map.prototype.set = set;
  }
  // The SHA-256 of "20150830/us-east-1/lambda/aws4_request this-is-a-secret-0", by sha256sum.
  assert(keys.includes("b4083391cd6aa9745f41a28920b82d4b38ea9c62f3a2f261dd4a0fb378e54316"), String(keys));
  assertFalse(keys.some((key) => String(key).includes("this-is-a-secret")), String(keys));
});
