import { installAwsLambda } from "../local/awslambda.ts";
import { type LocalLambda, localLambda } from "../local/local_lambda.ts";
import { connectionLines } from "./connection_lines.ts";
import { type HostProcess, hostProcess } from "./host_process.ts";
import { invocationLines, painter } from "./invocation_lines.ts";
import { findModule, loadFunctions, ModuleError } from "./load_functions.ts";
import { type Arguments, parseArguments, USAGE, UsageError } from "./parse_arguments.ts";
import { refusalLines } from "./refusal_lines.ts";
import { type LambdaServer, serve } from "./serve.ts";
import { endWithSupervisor, isSupervised, superviseProgram } from "./supervise_program.ts";

/** The status of a command that cannot be followed. */
const FAILED = 2;

/** Runs the program: serves the functions of the module that the command line names. */
export async function runProgram(process: HostProcess = hostProcess()): Promise<void> {
  try {
    const args = parseArguments(process.argv.slice(2));
    if (!args) return void process.stdout.write(USAGE);
    const path = findModule(process, args.module);
    if (args.watch && !isSupervised(process)) await superviseProgram(process, path, args);
    else await serveModule(process, path, args);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(FAILED);
  }
}

/** Of errors that are the user's the message says all. */
function messageOf(error: unknown): string {
  const isExplained = error instanceof UsageError || error instanceof ModuleError || error instanceof ServeError;
  return isExplained ? error.message : String(error).split("\n", 1)[0]!;
}

/** The functions cannot be served. */
class ServeError extends Error {}

async function serveModule(process: HostProcess, path: string, { port, region }: Arguments): Promise<void> {
  const paint = painter(process.stdout.isTTY === true && !process.env.NO_COLOR);
  const print = (lines: readonly string[]) => void process.stdout.write(lines.join("\n") + "\n");
  installAwsLambda(); // deployed code expects it when it is loaded
  const functions = await loadFunctions(process, path);
  const names = Object.keys(functions);
  const lambda = localLambda(functions, {
    region,
    onInvocation(invocation) {
      print(invocationLines(invocation, new Date(), paint));
      lambda.clear(); // it may run for days
    },
  });
  const { credentials } = lambda.config;
  const answer = async (request: Request, info?: unknown) => {
    const response = await lambda.fetch(request, info);
    const lines = refusalLines(request, response, credentials, new Date(), paint);
    if (lines.length > 0) print(lines);
    return response;
  };
  const { url } = await listen(answer, port);
  if (isSupervised(process)) endWithSupervisor(process);
  // A function that loses a promise must not end the others.
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (reason) => process.stderr.write(`${event}: ${(Object(reason) as Error).stack ?? reason}\n`));
  }
  print([
    `Lambda with ${names.join(", ")} on ${paint("bold", url)}`,
    ...(isSupervised(process) === "again" ? [] : [
      "",
      ...connectionLines({
        url,
        region,
        credentials,
        functionName: names[0]!,
        isWindows: process.platform === "win32",
      }),
      "",
    ]),
  ]);
}

async function listen(
  answer: (request: Request, info?: unknown) => Promise<Response>,
  port: number,
): Promise<LambdaServer> {
  try {
    return await serve({ fetch: answer as LocalLambda["fetch"] }, { port });
  } catch (error) {
    throw new ServeError((error as Error).message, { cause: error });
  }
}
