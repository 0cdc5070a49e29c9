/// <reference types="npm:@types/aws-lambda@8.10.164" />
import { H3 } from "h3";
import { handleLambdaEventWithStream } from "srvx/aws-lambda";
import { brokenStory, responseHead, story, streamOf } from "./story.ts";

const app = new H3();

app.get("/story", () => new Response(streamOf(story()), responseHead()));
app.get("/empty", () => new Response(null, { status: 204 }));
app.get("/broken", () => new Response(streamOf(brokenStory())));
app.post(
  "/echo",
  async ({ req, url }) => `${req.headers.get("cookie")} ${url.searchParams.get("q")} ${await req.text()}`,
);

export const handler = awslambda.streamifyResponse((event, responseStream, context) =>
  handleLambdaEventWithStream((request) => app.fetch(request), event, responseStream, context)
);
