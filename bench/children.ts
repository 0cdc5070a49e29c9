/**
 * The processes that are measured: each runs one bundle, and prints what it has measured as lines of JSON.
 *
 * @module
 */
import { bin, mustRun } from "../tests/runtimes/command.ts";
import { bundle } from "./bundle.ts";
import type { Job, Result } from "./entries/topics.ts";

/** Where the bundles run. */
export const RUNTIMES = ["Deno", "Node", "workerd"] as const;

/** A place where the bundles run. */
export type Runtime = typeof RUNTIMES[number];

/** Who starts cold. */
export const STARTERS = ["empty", "ours", "sdk", "aws4fetch", "fetch"] as const;

/** Installs workerd where it is not there, and writes all bundles into `folder`. */
export async function prepare(folder: string): Promise<void> {
  await Deno.stat(bin("workerd")).catch(() => mustRun("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]));
  const write = async (name: string, code: string, platform: "node" | "browser") => {
    await Deno.writeFile(`${folder}/${name}`, await bundle(code, platform, folder));
  };
  const starters = STARTERS.flatMap((name) => {
    const code = `import { firstCall } from "./cold/${name}.ts";`;
    return [
      write(`${name}.mjs`, `${code} await firstCall(globalThis.process.argv[2] || undefined); process.exit()`, "node"),
      write(`${name}.js`, `${code} export default { test: () => firstCall() }`, "browser"),
    ];
  });
  await Promise.all([
    ...starters,
    write("console.mjs", `import "./entries/console.ts"`, "node"),
    write("workerd.js", `export { default } from "./entries/workerd.ts"`, "browser"),
    ...["workerd", ...STARTERS].map((name) => Deno.writeTextFile(`${folder}/${name}.capnp`, configOf(name))),
  ]);
}

function configOf(name: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ ( name = "bench", worker = (
    modules = [ ( name = "${name}.js", esModule = embed "${name}.js" ) ],
    bindings = [ ( name = "JOB", fromEnvironment = "JOB" ) ],
    compatibilityDate = "2026-11-01" ) ) ] );
`;
}

/** What starts a bundle of `folder`. */
function commandOf(runtime: Runtime, folder: string, name: string, argument: string): [string, Deno.CommandOptions] {
  const env = { JOB: argument, NO_COLOR: "1" };
  const io = { env, cwd: folder, stdin: "null", stderr: "piped" } as const;
  switch (runtime) {
    case "Deno":
      return [Deno.execPath(), {
        args: ["run", "-A", "--no-config", "--v8-flags=--expose-gc", `${folder}/${name}.mjs`, argument],
        ...io,
      }];
    case "Node":
      return ["node", { args: ["--expose-gc", `${folder}/${name}.mjs`, argument], ...io }];
    case "workerd": {
      const verb = name === "workerd" ? ["bench", "--format=json"] : ["test"];
      return [bin("workerd"), { args: [...verb, "--no-verbose", `${folder}/${name}.capnp`], ...io }];
    }
  }
}

async function run(runtime: Runtime, folder: string, name: string, argument: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(...commandOf(runtime, folder, name, argument)).output();
  const text = new TextDecoder().decode(stdout);
  if (!success) {
    throw new Error(`${name} failed on ${runtime}: ${text.slice(-2_000)}${new TextDecoder().decode(stderr)}`);
  }
  return text;
}

/** Has a child measure. */
export async function measure(runtime: Runtime, folder: string, job: Job): Promise<Result[]> {
  const text = await run(runtime, folder, runtime === "workerd" ? "workerd" : "console", JSON.stringify(job));
  if (runtime === "workerd") return readWorkerd(JSON.parse(text));
  const lines = text.split("\n").filter((line) => line.startsWith("##bench "));
  if (lines.length === 0) throw new Error(`${job.topic} measured nothing on ${runtime}`);
  return lines.map((line) => JSON.parse(line.slice(8)));
}

/** What `workerd bench` prints, as far as it matters here. */
interface WorkerdReport {
  readonly groups: readonly [{ readonly cases: readonly { name: string; cpuNs: { samples: readonly number[] } }[] }];
}

/** The best sample of each contender. */
function readWorkerd({ groups: [{ cases }] }: WorkerdReport): Result[] {
  const results = new Map<string, Result>();
  for (const one of cases) {
    const { group, name, turns } = JSON.parse(one.name);
    const known = results.get(group + name)?.values.cpu ?? Infinity;
    const cpu = Math.min(known, ...one.cpuNs.samples.map((nanoseconds) => nanoseconds / 1_000 / turns));
    results.set(group + name, { group, name, values: { cpu, wall: cpu } });
  }
  return [...results.values()];
}

/** Milliseconds from the start of a process to its end. */
export async function timeStart(runtime: Runtime, folder: string, name: string, endpoint: string): Promise<number> {
  const start = performance.now();
  await run(runtime, folder, name, endpoint);
  return performance.now() - start;
}
