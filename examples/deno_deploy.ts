/**
 * A Lambda function behind `Deno.serve`: on Deno Deploy, or on a machine of one's own.
 *
 *     AWS_REGION=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… FUNCTION_NAME=site \
 *       deno run --allow-net --allow-env examples/deno_deploy.ts
 *
 * @module
 */
import { fromEnv } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";

const config = fromEnv();
const FunctionName = Deno.env.get("FUNCTION_NAME") ?? "site";

Deno.serve((request, { remoteAddr }) => {
  const handle = lambdaHandler(config, { FunctionName }, { sourceIp: () => remoteAddr.hostname });
  return handle(request);
});
