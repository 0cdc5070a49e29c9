/// <reference types="npm:@types/aws-lambda@8.10.164" />
import { handleLambdaEventWithStream } from "srvx/aws-lambda";
import { brokenStory, responseHead, story, streamOf } from "./story.ts";

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  switch (pathname) {
    case "/story":
      return new Response(streamOf(story()), responseHead());
    case "/empty":
      return new Response(null, { status: 204 });
    case "/broken":
      return new Response(streamOf(brokenStory()));
    default:
      return new Response(`${request.headers.get("cookie")} ${searchParams.get("q")} ${await request.text()}`);
  }
}

export const handler = awslambda.streamifyResponse((event, responseStream, context) =>
  handleLambdaEventWithStream(answer, event, responseStream, context)
);
