/**
 * Streaming handlers of frameworks, as they are deployed and without a change, behind `lambdaHandler`: what each piece of an
 * answer is, and when it comes.
 *
 * @module
 */
import { FunctionError } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { installAwsLambda, localLambda } from "@lambda4fetch/lambda4fetch/local";
import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { closeGate, HEAD, openGate } from "./frameworks/story.ts";
import type { AppRouter } from "./frameworks/trpc.ts";

// Before the handlers are made: the frameworks look for the global then.
installAwsLambda();
const handlers = {
  hono: (await import("./frameworks/hono.ts")).handler,
  middy: (await import("./frameworks/middy.ts")).handler,
  middy6: (await import("./frameworks/middy_6.ts")).handler,
  fastify: (await import("./frameworks/fastify.ts")).handler,
  powertools: (await import("./frameworks/powertools.ts")).handler,
  h3: (await import("./frameworks/h3.ts")).handler,
  srvx: (await import("./frameworks/srvx.ts")).handler,
  hattip: (await import("./frameworks/hattip.ts")).handler,
};
type Framework = keyof typeof handlers;
const frameworks = Object.keys(handlers) as Framework[];

/** What a framework makes of a story that breaks off. */
type BreakOff = "fails" | "fails in words of its own" | "ends well" | "ends its process";

/** Where a framework does something else than it is asked to, on AWS as here. */
const OWN_WAYS: Readonly<
  Partial<Record<Framework, { cookies?: string[]; cookieHeader?: string; breakOff?: BreakOff }>>
> = {
  fastify: { cookieHeader: "a=1;b=2", breakOff: "fails in words of its own" },
  // Its streams keep one header of a name.
  powertools: { cookies: [HEAD.cookies[1]] },
  // Cookies are appended, which is a comma everywhere but in Node.js; and the stream is ended before the failure is told,
  // which AWS's runtime cannot tell any more (runtime/handlers.mjs: failsAfterItsEnd).
  h3: { cookieHeader: "a=1, b=2", breakOff: "ends well" },
  srvx: { cookieHeader: "a=1, b=2", breakOff: "ends well" },
  // Nobody listens to the errors of the stream that it pipes.
  hattip: { breakOff: "ends its process" },
};

const decoder = new TextDecoder();

/** The function behind a route, and the Lambda that it runs in. */
function serve(framework: Framework) {
  const lambda = localLambda({ site: handlers[framework] });
  const errors: unknown[] = [];
  const handler = lambdaHandler(lambda.config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" }, {
    onError: (error) => void errors.push(error),
  });
  return {
    lambda,
    errors,
    ask: (path: string, init?: RequestInit) => handler(new Request(`https://a.example${path}`, init)),
  };
}

for (const framework of frameworks) {
  const { cookies = [...HEAD.cookies], cookieHeader = "a=1; b=2", breakOff = "fails" } = OWN_WAYS[framework] ?? {};

  Deno.test(`${framework} streams piece by piece`, async () => {
    closeGate();
    const { ask, lambda } = serve(framework);
    const response = await ask("/story");
    assertEquals(response.status, HEAD.status);
    assertEquals(response.headers.get("content-type"), HEAD.headers["content-type"]);
    assertEquals(response.headers.get("x-teller"), HEAD.headers["x-teller"]);
    assertEquals(response.headers.getSetCookie(), cookies);
    const reader = response.body!.getReader();
    assertEquals(decoder.decode((await reader.read()).value), "one ");
    openGate();
    let rest = "";
    for (let next = await reader.read(); !next.done; next = await reader.read()) rest += decoder.decode(next.value);
    assertEquals(rest, "two");
    await lambda.drain();
    assertEquals(lambda.invocations.map(({ functionError }) => functionError), [undefined]);
  });

  Deno.test(`${framework} answers without a body`, async () => {
    const { ask } = serve(framework);
    const response = await ask("/empty");
    assertEquals([response.status, response.body], [204, null]);
  });

  Deno.test(`${framework} sees what the client has sent`, async () => {
    const { ask } = serve(framework);
    const headers = { "content-type": "text/plain", cookie: "a=1; b=2" };
    const response = await ask("/echo?q=%C3%A9", { method: "POST", headers, body: "Grüße" });
    assertEquals(await response.text(), `${cookieHeader} é Grüße`);
  });

  Deno.test(`${framework} goes on when its client has left`, async () => {
    closeGate();
    const { ask, lambda } = serve(framework);
    const response = await ask("/story");
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    openGate();
    await lambda.drain();
    assertEquals(lambda.invocations.map(({ cancelled, functionError }) => [cancelled, functionError]), [[
      true,
      undefined,
    ]]);
  });

  if (breakOff === "ends its process") continue;

  Deno.test(`${framework} breaks off, and ${breakOff}`, () =>
    quietly(async () => {
      closeGate();
      const { ask, lambda, errors } = serve(framework);
      const response = await ask("/broken");
      const reader = response.body!.getReader();
      assertEquals(decoder.decode((await reader.read()).value), "one ");
      openGate();
      if (breakOff === "ends well") {
        assertEquals((await reader.read()).done, true);
        assertEquals(errors, []);
      } else {
        const { errorMessage: message } = await assertRejects(() => reader.read(), FunctionError);
        assertEquals(errors.map((error) => (error as FunctionError).errorMessage), [message]);
        if (breakOff === "fails") assertEquals(message, "It broke off");
      }
      await lambda.drain();
    }));
}

/** Lets what a framework prints about an error go nowhere. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { error } = console;
  console.error = () => {};
  try {
    return await work();
  } finally {
    console.error = error;
  }
}

Deno.test("trpc streams piece by piece to its own client", async () => {
  closeGate();
  const { handler: trpc } = await import("./frameworks/trpc.ts");
  const { config } = localLambda({ trpc });
  const handler = lambdaHandler(config, { FunctionName: "trpc", InvokeMode: "RESPONSE_STREAM" });
  const client = createTRPCClient<AppRouter>({
    links: [
      httpBatchStreamLink({
        url: "https://a.example",
        fetch: (input, init) => handler(new Request(input as string, init as RequestInit)),
      }),
    ],
  });
  const [pieces, greeting] = await Promise.all([client.story.query(), client.greet.query("Ada")]);
  assertEquals(greeting, "Hello, Ada");
  const iterator = pieces[Symbol.asyncIterator]();
  assertEquals((await iterator.next()).value, "one ");
  openGate();
  assertEquals((await iterator.next()).value, "two");
  assert((await iterator.next()).done);
  const error = await assertRejects(() => client.fail.query(), Error);
  assertEquals(error.message, "Too far");
  closeGate();
  const broken = (await client.broken.query())[Symbol.asyncIterator]();
  assertEquals((await broken.next()).value, "one ");
  openGate();
  assertEquals((await assertRejects(() => broken.next(), Error)).message, "It broke off");
});
