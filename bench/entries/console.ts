/** Deno and Node: the job comes as an argument. */
import process from "node:process";
import { Readable } from "node:stream";
import { memory } from "../cases/memory.ts";
import { type Job, type Result, runTopic } from "./topics.ts";

function nodeStream(chunks: readonly Uint8Array[]): Readable {
  let next = 0;
  return new Readable({
    read() {
      this.push(chunks[next++] ?? null);
    },
  });
}

const job: Job = JSON.parse(process.argv[2]!);
const report = (result: Result) => console.log(`##bench ${JSON.stringify(result)}`);
if (job.topic === "memory") {
  report({ group: "memory", name: job.reader!, values: { ...await memory(job.reader!, job.stream!) } });
} else {
  await runTopic(job, report, { "a Node stream": nodeStream });
}
process.exit(0); // idle connections would keep it alive
