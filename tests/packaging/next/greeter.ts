import { invokeJson } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";

const { config } = localLambda({
  greet: ({ name }: { name: string }) => `Hello, ${name}`,
  site: async ({ rawPath, queryStringParameters }) => {
    const greeting = await invokeJson<string>(config, { FunctionName: "greet", Payload: queryStringParameters });
    return { statusCode: 200, body: `${rawPath}: ${greeting}` };
  },
});

/** Passes every request to a function. */
export const GET = lambdaHandler(config, { FunctionName: "site" });
