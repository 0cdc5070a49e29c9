/**
 * Takes the README's picture of examples/stream_to_browser, with the story half told.
 *
 *     deno run -A tests/examples/screenshot.ts
 *
 * @module
 */
import { tellStory } from "../../examples/stream_to_browser/story.mjs";
import { openPage } from "./chromium.ts";
import { serveLambda } from "./local_server.ts";
import { startWorker } from "./workerd.ts";

await using server = serveLambda({
  story: () => new Response(ReadableStream.from(tellStory(15)).pipeThrough(new TextEncoderStream())),
});
await using worker = await startWorker("examples/stream_to_browser/wrangler.toml", server.env);
await using page = await openPage(worker.origin, { width: 800, height: 580, scale: 2 });
await page.click("#tell");
await page.until("story.textContent.match(/\\S+/g)?.length >= 90");
await Deno.writeFile(Deno.args[0] ?? "examples/stream_to_browser/screenshot.png", await page.screenshot());
