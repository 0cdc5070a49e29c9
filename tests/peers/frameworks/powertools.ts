import { Router, streamify } from "@aws-lambda-powertools/event-handler/http";
import { brokenStory, responseHead, story, streamOf } from "./story.ts";

const app = new Router();

app.get("/story", () => new Response(streamOf(story()), responseHead()));
app.get("/empty", () => new Response(null, { status: 204 }));
app.get("/broken", () => new Response(streamOf(brokenStory())));
app.post("/echo", async ({ req }) => {
  const text = `${req.headers.get("cookie")} ${new URL(req.url).searchParams.get("q")} ${await req.text()}`;
  return new Response(text, { headers: { "content-type": "text/plain" } });
});

export const handler = streamify(app);
