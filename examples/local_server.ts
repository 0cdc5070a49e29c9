/**
 * Serves the functions that a module exports as a Lambda on this machine, for any AWS SDK:
 *
 *     deno task local ./examples/local_functions.ts [--port=9000] [--region=us-east-1]
 *
 * Every export that is a function is one; `export const slow = { handler, timeout: 3_000 }` has settings of its own.
 * Each invocation is printed on one line when it is through.
 *
 * @module
 */
import { type LocalFunctions, type LocalInvocation, localLambda } from "@lambda4fetch/lambda4fetch/local";

/** The functions of a module, by the names of its exports. */
export function functionsOf(module: Record<string, unknown>): LocalFunctions {
  const functions = Object.entries(module).filter(([, value]) =>
    typeof value === "function" || typeof (value as { handler?: unknown } | null)?.handler === "function"
  );
  if (functions.length === 0) throw new TypeError("The module must export a function");
  return Object.fromEntries(functions) as LocalFunctions;
}

/** One invocation on one line: when, how, which, with what, and what became of it. */
export function describe(invocation: LocalInvocation, now: Date): string {
  const { operation, invocationType, functionName, qualifier, event, status, runs, duration } = invocation;
  const how = operation === "Invoke" ? invocationType : operation;
  const which = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  const payload = JSON.stringify(event) ?? "-";
  const outcome = [
    status,
    invocation.error ?? invocation.functionError,
    invocation.cancelled && "cancelled",
    invocation.condition,
    runs > 1 && `${runs} runs`,
    `${duration} ms`,
  ];
  const shown = payload.length > 60 ? `${payload.slice(0, 60)}…` : payload;
  return `${now.toISOString().slice(11, 23)} ${how} ${which} ${shown} -> ${outcome.filter(Boolean).join(" ")}`;
}

/** Serves the functions that the command names, and tells where. */
export async function serve(args: readonly string[]): Promise<Deno.HttpServer<Deno.NetAddr>> {
  const path = args.find((arg) => !arg.startsWith("--"));
  const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  if (path === undefined) throw new TypeError("Usage: deno task local ./my_functions.ts [--port=9000] [--region=...]");
  const module = await import(new URL(path, `file://${Deno.cwd()}/`).href);
  const functions = functionsOf(module);
  const lambda = localLambda(functions, {
    region: option("region") ?? "us-east-1",
    onInvocation(invocation) {
      console.log(describe(invocation, new Date()));
      lambda.clear(); // it may run for days
    },
  });
  const { region, credentials: { accessKeyId, secretAccessKey } } = lambda.config;
  return Deno.serve({
    hostname: "127.0.0.1", // this machine alone
    port: Number(option("port") ?? 9_000),
    onListen({ port }) {
      console.log(`Lambda with ${Object.keys(functions).join(", ")} on http://127.0.0.1:${port}; call it with\n`);
      console.log(`export AWS_ENDPOINT_URL_LAMBDA=http://127.0.0.1:${port} AWS_REGION=${region}`);
      console.log(`export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`);
    },
  }, lambda.fetch);
}

if (import.meta.main) await serve(Deno.args);
