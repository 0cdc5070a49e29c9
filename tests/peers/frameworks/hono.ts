import { Hono } from "hono";
import { streamHandle } from "hono/aws-lambda";
import { stream } from "hono/streaming";
import { brokenStory, HEAD, story } from "./story.ts";

const app = new Hono();

app.get("/story", (c) => {
  c.status(HEAD.status);
  for (const [name, value] of Object.entries(HEAD.headers)) c.header(name, value);
  for (const cookie of HEAD.cookies) c.header("set-cookie", cookie, { append: true });
  return stream(c, async (stream) => {
    for await (const piece of story()) await stream.write(piece);
  });
});
app.get("/empty", (c) => c.body(null, 204));
app.get("/broken", () => {
  const pieces = brokenStory();
  const body = new ReadableStream({
    async pull(controller) {
      const { value } = await pieces.next();
      controller.enqueue(new TextEncoder().encode(value));
    },
  });
  return new Response(body);
});
app.post("/echo", async (c) => c.text(`${c.req.header("cookie")} ${c.req.query("q")} ${await c.req.text()}`));

export const handler = streamHandle(app);
