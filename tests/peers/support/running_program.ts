/**
 * Programs that are run beside the tests.
 *
 * @module
 */

/** A program, and its arguments. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** A program that runs; `await using` ends it. */
export class RunningProgram implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: AsyncGenerator<string>;
  readonly #errors: Promise<string>;
  /** All that it has printed so far. */
  readonly printed: string[] = [];

  constructor([program, ...args]: CommandLine, cwd: string, env: Readonly<Record<string, string>> = {}) {
    // A group of its own, with whatever it starts: npx does not hand a signal on.
    const options = { args, cwd, env: { NO_COLOR: "1", ...env }, detached: true };
    const streams = { stdout: "piped", stderr: "piped", stdin: "null" } as const;
    this.#child = new Deno.Command(program, { ...options, ...streams }).spawn();
    this.#lines = linesOf(this.#child.stdout);
    this.#errors = new Response(this.#child.stderr).text();
  }

  /** Waits for a line, and gives what of it was asked for. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) {
        throw new Error(`It ended without ${pattern}: ${this.printed.join("\n")}\n${await this.#errors}`);
      }
      this.printed.push(value);
      const match = pattern.exec(value);
      if (match) return match;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      Deno.kill(-this.#child.pid, "SIGTERM");
    } catch { /* it has ended already */ }
    await this.#lines.return(undefined);
    await Promise.all([this.#errors, this.#child.status]);
  }
}

/** The lines that a process prints. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (text + chunk).split("\n");
    text = lines.pop()!;
    yield* lines;
  }
}

/** Runs a program to its end. */
export async function runToEnd(
  [program, ...args]: CommandLine,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = { args, cwd, env: { NO_COLOR: "1", ...env }, stdin: "null" } as const;
  const { code, stdout, stderr } = await new Deno.Command(program, options).output();
  const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}
