// examples/stream_to_browser: its Worker in workerd, its page in a real headless Chromium, a local Lambda behind both.
import { tellStory } from "../../examples/stream_to_browser/story.mjs";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { openPage, type Page, testInChromium } from "./chromium.ts";
import { type LocalServer, serveLambda } from "./local_server.ts";
import { serveExample } from "./serve_example.ts";
import { startWorker } from "./workerd.ts";

/** Opens the example's page with a story behind it. */
async function withPage(
  story: () => AsyncGenerator<string>,
  run: (page: Page, server: LocalServer) => Promise<void>,
): Promise<void> {
  await using server = serveLambda({
    story: () => new Response(ReadableStream.from(story()).pipeThrough(new TextEncoderStream())),
  });
  await using worker = await startWorker("examples/stream_to_browser/wrangler.toml", server.env);
  await using page = await openPage(worker.origin);
  await run(page, server);
}

const storyOf = (page: Page) => page.evaluate<string>("story.textContent");

testInChromium("the page shows each word before the function has written the next", async () => {
  const gates = Array.from({ length: 2 }, () => Promise.withResolvers<void>());
  async function* story(): AsyncGenerator<string> {
    yield "Once ";
    await gates[0]!.promise;
    yield "upon ";
    await gates[1]!.promise;
    yield "a time";
  }
  await withPage(story, async (page) => {
    await page.click("#tell");
    await page.until("story.textContent === 'Once '");
    assertEquals(await page.evaluate("Array.from(document.querySelectorAll('button'), (one) => one.disabled)"), [
      true,
      false,
    ]);
    gates[0]!.resolve();
    await page.until("story.textContent === 'Once upon '");
    gates[1]!.resolve();
    await page.until("story.dataset.state === 'the end'");
    assertEquals(await storyOf(page), "Once upon a time");
    assertMatch(await page.evaluate("document.querySelector('output').value"), /^4 words in \d+\.\d s, the end$/);
  });
});

testInChromium("the page's text grows, and its stop button ends the function's stream", async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  async function* story(): AsyncGenerator<string> {
    try {
      yield* tellStory(20);
    } finally {
      end();
    }
  }
  await withPage(story, async (page, { lambda }) => {
    await page.click("#tell");
    const lengths: number[] = [];
    for (let n = 0; n < 4; n++) {
      await page.until(`story.textContent.length > ${(lengths.at(-1) ?? 0) + 20}`);
      lengths.push((await storyOf(page)).length);
    }
    assert(lengths.every((length, n) => n === 0 || length > lengths[n - 1]!), `lengths: ${lengths}`);

    await page.click("#stop");
    await page.until("story.dataset.state === 'stopped'");
    const text = await storyOf(page);
    await ended; // no further word is written, let alone shown
    assertEquals(lambda.invocations[0]?.cancelled, true);
    assertEquals(await storyOf(page), text);
  });
});

Deno.test("the example runs without AWS and without Cloudflare", async () => {
  await using example = await serveExample("stream_to_browser/start.ts", { args: ["0"] });
  const page = await fetch(example.origin);
  assertMatch(await page.text(), /<button id="stop"/);
  const response = await fetch(`${example.origin}/story`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reader.read()).value, "Once ");
  await reader.cancel();
});
