/**
 * What the local Lambda says to signatures: the errors of AWS's documentation (IAM/reference_sigv-troubleshooting.html),
 * in AWS's words.
 *
 * @module
 */
import {
  type Credentials,
  invoke,
  type LambdaConfig,
  LambdaServiceException,
  signRequest,
  type SignRequestOptions,
} from "../../mod.ts";
import { localLambda } from "../../src/local/mod.ts";
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const URL = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations";
const NOON = new Date("2026-03-04T12:00:00Z");
const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const SESSION = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
const EXPIRED = { ...SESSION, accessKeyId: "ASIAOLD", expiration: new Date("2026-03-04T12:00:00Z") };

const make = () => localLambda({ f: () => 1 }, { credentials: [KEY, SESSION, EXPIRED], now: () => NOON });

/** A call that is signed as AWS says, but for what `change` does to it. */
async function send(
  options: Partial<SignRequestOptions> & { credentials?: Credentials } = {},
  change: (request: Request) => Request | Promise<Request> = (request) => request,
): Promise<{ status: number; name: string | null; message: string }> {
  const { fetch } = make();
  const request = await signRequest(URL, {
    method: "POST",
    body: "{}",
    credentials: KEY,
    region: "us-east-1",
    date: NOON,
    ...options,
  });
  const response = await fetch(await change(request));
  const { message = "" } = Object(await response.json());
  return { status: response.status, name: response.headers.get("x-amzn-errortype"), message };
}

function withHeader(name: string, value: string | ((old: string) => string) | undefined) {
  return (request: Request) => {
    const headers = new Headers(request.headers);
    if (value === undefined) headers.delete(name);
    else headers.set(name, typeof value === "string" ? value : value(headers.get(name) ?? ""));
    return new Request(request, { headers });
  };
}

for (
  const [what, options, change] of [
    ["as it is", {}, undefined],
    ["five minutes ago", { date: new Date("2026-03-04T11:55:00Z") }, undefined],
    ["five minutes ahead", { date: new Date("2026-03-04T12:05:00Z") }, undefined],
    ["with a session token", { credentials: SESSION }, undefined],
    ["with headers that are not signed", {}, withHeader("x-forwarded-for", "192.0.2.1")],
    [
      "with blanks between the parts of its header",
      {},
      withHeader("authorization", (old) => old.replace(/, /g, ",  ")),
    ],
  ] as const
) {
  test(`a request that is signed ${what} gets in`, async () => {
    assertEquals((await send(options, change)).status, 200);
  });
}

test("a request whose payload is not signed gets in", async () => {
  const { fetch } = make();
  const request = await signRequest(URL, {
    method: "POST",
    body: "{}",
    headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
    credentials: KEY,
    region: "us-east-1",
    date: NOON,
  });
  assertEquals((await fetch(request)).status, 200);
});

for (
  const [what, name, message, options, change] of [
    ["no signature", "MissingAuthenticationTokenException", /^Missing Authentication Token$/, {}, [
      "authorization",
      undefined,
    ]],
    ["half a signature", "IncompleteSignatureException", /requires 'Signature' parameter/, {}, [
      "authorization",
      (old: string) => old.replace(/, Signature.*/, ""),
    ]],
    ["an unsigned host", "InvalidSignatureException", /^'Host' or ':authority' must be a 'SignedHeader'/, {}, [
      "authorization",
      (old: string) => old.replace(/(=|;)host;/, "$1"),
    ]],
    ["no date", "IncompleteSignatureException", /^Date must be in ISO-8601/, {}, ["x-amz-date", undefined]],
    [
      "a signature that is too old",
      "InvalidSignatureException",
      /^Signature expired: 20260304T115459Z is now earlier than 20260304T115500Z \(20260304T120000Z - 5 min\.\)$/,
      { date: new Date("2026-03-04T11:54:59Z") },
    ],
    [
      "a signature from the future",
      "InvalidSignatureException",
      /^Signature not yet current: 20260304T120501Z is still later than 20260304T120500Z \(20260304T120000Z \+ 5 min\.\)$/,
      { date: new Date("2026-03-04T12:05:01Z") },
    ],
    ["another region", "InvalidSignatureException", /valid region, not 'eu-west-1'/, { region: "eu-west-1" }],
    ["another service", "InvalidSignatureException", /correct service: 'lambda'/, { service: "s3" }],
    ["another day in its scope", "InvalidSignatureException", /'20260303' != '20260304', from '20260304T120000Z'/, {}, [
      "authorization",
      (old: string) => old.replace("/20260304/", "/20260303/"),
    ]],
    ["another terminator", "InvalidSignatureException", /valid terminator: 'aws4_request', not 'aws5'/, {}, [
      "authorization",
      (old: string) => old.replace("aws4_request", "aws5"),
    ]],
    ["an unknown key", "UnrecognizedClientException", /^The security token included in the request is invalid\.$/, {
      credentials: { ...KEY, accessKeyId: "AKIDOTHER" },
    }],
    ["another session's token", "UnrecognizedClientException", /token/, {
      credentials: { ...SESSION, sessionToken: "other" },
    }],
    ["a session's key without its token", "UnrecognizedClientException", /token/, {
      credentials: { accessKeyId: SESSION.accessKeyId, secretAccessKey: SESSION.secretAccessKey },
    }],
    ["an expired session", "ExpiredTokenException", /^The security token included in the request is expired$/, {
      credentials: EXPIRED,
    }],
    ["a wrong secret", "InvalidSignatureException", /^The request signature we calculated does not match/, {
      credentials: { ...KEY, secretAccessKey: "wrong" },
    }],
    ["a changed header", "InvalidSignatureException", /does not match/, {}, ["x-amz-date", "20260304T120001Z"]],
    ...["20269999T999999Z", "20260230T120000Z", "20260304T126000Z", "20260304T120000", "20260304 120000Z", "2026-03-04"]
      .map((time) =>
        [
          `the date ${time}`,
          "IncompleteSignatureException",
          /^Date must be in ISO-8601 'basic format'\. Got '.+'\.$/,
          {},
          ["x-amz-date", time],
        ] as const
      ),
    ...["FOO", "AWS4-HMAC-SHA1", "AWS4-ECDSA-P256-SHA256", "Bearer"].map((algorithm) =>
      [
        `the algorithm ${algorithm}`,
        "IncompleteSignatureException",
        /^Unsupported AWS 'algorithm': '.+'\.$/,
        {},
        ["authorization", (old: string) => old.replace("AWS4-HMAC-SHA256", algorithm)],
      ] as const
    ),
    ...[
      "x-amz-invocation-type",
      "x-amz-client-context",
      "x-amz-content-sha256",
      "x-amz-security-token",
      "x-amz-made-up",
    ]
      .map((name) =>
        [
          `an unsigned ${name}`,
          "InvalidSignatureException",
          new RegExp(`^'${name}' must be a 'SignedHeader' in the AWS Authorization\\.$`),
          {},
          [name, name === "x-amz-content-sha256" ? "UNSIGNED-PAYLOAD" : "Event"],
        ] as const
      ),
    ...["constructor", "__proto__", "toString", "x-absent"].map((name) =>
      [
        `the signed header ${name}, which it does not have`,
        "InvalidSignatureException",
        /does not match/,
        {},
        ["authorization", (old: string) => old.replace("SignedHeaders=", `SignedHeaders=${name};`)],
      ] as const
    ),
  ] as const
) {
  test(`a request with ${what} is refused with ${name}`, async () => {
    const [header, value] = change ?? ["x-other", "1"];
    const answer = await send(options, withHeader(header, value));
    assertEquals([answer.status, answer.name], [403, name]);
    assertMatch(answer.message, message);
  });
}

