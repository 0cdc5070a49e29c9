/**
 * Takes the README's pictures of programs in a terminal, from what they really print.
 *
 *     deno task terminal-pictures
 *
 * `script`, of Linux, is the terminal: without one, programs print no colours.
 *
 * @module
 */
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

/** What a program prints to a terminal. */
async function print(command: string): Promise<string> {
  const args = ["-qec", command, "/dev/null"];
  const env = { TERM: "xterm-256color", DENO_NO_UPDATE_CHECK: "1" };
  const { code, stdout } = await new Deno.Command("script", { args, cwd: root, env, stdin: "null" }).output();
  const text = new TextDecoder().decode(stdout);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${text}`);
  return text.replace(/\r/g, "");
}

/** A part of the demo is a heading and the lines up to the next one; the last one has how all of it went. */
function partsOf(printed: string): string {
  const parts = printed.trim().split("\n\n");
  // deno-lint-ignore no-control-regex -- the heading is bold
  const heading = (part: string) => part.replace(/^\x1b\[1m/, "");
  const shown = parts.filter((part) => SHOWN.some((beginning) => heading(part).startsWith(beginning)));
  if (shown.length !== SHOWN.length) throw new Error(`The demo has ${shown.length} of the ${SHOWN.length} parts`);
  return shown.join("\n\n");
}

const demo = partsOf(await print(`${Deno.execPath()} run -A --quiet examples/demo.ts`));
const picture = terminalPicture(`$ npx -y deno@2.9.6 task demo\n\n${demo}`, "The demo: calls, retries and streams");
await Deno.writeTextFile(`${root}examples/demo.svg`, picture);
