/**
 * Measures this module beside `@aws-sdk/client-lambda`, `aws4fetch` and `@smithy/signature-v4`, in one run and turn by
 * turn, on Deno, Node and workerd; prints a table for each topic.
 *
 *     deno task bench [topic ...] [--quick] [--write]
 *
 * `--quick` takes a fifth of the time; `--write` puts all tables into the README, and the picture beside this file. What
 * counts is ratios: the figures are those of one machine on one day.
 *
 * @module
 */
import { stop } from "esbuild";
import { installPeers, sizeOf } from "./bundle.ts";
import { measure, prepare, type Runtime, RUNTIMES, STARTERS, timeStart } from "./children.ts";
import { Figures } from "./figures.ts";
import { describeMachine, writeReadme } from "./readme.ts";
import { startServer } from "./server.ts";
import { CONSOLES, TABLES } from "./tables.ts";

/** What bundles are weighed. */
const BUNDLES: Readonly<Record<string, string>> = {
  "`invoke`": `export { invoke } from "../mod.ts"`,
  "`invoke`, `invokeStream`, `payloadStream`": `export { invoke, invokeStream, payloadStream } from "../mod.ts"`,
  "all of `.`": `export * from "../mod.ts"`,
  "`lambdaHandler` of `./http`": `export { lambdaHandler } from "../src/http/mod.ts"`,
  "aws4fetch": `export * from "aws4fetch"`,
  "AWS SDK: `LambdaClient`, `InvokeCommand`, `InvokeWithResponseStreamCommand`":
    `export { InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient } from "@aws-sdk/client-lambda"`,
};

const args = Deno.args.filter((arg) => !arg.startsWith("--"));
const isQuick = Deno.args.includes("--quick");
const isWrite = Deno.args.includes("--write");
const topics = Object.keys(TABLES).filter((topic) => args.length === 0 || isWrite || args.includes(topic));
if (topics.length < args.length) throw new Error(`No such topic: there are ${Object.keys(TABLES).join(", ")}`);

const start = performance.now();
const folder = await Deno.makeTempDir({ prefix: "bench-" });
const figures = new Figures();
const { endpoint, close } = await startServer();

async function weigh(): Promise<void> {
  for (const [name, code] of Object.entries(BUNDLES)) {
    const { minified, gzipped } = await sizeOf(code, folder);
    figures.add("minified", "", name, minified);
    figures.add("gzip", "", name, gzipped);
  }
}

/** Races in a process of each runtime; what is raced for throughput counts by the clock, all else by CPU time. */
async function race(topic: string, runtimes: readonly Runtime[], seconds: number, turns = 1): Promise<void> {
  for (const runtime of runtimes) {
    const job = { topic, endpoint, turns, seconds: isQuick ? seconds / 5 : seconds };
    for (const { group, name, values } of await measure(runtime, folder, job)) {
      figures.add(group, runtime, name, values[topic === "signing" ? "wall" : "cpu"]!);
    }
  }
}

/** Starts processes, one after the other; of each kind the fastest counts. */
async function startCold(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const name of STARTERS) {
      for (const runtime of RUNTIMES) {
        if (name !== "fetch") figures.add("first request", runtime, name, await timeStart(runtime, folder, name, ""));
      }
      if (name === "empty") continue;
      for (const runtime of CONSOLES) {
        figures.add("first answer", runtime, name, await timeStart(runtime, folder, name, endpoint));
      }
    }
  }
}

async function stream(total: number): Promise<void> {
  for (const runtime of CONSOLES) {
    for (const reader of ["payloadStream", "SDK", "TransformStream"]) {
      const [result] = await measure(runtime, folder, { topic: "memory", endpoint, seconds: 0, reader, total });
      for (const [topic, value] of Object.entries(result!.values)) figures.add(topic, runtime, reader, value);
    }
  }
}

const MEASURES: Readonly<Record<string, () => Promise<void>>> = {
  size: weigh,
  signing: () => race("signing", RUNTIMES, 10, 50),
  decoding: () => race("decoding", RUNTIMES, 8),
  calling: () => race("calling", CONSOLES, 20),
  starting: () => startCold(isQuick ? 3 : 30),
  memory: () => stream(isQuick ? 50_000_000 : 200_000_000),
};

try {
  const versions = await installPeers(folder);
  await prepare(folder);
  const tables: string[] = [];
  for (const topic of topics) {
    console.error(`${topic} …`);
    await MEASURES[topic]!();
    tables.push(TABLES[topic]!(figures));
  }
  const machine = await describeMachine(versions);
  console.log(`\n${tables.join("\n\n")}\n\n${machine}\n`);
  for (const missed of figures.missed) console.log(`Missed: ${missed}`);
  if (isWrite) await writeReadme(figures, tables, machine);
  console.error(`${Math.round((performance.now() - start) / 1_000)} s`);
} finally {
  await stop();
  close();
  await Deno.remove(folder, { recursive: true });
}
