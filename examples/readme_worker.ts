/**
 * The Worker of README.md.
 *
 * @module
 */
import { fromEnv, invokeJson } from "@lambda4fetch/lambda4fetch";

interface Env {
  AWS_REGION: string;
  AWS_ACCESS_KEY_ID: string;
  AWS_SECRET_ACCESS_KEY: string;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const answer = await invokeJson(fromEnv(env), { FunctionName: "greet", Payload: await request.json() });
    return Response.json(answer);
  },
};
