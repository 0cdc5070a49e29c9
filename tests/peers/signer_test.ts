/**
 * Three signers that know nothing of each other give the same signature: ours, the AWS SDK's, and aws4fetch.
 *
 * What is compared is what all three can be given. Left out are:
 * - header values outside of ASCII: fetch sends Latin-1, and signatures cover UTF-8;
 * - broken percent-encoding in queries: smithy's signer is handed a parsed query, so that its caller decides;
 * - query parameters without a name, which aws4fetch drops, and `X-Amz-Signature`, which smithy's drops;
 * - a `date` header, which smithy's signer removes, and `content-length`, which smithy's signs but fetch sets by itself;
 * - regions and services with a slash, which would be no parts of a scope.
 *
 * @module
 */
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsV4Signer } from "aws4fetch";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { type Credentials, presignRequest, signRequest } from "../../mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { testEachWay } from "../support/sha256_ways.ts";
import { anyText } from "./support/any_text.ts";

interface Signable {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly date: Date;
}

async function signOurs(signable: Signable, allHeaders: boolean): Promise<string | null> {
  const { url, body, ...options } = signable;
  const request = await signRequest(url, { ...options, allHeaders, ...(body && { body }) });
  return request.headers.get("authorization");
}

/** The AWS SDK's signer as it is set up for a service: S3's paths go in as they are signed. */
function smithySigner({ credentials, region, service }: Signable): SignatureV4 {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: service === "s3",
  });
}

function smithyRequest({ method, url, headers, body, service }: Signable) {
  const { protocol, hostname, host, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams.keys().map((name) => [name, searchParams.getAll(name)]));
  const path = service === "s3" ? encodedKey(pathname) : pathname;
  return { method, protocol, hostname, path, query, headers: { ...headers, host }, body };
}

