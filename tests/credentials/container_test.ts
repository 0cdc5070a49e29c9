import { CredentialsError, fromContainer } from "../../src/credentials/mod.ts";
import { assert, assertEquals, assertFalse, assertRejects, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { containerJson, EXPIRY, keys, NOW } from "../support/sts.ts";

const now = () => NOW;

/** Remembers what is asked for, and gives credentials. */
function recorder(): { seen: string[]; headers: HeadersInit[]; fetch: typeof fetch } {
  const seen: string[] = [], headers: HeadersInit[] = [];
  return {
    seen,
    headers,
    fetch: (input, init) => {
      seen.push(String(input));
      headers.push(init!.headers!);
      return Promise.resolve(new Response(containerJson().body as string));
    },
  };
}

test("fromContainer() asks by GET with the token and reads the answer", async (t) => {
  const script = await t.script([containerJson()]);
  const env = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${script.endpoint}/v1/credentials?a=1&b=%20c#part`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: "Basic abcdefgh",
  };
  const credentials = await fromContainer(env, { now })();
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  assertEquals({ accessKeyId, secretAccessKey, sessionToken, expiration }, keys());
  assertEquals(Object.keys(credentials), ["accessKeyId", "expiration"]);
  const [request] = await script.requests();
  assertEquals([request?.method, request?.target], ["GET", "/v1/credentials?a=1&b=%20c"]);
  assertEquals([request?.headers.get("authorization"), request?.body.length], ["Basic abcdefgh", 0]);
});

for (
  const uri of [
    "https://credentials.example/v1",
    "https://169.254.169.254/",
    "http://localhost:8080/",
    "http://127.0.0.1/",
    "http://127.255.255.254:1234/x",
    "http://[::1]:8080/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://169.254.170.2/v2/credentials/1",
    "http://169.254.170.23/v1/credentials",
    "http://[fd00:ec2::23]/v1/credentials",
    "http://[fd00:0ec2:0:0:0:0:0:0023]/v1/credentials",
  ]
) {
  test(`fromContainer() contacts ${uri}`, async () => {
    const { seen, headers, fetch } = recorder();
    await fromContainer({ AWS_CONTAINER_CREDENTIALS_FULL_URI: uri }, { now, fetch })();
    assertEquals(seen, [new URL(uri).href]);
    assertEquals(headers, [{}]);
  });
}

for (
  const uri of [
    "http://credentials.example/v1",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.3/",
    "http://169.254.170.2.evil.example/",
    "http://127.0.0.1.evil.example/",
    "http://localhost.evil.example/",
    "http://notlocalhost/",
    "http://10.0.0.1/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[fd00:ec2::24]/",
    "http://[fe80::1]/",
    "http://user:secret-password@127.0.0.1/",
    "http://169.254.170.2@evil.example/",
    "https://user@credentials.example/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "javascript:1",
    "not a URL",
  ]
) {
  test(`fromContainer() contacts nobody for ${uri}`, () => {
    const { seen, fetch } = recorder();
    const create = () => fromContainer({ AWS_CONTAINER_CREDENTIALS_FULL_URI: uri }, { fetch });
    const error = assertThrows(create, TypeError, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    assertFalse(/secret-password/.test(error.message));
    assertEquals(seen, []);
  });
}

test("fromContainer() takes the relative URI first, and a path alone", async () => {
  const full = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "https://credentials.example/" };
  const { seen, fetch } = recorder();
  for (const uri of ["/v2/credentials/1?x=y", "//evil.example/", "/@evil.example/", "/\\evil.example"]) {
    await fromContainer({ ...full, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: uri }, { now, fetch })();
  }
  assertEquals(seen.map((url) => new URL(url).origin), Array(4).fill("http://169.254.170.2"));
  assertEquals(seen[0], "http://169.254.170.2/v2/credentials/1?x=y");
  for (const uri of ["@evil.example/", ".evil.example/", ":80@evil.example/", "evil", "https://evil.example/"]) {
    const env = { ...full, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: uri };
    assertThrows(() => fromContainer(env, { fetch }), TypeError, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  }
});

test("fromContainer() names the variables that are missing", () => {
  for (const env of [{}, { AWS_CONTAINER_CREDENTIALS_FULL_URI: "" }, { AWS_CONTAINER_CREDENTIALS_FULL_URI: null }]) {
    assertThrows(() => fromContainer(env), TypeError, "AWS_CONTAINER_CREDENTIALS_FULL_URI must be set");
  }
  for (const value of [7, {}, () => {}]) {
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: value };
    assertThrows(() => fromContainer(env), TypeError, "AWS_CONTAINER_CREDENTIALS_FULL_URI must be");
  }
});

