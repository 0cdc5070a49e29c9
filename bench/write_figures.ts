/**
 * `docs/figures.md`, and the pictures in it.
 *
 * @module
 */
import { cpus } from "node:os";
import { bin, mustRun } from "../tests/runtimes/command.ts";
import { sizeTable, weighAll } from "./budgets.ts";
import { ROOT } from "./bundle.ts";
import type { Figures } from "./figures.ts";
import { plot } from "./plot.ts";
import type { Storm } from "./storm.ts";
import { describeScenario, plotStorm, stormTable } from "./storm/report.ts";

/** What the figures were measured on, in some sentences. */
export async function describeMachine(versions: Readonly<Record<string, string>>): Promise<string> {
  const cores = cpus();
  const node = (await mustRun("node", ["--version"])).trim().slice(1);
  const workerd = (await mustRun(bin("workerd"), ["--version"])).trim().replace(/^\D+/, "");
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date}: ${cores[0]!.model}, ${cores.length} cores, ${Deno.build.os}; ` +
    `Deno ${Deno.version.deno}, Node ${node}, workerd ${workerd}; ${peers}.`;
}

/** All that is to be written down. */
export interface Findings {
  readonly figures: Figures;
  readonly tables: readonly string[];
  readonly storm: Storm;
  readonly machine: string;
}

/** Writes the page and its pictures. Stop esbuild afterwards. */
export async function writeFigures({ figures, tables, storm, machine }: Findings): Promise<void> {
  const stormFigures = stormTable(storm, figures);
  await Deno.writeTextFile(`${ROOT}docs/figures.svg`, plot(figures));
  await Deno.writeTextFile(`${ROOT}docs/storm.svg`, plotStorm(storm));
  const page = [
    "# Figures",
    "`deno task bench --write` measures all of this anew and writes this page. What counts is ratios, each of one run: the " +
    "figures are those of one machine on one day. All take turns in many short rounds, and the best round of each counts; " +
    "CPU is that of the whole process, on workerd the time of its one thread.",
    machine,
    "![What it costs beside the AWS SDK](figures.svg)",
    "## Goals",
    "Each goal is judged by this one run. On a machine that others share, a ratio near its limit may fall on either side.",
    goalTable(figures),
    "## Bundles",
    "What the module may add to a bundle, esbuild's minified ESM; `deno task size` fails beyond.",
    sizeTable(await weighAll()),
    "## Beside the AWS SDK, aws4fetch and smithy",
    "In brackets, and missed where it is bold, is what each ratio is meant to be.",
    ...tables,
    "## An outage, simulated",
    describeScenario(storm.scenario) +
    " The code of all clients is the real one, over the same stub and on a virtual clock (`bench/storm.ts`). All is well " +
    "from the second on in which 99 % of the calls succeed for good, with at most 1.15 requests to a call.",
    stormFigures,
    "![Load and successes in the outage](storm.svg)",
  ];
  await Deno.writeTextFile(`${ROOT}docs/figures.md`, page.join("\n\n"));
  await mustRun(Deno.execPath(), ["fmt", "--quiet", ...["figures.md", "figures.svg", "storm.svg"].map(inDocs)]);
}

function inDocs(name: string): string {
  return `${ROOT}docs/${name}`;
}

/** All goals, the missed ones first. */
function goalTable({ goals }: Figures): string {
  const rows = [...goals].sort((a, b) => Number(b.isMissed) - Number(a.isMissed)).map((
    { what, text, limit, isMissed },
  ) => `| ${what} | ${limit} | ${text} | ${isMissed ? "**missed**" : "holds"} |`);
  return ["| | goal | measured | |", "| --- | ---: | ---: | --- |", ...rows].join("\n");
}
