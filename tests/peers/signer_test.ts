/**
 * Three signers that know nothing of each other give the same signature: ours, the AWS SDK's, and aws4fetch.
 *
 * What is compared is what all three can be given. Left out are:
 * - header values outside of ASCII: fetch sends Latin-1, and signatures cover UTF-8;
 * - a `+` and broken percent-encoding in queries: aws4fetch takes `+` for a blank, and smithy's signer is handed a parsed
 *   query, so that its caller decides;
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
import { type Credentials, signRequest } from "../../mod.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
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

async function signSmithy({ method, url, headers, body, credentials, region, service, date }: Signable) {
  const { protocol, hostname, host, pathname, searchParams } = new URL(url);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    sha256: Sha256,
    uriEscapePath: true,
    applyChecksum: false,
  });
  const query = Object.fromEntries(searchParams.keys().map((name) => [name, searchParams.getAll(name)]));
  const request = { method, protocol, hostname, path: pathname, query, headers: { ...headers, host }, body };
  return (await signer.sign(request, { signingDate: date })).headers.authorization;
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

/** Fails unless all three agree; the peers are given the headers that are to be signed, and no others. */
async function assertAgreement(signable: Signable, allHeaders: boolean): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(signable.headers).filter(([name]) => allHeaders || /^(content-type|x-amz-.*)$/i.test(name)),
  );
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
  test(`Three signers agree on random requests, ${allHeaders ? "all" : "essential"} headers signed`, async () => {
    await fc.assert(
      fc.asyncProperty(signable, (signable) => assertAgreement(signable, allHeaders)),
      { numRuns: 200 },
    );
  });
}
