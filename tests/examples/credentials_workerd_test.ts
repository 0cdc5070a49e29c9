/**
 * A Worker whose requests share one config: workerd itself says whether one of them touched what is another's.
 *
 * @module
 */
import { build, stop } from "esbuild";
import { assert, assertEquals, assertLessOrEqual, assertMatch, assertNotMatch } from "../support/assert.ts";
import { install } from "../peers/lambda/install.ts";
import { bin, here } from "../runtimes/command.ts";
import { assertOnTime } from "../support/calls.ts";
import { keys, stsJson } from "../support/sts.ts";
import { until } from "../support/stubs.ts";

/** How workerd words it that a request waits for, or uses, what belongs to another. */
const CROSS_REQUEST = /cross-request|different request|had hung/i;

/** A request takes so long, as far as an answer can still be waited for. */
const takes = (ms: number) => new Promise<void>((done) => Deno.unrefTimer(setTimeout(done, ms)));

/** STS, Lambda and the issuer of tokens, on one port. */
class Aws {
  /** How often STS was asked. */
  asked = 0;
  /** How long the n-th answer of STS takes, in milliseconds; 100 unless said. */
  delays: Record<number, number> = {};
  /** Session tokens that Lambda takes for expired. */
  expired = new Set<string>();
  readonly #closed: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #server: Deno.HttpServer<Deno.NetAddr> = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => this.#answer(request),
  );
  readonly origin: string = `http://127.0.0.1:${this.#server.addr.port}`;

  async close(): Promise<void> {
    this.#closed.resolve();
    await this.#server.shutdown();
  }

  #delay(ms: number): Promise<void> {
    return Promise.race([takes(ms), this.#closed.promise]);
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const body = await request.text();
    if (pathname === "/token") {
      await this.#delay(50);
      return new Response("token-of-the-worker");
    }
    if (pathname === "/sts/") {
      const n = ++this.asked;
      assertEquals(new URLSearchParams(body).get("WebIdentityToken"), "token-of-the-worker");
      await this.#delay(this.delays[n] ?? 100);
      const { body: answer } = stsJson("AssumeRoleWithWebIdentity", n, new Date(Date.now() + 3_600_000));
      return new Response(answer as string);
    }
    const token = request.headers.get("x-amz-security-token") ?? "";
    if (!this.expired.has(token)) return Response.json(token);
    return Response.json({ message: "expired" }, {
      status: 403,
      headers: { "x-amzn-errortype": "ExpiredTokenException" },
    });
  }
}

/** The Worker, in one workerd. */
class Workerd implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #port: PromiseWithResolvers<string> = Promise.withResolvers();
  readonly #ended: Promise<unknown>;
  /** What it says, on either channel. */
  #log = "";

  constructor(folder: string, origin: string) {
    this.#child = new Deno.Command(bin("workerd"), {
      args: ["serve", "--verbose", "--control-fd=1", `${folder}/workerd.capnp`],
      env: { ORIGIN: origin },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const { stdout, stderr, status } = this.#child;
    this.#ended = Promise.all([this.#read(stdout), this.#read(stderr), status]);
    this.#ended.then(() => this.#port.reject(new Error(this.#log)));
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#log += text;
      const port = /"port":(\d+)/.exec(this.#log)?.[1];
      if (port) this.#port.resolve(port);
    }
  }

  async get(path = "/", signal: AbortSignal | null = null): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${await this.#port.promise}${path}`, { signal });
    const text = await response.text();
    assertEquals(response.status, 200, text);
    return text;
  }

  many(count: number, path?: string): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, () => this.get(path)));
  }

  /** Ends it once it has said all that it has to say, and gives that. */
  async end(): Promise<string> {
    await this.get("/last");
    await until(() => this.#log.includes("the last words"));
    await this[Symbol.asyncDispose]();
    return this.#log;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch { /* ended already */ }
    await this.#ended;
  }
}

async function prepare(folder: string, compatibilityDate: string): Promise<void> {
  await install(here);
  await build({
    entryPoints: [new URL("./credentials_worker.ts", import.meta.url).pathname],
    absWorkingDir: here,
    bundle: true,
    format: "esm",
    target: "es2022",
    outfile: `${folder}/worker.js`,
    logLevel: "warning",
  });
  await stop();
  await Deno.writeTextFile(
    `${folder}/workerd.capnp`,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ( name = "main", worker = (
      modules = [ ( name = "worker.js", esModule = embed "worker.js" ) ],
      compatibilityDate = "${compatibilityDate}",
      bindings = [ ( name = "ORIGIN", fromEnvironment = "ORIGIN" ) ],
      globalOutbound = "local" ) ),
    ( name = "local", network = ( allow = ["local"], deny = [] ) ) ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "main" ) ] );
`,
  );
}

for (const compatibilityDate of ["2026-11-01", "2022-11-30"]) {
  Deno.test(`50 requests of a Worker share one config, at ${compatibilityDate}`, async () => {
    const folder = await Deno.makeTempDir();
    const aws = new Aws();
    await prepare(folder, compatibilityDate);
    {
      await using workerd = new Workerd(folder, aws.origin);
      const tokens = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, n) => keys(from + n + 1).sessionToken);
      const first = await workerd.many(50);
      const cold = aws.asked;
      assertLessOrEqual(cold, 5);
      assertEquals(first.filter((token) => !tokens(0, cold).includes(token)), []);

      // All of a sudden the keys are no good any more.
      for (const token of tokens(0, cold)) aws.expired.add(token);
      const second = await workerd.many(50);
      assertLessOrEqual(aws.asked - cold, 5);
      assertEquals(second.filter((token) => !tokens(cold, aws.asked).includes(token)), []);

      assertNotMatch(await workerd.end(), CROSS_REQUEST);
    }
    await aws.close();
    await Deno.remove(folder, { recursive: true });
  });
}

Deno.test("A Worker's requests do not wait for one that has ended in the middle of a refresh", async () => {
  const folder = await Deno.makeTempDir();
  const aws = new Aws();
  aws.delays[1] = 20_000;
  await prepare(folder, "2026-11-01");
  {
    await using workerd = new Workerd(folder, aws.origin);
    const client = new AbortController();
    const gone = workerd.get("/", client.signal).catch((error) => error);
    await until(() => aws.asked > 0);
    const others = workerd.many(49);
    client.abort();
    assert(await gone instanceof DOMException);
    assertEquals(await assertOnTime(() => others, 1_500), Array(49).fill(keys(2).sessionToken));
    assertLessOrEqual(aws.asked, 3);
    assertNotMatch(await workerd.end(), CROSS_REQUEST);
  }
  await aws.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("workerd says so where requests share a promise", async () => {
  const folder = await Deno.makeTempDir();
  const aws = new Aws();
  await prepare(folder, "2026-11-01");
  {
    await using workerd = new Workerd(folder, aws.origin);
    const waiting = workerd.get("/wait").catch((error) => error);
    await workerd.get("/");
    await workerd.get("/settle");
    assert(await waiting instanceof Error);
    assertMatch(await workerd.end(), CROSS_REQUEST);
  }
  await aws.close();
  await Deno.remove(folder, { recursive: true });
});
