/**
 * The program of ./serve on Deno, Node.js and Bun, from the command line to what it prints.
 *
 * @module
 */
import { invoke, invokeJson, invokeStream, type LambdaConfig, payloadStream, readPayload } from "../../mod.ts";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { noteSkip } from "../support/skips.ts";
import { until } from "../support/stubs.ts";
import { commandLines } from "./support/program.ts";
import { type CommandLine, RunningProgram, runToEnd } from "./support/running_program.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const TIME = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}";

const FILES = {
  "functions.mjs": `
    import { name } from "./name.mjs";
    export const greet = (event, { log }) => { log("greeting", event.name); return "Hello, " + (event.name ?? name); };
    export async function* story() { yield "Once "; yield "upon"; }
    export const slow = { handler: () => new Promise(() => {}), timeout: 50 };
    export const deployed = awslambda.streamifyResponse(async (event, stream) => {
      const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
      http.write("deployed");
      http.end();
    });
    export default { "greet:live": greet };
    export const careless = () => { Promise.reject(new Error("Lost")); return 1; };
  `,
  "name.mjs": 'export const name = "one";',
  "throws.mjs": 'throw new RangeError("Too far\\nand beyond");',
  "syntax.mjs": "export const a = ;",
  "nothing.mjs": "export const a = 1;",
  "missing.mjs": 'import "./not-there.mjs"; export const f = () => {};',
  "bad_name.mjs": 'export default { "a b": () => {} };',
};

