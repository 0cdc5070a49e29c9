/**
 * A Lambda function called from Deno Deploy without any AWS key: Deno Deploy signs a token for the app, and STS gives
 * the credentials of a role for it.
 *
 * Once, in AWS: an identity provider `https://oidc.deno.com` with the audience `sts.amazonaws.com`, and a role whose
 * trust policy names it and the app, as `oidc.deno.com:sub` is `deployment:<org>/<app>/production`.
 *
 *     deno add jsr:@lambda4fetch/lambda4fetch jsr:@deno/oidc
 *
 * and, as variables of the app, AWS_REGION, AWS_ROLE_ARN and FUNCTION_NAME.
 *
 * @module
 * @see {@link https://docs.deno.com/deploy/reference/oidc}
 */
import { invokeJson, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
import { fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";

const region = Deno.env.get("AWS_REGION") ?? "us-east-1";

/** One for all requests: it keeps the credentials, and gets new ones in time. */
const config: LambdaConfig = {
  region,
  endpoint: Deno.env.get("AWS_ENDPOINT_URL_LAMBDA"),
  credentials: fromWebIdentity({
    region,
    endpoint: Deno.env.get("AWS_ENDPOINT_URL_STS"),
    roleArn: Deno.env.get("AWS_ROLE_ARN") ?? "",
    // Good for five minutes, so it is asked for at every refresh, about once an hour.
    token: async () => (await import("jsr:@deno/oidc@1")).getIdToken("sts.amazonaws.com"),
  }),
};

Deno.serve(async (request) => {
  const Payload = { path: new URL(request.url).pathname };
  const signal = request.signal;
  return Response.json(
    await invokeJson(config, { FunctionName: Deno.env.get("FUNCTION_NAME") ?? "hello", Payload }, { signal }),
  );
});
