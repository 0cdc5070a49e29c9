/**
 * The README's tables, and the picture beside them.
 *
 * @module
 */
import { cpus } from "node:os";
import { bin, mustRun } from "../tests/runtimes/command.ts";
import { sizeTable, weighAll } from "./budgets.ts";
import { ROOT } from "./bundle.ts";
import type { Figures } from "./figures.ts";
import { plot } from "./plot.ts";

/** The README with another text between two of its marks. */
function replaceBlock(text: string, name: "size" | "bench", body: string): string {
  const block = new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`);
  if (!block.test(text)) throw new Error(`README.md has no <!-- ${name} --> ... <!-- /${name} --> block`);
  return text.replace(block, (_, start, end) => `${start}\n\n${body}\n\n${end}`);
}

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

/** Writes the picture, and all tables between their marks. Stop esbuild afterwards. */
export async function writeReadme(figures: Figures, tables: readonly string[], machine: string): Promise<void> {
  await Deno.writeTextFile(`${ROOT}bench/plot.svg`, plot(figures));
  const picture = "![What it costs beside the AWS SDK](bench/plot.svg)";
  const text = await Deno.readTextFile(`${ROOT}README.md`);
  const sized = replaceBlock(text, "size", sizeTable(await weighAll()));
  const written = replaceBlock(sized, "bench", [picture, ...tables, machine].join("\n\n"));
  await Deno.writeTextFile(`${ROOT}README.md`, written);
  await mustRun(Deno.execPath(), ["fmt", "--quiet", `${ROOT}README.md`, `${ROOT}bench/plot.svg`]);
}
