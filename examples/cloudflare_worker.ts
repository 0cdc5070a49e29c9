/**
 * A Cloudflare Worker in front of a Lambda function: status, headers, cookies and body go both ways, streamed.
 *
 *     npm install @lambda4fetch/lambda4fetch
 *     npx wrangler secret put AWS_ACCESS_KEY_ID
 *     npx wrangler secret put AWS_SECRET_ACCESS_KEY
 *     npx wrangler dev
 *
 * @module
 */
import { fromEnv } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";

/** The variables of wrangler.toml, and the secrets. */
type Env = Record<string, string>;

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const handle = lambdaHandler(
      fromEnv(env),
      { FunctionName: env.FUNCTION_NAME!, InvokeMode: "RESPONSE_STREAM" },
      {
        // Cloudflare sets these headers itself, so that no client can.
        sourceIp: ({ headers }) => headers.get("cf-connecting-ip"),
        trustedHeaders: ["cf-ipcountry"],
      },
    );
    return handle(request);
  },
};
