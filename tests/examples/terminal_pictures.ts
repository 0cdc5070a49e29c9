/**
 * Takes the README's pictures of programs in a terminal, from what they really print.
 *
 *     deno task terminal-pictures
 *
 * `script`, of Linux, is the terminal: without one, programs print no colours.
 *
 * @module
 */
import { invoke, invokeStream, readPayload } from "../../mod.ts";
import { RunningProgram } from "../peers/support/running_program.ts";
import { terminalPicture } from "./terminal_picture.ts";

/** The parts of the demo that are shown, by how their headings begin. */
const SHOWN = [
  "invokeJson",
  "A throttled call",
  "A call that may have run",
  "invokeStream",
  "A stream that is cut off",
];

const root = new URL("../../", import.meta.url).pathname;

await savePicture("demo", "The demo: calls, retries and streams", "npx -y deno@2.9.6 task demo", await printDemo());
await savePicture(
  "serve",
  "Functions of this machine, served to every AWS SDK and the AWS CLI",
  "deno run -A jsr:@lambda4fetch/lambda4fetch/serve local_functions.ts",
  await printServe(),
);

async function savePicture(name: string, title: string, command: string, printed: string): Promise<void> {
  await Deno.writeTextFile(`${root}examples/${name}.svg`, terminalPicture(`$ ${command}\n\n${printed}`, title));
}

/** Starts a program in a terminal. */
function startInTerminal(command: string): RunningProgram {
  const line = `${Deno.execPath()} run -A --quiet ${command}`;
  return new RunningProgram(["script", "-qec", line, "/dev/null"], root, { NO_COLOR: "", TERM: "xterm-256color" });
}

function textOf(program: RunningProgram): string {
  return program.printed.join("\n").replace(/\r/g, "");
}

/** The demo, in parts: a heading and the lines up to the next one. The last has how all of it went. */
async function printDemo(): Promise<string> {
  await using program = startInTerminal("examples/demo.ts");
  await program.until(/All as it should be|steps failed/);
  const parts = textOf(program).trim().split("\n\n");
  // deno-lint-ignore no-control-regex -- the heading is bold
  const heading = (part: string) => part.replace(/^\x1b\[1m/, "");
  const shown = parts.filter((part) => SHOWN.some((beginning) => heading(part).startsWith(beginning)));
  if (shown.length !== SHOWN.length) throw new Error(`The demo has ${shown.length} of the ${SHOWN.length} parts`);
  return shown.join("\n\n");
}

/** The server, called in several ways. */
async function printServe(): Promise<string> {
  await using program = startInTerminal("src/serve/mod.ts examples/local_functions.ts");
  const [, endpoint] = await program.until(/on .*?(http:\/\/[\w.:]+)/);
  await program.until(/new AWS\.Lambda/);
  const credentials = {
    accessKeyId: readExport(program, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: readExport(program, "AWS_SECRET_ACCESS_KEY"),
  };
  const config = { endpoint: endpoint!, region: readExport(program, "AWS_REGION"), credentials };
  await invoke(config, { FunctionName: "greet", Payload: { name: "Ada" } });
  await program.until(/greeting Ada/);
  await readPayload(await invokeStream(config, { FunctionName: "story" }));
  await program.until(/story/);
  await invoke(config, { FunctionName: "greet", InvocationType: "Event", Payload: { name: "Grace" } });
  await program.until(/greeting Grace/);
  await invoke(config, { FunctionName: "slow" });
  await program.until(/slow/);
  return textOf(program);
}

/** The value of a variable that is printed to be pasted. */
function readExport(program: RunningProgram, name: string): string {
  const prefix = `export ${name}=`;
  const line = program.printed.find((line) => line.includes(prefix));
  if (!line) throw new Error(`${name} is not printed`);
  return line.slice(line.indexOf(prefix) + prefix.length).trim();
}
