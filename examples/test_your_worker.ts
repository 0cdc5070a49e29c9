/**
 * A Worker that asks a Lambda function for a price; `test_your_worker_test.ts` beside it tests it without AWS.
 *
 * @module
 */
import {
  fromEnv,
  FunctionError,
  invokeJson,
  type LambdaConfig,
  LambdaServiceException,
} from "@lambda4fetch/lambda4fetch";

/** What the Worker does, with the config handed in: that is all that it takes to be tested. */
export async function answer(request: Request, config: LambdaConfig): Promise<Response> {
  const item = new URL(request.url).searchParams.get("item");
  try {
    return Response.json(await invokeJson(config, { FunctionName: "price", Payload: { item } }));
  } catch (error) {
    if (error instanceof FunctionError) return new Response(`No price for ${item}`, { status: 404 });
    if (error instanceof LambdaServiceException && error.$metadata?.httpStatusCode === 429) {
      return new Response("Too busy", { status: 503, headers: { "retry-after": "1" } });
    }
    return new Response("Out of order", { status: 502 });
  }
}

export default {
  /** Called by the platform. */
  fetch: (request: Request, env: Record<string, string>): Promise<Response> => answer(request, fromEnv(env)),
};
