import { type Credentials, signRequest, type SignRequestOptions } from "../../mod.ts";
import { takeSha256 } from "../../src/signing/choose_sha256.ts";
import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";
import {
  ALL_HEADERS,
  BOTOCORE,
  BOTOCORE_DATE,
  HALF_PAIR,
  OFFICIAL,
  SECRET,
  SIGNATURES,
  type Signed,
} from "../support/sigv4_vectors.ts";
import { AWS_S3, BOTOCORE_S3 } from "../support/sigv4_s3_vectors.ts";
import { testEachWay } from "../support/sha256_ways.ts";
import { bytes, inChunks } from "../support/streams.ts";
import { watched } from "../support/watched.ts";

/** What a vector is signed with. */
function optionsOf(vector: Signed): SignRequestOptions {
  const { method, headers, body, accessKeyId, secretAccessKey, sessionToken, region, service, date } = vector;
  return {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(body && { body: bytes(body) }),
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    region,
    service,
    date: new Date(date),
  };
}

for (const [name, vector] of Object.entries(OFFICIAL)) {
  testEachWay(`signRequest() agrees with AWS's vector ${name}`, async () => {
    const request = await signRequest(vector.url, { ...optionsOf(vector), allHeaders: true });
    assertEquals(request.headers.get("authorization"), vector.authorization);
    assertEquals(request.headers.get("x-amz-date"), vector.date.replace(/[-:]/g, ""));
    assertEquals(request.headers.get("x-amz-security-token"), vector.sessionToken ?? null);
    assertEquals([request.method, await request.text()], [vector.method, vector.body]);
  });
}

for (const [name, vector] of Object.entries(BOTOCORE)) {
  testEachWay(`signRequest() agrees with botocore on ${name}`, async () => {
    const request = await signRequest(vector.url, optionsOf(vector));
    assertEquals(request.headers.get("authorization"), vector.authorization);
    assertEquals([request.method, request.url, await request.text()], [vector.method, vector.url, vector.body]);
    for (const [header, value] of vector.headers) assertEquals(request.headers.get(header), value.trim());
    // Nothing is added but what a signature needs.
    const added = [...request.headers.keys()].filter((key) => !vector.headers.some(([header]) => header === key));
    const token = vector.sessionToken ? ["x-amz-security-token"] : [];
    // A body as bytes has no type of its own.
    assertEquals(added.sort(), ["authorization", "x-amz-date", ...token].sort());
  });
}

test("signRequest() signs all headers where allHeaders is set", async () => {
  const vector = BOTOCORE["headers that are not signed"]!;
  const request = await signRequest(vector.url, { ...optionsOf(vector), allHeaders: true });
  assertEquals(request.headers.get("authorization"), ALL_HEADERS);
  const not = await signRequest(vector.url, { ...optionsOf(vector), allHeaders: false });
  assertEquals(not.headers.get("authorization"), vector.authorization);
});

