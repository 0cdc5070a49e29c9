import { CredentialsError } from "../../src/credentials/mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { LocalAws, type Trust } from "./credentials_aws.ts";

const TRUST: Trust = {
  iss: "https://oidc.vercel.com/acme",
  aud: "https://vercel.com/acme",
  sub: "owner:acme:project:site:environment:production",
};

let loads = 0;

/** The example, as a new instance of the function loads it. */
async function load(
  aws: LocalAws,
  more: Record<string, string> = {},
): Promise<(request: Request) => Promise<Response>> {
  // Not those of the process, which other tests share.
  const env = { ...aws.variables, ...more };
  Object.defineProperty(globalThis, "process", { value: { env }, configurable: true, writable: true });
  const { GET } = await import(`../../examples/vercel_oidc.ts?${++loads}`);
  return GET;
}

function request(path: string, token?: string): Request {
  return new Request(`https://site.vercel.app${path}`, { headers: token ? { "x-vercel-oidc-token": token } : {} });
}

Deno.test("examples/vercel_oidc.ts trades the token of the request for a role's credentials", async () => {
  await using aws = new LocalAws(TRUST);
  const GET = await load(aws);
  for (const path of ["/one", "/two"]) {
    const response = await GET(request(path, await aws.token()));
    assertEquals(await response.text(), `"Hello from ${path}"`);
  }
  assertEquals(aws.payloads, [{ path: "/one" }, { path: "/two" }]);
  assertEquals(aws.tokens.length, 1);
});

Deno.test("examples/vercel_oidc.ts takes the token of a later request where that of an earlier one was no good", async () => {
  await using aws = new LocalAws(TRUST);
  const GET = await load(aws);
  const expired = await aws.token({ exp: 1 });
  await assertRejects(() => GET(request("/one", expired)), CredentialsError, "ExpiredTokenException");
  assertEquals((await GET(request("/two", await aws.token()))).status, 200);
});

Deno.test("examples/vercel_oidc.ts is refused for another project", async () => {
  await using aws = new LocalAws(TRUST);
  const GET = await load(aws);
  const token = await aws.token({ sub: "owner:acme:project:blog:environment:production" });
  await assertRejects(() => GET(request("/one", token)), CredentialsError, "AccessDenied");
});

Deno.test("examples/vercel_oidc.ts takes the variable of vercel dev", async () => {
  await using aws = new LocalAws(TRUST);
  const GET = await load(aws, { VERCEL_OIDC_TOKEN: await aws.token() });
  assertEquals((await GET(request("/one"))).status, 200);
});

Deno.test("examples/vercel_oidc.ts says that there is no token", async () => {
  await using aws = new LocalAws(TRUST);
  const GET = await load(aws);
  await assertRejects(() => GET(request("/one")), CredentialsError, "token must be a string that is not empty");
  assertEquals(aws.tokens, []);
});