test("fromContainer() reads the process's own variables unless told others", () => {
  assertThrows(() => fromContainer(), TypeError, "must be set");
});

test("fromContainer() reads the token's file for every refresh, before the token itself", async () => {
  const { headers, fetch } = recorder();
  let time = NOW, reads = 0;
  const env = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
    AWS_CONTAINER_AUTHORIZATION_TOKEN: "token-of-the-variable",
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/var/run/secrets/token",
  };
  const readFile = (path: string) => Promise.resolve(`${path}-${++reads}`);
  const provider = fromContainer(env, { readFile, fetch, now: () => time });
  await provider();
  time = EXPIRY;
  await provider();
  assertEquals(headers, [1, 2].map((n) => ({ authorization: `/var/run/secrets/token-${n}` })));
  await fromContainer(env, { fetch, now })();
  assertEquals(headers[2], { authorization: "token-of-the-variable" });
});

test("fromContainer() asks for readFile where there is only a file", () => {
  const env = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token",
  };
  assertThrows(() => fromContainer(env), TypeError, "readFile");
});

for (const token of ["a\r\nx-evil: 1", "a\nb", "a\rb", "\r\n", " ", "a\u0000", "a\u007f", "ä"]) {
  test(`fromContainer() refuses the token ${JSON.stringify(token)}`, async () => {
    const { seen, fetch } = recorder();
    const uri = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials" };
    const inline = { ...uri, AWS_CONTAINER_AUTHORIZATION_TOKEN: token };
    assertThrows(() => fromContainer(inline, { fetch }), TypeError, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
    const provider = fromContainer({ ...uri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token" }, {
      readFile: () => token,
      fetch,
    });
    const error = await assertRejects(async () => await provider(), CredentialsError, "no line break");
    assertEquals([error.provider, error.code, seen.length], ["fromContainer", "SOURCE", 0]);
  });
}

test("fromContainer() sends a token without the white space around it", async () => {
  const { headers, fetch } = recorder();
  const uri = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials" };
  await fromContainer({ ...uri, AWS_CONTAINER_AUTHORIZATION_TOKEN: " a-token\n" }, { fetch, now })();
  const env = { ...uri, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token" };
  await fromContainer(env, { fetch, now, readFile: () => "a-token\r\n" })();
  assertEquals(headers, [{ authorization: "a-token" }, { authorization: "a-token" }]);
});

test("fromContainer() tells that the file cannot be read", async () => {
  const env = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token",
  };
  for (const readFile of [() => Promise.reject(new Error("no such file")), () => undefined as unknown as string]) {
    const error = await assertRejects(async () => await fromContainer(env, { readFile })(), CredentialsError, "file");
    assertEquals(error.code, "SOURCE");
  }
});

for (
  const [status, body, requests, ...expected] of [
    [400, '{"code":"InvalidToken","message":"no such task"}', 1, "InvalidToken", "no such task"],
    [404, "", 1, "Unknown", "HTTP 404"],
    [403, "[a1]: (AccessDeniedException): Unauthorized", 1, "Unknown", "[a1]: (AccessDeniedException): Unauthorized"],
    [500, "agent is starting", 2, "Unknown", "agent is starting"],
    [429, '{"message":"slow down"}', 2, "Unknown", "slow down"],
  ] as const
) {
  test(`fromContainer() asks ${requests === 1 ? "once" : "again"} on ${status} ${body}`, async (t) => {
    const script = await t.script([{ status, body, times: 3 }]);
    const provider = fromContainer({ AWS_CONTAINER_CREDENTIALS_FULL_URI: script.endpoint }, { maxAttempts: 2 });
    const error = await assertRejects(async () => await provider(), CredentialsError, expected[1]);
    assertEquals([error.code, error.status], [expected[0], status]);
    assertEquals((await script.requests()).length, requests);
  });
}

test("fromContainer() waits as long as it is told to by Retry-After", async (t) => {
  const script = await t.script([{ status: 503, headers: { "retry-after": "1" } }, containerJson()]);
  const start = Date.now();
  await fromContainer({ AWS_CONTAINER_CREDENTIALS_FULL_URI: script.endpoint }, { now })();
  assert(Date.now() - start > 900);
  const never = await t.script([{ status: 503, headers: { "retry-after": "3600" } }, containerJson()]);
  const provider = fromContainer({ AWS_CONTAINER_CREDENTIALS_FULL_URI: never.endpoint }, { now });
  await assertRejects(async () => await provider(), CredentialsError, "503");
});

test("fromContainer() refuses options out of range", () => {
  const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/" };
  assertThrows(() => fromContainer(env, { maxAttempts: 0 }), RangeError, "maxAttempts");
  assertThrows(() => fromContainer(env, { timeout: NaN }), RangeError, "timeout");
});
