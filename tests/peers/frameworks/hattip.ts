import { loadHattip } from "../adapters/load_hattip.ts";
import { brokenStory, responseHead, story, streamOf } from "./story.ts";

const { streamed: awsLambdaAdapter } = await loadHattip();

export const handler = awsLambdaAdapter(async ({ request }) => {
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
});
