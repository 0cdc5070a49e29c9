/**
 * A Lambda function called from a Vercel function, on Node or on the edge, without any AWS key: Vercel sends a token
 * along with each request, and STS gives the credentials of a role for it.
 *
 * Once, in AWS: an identity provider `https://oidc.vercel.com/<team>` with the audience `https://vercel.com/<team>`, and
 * a role whose trust policy names it and the project, as `oidc.vercel.com/<team>:sub` is
 * `owner:<team>:project:<project>:environment:production`. This file is then `api/hello.ts`, and AWS_REGION,
 * AWS_ROLE_ARN and FUNCTION_NAME are variables of the project.
 *
 * @module
 * @see {@link https://vercel.com/docs/oidc/aws}
 */
import { invokeJson, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
import { fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";

declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

const { AWS_REGION: region = "us-east-1", AWS_ROLE_ARN = "", FUNCTION_NAME = "hello" } = process.env;

/** That of the last request: it says which project is calling, and not for whom, so any will do. */
let token: string | null | undefined;

/** One for all requests: it keeps the credentials, and gets new ones in time. */
const config: LambdaConfig = {
  region,
  endpoint: process.env.AWS_ENDPOINT_URL_LAMBDA,
  credentials: fromWebIdentity({
    region,
    endpoint: process.env.AWS_ENDPOINT_URL_STS,
    roleArn: AWS_ROLE_ARN,
    token: () => token ?? "",
  }),
};

/** Answers GET. */
export async function GET(request: Request): Promise<Response> {
  // `vercel env pull` writes the variable, for `vercel dev`.
  token = request.headers.get("x-vercel-oidc-token") ?? process.env.VERCEL_OIDC_TOKEN;
  const Payload = { path: new URL(request.url).pathname };
  return Response.json(await invokeJson(config, { FunctionName: FUNCTION_NAME, Payload }));
}
