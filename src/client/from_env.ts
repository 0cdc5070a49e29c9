import { environment, type ReadVariable } from "../base/environment.ts";
import { checkType, refuse } from "../base/refuse.ts";
import { conceal, type Credentials } from "../signing/credentials.ts";
import type { LambdaConfig } from "./config.ts";

/**
 * Options of {@linkcode fromEnv}.
 *
 * @category Configuration
 */
export interface FromEnvOptions {
  /**
   * Prefix of all variable names: `"MY_"` reads `MY_AWS_REGION` and so on. Use it on platforms that reserve AWS's
   * names.
   *
   * @default {""}
   */
  readonly prefix?: string | undefined;
}

/**
 * Reads a config from AWS's environment variables: `AWS_REGION` or `AWS_DEFAULT_REGION`, `AWS_ACCESS_KEY_ID`,
 * `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_ENDPOINT_URL_LAMBDA` or `AWS_ENDPOINT_URL`, `AWS_MAX_ATTEMPTS`,
 * `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT`.
 *
 * Nothing is read until you call it; on Deno it needs `--allow-env=AWS_*`. Numbers and booleans are read as their text.
 * A session token next to a long-term key (`AKIA…`) is left out: such keys never have one, so it belongs to the
 * platform. Inside AWS Lambda, the config's `traceId` is the trace of the invocation that is running at the time of
 * each call (`_X_AMZN_TRACE_ID`), so that Lambda can detect functions that call each other in a loop.
 *
 * The secret key and the session token can be read as properties, but neither logs nor JSON show them. A copy of
 * `credentials` by spreading or cloning does not contain them.
 *
 * @param env The variables, such as the `env` of a Worker. By default, those of the process, on Deno, Node.js and Bun.
 * @param options How the variables are named.
 * @returns The config; spread it to add options.
 * @throws {TypeError} If the region, the key id or the key is missing, or a variable has an invalid value. The message
 * names the variable.
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
 * @category Configuration
 */
export function fromEnv(
  env?: object,
  options: FromEnvOptions = {},
): LambdaConfig & { readonly credentials: Credentials } {
  const prefix = checkType("string", "prefix", options.prefix ?? "");
  const readAny = environment(env);
  const read: ReadVariable = (name) => readAny(prefix + name);
  const endpoint = read("AWS_ENDPOINT_URL_LAMBDA") ?? read("AWS_ENDPOINT_URL");
  const maxAttempts = readAttempts(readAny, `${prefix}AWS_MAX_ATTEMPTS`);
  const useFipsEndpoint = readFlag(readAny, `${prefix}AWS_USE_FIPS_ENDPOINT`);
  const useDualstackEndpoint = readFlag(readAny, `${prefix}AWS_USE_DUALSTACK_ENDPOINT`);
  const traceId = traceIdOfLambda(readAny);
  return {
    region: read("AWS_REGION") ?? read("AWS_DEFAULT_REGION") ?? missing(`${prefix}AWS_REGION`),
    credentials: readCredentials(read, prefix),
    ...(endpoint !== undefined && { endpoint }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(useFipsEndpoint !== undefined && { useFipsEndpoint }),
    ...(useDualstackEndpoint !== undefined && { useDualstackEndpoint }),
    ...(traceId !== undefined && { traceId }),
  };
}

function missing(name: string): never {
  refuse(name, "in the environment", undefined);
}

function readCredentials(read: ReadVariable, prefix: string): Credentials {
  const accessKeyId = read("AWS_ACCESS_KEY_ID") ?? missing(`${prefix}AWS_ACCESS_KEY_ID`);
  const secretAccessKey = read("AWS_SECRET_ACCESS_KEY") ?? missing(`${prefix}AWS_SECRET_ACCESS_KEY`);
  const isLongTermKey = accessKeyId.startsWith("AKIA");
  const sessionToken = isLongTermKey ? undefined : read("AWS_SESSION_TOKEN");
  return conceal({ accessKeyId, secretAccessKey, sessionToken });
}

function readAttempts(read: ReadVariable, name: string): number | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  const attempts = Number(text);
  if (!(attempts >= 1)) refuse(name, "a number from 1", text);
  return attempts;
}

function readFlag(read: ReadVariable, name: string): boolean | undefined {
  const text = read(name);
  switch (text?.toLowerCase()) {
    case undefined:
      return undefined;
    case "true":
      return true;
    case "false":
      return false;
    default:
      return refuse(name, "true or false", text);
  }
}

/**
 * What gives the trace of the running invocation, inside AWS Lambda; the names are Lambda's own, so that they have no prefix.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime}
 */
function traceIdOfLambda(read: ReadVariable): (() => string | undefined) | undefined {
  const ifAllowed: ReadVariable = (name) => {
    try {
      return read(name);
    } catch {
      return undefined; // on Deno, where only other variables may be read: a trace is not worth a call
    }
  };
  return ifAllowed("AWS_LAMBDA_FUNCTION_NAME") === undefined ? undefined : () => ifAllowed("_X_AMZN_TRACE_ID");
}
