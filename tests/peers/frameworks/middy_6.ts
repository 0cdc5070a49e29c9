import middy from "@middy/core-6";
import { tell } from "./middy_handler.ts";

export const handler = middy({ streamifyResponse: true })
  .use({
    after: ({ response }) => {
      response.headers = { ...response.headers, "x-teller": "a framework" };
    },
  })
  .handler(tell);
