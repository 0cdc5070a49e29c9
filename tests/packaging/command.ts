/**
 * Runs programs, and says what came of it.
 *
 * @module
 */

/** The folder of this file. */
export const here: string = import.meta.dirname!;

/** Where everything is made; removed at the end. */
export const temporary: string = await Deno.makeTempDir({ prefix: "packaging-" });

/** A program of `node_modules`. */
export const bin = (name: string): string => `${here}/node_modules/.bin/${name}`;

/** Runs a program to its good end, and gives all that it prints. */
export async function run(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  const env = {
    NO_COLOR: "1",
    CI: "true",
    NEXT_TELEMETRY_DISABLED: "1",
    WRANGLER_SEND_METRICS: "false",
    XDG_CONFIG_HOME: `${temporary}/config`,
  };
  const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args], cwd, env }).output();
  const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

/** The checks that failed so far. */
export const failures: string[] = [];

/** One line for each check: what it found out, or why it failed. */
export async function check(what: string, find: () => Promise<string>): Promise<void> {
  const start = Date.now();
  try {
    const found = await find();
    console.log(`ok      ${what}: ${found} (${((Date.now() - start) / 1_000).toFixed(1)} s)`);
  } catch (error) {
    failures.push(what);
    console.log(`FAILED  ${what}\n${(error as Error).message.trimEnd().replace(/^/gm, "        ")}`);
  }
}

/** Throws what is wrong, if anything is. */
export function must(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** Copies a file, into a folder that is made where it is not there. */
export async function copyFile(from: string, to: string): Promise<void> {
  await Deno.mkdir(to.replace(/\/[^/]*$/, ""), { recursive: true });
  await Deno.copyFile(from, to);
}

/** The files below a folder, as paths from there. */
export function* filesOf(folder: string, below = ""): Generator<string> {
  for (const entry of Deno.readDirSync(`${folder}/${below}`)) {
    if (entry.isDirectory) yield* filesOf(folder, `${below}${entry.name}/`);
    else yield `${below}${entry.name}`;
  }
}
