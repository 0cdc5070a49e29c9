/**
 * A function that streams, with middy around it, as it is deployed: https://middy.js.org/docs/intro/streamify-response
 *
 * @module
 */
import middy from "@middy/core";
import { executionModeStreamifyResponse } from "@middy/core/StreamifyResponse";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Readable } from "node:stream";

async function* report({ rawPath }: APIGatewayProxyEventV2): AsyncGenerator<string> {
  yield `Report on ${rawPath}\n`;
  await new Promise((done) => setTimeout(done, 10));
  if (rawPath === "/broken") throw new Error("The data has run out");
  yield "All is well\n";
}

/** What Lambda calls. */
export const handler = middy({ executionMode: executionModeStreamifyResponse })
  .use({
    after: ({ response }) => {
      response.headers = { ...response.headers, "cache-control": "no-store" };
    },
  })
  // deno-lint-ignore require-await -- as handlers are
  .handler(async (event: APIGatewayProxyEventV2) => ({
    statusCode: 200,
    headers: { "content-type": "text/plain" },
    body: Readable.from(report(event)),
  }));
