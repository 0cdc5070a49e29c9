import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Readable } from "node:stream";
import { brokenStory, HEAD, story } from "./story.ts";

/** The function proper, which middy wraps. */
// deno-lint-ignore require-await -- as handlers are
export async function tell(event: APIGatewayProxyEventV2): Promise<object> {
  switch (event.rawPath) {
    case "/story":
      return {
        statusCode: HEAD.status,
        headers: { "content-type": HEAD.headers["content-type"] },
        cookies: HEAD.cookies,
        body: Readable.from(story()),
      };
    case "/empty":
      return { statusCode: 204 };
    case "/broken":
      return { statusCode: 200, body: Readable.from(brokenStory()) };
    default:
      return {
        statusCode: 200,
        headers: { "content-type": "text/plain" },
        body: `${event.cookies?.join("; ")} ${event.queryStringParameters?.q} ${event.body}`,
      };
  }
}