/** A path of S3 as the AWS SDK writes it, whatever form it has in a URL. */
function encodedKey(pathname: string): string {
  const encode = (part: string) => encodeURIComponent(part).replace(/[!'()*]/g, (char) => `%${hex(char)}`);
  return decodeURIComponent(pathname.replaceAll("+", " ")).split("/").map(encode).join("/");
}

const hex = (char: string) => char.charCodeAt(0).toString(16).toUpperCase();

async function signSmithy(signable: Signable) {
  const signed = await smithySigner(signable).sign(smithyRequest(signable), { signingDate: signable.date });
  return signed.headers.authorization;
}

async function signAws4fetch({ credentials, date, body, ...rest }: Signable): Promise<string | null> {
  const { sessionToken, ...keys } = credentials;
  const signer = new AwsV4Signer({
    ...rest,
    ...keys,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(body && { body }),
    datetime: date.toISOString().replace(/[:-]|\.\d{3}/g, ""),
    allHeaders: true,
  });
  return (await signer.sign()).headers.get("authorization");
}

/** The parameters that make a URL presigned, by each of the signers. */
async function presignOurs({ url, body, ...options }: Signable, expiresIn: number) {
  const request = await presignRequest(url, { ...options, expiresIn, ...(body && { body }) });
  return parametersOf(new URL(request.url).searchParams);
}

async function presignSmithy(signable: Signable, expiresIn: number) {
  const isS3 = signable.service === "s3";
  // It signs no body that is a stream, as none is signed in the AWS SDK's presigned URLs of S3.
  const request = { ...smithyRequest(signable), ...(isS3 && { body: {} }) };
  const presigned = await smithySigner(signable).presign(request, {
    signingDate: signable.date,
    expiresIn,
    // They stay headers: not every service reads its headers in the query.
    unhoistableHeaders: new Set(Object.keys(signable.headers).map((name) => name.toLowerCase())),
  });
  return parametersOf(new URLSearchParams(Object.entries(presigned.query!).map(([name, value]) => [name, `${value}`])));
}

async function presignAws4fetch({ credentials, date, body, ...rest }: Signable, expiresIn: number) {
  const { sessionToken, ...keys } = credentials;
  const url = new URL(rest.url);
  url.searchParams.append("X-Amz-Expires", String(expiresIn));
  const signer = new AwsV4Signer({
    ...rest,
    ...keys,
    url: url.href,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(body && { body }),
    datetime: date.toISOString().replace(/[:-]|\.\d{3}/g, ""),
    signQuery: true,
    allHeaders: true,
  });
  return parametersOf((await signer.sign()).url.searchParams);
}

function parametersOf(query: URLSearchParams): Readonly<Record<string, string>> {
  const parameters = [...query].filter(([name]) => name.startsWith("X-Amz-"));
  assertEquals(new Set(parameters.map(([name]) => name)).size, parameters.length);
  return Object.fromEntries(parameters.sort());
}

/** Fails unless all three agree; the peers are given the headers that are to be signed, and no others. */
async function assertAgreement(signable: Signable, allHeaders: boolean): Promise<void> {
  const headers = allHeaders ? signable.headers : essential(signable.headers);
  const ours = await signOurs(signable, allHeaders);
  assertEquals(ours, await signSmithy({ ...signable, headers }));
  assertEquals(ours, await signAws4fetch({ ...signable, headers }));
}

const EXAMPLE: Signable = {
  method: "POST",
  url: "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/my-fn%3A%24LATEST/invocations?Qualifier=%24LATEST",
  headers: { "content-type": "application/octet-stream", "x-amz-log-type": "Tail", "x-other": "1" },
  body: new TextEncoder().encode('{"name":"Ada"}'),
  credentials: {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    sessionToken: "AQoDYXdzEPT//////////wEXAMPLE==",
  },
  region: "us-east-1",
  service: "lambda",
  date: new Date("2015-08-30T12:36:00.999Z"),
};

const ORIGIN = "https://example.amazonaws.com";

/** One change each to a request that is like those of this module. */
const TABLE: Record<string, Partial<Signable>> = {
  "a request of this module": {},
  "no session token": { credentials: { accessKeyId: "a", secretAccessKey: "b" } },
  "no body": { method: "GET", body: undefined },
  "an empty body": { body: new Uint8Array() },
  "no path": { url: ORIGIN },
  "empty segments": { url: `${ORIGIN}//a///b//` },
  "only empty segments": { url: `${ORIGIN}///` },
  "dot segments": { url: `${ORIGIN}/a/./b/../c/%2e%2e/d` },
  "a port": { url: "http://127.0.0.1:8123/a" },
  "a default port": { url: "https://example.com:443/a" },
  "an IPv6 host": { url: "http://[::1]:8123/a" },
  "blanks in a path": { url: `${ORIGIN}/a b/c%20d` },
  "odd characters in a path": { url: `${ORIGIN}/!'()*+,;=:@&$/[]|^{}~-_.\\"<>` },
  "text outside of ASCII in a path": { url: `${ORIGIN}/é/日本/%C3%A9/\u{1F980}` },
  "broken percent-encoding in a path": { url: `${ORIGIN}/%/%E9/%zz` },
  "a query to be sorted": { url: `${ORIGIN}/?b=2&a=2&B=1&a=1&a=%C3%A9&a-=1&a.=1&aa=1` },
  "a parameter without a value": { url: `${ORIGIN}/?a&b=` },
  "equals signs in a value": { url: `${ORIGIN}/?a==b=c=` },
  "empty pairs": { url: `${ORIGIN}/?&&a=1&` },
  "odd characters in a query": { url: `${ORIGIN}/?a=!'()*,;:@$/?[]|^{}~-_."<>&é=日` },
  "a plus": { url: `${ORIGIN}/?a=1+1&b+c=+` },
  "an encoded plus": { url: `${ORIGIN}/?a=1%2B1` },
  "a fragment": { url: `${ORIGIN}/?a=1#b` },
  "blanks in headers": { headers: { "x-amz-a": "  a   b \t c\t", "x-amz-b": "" } },
  "headers in capitals": { headers: { "X-Amz-B": "1", "X-AMZ-A": "2", "Content-Type": "a/b" } },
  "header names that sort oddly": { headers: { "x-amz-a-": "1", "x-amz-a": "2", "x-amz-a_": "3", "x-amz-a1": "4" } },
  "the hash of the payload": { headers: { "x-amz-content-sha256": "ab".repeat(32) } },
  "an unsigned payload": { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
  "another service": { service: "sts", region: "ap-southeast-1", url: "https://sts.amazonaws.com/" },
  "the first of a year": { date: new Date("2024-01-01T00:00:00Z") },
};

for (const [name, change] of Object.entries(TABLE)) {
  test(`Three signers agree on ${name}`, async () => {
    for (const allHeaders of [false, true]) await assertAgreement({ ...EXAMPLE, ...change }, allHeaders);
  });
}

/** Bodies with and without a type of their own; what is sent, and as what, is known only afterwards. */
const BODIES: Record<string, () => BodyInit> = {
  "text": () => "Ada é \u{1F980}",
  "an empty text": () => "",
  "text with half of a surrogate pair": () => "a\ud83db",
  "bytes": () => new Uint8Array([0, 255, 128]),
  "a Buffer": () => Buffer.from("Ada é"),
  "16-bit numbers": () => new Uint16Array([1, 65535]),
  "a buffer": () => new Uint8Array([0, 255]).buffer,
  "a Blob": () => new Blob(["Ada"]),
  "a Blob with a type": () => new Blob(["Ada"], { type: "text/csv" }),
  "an empty Blob": () => new Blob([]),
  "parameters": () => new URLSearchParams({ a: "é +" }),
  "a form": () => {
    const form = new FormData();
    form.append("a", new Blob(["Ada"]), "a.txt");
    return form;
  },
  "a stream": () => new Blob(["Ada"]).stream(),
};

const withoutBoundary = (type: string | null) => type?.replace(/boundary=.*/, "");

for (const [name, makeBody] of Object.entries(BODIES)) {
  test(`Three signers agree on ${name} for a body, with the type it is given or its own`, async () => {
    const { url, method, headers: given, body: _body, ...options } = EXAMPLE;
    const { "content-type": _, ...untyped } = given;
    for (const headers of [given, untyped]) {
      const init = () => ({ method, headers, body: makeBody(), duplex: "half" });
      for (
        const request of [
          await signRequest(url, { ...options, ...init() }),
          await signRequest(new Request(url, init()), options),
          await signRequest(new Request(url, { headers }), { ...options, method, body: makeBody() }),
        ]
      ) {
        const authorization = request.headers.get("authorization");
        const type = request.headers.get("content-type");
        const body = new Uint8Array(await request.arrayBuffer());
        const signed = { "x-amz-log-type": "Tail", ...(type !== null && { "content-type": type }) };
        const sent = { ...EXAMPLE, headers: signed, body };
        const expected = new Request(url, init()).headers.get("content-type");
        assertEquals(withoutBoundary(type), withoutBoundary(expected));
        assertEquals(authorization, await signSmithy(sent));
        assertEquals(authorization, await signAws4fetch(sent));
      }
    }
  });
}

/** What smithy's signer never signs, unless told to. */
const UNSIGNABLE = [
  ...["authorization", "cache-control", "connection", "expect", "from", "keep-alive", "max-forwards", "pragma"],
  ...["referer", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id"],
  ...["proxy-authorization", "proxy-anything", "sec-fetch-mode", "sec-anything"],
];

for (const name of UNSIGNABLE) {
  test(`Two signers agree not to sign ${name}`, async () => {
    const signable = { ...EXAMPLE, headers: { ...EXAMPLE.headers, [name]: "x" } };
    assertEquals(await signOurs(signable, true), await signSmithy(signable));
    assertEquals(await signOurs(signable, true), await signOurs(EXAMPLE, true));
  });
}

/** Keys are printable ASCII without blanks: ours refuses others. */
const ascii = fc.stringMatching(/^[!-~]{1,40}$/);
/** A part of the path or the query, encoded or as it stands. */
const part = fc.oneof(
  anyText({ maxLength: 20 }).map(encodeURIComponent),
  fc.string({ unit: fc.constantFrom(..."aZ09-._~!'()*,;:@$|^{}[]\"<> é日") }),
);
const name = part.filter((text) => text !== "" && !/^x-amz-signature$/i.test(text));
const pair = fc.tuple(name, fc.constantFrom("", "="), part).map(([name, equals, value]) => {
  return equals ? `${name}=${value}` : name;
});
const url = fc.tuple(
  fc.constantFrom(ORIGIN, "http://localhost:8123", "https://a-b.example:444"),
  fc.array(fc.oneof(part, fc.constantFrom("", ".", "..", "%", "+", "=", "&")), { maxLength: 6 }),
  fc.array(pair, { maxLength: 6 }),
).map(([origin, segments, pairs]) => `${origin}/${segments.join("/")}${pairs.length ? "?" : ""}${pairs.join("&")}`);

const headerName = fc.tuple(
  fc.constantFrom("x-amz-", "X-Amz-", "x-", "content-type", ""),
  fc.string({ unit: fc.constantFrom(..."abyzABYZ019-_.!~'"), minLength: 1, maxLength: 12 }),
).map(([prefix, rest]) => prefix === "content-type" ? prefix : prefix + rest)
  .filter((name) =>
    !/^(date|host|content-length|proxy-.*|sec-.*)$/i.test(name) && !UNSIGNABLE.includes(name.toLowerCase())
  );
const headers = fc.array(
  fc.tuple(headerName, fc.string({ unit: fc.constantFrom(..."aZ0 \t,;=\"'%+/&~"), maxLength: 30 })),
  { maxLength: 8 },
).map((pairs) =>
  Object.fromEntries(new Map(pairs.map(([name, value]) => [name.toLowerCase(), [name, value]])).values())
);

const signable = fc.record({
  method: fc.constantFrom("POST", "PUT", "DELETE", "PATCH", "GET", "HEAD"),
  url,
  headers,
  body: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
  credentials: fc.record({
    accessKeyId: ascii,
    secretAccessKey: ascii,
    sessionToken: fc.string({ unit: fc.constantFrom(..."aZ09+/="), minLength: 1 }),
  }, { requiredKeys: ["accessKeyId", "secretAccessKey"] }),
  region: fc.constantFrom("us-east-1", "eu-central-1", "local"),
  service: fc.constantFrom("lambda", "sts", "execute-api"),
  date: fc.date({ min: new Date("1970-01-01"), max: new Date("2199-12-31"), noInvalidDate: true }),
}).map(({ body, ...rest }): Signable => {
  // fetch sends none with these.
  return { ...rest, body: /GET|HEAD/.test(rest.method) ? undefined : body as Uint8Array<ArrayBuffer> | undefined };
});

for (const allHeaders of [false, true]) {
  const what = allHeaders ? "all" : "essential";
  testEachWay(`Three signers agree on random requests, ${what} headers signed`, async () => {
    await fc.assert(
      fc.asyncProperty(signable, (signable) => assertAgreement(signable, allHeaders)),
      { numRuns: 100 },
    );
  });
}

/** Whether all can be given it: a path that is no percent-encoded UTF-8 is no key, and aws4fetch drops repeated names. */
function isOfS3({ url }: Signable): boolean {
  const { pathname, searchParams } = new URL(url);
  const names = [...searchParams.keys()];
  try {
    decodeURIComponent(pathname);
    return new Set(names).size === names.length;
  } catch {
    return false;
  }
}

const inS3 = signable.map((signable): Signable => ({ ...signable, service: "s3" })).filter(isOfS3);

testEachWay("Three signers agree on random requests to S3", async () => {
  await fc.assert(
    fc.asyncProperty(inS3, async (given) => {
      const signable = { ...given, headers: essential(given.headers) };
      const { url, body, ...options } = signable;
      const request = await signRequest(url, { ...options, ...(body && { body }) });
      const authorization = request.headers.get("authorization");
      assertEquals(authorization, await signSmithy(signable));
      // aws4fetch signs no body of S3 unless it is told its hash.
      const hash = request.headers.get("x-amz-content-sha256")!;
      const headers = { "x-amz-content-sha256": hash, ...signable.headers };
      assertEquals(authorization, await signAws4fetch({ ...signable, headers }));
    }),
    { numRuns: 100 },
  );
});

/** The headers that are signed by default. */
function essential(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /^(content-type|x-amz-.*)$/i.test(name)));
}

/** Parameters of a presigned URL that a request has already would be there twice, which only ours puts right. */
const isUnsigned = ({ url }: Signable) => ![...new URL(url).searchParams.keys()].some((name) => /^x-amz-/i.test(name));

for (const [service, requests] of Object.entries({ "any service": signable, "S3": inS3 })) {
  testEachWay(`Three signers agree on random presigned requests to ${service}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        requests.filter(isUnsigned),
        fc.integer({ min: 1, max: 604_800 }),
        async (given, expiresIn) => {
          const signable = { ...given, headers: essential(given.headers) };
          const ours = await presignOurs(signable, expiresIn);
          assert(ours["X-Amz-Signature"]);
          assertEquals(ours, await presignSmithy(signable, expiresIn));
          assertEquals(ours, await presignAws4fetch(signable, expiresIn));
        },
      ),
      { numRuns: 100 },
    );
  });
}
