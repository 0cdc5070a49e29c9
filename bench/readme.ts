/**
 * The README's tables, and the picture beside them.
 *
 * @module
 */
import { cpus } from "node:os";
import { bin, mustRun } from "../tests/runtimes/command.ts";
import { ROOT } from "./bundle.ts";
import type { Figures } from "./figures.ts";
import { plot } from "./plot.ts";

const BLOCK = /(<!-- bench -->)[\s\S]*?(<!-- \/bench -->)/;

/** What the figures were measured on, in one sentence. */
export async function describeMachine(versions: Readonly<Record<string, string>>): Promise<string> {
  const cores = cpus();
  const node = (await mustRun("node", ["--version"])).trim().slice(1);
  const workerd = (await mustRun(bin("workerd"), ["--version"])).trim().replace(/^\D+/, "");
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
  const date = new Date().toISOString().slice(0, 10);
  return `Measured by \`deno task bench\` on ${date}: ${cores[0]!.model}, ${cores.length} cores, ${Deno.build.os}; ` +
    `Deno ${Deno.version.deno}, Node ${node}, workerd ${workerd}; ${peers}. The best of many short rounds, in which ` +
    `all take turns. In brackets, and missed where it is bold, is what each ratio is meant to be.`;
}

/** Writes the picture, and the tables between their marks. */
export async function writeReadme(figures: Figures, tables: readonly string[], machine: string): Promise<void> {
  await Deno.writeTextFile(`${ROOT}bench/plot.svg`, plot(figures));
  const text = await Deno.readTextFile(`${ROOT}README.md`);
  if (!BLOCK.test(text)) throw new Error("README.md has no <!-- bench --> ... <!-- /bench --> block");
  const picture = "![What it costs beside the AWS SDK](bench/plot.svg)";
  const body = `\n\n${picture}\n\n${tables.join("\n\n")}\n\n${machine}\n\n`;
  await Deno.writeTextFile(`${ROOT}README.md`, text.replace(BLOCK, (_, start, end) => start + body + end));
  await mustRun(Deno.execPath(), ["fmt", "--quiet", `${ROOT}README.md`, `${ROOT}bench/plot.svg`]);
}
