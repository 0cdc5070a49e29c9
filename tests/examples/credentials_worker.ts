/**
 * What credentials_workerd_test.ts runs in workerd: one config for all requests, as a Worker would have it.
 *
 * @module
 */
import { invokeJson, type LambdaConfig } from "../../mod.ts";
import { fromWebIdentity } from "../../src/credentials/mod.ts";

interface Env {
  readonly ORIGIN: string;
}

let config: LambdaConfig | undefined;
let shared: PromiseWithResolvers<string> | undefined;

/** Built by the first request, as `env` is not there before. */
function configOf({ ORIGIN }: Env): LambdaConfig {
  return config ??= {
    region: "eu-central-1",
    endpoint: `${ORIGIN}/lambda`,
    credentials: fromWebIdentity({
      region: "eu-central-1",
      roleArn: "arn:aws:iam::123456789012:role/worker",
      token: async () => await (await fetch(`${ORIGIN}/token`)).text(),
      endpoint: `${ORIGIN}/sts`,
    }),
  };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    // What this module must not do, so that the test knows what workerd says of it.
    const { pathname } = new URL(request.url);
    if (pathname === "/wait") return new Response(await (shared = Promise.withResolvers<string>()).promise);
    if (pathname === "/settle") shared?.resolve("settled");
    if (pathname === "/last") {
      console.log("the last words");
      return new Response();
    }
    try {
      return new Response(await invokeJson<string>(configOf(env), { FunctionName: "hello" }));
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