/** What fetch, a proxy or a platform sets or changes on the way. */
const UNSIGNABLE = [
  ...["authorization", "cache-control", "connection", "expect", "from", "keep-alive", "max-forwards", "pragma"],
  ...["referer", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id"],
  ...["proxy-authorization", "sec-fetch-mode", "content-length"],
];

test("signRequest() never signs what changes on the way", async () => {
  const vector = BOTOCORE["headers that are not signed"]!;
  for (const name of UNSIGNABLE) {
    const options = optionsOf(vector);
    const headers: [string, string][] = [...vector.headers.map(([key, value]): [string, string] => [key, value])];
    const request = await signRequest(vector.url, { ...options, headers: [...headers, [name, "5"]], allHeaders: true });
    assertEquals(request.headers.get("authorization"), ALL_HEADERS, name);
  }
});

const { region, service, ...EXAMPLE } = optionsOf(BOTOCORE["an invocation"]!);
const OPTIONS = { ...EXAMPLE, region };
const URL_OF_EXAMPLE = BOTOCORE["an invocation"]!.url;
const AUTHORIZATION = BOTOCORE["an invocation"]!.authorization;

test("signRequest() takes a Request, a URL or text, and tells the service by the host", async () => {
  assertEquals(service, "lambda");
  const { method, headers, body, credentials, date } = EXAMPLE;
  const keys = { credentials, date: date!, region };
  const whole = () => new Request(URL_OF_EXAMPLE, { method, headers, body } as RequestInit);
  const signed = [
    await signRequest(URL_OF_EXAMPLE, OPTIONS),
    await signRequest(new URL(URL_OF_EXAMPLE), OPTIONS),
    await signRequest(new Request(URL_OF_EXAMPLE), OPTIONS),
    await signRequest(whole(), keys),
    await signRequest(`${URL_OF_EXAMPLE}#fragment`, OPTIONS),
    await signRequest(new Request(URL_OF_EXAMPLE, { headers: { "x-amz-other": "replaced" } }), OPTIONS),
  ];
  for (const request of signed) {
    assert(request instanceof Request);
    assertEquals(request.headers.get("authorization"), AUTHORIZATION);
    assertEquals([request.method, await request.text()], ["POST", '{"name":"Ada é"}']);
  }
});

test("signRequest() signs what is signed already anew, and the same", async () => {
  const first = await signRequest(URL_OF_EXAMPLE, OPTIONS);
  const { credentials, date } = EXAMPLE;
  const second = await signRequest(first, { credentials, date, region });
  assertEquals(second.headers.get("authorization"), AUTHORIZATION);
  assertEquals(await second.text(), '{"name":"Ada é"}');
});

test("signRequest() does not change what it is given", async () => {
  const options = Object.freeze({ ...OPTIONS, headers: new Headers(OPTIONS.headers as HeadersInit) });
  const url = Object.freeze(new URL(URL_OF_EXAMPLE));
  await signRequest(url, options);
  assertEquals([...options.headers.keys()], ["content-type", "x-amz-log-type"]);
});

test("signRequest() leaves the headers of a Request as they are", async () => {
  const given = new Request(URL_OF_EXAMPLE, { headers: OPTIONS.headers as HeadersInit });
  const { credentials, date } = EXAMPLE;
  for (const request of [await signRequest(given, { credentials, date, region }), await signRequest(given, OPTIONS)]) {
    assert(request.headers.has("authorization"));
    assertEquals([...given.headers.keys()], ["content-type", "x-amz-log-type"]);
    assertEquals([given.method, given.bodyUsed], ["GET", false]);
  }
});

const TEXT = '{"name":"Ada é"}';

/** The same body in every form. */
const BODIES: Readonly<Record<string, () => BodyInit>> = {
  "text": () => TEXT,
  "bytes": () => bytes(TEXT),
  "a buffer": () => bytes(TEXT).buffer,
  "part of a buffer": () => bytes(`xx${TEXT}yy`).subarray(2, -2),
  "a view": () => new DataView(bytes(TEXT).buffer),
  "a Blob": () => new Blob([TEXT], { type: "text/plain" }),
};

for (const [what, body] of Object.entries(BODIES)) {
  test(`signRequest() signs a body as ${what}, and sends it`, async () => {
    const request = await signRequest(URL_OF_EXAMPLE, { ...OPTIONS, body: body() });
    assertEquals(request.headers.get("authorization"), AUTHORIZATION);
    assertEquals(request.headers.get("content-type"), "application/octet-stream");
    assertEquals(new Uint8Array(await request.arrayBuffer()), bytes(TEXT));
  });
}

/** Bodies that only some runtimes send. */
const ODD_BODIES: Readonly<Record<string, () => BodyInit>> = {
  "shared bytes": () => filled(new SharedArrayBuffer(bytes(TEXT).length)),
  "bytes that can grow": () => filled(new ArrayBuffer(bytes(TEXT).length, { maxByteLength: 100 })),
};

function filled(buffer: ArrayBufferLike): BodyInit {
  const view = new Uint8Array(buffer);
  view.set(bytes(TEXT));
  return view as Uint8Array<ArrayBuffer>;
}

for (const [what, body] of Object.entries(ODD_BODIES)) {
  test(`signRequest() signs a body as ${what} where it can be sent`, async () => {
    try {
      if (await new Request(URL_OF_EXAMPLE, { method: "POST", body: body() }).text() !== TEXT) throw new TypeError();
    } catch {
      throw new Skip(`${what} cannot be sent`);
    }
    const request = await signRequest(URL_OF_EXAMPLE, { ...OPTIONS, body: body() });
    assertEquals(request.headers.get("authorization"), AUTHORIZATION);
    assertEquals(await request.text(), TEXT);
  });
}

testEachWay("signRequest() signs half of a surrogate pair as the runtime sends it", async () => {
  for (const body of ["a\ud83db", new Blob(["a\ud83db"])]) {
    const request = await signRequest(URL_OF_EXAMPLE, { ...OPTIONS, body });
    const sent = new Uint8Array(await request.arrayBuffer()).join();
    assert(sent in HALF_PAIR, sent);
    const before = AUTHORIZATION.slice(0, AUTHORIZATION.indexOf("Signature="));
    assertEquals(request.headers.get("authorization"), `${before}Signature=${HALF_PAIR[sent]}`);
  }
});

testEachWay("signRequest() signs and sends bytes as they were when it was called", async () => {
  for (const body of [bytes(TEXT), bytes(TEXT).buffer]) {
    const signing = signRequest(URL_OF_EXAMPLE, { ...OPTIONS, body });
    (body instanceof Uint8Array ? body : new Uint8Array(body)).fill(0);
    const request = await signing;
    assertEquals(request.headers.get("authorization"), AUTHORIZATION);
    assertEquals(await request.text(), TEXT);
  }
});

test("signRequest() reads a stream to sign it", async () => {
  for (const size of [1, 3, 100]) {
    const options = { ...OPTIONS, body: inChunks(bytes(TEXT), size), duplex: "half" };
    const request = await signRequest(URL_OF_EXAMPLE, options);
    assertEquals(request.headers.get("authorization"), AUTHORIZATION);
    assertEquals(await request.text(), TEXT);
  }
});

test("signRequest() signs a form as it is sent", async () => {
  const vector = BOTOCORE["another service"]!;
  const options = { ...optionsOf(vector), headers: {} };
  const form = new URLSearchParams("Action=GetCallerIdentity&Version=2011-06-15");
  const request = await signRequest(vector.url, { ...options, body: form });
  assertStringIncludes(request.headers.get("content-type")!, "application/x-www-form-urlencoded");
  assertStringIncludes(request.headers.get("authorization")!, "SignedHeaders=content-type;host;x-amz-date,");
  assertEquals(await request.text(), vector.body);
  // With the type as the vector has it, all is the same.
  const typed = await signRequest(vector.url, { ...optionsOf(vector), body: form });
  assertEquals(typed.headers.get("authorization"), vector.authorization);
});

test("signRequest() signs an empty body like none", async () => {
  const vector = BOTOCORE["no body"]!;
  for (const body of [undefined, null, "", new Uint8Array()]) {
    const { body: _, ...options } = optionsOf(vector);
    // A text has a type of its own, which would be signed.
    const headers = { "content-type": "a/b" };
    const plain = await signRequest(vector.url, { ...options, method: "POST", headers });
    const request = await signRequest(vector.url, { ...options, method: "POST", headers, body: body as BodyInit });
    assertEquals(request.headers.get("authorization"), plain.headers.get("authorization"));
  }
});

for (const hash of ["UNSIGNED-PAYLOAD", "ab".repeat(32)]) {
  test(`signRequest() takes ${hash.slice(0, 20)} for the hash, and leaves the body as it is`, async () => {
    const vector = Object.values(BOTOCORE).find(({ headers }) => headers[0]?.[1] === hash)!;
    const body = watched(Array.from({ length: 100 }, () => bytes("ab")));
    const options = { ...optionsOf(vector), body: body.stream, duplex: "half" };
    const request = await signRequest(vector.url, options);
    assertEquals(request.headers.get("authorization"), vector.authorization);
    // Some runtimes ask for the first chunks when a Request is made.
    assertLess(body.pulled, 50);
    assertEquals(request.headers.get("x-amz-content-sha256"), hash);
    assertEquals(await request.text(), "ab".repeat(100));
  });
}

test("signRequest() signs by the clock unless told otherwise", async () => {
  const before = Math.floor(Date.now() / 1_000) * 1_000;
  const { date: _, ...options } = OPTIONS;
  const time = (await signRequest(URL_OF_EXAMPLE, options)).headers.get("x-amz-date")!;
  const at = Date.parse(time.replace(/(....)(..)(..T..)(..)/, "$1-$2-$3:$4:"));
  assert(at >= before && at <= Date.now(), time);
});

test("signRequest() makes what fetch sends as it was signed", async (t) => {
  const script = await t.script([{ times: 5 }]);
  const { credentials } = EXAMPLE;
  const keys = { credentials, region, service: "lambda" };
  const init = { method: "POST", headers: { "content-type": "a/b" } };
  for (const body of [TEXT, bytes(TEXT), new Blob([TEXT]), null]) {
    await (await fetch(await signRequest(`${script.endpoint}/x`, { ...keys, ...init, body }))).text();
  }
  await (await fetch(await signRequest(new Request(`${script.endpoint}/x`, init), keys))).text();
  const received = await script.requests();
  assertEquals(received.map((request) => request.text()), [TEXT, TEXT, TEXT, "", ""]);
  for (const { headers, method } of received) {
    assertEquals([method, headers.get("content-type")], ["POST", "a/b"]);
    assertEquals(headers.get("x-amz-security-token"), credentials.sessionToken);
    assertStringIncludes(headers.get("authorization")!, "SignedHeaders=content-type;host;x-amz-date;");
    assert(/^\d{8}T\d{6}Z$/.test(headers.get("x-amz-date")!));
  }
});

test("signRequest() passes other members of RequestInit on", async () => {
  const controller = new AbortController();
  const request = await signRequest(URL_OF_EXAMPLE, { ...OPTIONS, redirect: "manual", signal: controller.signal });
  assertEquals(request.redirect, "manual");
  controller.abort();
  assertEquals(request.signal.aborted, true);
});

test("signRequest() keeps the signal of a Request", async () => {
  for (const method of ["GET", "POST"]) {
    const controller = new AbortController();
    const given = new Request(URL_OF_EXAMPLE, {
      method,
      signal: controller.signal,
      ...(method === "POST" && { body: TEXT }),
    });
    const { credentials } = EXAMPLE;
    const { signal } = await signRequest(given, { credentials, region });
    controller.abort();
    assertEquals(signal.aborted, true, method);
  }
});

test("signRequest() refuses what cannot be sent", async () => {
  await assertRejects(() => signRequest("https://", OPTIONS), TypeError);
  await assertRejects(() => signRequest(URL_OF_EXAMPLE, { ...OPTIONS, headers: { "x-amz-a": "a\nb" } }), TypeError);
  const used = new Request(URL_OF_EXAMPLE, { method: "POST", body: TEXT });
  await used.text();
  await assertRejects(() => signRequest(used, { credentials: OPTIONS.credentials, region }), TypeError);
  const credentials = { ...OPTIONS.credentials, accessKeyId: "AKID\n" };
  await assertRejects(() => signRequest(URL_OF_EXAMPLE, { ...OPTIONS, credentials }), TypeError);
});

/** Signs the one request of {@linkcode SIGNATURES}, with objects that are built anew. */
async function signatureOf(secretAccessKey: string, date: string, region: string, service: string): Promise<string> {
  const request = await signRequest("https://example.amazonaws.com/?a=1", {
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey },
    date: new Date(date),
    region,
    service,
  });
  return request.headers.get("authorization")!.split("Signature=")[1]!;
}

