/**
 * A Worker that serves a page, and streams a Lambda function's answer into it.
 *
 * @module
 */
import { fromEnv } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import page from "./page.html" with { type: "text" };

export default {
  fetch(request: Request, env: Record<string, string>): Promise<Response> | Response {
    if (new URL(request.url).pathname === "/") {
      return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    const handle = lambdaHandler(fromEnv(env), { FunctionName: "story", InvokeMode: "RESPONSE_STREAM" });
    return handle(request);
  },
};
