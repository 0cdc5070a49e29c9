import type { ChildProcess, HostProcess } from "./host_process.ts";
import { moduleFiles } from "./module_files.ts";
import type { Arguments } from "./parse_arguments.ts";
import { serve } from "./serve.ts";

/** The variable that tells the program that another one watches its files, and whether it has been started before. */
const SUPERVISED = "LAMBDA4FETCH_SUPERVISED";

/** Milliseconds between two looks at the files. To be told of changes does not work in containers and over networks. */
const LOOK_EVERY = 200;

/** The status of a program that could not start. */
const FAILED = 2;

/** Whether another program watches this one's files: `first`, or `again` where it was started before. */
export function isSupervised({ env }: HostProcess): string | undefined {
  return env[SUPERVISED];
}

/** Ends with the program that watches: else this one would stay behind, and hold the port. */
export function endWithSupervisor(process: HostProcess): void {
  process.stdin.on("end", () => process.exit(0));
  process.stdin.resume();
}

/**
 * Runs the program in a process of its own, and anew whenever a file of its module has changed: no runtime reads a module
 * again that it has loaded once, nor those that it imports.
 */
export async function superviseProgram(process: HostProcess, path: string, { port, region }: Arguments): Promise<void> {
  const { spawn } = process.getBuiltinModule("node:child_process");
  const options = [`--port=${port || await freePort()}`, `--region=${region}`, "--watch"];
  for (let state = "first";; state = "again") {
    const changed = untilChanged(process, path);
    const env = { ...process.env, [SUPERVISED]: state };
    const args = [...selfArguments(process), path, ...options];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "inherit", "inherit"], env });
    const exited = exitOf(child);
    const status = await Promise.race([exited, changed]);
    if (state === "first" && status === FAILED) process.exit(FAILED);
    await changed;
    child.kill();
    await exited;
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on("exit", resolve));
}

/** What starts this program once more. */
function selfArguments({ argv, execArgv }: HostProcess): string[] {
  const { Deno: deno } = globalThis as { readonly Deno?: { readonly mainModule: string } };
  return deno ? ["run", "-A", deno.mainModule] : [...execArgv, argv[1] ?? ""];
}

/** A port that is free now, and stays the same from start to start. */
async function freePort(): Promise<number> {
  const { port, close } = await serve({ fetch: () => Promise.resolve(new Response()) });
  await close();
  return port;
}

/** Waits until a file of the module is another one. */
async function untilChanged(process: HostProcess, path: string): Promise<undefined> {
  const { statSync } = process.getBuiltinModule("node:fs");
  const files = moduleFiles(process, path);
  const look = () =>
    files.map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat ? `${stat.mtimeMs} ${stat.size}` : "";
    });
  const seen = look().join();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    const now = look();
    // While an editor writes a file anew, there is none.
    if (now.join() !== seen && !now.includes("")) return undefined;
  }
}
