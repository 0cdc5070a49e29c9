// What a test runner's DOM does to a program: its classes stand in place of the platform's, and of those the objects still
// come that fetch, TextEncoder and Web Crypto give. In Vitest's jsdom environment no `instanceof Uint8Array` holds for them.
import {
  invoke,
  invokeJson,
  invokeStream,
  listDurableExecutionsByFunction,
  payloadStream,
  signRequest,
} from "../../mod.ts";
import { lambdaHandler } from "../../src/http/mod.ts";
import { localLambda } from "../../src/local/mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";

const CLASSES = [
  "ArrayBuffer",
  "Blob",
  "Date",
  "Headers",
  "Promise",
  "ReadableStream",
  "Request",
  "Response",
  "Uint8Array",
];

/** Runs with a class of another realm in place of one of the platform's; what there was before stays as it was. */
async function withForeign(name: string, run: () => Promise<void>): Promise<void> {
  const original = Object.getOwnPropertyDescriptor(globalThis, name); // none in workerd, where it is inherited
  if (original?.configurable === false) throw new Skip("its classes cannot be replaced");
  // Workers with a compatibility date of 2022, in which no test runner puts classes of its own.
  if (String(new Blob()) !== "[object Blob]") throw new Skip("its objects do not say of what class they are");
  const Platform = (globalThis as unknown as Record<string, new () => object>)[name]!;
  Object.defineProperty(globalThis, name, { value: class extends Platform {}, configurable: true, writable: true });
  try {
    await run();
  } finally {
    if (original) Object.defineProperty(globalThis, name, original);
    else delete (globalThis as Record<string, unknown>)[name];
  }
}

const EVENT = '{"name":"Ada"}';

/** Functions, and objects of the platform for them. */
function makeObjects() {
  const reply = new Response("A page");
  return {
    payloads: [{ name: "Ada" }, EVENT, bytes(EVENT), bytes(EVENT).buffer, new Blob([EVENT]), new Response(EVENT).body],
    signal: new AbortController().signal,
    since: new Date(0),
    request: new Request("https://example.com/page"),
    functions: {
      greet: ({ name }: { name: string }) => `Hello, ${name}`,
      bytes: () => bytes("bytes"),
      site: ({ rawPath }: { rawPath: string }) => ({ statusCode: 200, body: rawPath }),
      page: () => reply,
      async *story() {
        yield "Once upon ";
        yield bytes("a time");
      },
    },
  };
}

for (const name of CLASSES) {
  test(`All goes on where a test runner has a ${name} of its own`, async () => {
    const { functions, payloads, request, signal, since } = makeObjects();
    const body = bytes(EVENT).buffer;
    const { config } = localLambda(functions);
    const limited = { ...config, timeout: 60_000, signal };
    await withForeign(name, async () => {
      for (const Payload of payloads) {
        assertEquals(await invokeJson(limited, { FunctionName: "greet", Payload }), "Hello, Ada");
      }
      assertEquals((await invoke(config, { FunctionName: "bytes" })).Payload?.text(), "bytes");
      const streamed = payloadStream(await invokeStream(limited, { FunctionName: "story" }));
      assertEquals(await readText(streamed), "Once upon a time");
      const handler = lambdaHandler(config, { FunctionName: "site" });
      assertEquals(await (await handler(request)).text(), "/page");
      const page = lambdaHandler(config, { FunctionName: "page" });
      assertEquals(await (await page(request)).text(), "A page");
      const signed = await signRequest("https://example.amazonaws.com/", {
        credentials: config.credentials,
        region: "us-east-1",
        service: "lambda",
        method: "POST",
        body,
      });
      assertEquals(await signed.text(), EVENT);
      await listDurableExecutionsByFunction(config, { FunctionName: "greet", StartedAfter: since });
    });
  });
}

async function readText(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  for (let text = "";;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
}

test("A Blob that cannot be streamed, as that of jsdom, is refused before anything is sent", async () => {
  const { config, invocations } = localLambda({ greet: () => "Hello" });
  const Payload = { [Symbol.toStringTag]: "Blob", size: 1, type: "" };
  Object.setPrototypeOf(Payload, {});
  await assertRejects(
    () => invoke(config, { FunctionName: "greet", Payload }),
    TypeError,
    "must be a Blob that can be",
  );
  assertEquals(invocations.length, 0);
});
