/** What a command line says. */
export interface Arguments {
  /** The module that exports the functions. */
  readonly module: string;
  readonly port: number;
  readonly region: string;
  /** Whether to start anew when a file of the module changes. */
  readonly watch: boolean;
}

/** A command line that cannot be followed; the message says why. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const DEFAULT_PORT = 9_000;
const DEFAULT_REGION = "us-east-1";

/** What `--help` prints. */
export const USAGE = `Serves the functions that a module exports as AWS Lambda on this machine.

  deno run -A jsr:@lambda4fetch/lambda4fetch/serve functions.ts [options]
  npx @lambda4fetch/lambda4fetch functions.mjs [options]

Each exported function is served under its name; \`export const slow = { handler, timeout: 3_000 }\` has its own
settings. The members of a default export that is an object are served too.

  --port=NUMBER   The port to listen on: ${DEFAULT_PORT} by default, 0 for a free one
  --region=NAME   The AWS region to simulate: ${DEFAULT_REGION} by default
  --watch         Restart when the module, or a file that it imports, changes
  --help          Print this help
`;

/** Options that take a value, and what the value is until it is given. */
const VALUES = { "--port": String(DEFAULT_PORT), "--region": DEFAULT_REGION };

/** Options that stand alone. */
const FLAGS = ["--watch", "--help", "-h"];

/** Reads a command line; `undefined` where it asks for help. */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const values: Record<string, string> = { ...VALUES };
  const flags = new Set<string>();
  const modules: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name = "", ...given] = arg.split("=");
    if (Object.hasOwn(VALUES, name)) values[name] = given.length > 0 ? given.join("=") : rest.shift() ?? "";
    else if (FLAGS.includes(arg)) flags.add(arg);
    else if (arg.startsWith("-")) throw new UsageError(`There is no option ${arg}: --help tells those that there are`);
    else modules.push(arg);
  }
  if (flags.has("--help") || flags.has("-h")) return undefined;
  const [module, second] = modules;
  if (module === undefined) throw new UsageError("Name the module that exports the functions: --help tells more");
  if (second !== undefined) throw new UsageError(`Name one module only: there is ${second} behind ${module}`);
  return {
    module,
    port: parsePort(values["--port"]!),
    region: parseRegion(values["--region"]!),
    watch: flags.has("--watch"),
  };
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port must be a number from 0 to 65535: current value is ${JSON.stringify(text)}`);
}

function parseRegion(text: string): string {
  if (/^[a-z]{2,}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new UsageError(
    `--region must be a region's name, such as eu-central-1: current value is ${JSON.stringify(text)}`,
  );
}
