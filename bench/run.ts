/**
 * Measures this module beside `@aws-sdk/client-lambda`, `aws4fetch` and `@smithy/signature-v4`, in one run and turn by
 * turn, on Deno, Node and workerd; prints a table for each topic.
 *
 *     deno task bench [topic ...] [--quick] [--write]
 *
 * `--quick` takes a fifth of the time; `--write` measures all topics, simulates an outage too (`storm.ts`), and writes
 * `docs/figures.md` and its pictures. What counts is ratios: the figures are those of one machine on one day.
 *
 * @module
 */
import { stop } from "esbuild";
import { installPeers, sizeOf } from "./bundle.ts";
import { measure, prepare, type Runtime, RUNTIMES, STARTERS, timeStart } from "./children.ts";
import { Figures } from "./figures.ts";
import { startServer } from "./server.ts";
import { runStorm } from "./storm.ts";
import { CONSOLES, LONG_STREAMS, nameOf, TABLES } from "./tables.ts";
import { describeMachine, writeFigures } from "./write_figures.ts";

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

/** Races in a process of each runtime. */
async function race(topic: string, runtimes: readonly Runtime[], seconds: number, turns = 1): Promise<void> {
  for (const runtime of runtimes) {
    const job = { topic, endpoint, turns, seconds: isQuick ? seconds / 5 : seconds };
    for (const { group, name, values } of await measure(runtime, folder, job)) {
      for (const [kind, value] of Object.entries(values)) figures.add(group, runtime, name, value, kind);
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

/** Reads long streams, each in a process of its own. */
async function readLongStreams(): Promise<void> {
  for (const stream of LONG_STREAMS) {
    for (const runtime of CONSOLES) {
      for (const reader of ["payloadStream", "SDK", "TransformStream"]) {
        const { total, chunk } = stream;
        const read = { total: isQuick ? total / 10 : total, chunk };
        const [result] = await measure(runtime, folder, {
          topic: "memory",
          endpoint,
          seconds: 0,
          reader,
          stream: read,
        });
        for (const [kind, value] of Object.entries(result!.values)) {
          figures.add(nameOf(stream), runtime, reader, value, kind);
        }
      }
    }
  }
}

const MEASURES: Readonly<Record<string, () => Promise<void>>> = {
  size: weigh,
  signing: () => race("signing", RUNTIMES, 10, 50),
  decoding: () => race("decoding", RUNTIMES, 8),
  calling: () => race("calling", CONSOLES, 15),
  streaming: () => race("streaming", CONSOLES, 15),
  crowd: () => race("crowd", CONSOLES, 5),
  starting: () => startCold(isQuick ? 3 : 30),
  memory: readLongStreams,
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
  if (isWrite) {
    console.error("storm …");
    await writeFigures({ figures, tables, storm: await runStorm(isQuick), machine });
  }
  for (const missed of figures.missed) console.log(`Missed: ${missed}`);
  console.error(`${Math.round((performance.now() - start) / 1_000)} s`);
} finally {
  await stop();
  close();
  await Deno.remove(folder, { recursive: true });
}
