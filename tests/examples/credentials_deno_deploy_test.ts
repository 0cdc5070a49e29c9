import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { until } from "../support/stubs.ts";
import { LocalAws, type Trust } from "./credentials_aws.ts";

const TRUST: Trust = {
  iss: "https://oidc.deno.com",
  aud: "sts.amazonaws.com",
  sub: "deployment:deno/astro-app/production",
};

/** What `jsr:@deno/oidc` exports, by its documentation; the token comes from the test. */
const OIDC = (origin: string) =>
  `export const supportsIssuingIdTokens = true;
export async function getIdToken(audience) {
  return await (await fetch("${origin}/token?audience=" + encodeURIComponent(audience))).text();
}`;

/** The example itself, as a process that finds its own `jsr:@deno/oidc`. */
class Example implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #origin: PromiseWithResolvers<string> = Promise.withResolvers();
  readonly #ended: Promise<unknown>;
  log = "";

  constructor(aws: LocalAws) {
    const file = (path: string) => new URL(`../../${path}`, import.meta.url).href;
    const imports = {
      "@lambda4fetch/lambda4fetch": file("mod.ts"),
      "@lambda4fetch/lambda4fetch/credentials": file("src/credentials/mod.ts"),
      "jsr:@deno/oidc@1": `data:text/javascript,${encodeURIComponent(OIDC(aws.origin))}`,
    };
    const map = `data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-check",
        "--no-config",
        "--no-lock",
        "--allow-env",
        "--allow-net=127.0.0.1",
        `--import-map=${map}`,
        "examples/deno_deploy_oidc.ts",
      ],
      cwd: new URL("../../", import.meta.url).pathname,
      env: { ...aws.variables, NO_COLOR: "1", DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const { stdout, stderr, status } = this.#child;
    this.#ended = Promise.all([this.#read(stdout), this.#read(stderr), status]);
    this.#ended.then(() => this.#origin.reject(new Error(this.log)));
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.log += text;
      const port = /127\.0\.0\.1:(\d+)/.exec(this.log)?.[1];
      if (port) this.#origin.resolve(`http://127.0.0.1:${port}`);
    }
  }

  async get(path: string): Promise<Response> {
    return await fetch(await this.#origin.promise + path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

Deno.test("examples/deno_deploy_oidc.ts trades Deno Deploy's token for a role's credentials", async () => {
  await using aws = new LocalAws(TRUST);
  await using example = new Example(aws);
  for (const path of ["/one", "/two"]) {
    const response = await example.get(path);
    assertEquals([response.status, await response.text()], [200, `"Hello from ${path}"`], example.log);
  }
  assertEquals(aws.payloads, [{ path: "/one" }, { path: "/two" }]);
  assertEquals(aws.tokens.length, 1);
});

Deno.test("examples/deno_deploy_oidc.ts says why the role is not to be had", async () => {
  await using aws = new LocalAws({ ...TRUST, aud: "another" });
  await using example = new Example(aws);
  const response = await example.get("/one");
  await response.body?.cancel();
  assertEquals(response.status, 500);
  await until(() => example.log.includes("provider")); // it comes by a pipe
  assertMatch(
    example.log,
    /CredentialsError: Cannot get credentials: 127\.0\.0\.1:\d+ refused: AccessDenied: Not auth/,
  );
  assertStringIncludes(example.log, `provider: "fromWebIdentity"`);
  assertEquals(example.log.includes(aws.tokens[0]!), false);
});