testEachWay("signRequest() takes no key of another secret, day, region or service", async () => {
  for (let round = 0; round < 3; round++) {
    for (const [secret, date, region, service, signature] of SIGNATURES) {
      assertEquals(await signatureOf(secret, date, region, service), signature);
    }
  }
  // At the same time too.
  const all = SIGNATURES.map(([secret, date, region, service]) => signatureOf(secret, date, region, service));
  assertEquals(await Promise.all(all), SIGNATURES.map(([, , , , signature]) => signature));
});

testEachWay("signRequest() derives a key once for a day, however often the options are built", async (way) => {
  let imports = 0;
  takeSha256({
    ...way,
    importKey(bytes) {
      imports++;
      return way.importKey(bytes);
    },
  });
  const day = (date: string) => signatureOf(SECRET, date, "xx-cache-1", "lambda");
  const first = await day("2026-03-01T00:00:00Z");
  assertEquals(imports, 5);
  assertEquals(await day("2026-03-01T00:00:00Z"), first);
  assertNotEquals(await day("2026-03-01T23:59:59Z"), first);
  assertEquals(imports, 5);
  await day("2026-03-02T00:00:00Z");
  assertEquals(imports, 10);
  // Of hundreds of days, not all are kept.
  for (let n = 0; n < 200; n++) await day(new Date(Date.UTC(2020, 0, 1 + n)).toISOString());
  imports = 0;
  assertEquals(await day("2026-03-01T00:00:00Z"), first);
  assertEquals(imports, 5);
});

