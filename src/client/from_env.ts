import type { LambdaConfig } from "./config.ts";
import { environment } from "../base/environment.ts";
import { conceal } from "../signing/credentials.ts";
import { refuse } from "../base/refuse.ts";
import type { Credentials } from "../signing/credentials.ts";

/**
 * Reads a config from AWS's environment variables: `AWS_REGION` or `AWS_DEFAULT_REGION`, `AWS_ACCESS_KEY_ID`,
 * `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_ENDPOINT_URL_LAMBDA` or `AWS_ENDPOINT_URL`, `AWS_MAX_ATTEMPTS`.
 *
 * Nothing is read before it is called. The secret and the token are not enumerable: a log of the config does not show
 * them, and a copy by spreading `credentials` does not hold them.
 *
 * @param env The variables, such as the `env` of a Worker; those of the process, on Deno, Node and Bun, unless said.
 * @returns The config, to be spread into a larger one if need be.
 * @throws {TypeError} If region, key id or key is missing, or `AWS_MAX_ATTEMPTS` is no number; names the variable.
 * @see {@link https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html}
 * @example Configure a Worker
 * ```ts
 * import { fromEnv } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * const env = { AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI" };
 * const config = fromEnv(env);
 * assert.equal(config.region, "eu-central-1");
 * assert.ok(!JSON.stringify(config).includes("wJalr"));
 * ```
 */
export function fromEnv(env?: object): LambdaConfig & { readonly credentials: Credentials } {
  const read = environment(env);
  const need = (name: string, value = read(name)) => value ?? refuse(name, "in the environment", value);
  const endpoint = read("AWS_ENDPOINT_URL_LAMBDA") ?? read("AWS_ENDPOINT_URL");
  const attempts = read("AWS_MAX_ATTEMPTS");
  if (attempts && !(Number(attempts) >= 1)) refuse("AWS_MAX_ATTEMPTS", "a number from 1", attempts);
  return {
    region: need("AWS_REGION", read("AWS_REGION") ?? read("AWS_DEFAULT_REGION")),
    credentials: conceal({
      accessKeyId: need("AWS_ACCESS_KEY_ID"),
      secretAccessKey: need("AWS_SECRET_ACCESS_KEY"),
      sessionToken: read("AWS_SESSION_TOKEN"),
    }),
    ...(endpoint && { endpoint }),
    ...(attempts && { maxAttempts: Number(attempts) }),
  };
}
