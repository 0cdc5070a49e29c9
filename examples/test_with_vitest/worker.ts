/**
 * A Worker in front of two functions: one knows prices, one writes the page. `worker.spec.ts` beside it tests it in workerd,
 * without AWS.
 *
 * @module
 */
import { fromEnv, FunctionError, invokeJson, isLambdaError, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";

/** What the Worker does, with the config handed in: that is all that it takes to be tested. */
export async function answer(request: Request, config: LambdaConfig): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== "/price") {
    return await lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" })(request);
  }
  try {
    const Payload = { item: searchParams.get("item") };
    return Response.json(await invokeJson(config, { FunctionName: "price", Payload }));
  } catch (error) {
    if (error instanceof FunctionError) return new Response("No such item", { status: 404 });
    if (!isLambdaError(error)) throw error;
    return new Response("Try again", { status: 503, headers: { "retry-after": "1" } });
  }
}

export default {
  /** Called by the platform. */
  fetch: (request: Request, env: Record<string, string>): Promise<Response> => answer(request, fromEnv(env)),
};
