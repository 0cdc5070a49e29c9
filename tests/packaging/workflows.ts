/**
 * The workflows in `.github`: that they are sound, and that they trust nobody more than they must.
 *
 * @module
 */
import { here, must, run } from "./command.ts";

/** What must be so in each workflow, and what is said where it is not. */
const RULES: readonly (readonly [problem: string, isKept: (text: string) => boolean])[] = [
  ["grants permissions to all jobs", (text) => /^permissions: \{\}$/m.test(text)],
  ["uses an action by a name that can move", (text) => usedActions(text).every((action) => PINNED.test(action))],
  [
    "leaves a token in the clone",
    (text) =>
      count(text, /actions\/checkout@/) ===
        count(text, /persist-credentials: false/),
  ],
  ["may run without an end", (text) => count(text, /^ {4}runs-on:/m) === count(text, /^ {4}timeout-minutes:/m)],
  ["puts an expression into a script", (text) => !/^\s*(?:- )?run:.*\$\{\{/m.test(text)],
  ["needs a stored secret", (text) => !/\bsecrets\b/.test(text)],
];

/** An action by its commit, with the version beside it, or a workflow of this repository. */
const PINNED = /^(?:[\w.-]+\/[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/[\w-]+\.yml)$/;

/** Checks them with actionlint, and by the rules of this house. */
export async function checkWorkflows(copy: string): Promise<string> {
  const folder = `${copy}/.github/workflows`;
  const found = await run(here, "node", "workflows.mjs", folder);
  must(found.split("\n").filter(Boolean));
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  must(names.flatMap((name) => problemsOf(name, Deno.readTextFileSync(`${folder}/${name}`))));
  return names.sort().join(", ");
}

/** Which rules a workflow breaks. */
export function problemsOf(name: string, text: string): string[] {
  return RULES.filter(([, isKept]) => !isKept(text)).map(([problem]) => `${name} ${problem}`);
}

function usedActions(text: string): string[] {
  return [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map((match) => match[1]!.trim());
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(new RegExp(pattern, "gm"))].length;
}
