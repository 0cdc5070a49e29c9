/**
 * Runs the portable tests on every runtime and prints a table.
 *
 *     deno task runtimes [name ...] [--filter=text] [--keep-alive]
 *
 * With `--keep-alive` the cases that talk to the server run alone, and on connections that have brought other requests
 * before, as in a program that makes many calls.
 *
 * Deno, Node and Chromium are the machine's own; the others, with a current Node, come from the package.json beside this
 * file. A runtime that says nothing, or that runs fewer cases than another, has failed. Chromium alone may be missing,
 * unless `REQUIRE_CHROMIUM` is set.
 *
 * @module
 */
import { startServer } from "../support/server.ts";
import { prepare } from "./prepare.ts";
import { type Job, pages, type Runtime, runtimes } from "./runtimes.ts";
import { type Results, summarize } from "./table.ts";

async function runOne(runtime: Runtime, job: Job): Promise<Results[string]> {
  const version = await runtime.version();
  if (version !== undefined) return { ...await runtime.run(job), version };
  const mayMiss = runtime.optional && !Deno.env.has("REQUIRE_CHROMIUM");
  return mayMiss ? "skipped, as it is not installed" : "FAILED, as it is not installed";
}

/** One at a time for each core: many cases wait, and what is timed should not be starved. */
async function runChosen(names: readonly string[], job: Job): Promise<Results> {
  const results: Record<string, Results[string]> = Object.fromEntries(names.map((name) => [name, "FAILED, never ran"]));
  const queue = [...names];
  const workers = Array.from({ length: navigator.hardwareConcurrency }, async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      results[name] = await runOne(runtimes[name]!, job);
    }
  });
  await Promise.all(workers);
  return results;
}

const chosen = Deno.args.filter((arg) => !arg.startsWith("--")).flatMap((arg) => arg.split(","));
const names = Object.keys(runtimes).filter((name) =>
  chosen.length === 0 || chosen.some((prefix) => name === prefix || name.startsWith(`${prefix}-`))
);
const unknown = chosen.filter((name) => !names.some((known) => known === name || known.startsWith(`${name}-`)));
if (unknown.length > 0) throw new Error(`No such runtime: ${unknown}; there are ${Object.keys(runtimes).join(", ")}`);

await prepare();
const server = await startServer(pages, Deno.args.includes("--keep-alive"));
const filter = Deno.args.find((arg) => arg.startsWith("--filter="))?.slice("--filter=".length) ?? "";
const { text, passed, failed, skipped } = summarize(await runChosen(names, { origin: server.origin, filter }));
await server.close();
console.log(`${text}\n\n${passed} passed, ${failed} failed, ${skipped} skipped`);
Deno.exit(failed > 0 || passed === 0 ? 1 : 0);