test("signRequest() gives the date to the second, without its fraction", async () => {
  for (const fraction of [".000Z", ".001Z", ".999Z"]) {
    const date = new Date(BOTOCORE_DATE.replace("Z", fraction));
    const request = await signRequest(URL_OF_EXAMPLE, { ...OPTIONS, date });
    assertEquals(request.headers.get("authorization"), AUTHORIZATION);
  }
});

for (const [name, vector] of Object.entries(AWS_S3)) {
  testEachWay(`signRequest() agrees with AWS's documentation on how to ${name} in S3`, async () => {
    const { service: _, ...options } = optionsOf(vector);
    const request = await signRequest(vector.url, { ...options, allHeaders: true });
    if (!request.headers.has("date") && vector.authorization.includes("=date;")) throw new Skip("fetch sends no date");
    assertEquals(request.headers.get("authorization"), vector.authorization);
  });
}

for (const [name, vector] of Object.entries(BOTOCORE_S3)) {
  testEachWay(`signRequest() agrees with botocore on S3: ${name}`, async () => {
    const { service: _, ...options } = optionsOf(vector);
    const request = await signRequest(vector.url, options);
    assertEquals(request.headers.get("authorization"), vector.authorization);
    assertEquals([request.method, request.url, await request.text()], [vector.method, vector.url, vector.body]);
    assertMatch(request.headers.get("x-amz-content-sha256")!, /^[0-9a-f]{64}$/);
  });
}

const NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What services want `x-amz-content-sha256` to say of a request without a body, by default. */
const PAYLOAD_HEADERS: Readonly<Record<string, string | null>> = {
  "s3": NOTHING,
  "s3express": NOTHING,
  "s3-object-lambda": NOTHING,
  "s3-outposts": NOTHING,
  "aoss": NOTHING,
  "glacier": NOTHING,
  "vpc-lattice-svcs": "UNSIGNED-PAYLOAD",
  "lambda": null,
  "es": null,
  "s3tables": null,
  "constructor": null,
};

test("signRequest() sends x-amz-content-sha256 where the service wants it, and signs it", async () => {
  for (const [service, expected] of Object.entries(PAYLOAD_HEADERS)) {
    const { credentials, date } = EXAMPLE;
    const request = await signRequest("https://example.com/", { credentials, date, region, service });
    assertEquals(request.headers.get("x-amz-content-sha256"), expected, service);
    const isSigned = request.headers.get("authorization")!.includes(";x-amz-content-sha256;");
    assertEquals(isSigned, expected !== null, service);
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const given = await signRequest("https://example.com/", { credentials, date, region, service, headers });
    assertEquals(given.headers.get("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
  }
});

test("signRequest() reads no body whose service wants none signed", async () => {
  const body = watched(Array.from({ length: 100 }, () => bytes("ab")));
  const { credentials } = EXAMPLE;
  const options = {
    method: "POST",
    body: body.stream,
    duplex: "half",
    credentials,
    region,
    service: "vpc-lattice-svcs",
  };
  const request = await signRequest("https://example.com/", options);
  assertLess(body.pulled, 50);
  assertEquals(await request.text(), "ab".repeat(100));
});

/** Queries and paths as they are given, and as they are signed and sent. */
const TIDIED: readonly (readonly [service: string, given: string, sent: string])[] = [
  ["lambda", "/a+b?c+d=e+f&g=%2B&h=%20", "/a+b?c%20d=e%20f&g=%2B&h=%20"],
  ["s3", "/a+b/%2B?prefix=a+b", "/a%20b/%2B?prefix=a%20b"],
  ["s3", "//a/%2e%2e/b//", "//b//"],
  ["lambda", "/?A=1&X-Amz-Signature=0&X-Amz-Expires=5&b=2", "/?A=1&b=2"],
  [
    "lambda",
    "/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Date=c&X-Amz-Expires=d&X-Amz-SignedHeaders=e&X-Amz-Security-Token=f" +
    "&X-Amz-Signature=g",
    "/",
  ],
  ["s3", "/?x-amz-signature=0&x-amz-acl=private&x-id=GetObject", "/?x-amz-acl=private&x-id=GetObject"],
];

test("signRequest() sends the URL as it is signed: + as %20, without an earlier signature", async () => {
  const { credentials, date } = EXAMPLE;
  const origin = "https://example.amazonaws.com";
  for (const [service, given, sent] of TIDIED) {
    const options = { credentials, date, region, service };
    const expected = await signRequest(origin + sent, options);
    assertEquals(expected.url, origin + sent);
    for (const form of [origin + given, new URL(origin + given), new Request(origin + given)]) {
      const request = await signRequest(form, options);
      assertEquals(request.url, origin + sent);
      assertEquals(request.headers.get("authorization"), expected.headers.get("authorization"));
    }
  }
});

test("signRequest() keeps method, headers, body and signal of a Request whose URL it changes", async () => {
  const { credentials } = EXAMPLE;
  const controller = new AbortController();
  const given = new Request("https://example.com/?a=b+c", {
    method: "PUT",
    headers: { "content-type": "a/b", "x-other": "1" },
    body: TEXT,
    signal: controller.signal,
  });
  const request = await signRequest(given, { credentials, region, service: "lambda" });
  assertEquals([request.method, request.url], ["PUT", "https://example.com/?a=b%20c"]);
  assertEquals([request.headers.get("content-type"), request.headers.get("x-other")], ["a/b", "1"]);
  assertEquals(await request.text(), TEXT);
  controller.abort();
  assert(request.signal.aborted);
});

test("signRequest() replaces all that an earlier signature left in the headers", async () => {
  const { credentials, date, method, headers, body } = EXAMPLE as Required<typeof EXAMPLE>;
  const stale = new Headers(headers as HeadersInit);
  stale.set("authorization", "AWS4-HMAC-SHA256 Credential=old");
  stale.set("x-amz-date", "20000101T000000Z");
  stale.set("x-amz-security-token", "old");
  const { sessionToken: _, ...longLived } = credentials;
  for (const keys of [credentials, longLived] as Credentials[]) {
    const options = { credentials: keys, date, region };
    const fresh = await signRequest(URL_OF_EXAMPLE, { ...options, method, headers, body });
    const init = { method, headers: stale, body } as RequestInit;
    for (const allHeaders of [false, true]) {
      const anew = await signRequest(new Request(URL_OF_EXAMPLE, init), options);
      const again = await signRequest(URL_OF_EXAMPLE, { ...init, ...options } as SignRequestOptions);
      for (const request of [anew, again]) {
        assertEquals(request.headers.get("authorization"), fresh.headers.get("authorization"));
        assertEquals(request.headers.get("x-amz-security-token"), keys.sessionToken ?? null);
      }
      assert(!allHeaders || fresh.headers.has("authorization"));
    }
  }
});

/** Options that are refused, and what the error says. */
const MISTAKES: readonly (readonly [options: object, url: string, Type: ErrorConstructor, message: string])[] = [
  [
    { region: undefined },
    URL_OF_EXAMPLE,
    TypeError,
    "Cannot sign as region must be a region's name, such as eu-central-1: it is missing",
  ],
  [{ region: "eu-central-1\n" }, URL_OF_EXAMPLE, TypeError, "Cannot sign as region must be a region's name"],
  [{ region: "eu central" }, URL_OF_EXAMPLE, TypeError, 'current value is "eu central"'],
  [{ region: "a/b" }, URL_OF_EXAMPLE, TypeError, 'current value is "a/b"'],
  [{ region: 1 }, URL_OF_EXAMPLE, TypeError, "current value is 1"],
  [{ service: "a/b" }, URL_OF_EXAMPLE, TypeError, "Cannot sign as service must be a service's name in signatures"],
  [{ service: "lambda\r\nx: y" }, URL_OF_EXAMPLE, TypeError, "Cannot sign as service must be"],
  [{ service: "" }, URL_OF_EXAMPLE, TypeError, 'current value is ""'],
  [
    { date: new Date(NaN) },
    URL_OF_EXAMPLE,
    RangeError,
    "Cannot sign as date must be a date from 1970 to 9999: current value is NaN",
  ],
  [{ date: new Date("+010000-01-01T00:00:00Z") }, URL_OF_EXAMPLE, RangeError, "Cannot sign as date must be"],
  [{ date: "2026-01-01" }, URL_OF_EXAMPLE, TypeError, "Cannot sign as date must be a Date"],
  [
    {},
    "https://user:hunter2@lambda.eu-central-1.amazonaws.com/",
    TypeError,
    "Cannot sign as the URL must be without user",
  ],
];

test("signRequest() says what is wrong before it signs", async () => {
  for (const [options, url, Type, message] of MISTAKES) {
    const error = await assertRejects(() => signRequest(url, { ...OPTIONS, ...options } as SignRequestOptions), Type);
    assertStringIncludes(error.message, message);
    assert(!/AWS4|hunter2|Signature=/.test(`${error.message} ${error.stack}`), error.message);
  }
});

test("signRequest() takes a region in capitals, and null for a service that is not given", async () => {
  const options = { ...OPTIONS, region: region.toUpperCase(), service: null, date: EXAMPLE.date };
  const request = await signRequest(URL_OF_EXAMPLE, options as unknown as SignRequestOptions);
  assertEquals(request.headers.get("authorization"), AUTHORIZATION);
});
