// examples/cloudflare_worker.ts in workerd, in front of a local Lambda.
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { turn } from "../support/stubs.ts";
import { type LocalServer, serveLambda } from "./local_server.ts";
import { startWorker } from "./workerd.ts";

type Site = (event: { rawPath: string; requestContext: { http: { sourceIp: string } } }) => unknown;

/** Runs the example with a function behind it. */
async function withSite(site: Site, run: (origin: string, server: LocalServer) => Promise<void>): Promise<void> {
  await using server = serveLambda({ site });
  await using worker = await startWorker("examples/wrangler.toml", server.env);
  await run(worker.origin, server);
}

Deno.test("the Worker hands on status, headers, cookies and a compressed body", async () => {
  const page = new Blob(["Hello ".repeat(100)]).stream().pipeThrough(new CompressionStream("gzip"));
  const body = new Uint8Array(await new Response(page).arrayBuffer());
  const site: Site = ({ rawPath, requestContext }) => {
    const headers = new Headers({
      "content-type": "text/plain",
      "x-path": rawPath,
      "x-ip": requestContext.http.sourceIp,
    });
    headers.append("set-cookie", "a=1; Path=/");
    headers.append("set-cookie", "b=2; Expires=Thu, 01 Jan 2099 00:00:00 GMT");
    if (rawPath === "/gzip") headers.set("content-encoding", "gzip");
    return new Response(rawPath === "/gzip" ? body : "Hello", { status: 203, headers });
  };
  await withSite(site, async (origin) => {
    const client = { headers: { "cf-connecting-ip": "192.0.2.7" } };
    const plain = await fetch(`${origin}/a%20b`, client);
    assertEquals([plain.status, await plain.text()], [203, "Hello"]);
    assertEquals([plain.headers.get("x-path"), plain.headers.get("x-ip")], ["/a%20b", "192.0.2.7"]);
    assertEquals(plain.headers.getSetCookie(), ["a=1; Path=/", "b=2; Expires=Thu, 01 Jan 2099 00:00:00 GMT"]);
    // Deno's fetch undoes the encoding: were it there twice, this would be gzip still.
    assertEquals(await (await fetch(`${origin}/gzip`)).text(), "Hello ".repeat(100));
  });
});

Deno.test("the Worker's client has the first byte before the function writes its second", async () => {
  const gate = Promise.withResolvers<void>();
  async function* site(): AsyncGenerator<string> {
    yield "first";
    await gate.promise;
    yield "second";
  }
  await withSite(site, async (origin) => {
    const response = await fetch(origin);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    assertEquals((await reader.read()).value, "first");
    gate.resolve();
    assertEquals((await reader.read()).value, "second");
    assertEquals((await reader.read()).done, true);
  });
});

Deno.test("a client that goes away ends the function's stream", async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  async function* site(): AsyncGenerator<string> {
    try {
      for (;;) {
        yield "word ";
        await turn();
      }
    } finally {
      end();
    }
  }
  await withSite(site, async (origin, { lambda }) => {
    const client = new AbortController();
    const response = await fetch(origin, { signal: client.signal });
    const reader = response.body!.getReader();
    await reader.read();
    client.abort();
    await assertRejects(() => reader.read());
    await ended; // no further word is written
    assert(lambda.invocations[0]?.cancelled);
  });
});

Deno.test("a function that fails under way breaks the answer off", async () => {
  const gate = Promise.withResolvers<void>();
  async function* site(): AsyncGenerator<string> {
    yield "half";
    await gate.promise;
    throw new Error("Oops");
  }
  await withSite(site, async (origin) => {
    const response = await fetch(origin);
    assertEquals(response.status, 200);
    gate.resolve();
    await assertRejects(() => response.text());
  });
});
