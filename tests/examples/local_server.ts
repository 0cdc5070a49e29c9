/**
 * A local Lambda behind a loopback port, for examples that run in a process of their own.
 *
 * @module
 */
import { type LocalFunctions, type LocalLambda, localLambda } from "@lambda4fetch/lambda4fetch/local";

/** A served Lambda. */
export interface LocalServer extends AsyncDisposable {
  readonly lambda: LocalLambda;
  /** What an example needs in its environment. */
  readonly env: Record<string, string>;
}

/** Serves functions on a free port of 127.0.0.1. */
export function serveLambda(functions: LocalFunctions): LocalServer {
  const lambda = localLambda(functions);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, lambda.fetch);
  const { region, credentials } = lambda.config;
  return {
    lambda,
    env: {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${server.addr.port}`,
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
