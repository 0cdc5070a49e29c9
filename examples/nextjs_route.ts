/**
 * A route handler of Next.js, for `app/api/greet/route.ts`. Vercel reserves the `AWS_*` variables, so the keys have names
 * with a prefix: `MY_AWS_REGION`, `MY_AWS_ACCESS_KEY_ID`, `MY_AWS_SECRET_ACCESS_KEY`.
 *
 * @module
 */
import { fromEnv, invokeJson, isLambdaError } from "@lambda4fetch/lambda4fetch";

/** Answers `POST /api/greet`. */
export async function POST(request: Request): Promise<Response> {
  const config = { ...fromEnv(undefined, { prefix: "MY_" }), timeout: 10_000, signal: request.signal };
  try {
    return Response.json(await invokeJson(config, { FunctionName: "greet", Payload: await request.json() }));
  } catch (error) {
    if (!isLambdaError(error)) throw error;
    console.error(error);
    return new Response("The greeter is not available", { status: 502 });
  }
}
