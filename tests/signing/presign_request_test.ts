import { presignRequest, type PresignRequestOptions, signRequest } from "../../mod.ts";
import { assert, assertEquals, assertFalse, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { PRESIGNED, type Presigned } from "../support/sigv4_s3_vectors.ts";
import { testEachWay } from "../support/sha256_ways.ts";
import { bytes } from "../support/streams.ts";

function optionsOf(vector: Presigned): PresignRequestOptions {
  const { method, headers, body, accessKeyId, secretAccessKey, sessionToken, region, date, expiresIn } = vector;
  return {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(body && { body: bytes(body) }),
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    region,
    date: new Date(date),
    expiresIn,
  };
}

for (const [name, vector] of Object.entries(PRESIGNED)) {
  testEachWay(`presignRequest() agrees with AWS and botocore on ${name}`, async () => {
    const request = await presignRequest(vector.url, optionsOf(vector));
    assertEquals([request.method, request.url], [vector.method, vector.presigned]);
    for (const header of ["authorization", "x-amz-date", "x-amz-security-token"]) {
      assertFalse(request.headers.has(header), header);
    }
    // As a Request, and with what an earlier presigning or signing left on it.
    const { method, headers, ...options } = optionsOf(vector);
    const init = { method, headers } as RequestInit;
    const again = [
      await presignRequest(new Request(vector.url, init), options),
      await presignRequest(new Request(vector.presigned, init), options),
      await presignRequest(await signRequest(new Request(vector.url, init), dropHash(options)), options),
    ];
    for (const { url } of again.slice(0, 2)) assertEquals(url, vector.presigned);
    assertStringIncludes(again[2]!.url, "X-Amz-Signature=");
  });
}

/** The options that signRequest() takes. */
function dropHash({ expiresIn: _, ...options }: PresignRequestOptions): PresignRequestOptions {
  return options;
}

const OBJECT = PRESIGNED["an object of S3"]!;
const OPTIONS = optionsOf(OBJECT);

test("presignRequest() gives a URL that is good for 15 minutes, by default", async () => {
  const { expiresIn: _, ...options } = OPTIONS;
  const { searchParams } = new URL((await presignRequest(OBJECT.url, options)).url);
  assertEquals(searchParams.get("X-Amz-Expires"), "900");
});

test("presignRequest() refuses times that AWS does not accept", async () => {
  for (const expiresIn of [0, -1, 604_801, 1.5, NaN, Infinity]) {
    const error = await assertRejects(() => presignRequest(OBJECT.url, { ...OPTIONS, expiresIn }), RangeError);
    assertEquals(
      error.message,
      `Cannot sign as expiresIn must be a whole number from 1 to 604800: current value is ${expiresIn}`,
    );
  }
  const options = { ...OPTIONS, expiresIn: "600" } as unknown as PresignRequestOptions;
  await assertRejects(() => presignRequest(OBJECT.url, options), TypeError);
  for (const expiresIn of [1, 604_800]) await presignRequest(OBJECT.url, { ...OPTIONS, expiresIn });
});

test("presignRequest() signs the headers that must be sent, and names them", async () => {
  const headers = { "content-type": "text/plain", "x-amz-acl": "private", "x-other": "1" };
  const signedBy = async (allHeaders: boolean) => {
    const request = await presignRequest(OBJECT.url, { ...OPTIONS, headers, allHeaders });
    for (const [name, value] of Object.entries(headers)) assertEquals(request.headers.get(name), value);
    return new URL(request.url).searchParams.get("X-Amz-SignedHeaders");
  };
  assertEquals(await signedBy(false), "content-type;host;x-amz-acl");
  assertEquals(await signedBy(true), "content-type;host;x-amz-acl;x-other");
});

const signatureOf = (request: Request) => new URL(request.url).searchParams.get("X-Amz-Signature");

test("presignRequest() signs no body of S3 unless its hash is given, and that of other services", async () => {
  const put = { ...OPTIONS, method: "PUT", headers: { "content-type": "a/b" } };
  const [plain, one, other] = [
    await presignRequest(OBJECT.url, put),
    await presignRequest(OBJECT.url, { ...put, body: "a" }),
    await presignRequest(OBJECT.url, { ...put, headers: { ...put.headers, "x-amz-content-sha256": "ab".repeat(32) } }),
  ];
  assertEquals(signatureOf(plain), signatureOf(one));
  assert(signatureOf(plain) !== signatureOf(other));
  assertEquals(await one.text(), "a");
  const url = "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/f/invocations";
  const bodies = ["a", bytes("a"), new Blob(["a"]), "b"];
  const signatures = [];
  for (const body of bodies) {
    const request = await presignRequest(url, { ...put, body });
    assertEquals(await request.text(), body === "b" ? "b" : "a");
    signatures.push(signatureOf(request));
  }
  assertEquals(new Set(signatures).size, 2);
  assertEquals(signatures[0], signatures[2]);
});

test("presignRequest() adds the token of MQTT over WebSocket after the signature, as AWS IoT wants it", async () => {
  const url = "https://abcdef-ats.iot.eu-central-1.amazonaws.com/mqtt";
  const { credentials } = OPTIONS;
  const [without, withToken] = [
    await presignRequest(url, OPTIONS),
    await presignRequest(url, { ...OPTIONS, credentials: { ...credentials, sessionToken: "to/ken=" } }),
  ];
  assertEquals(withToken.url, `${without.url}&X-Amz-Security-Token=to%2Fken%3D`);
});

test("presignRequest() asks for the region, and for a service that the host does not tell", async () => {
  const missing = { ...OPTIONS, region: undefined } as unknown as PresignRequestOptions;
  assertStringIncludes((await assertRejects(() => presignRequest(OBJECT.url, missing), TypeError)).message, "region");
  const error = await assertRejects(() => presignRequest("https://example.com/", OPTIONS), TypeError);
  assertStringIncludes(error.message, "service must be given");
});

test("presignRequest() makes a URL that fetch sends as it was signed", async (t) => {
  const script = await t.script([{ times: 2 }]);
  const options = { ...OPTIONS, service: "s3", expiresIn: 60 };
  const url = `${script.endpoint}/a%20b/%C3%A9+c?prefix=a+b`;
  const presigned = await presignRequest(url, options);
  await (await fetch(presigned)).text();
  await (await fetch(presigned.url)).text();
  const sent = presigned.url.slice(script.endpoint.length);
  assert(!sent.includes("+"), sent);
  for (const { target } of await script.requests()) assertEquals(target, sent);
});