for (
  const [what, change] of [
    ["body", (request: Request) => new Request(request, { body: "[]" })],
    ["path", (request: Request) => new Request(URL.replace("/f/", "/g/"), request)],
    ["query", (request: Request) => new Request(`${URL}?Qualifier=1`, request)],
    ["host", (request: Request) => new Request(URL.replace("lambda.", "lambda-fips."), request)],
  ] as const
) {
  test(`a request whose ${what} was changed is refused`, async () => {
    const { name } = await send({}, async (request) => {
      const body = await request.clone().text();
      return change(new Request(request.url, { method: "POST", headers: request.headers, body }));
    });
    assertEquals(name, "InvalidSignatureException");
  });
}

for (
  const path of [
    "//2015-03-31/functions/f/invocations",
    "/2015-03-31//functions/f/invocations",
    "/2015-03-31/functions/f//invocations",
    "/2015-03-31/functions/f/invocations//",
  ]
) {
  test(`a signature is not good for the path ${path}`, async () => {
    const { name } = await send({}, async (request) => {
      const body = await request.text();
      const url = `https://lambda.us-east-1.amazonaws.com${path}`;
      return new Request(url, { method: "POST", headers: request.headers, body });
    });
    assertEquals(name, "InvalidSignatureException");
  });
}

test("a body that was changed gets in only where its signer left it open", async () => {
  const change = async (request: Request) => {
    await request.text();
    return new Request(request.url, { method: "POST", headers: request.headers, body: "[]" });
  };
  assertEquals((await send({}, change)).name, "InvalidSignatureException");
  const open = { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } };
  assertEquals((await send(open, change)).status, 200);
});

test("a wrong signature is answered with what should have been signed", async () => {
  const { message } = await send({ credentials: { ...KEY, secretAccessKey: "wrong" } });
  assertStringIncludes(
    message,
    "The Canonical String for this request should have been\n'POST\n/2015-03-31/functions/f/invocations\n\n",
  );
  assertStringIncludes(message, "\nhost:lambda.us-east-1.amazonaws.com\n");
  assertStringIncludes(
    message,
    "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20260304T120000Z\n20260304/us-east-1/lambda/aws4_request\n",
  );
});

test("a client whose clock is off learns the time and gets in", async () => {
  const lambda = localLambda({ f: () => 1 }, { now: () => NOON });
  const config: LambdaConfig = { ...lambda.config, now: () => new Date("2026-03-04T13:00:00Z") };
  assertEquals((await invoke(config, { FunctionName: "f" })).$metadata.attempts, 2);
});

test("a client whose key is unknown does not get in", async () => {
  const { config } = localLambda({ f: () => 1 });
  const credentials = { accessKeyId: "AKIDOTHER", secretAccessKey: "other" };
  const error = await assertRejects(
    () => invoke({ ...config, credentials }, { FunctionName: "f" }),
    LambdaServiceException,
  );
  assertEquals([error.name, error.$metadata?.httpStatusCode], ["UnrecognizedClientException", 403]);
});

test("nobody is asked for a signature where verify is false", async () => {
  const { fetch } = localLambda({ f: () => 1 }, { verify: false });
  assertEquals(await (await fetch(URL, { method: "POST" })).json(), 1);
});
