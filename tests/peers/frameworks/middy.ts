import middy from "@middy/core";
import { executionModeStreamifyResponse } from "@middy/core/StreamifyResponse";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { tell } from "./middy_handler.ts";

const ended: string[] = [];

/** Which requests came to their end. */
export const requestsThatEnded: readonly string[] = ended;

export const handler = middy({
  executionMode: executionModeStreamifyResponse,
  requestEnd: ({ event }) => void ended.push((event as APIGatewayProxyEventV2).rawPath),
})
  .use({
    before: ({ event }) => {
      event.body ??= "";
    },
    after: ({ response }) => {
      response.headers = { ...response.headers, "x-teller": "a framework" };
    },
  })
  .handler(tell);
