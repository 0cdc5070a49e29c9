import { signRequest, type SignRequestOptions } from "../../mod.ts";
import { takeSha256 } from "../../src/signing/choose_sha256.ts";
import {
  assert,
  assertEquals,
  assertLess,
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

test("signRequest() takes a Request, a URL or text, and lambda for the service", async () => {
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
  const keys = { credentials, region };
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