/** A folder with modules in it, which is removed in the end. */
async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "serve-" });
  try {
    for (const [name, text] of Object.entries(FILES)) await Deno.writeTextFile(`${folder}/${name}`, text);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Reads the lines to paste, and makes a config of them. */
async function readConfig(program: RunningProgram): Promise<LambdaConfig> {
  await program.until(/new AWS\.Lambda/);
  const text = program.printed.join("\n");
  const variable = (name: string) => new RegExp(`export ${name}=(\\S+)`).exec(text)?.[1] ?? "";
  return {
    region: variable("AWS_REGION"),
    endpoint: variable("AWS_ENDPOINT_URL_LAMBDA"),
    credentials: {
      accessKeyId: variable("AWS_ACCESS_KEY_ID"),
      secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"),
    },
  };
}

async function serves(command: CommandLine, folder: string): Promise<void> {
  await using program = new RunningProgram([...command, "functions.mjs", "--port=0", "--region=eu-west-1"], folder);
  const [, names = "", url] = await program.until(/^Lambda with (.+) on (http:\/\/127\.0\.0\.1:\d+)$/);
  assertEquals(names.split(", ").sort(), ["careless", "deployed", "greet", "greet:live", "slow", "story"]);
  const config = await readConfig(program);
  assertEquals([config.endpoint, config.region], [url!, "eu-west-1"]);

  assertEquals(await invokeJson(config, { FunctionName: "greet", Payload: { name: "Ada" } }), "Hello, Ada");
  await program.until(new RegExp(`^${TIME}  greet  RequestResponse  \\{"name":"Ada"\\}  200  \\d+ ms$`));
  await program.until(/^ {4}INFO greeting Ada$/);
  assertEquals(await invokeJson(config, { FunctionName: "greet:live" }), "Hello, one");
  await program.until(new RegExp(`^${TIME}  greet:live  RequestResponse  \\{\\}  200  \\d+ ms$`));
  const story = payloadStream(await invokeStream(config, { FunctionName: "story" }));
  assertEquals(await new Response(story).text(), "Once upon");
  await program.until(new RegExp(`^${TIME}  story  InvokeWithResponseStream  \\{\\}  200  \\d+ ms$`));
  const deployed = await readPayload(await invokeStream(config, { FunctionName: "deployed" }));
  assertEquals(deployed.text(), `{"statusCode":201}${"\0".repeat(8)}deployed`);
  await invoke(config, { FunctionName: "nope" }).catch(() => {});
  await program.until(new RegExp(`^${TIME}  nope  RequestResponse  -  404 ResourceNotFoundException  \\d+ ms$`));
  await invoke(config, { FunctionName: "slow", InvocationType: "Event" });
  await program.until(new RegExp(`^${TIME}  slow  Event  \\{\\}  202 Unhandled RetriesExhausted 3 runs  \\d+ ms$`));
  await program.until(/^ {4}Task timed out after 0.05 seconds$/);
  const otherKeys = { accessKeyId: "AKIDOTHER", secretAccessKey: "other" };
  await invoke({ ...config, credentials: otherKeys }, { FunctionName: "greet" }).catch(() => {});
  await program.until(
    new RegExp(`^${TIME}  POST /2015-03-31/functions/greet/invocations  403 UnrecognizedClientException$`),
  );
  await program.until(/^ {4}sign with the keys \S+ and \S+, and without a session token$/);
  // A promise that is lost in one function does not end the others.
  assertEquals(await invokeJson(config, { FunctionName: "careless" }), 1);
  assertEquals(await invokeJson(config, { FunctionName: "greet" }), "Hello, one");
}

async function startsAnew(command: CommandLine, folder: string): Promise<void> {
  await using program = new RunningProgram([...command, "functions.mjs", "--port=0", "--watch"], folder);
  const config = await readConfig(program);
  const ask = () => invokeJson(config, { FunctionName: "greet" }).catch((error) => String(error));
  assertEquals(await ask(), "Hello, one");
  // Not the module itself, but what it imports.
  await Deno.writeTextFile(`${folder}/name.mjs`, 'export const name = "another one";');
  await program.until(/^Lambda with /);
  assertEquals(await ask(), "Hello, another one");
  await Deno.writeTextFile(`${folder}/name.mjs`, "export const name = ;");
  await until(async () => String(await ask()).startsWith("TransportError"));
  await Deno.writeTextFile(`${folder}/name.mjs`, 'export const name = "the last one";');
  // Two changes close together may be two starts: what the first one answers may be cut off by the second.
  await until(async () => await ask() === "Hello, the last one");
}

const PROMPT = /: --help tells /;

/** What is refused, and in which words: one line each. */
const MISTAKES: readonly (readonly [args: readonly string[], line: RegExp])[] = [
  [[], PROMPT],
  [["functions.mjs", "--colour"], PROMPT],
  [["functions.mjs", "--port=x"], /^--port must be/],
  [["not-there.mjs"], /^There is no module not-there\.mjs$/],
  [["."], /^There is no module \.$/],
  [["throws.mjs"], /^Cannot load throws\.mjs: RangeError: Too far$/],
  [["syntax.mjs"], /^Cannot load syntax\.mjs: \S/],
  [["missing.mjs"], /^Cannot load missing\.mjs: \S.*not-there\.mjs/],
  [["nothing.mjs"], /^nothing\.mjs exports no function$/],
  [["bad_name.mjs"], /^TypeError: Cannot serve name .*a b$/],
  [["throws.mjs", "--watch"], /^Cannot load throws\.mjs: RangeError: Too far$/],
];

async function refuses(command: CommandLine, folder: string): Promise<void> {
  await Promise.all(MISTAKES.map(async ([args, line]) => {
    const { code, stdout, stderr } = await runToEnd([...command, ...args], folder);
    assertEquals([code, stdout], [2, ""], args.join(" "));
    assertMatch(stderr, /^[^\n]+\n$/, args.join(" "));
    assertMatch(stderr.trimEnd(), line, args.join(" "));
  }));
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const { code, stdout, stderr } = await runToEnd([...command, "functions.mjs", `--port=${port}`], folder);
  assertEquals([code, stdout], [2, ""]);
  assertEquals(stderr, `Cannot listen on 127.0.0.1:${port}: the port is in use\n`);
}

async function helps(command: CommandLine, folder: string): Promise<void> {
  const { code, stdout, stderr } = await runToEnd([...command, "--help"], folder);
  assertEquals([code, stderr], [0, ""]);
  for (const option of ["--port", "--region", "--watch", "--help"]) assert(stdout.includes(`  ${option}`), option);
}

/** In a terminal, which `script` of util-linux makes, what is printed is coloured. */
async function colours(command: CommandLine, folder: string): Promise<void> {
  const quoted = [...command, "functions.mjs", "--port=0"].map((arg) => `'${arg}'`).join(" ");
  const args = ["-qefc", `env -u NO_COLOR ${quoted}`, "/dev/null"];
  try {
    await using program = new RunningProgram(["script", ...args], folder);
    // deno-lint-ignore no-control-regex
    await program.until(/on \x1b\[1mhttp:/);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    noteSkip("the colours of the program of ./serve: there is no script, of util-linux");
  }
}

Deno.test("the program of ./serve", async (t) => {
  await withFolder(async (folder) => {
    for (const [runtime, command] of Object.entries(await commandLines(folder))) {
      await t.step(`serves a module's functions on ${runtime}`, () => serves(command, folder));
      await t.step(
        `starts anew when a file has changed on ${runtime}`,
        () => withFolder((f) => startsAnew(command, f)),
      );
      await t.step(`refuses what cannot be served in one line on ${runtime}`, () => refuses(command, folder));
      await t.step(`tells how it is used on ${runtime}`, () => helps(command, folder));
      await t.step(`colours what it prints to a terminal on ${runtime}`, () => colours(command, folder));
    }
  });
});

Deno.test("deno task local serves the functions of the examples", async () => {
  const command = [Deno.execPath(), "task", "local", "./examples/local_functions.ts", "--port=0"] as const;
  await using program = new RunningProgram(command, ROOT);
  const config = await readConfig(program);
  const { message } = await invokeJson<{ message: string }>(config, {
    FunctionName: "greet",
    Payload: { name: "Ada" },
  });
  assertEquals(message, "Hello, Ada");
});

Deno.test("Deno runs the program from another place, as from JSR", async () => {
  const types = { "content-type": "application/typescript" };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    return new Response(await Deno.readTextFile(ROOT + new URL(request.url).pathname), { headers: types });
  });
  const url = `http://127.0.0.1:${server.addr.port}/src/serve/mod.ts`;
  try {
    await withFolder(async (folder) => {
      const command = [Deno.execPath(), "run", "--quiet", "--no-lock", "-A", url, "functions.mjs", "--port=0"] as const;
      await using program = new RunningProgram(command, folder, { DENO_DIR: `${folder}/deno` });
      assertEquals(await invokeJson(await readConfig(program), { FunctionName: "greet" }), "Hello, one");
    });
  } finally {
    await server.shutdown();
  }
});
