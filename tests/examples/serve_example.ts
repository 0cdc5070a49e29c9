/** An example that serves, in a Deno of its own. */
export interface ServedExample extends AsyncDisposable {
  readonly origin: string;
}

/** Runs an example with `Deno.serve` in it, and waits until it says where it listens. */
export async function serveExample(
  file: string,
  { args = [], env = {} }: { args?: readonly string[]; env?: Readonly<Record<string, string>> },
): Promise<ServedExample> {
  const path = new URL(`../../examples/${file}`, import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net", "--allow-env", path, ...args],
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  return {
    origin: await originOf(child.stderr),
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.status;
    },
  };
}

async function originOf(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const chunk of output.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const [origin] = /http:\/\/[\d.]+:\d+/.exec(text) ?? [];
    if (origin) return origin;
  }
  throw new Error(`The example ended before it listened: ${text}`);
}
