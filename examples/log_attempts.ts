/**
 * One log line for each attempt of each call, with its retries: `deno run examples/log_attempts.ts`.
 *
 * @module
 */
import { type Attempt, invoke, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";

/** Logs an attempt as one line. */
export function logAttempt({ operation, functionName, attempt, httpStatusCode, error, retryDelay }: Attempt): void {
  const outcome = error instanceof Error ? error.name : httpStatusCode;
  const next = retryDelay === undefined ? "" : ", trying again";
  console.log(`${operation} ${functionName} attempt ${attempt}: ${outcome}${next}`);
}

if (import.meta.main) {
  const lambda = localLambda({ greet: ({ name }: { name: string }) => `Hello, ${name}!` });
  const config: LambdaConfig = { ...lambda.config, onAttempt: logAttempt };
  lambda.inject("greet", { fault: "throttle" });
  await invoke(config, { FunctionName: "greet", Payload: { name: "Ada" } });
}
