import type { Report } from "../support/harness.ts";

/** What a finished command left. */
export interface Outcome {
  readonly reports: readonly Report[];
  readonly code: number;
  readonly ms: number;
  readonly output: string;
}

/** The folder of this file: where commands run. */
export const here: string = import.meta.dirname ?? ".";

/** A program of `node_modules`. */
export const bin = (name: string): string => `${here}/node_modules/.bin/${name}`;

/** Runs a command and reads the `##test` lines of its output; ends it after `limit` ms. */
export async function command(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  limit = 300_000,
): Promise<Outcome> {
  const start = Date.now();
  const child = new Deno.Command(program, {
    args: [...args],
    cwd: here,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const lines = text(stdout).split("\n");
  const late = Date.now() - start >= limit ? `\nkilled after ${limit} ms` : "";
  return {
    reports: lines.filter((line) => line.startsWith("##test ")).map((line) => JSON.parse(line.slice(7))),
    code,
    ms: Date.now() - start,
    output: lines.filter((line) => !line.startsWith("##test ")).join("\n") + text(stderr) + late,
  };
}

/** The same, but a failure throws. */
export async function mustRun(program: string, args: readonly string[]): Promise<string> {
  const { code, output } = await command(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}
