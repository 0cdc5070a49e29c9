/**
 * The reliability run: invocations of all kinds with faults among them, and damaged event-stream messages; what is lost,
 * doubled, wrong, left behind or wrongly accepted is counted, and must be nothing.
 *
 *     deno task soak [--count=100000] [--seed=1]
 *
 * @module
 */
import { fuzzDecoder } from "./soak/fuzz_decoder.ts";
import { numberOption } from "./soak/options.ts";
import { runSoak } from "./soak/run_soak.ts";

/** Damaged messages for each invocation. */
const MESSAGES_PER_CALL = 10;

/** Bytes for each call below which memory does not grow: what is measured is never quite still. */
const STILL = 64;

const count = numberOption("count", 100_000);
const seed = numberOption("seed", Date.now() % 2 ** 32);
const number = (value: number) => Math.round(value).toLocaleString("en").padStart(9);
const start = performance.now();
const seconds = () => `${((performance.now() - start) / 1_000).toFixed(1)} s`;

const report = await runSoak({
  count,
  seed,
  onRound: (calls) =>
    calls % 10_000 === 0 &&
    console.error(`${number(calls)} calls, ${seconds()}`),
});
console.log(
  `${number(report.calls)} invocations with ${number(report.faults).trim()} faults in ${seconds()}, seed ${seed}`,
);
for (const [way, counts] of Object.entries(report.told)) {
  const parts = Object.entries(counts).sort().map(([what, times]) => `${what} ${number(times).trim()}`);
  console.log(`${" ".repeat(10)}${way}: ${parts.join(", ")}`);
}
const fuzz = await fuzzDecoder(seed, count * MESSAGES_PER_CALL);
console.log(
  `${number(fuzz.damaged)} damaged messages, ${number(fuzz.refused).trim()} refused, the others sound\n`,
);

if (report.growth !== undefined) {
  console.error(`memory: ${report.growth.toFixed(1)} bytes per call`);
}
const growth = report.growth === undefined ? undefined : report.growth > STILL ? report.growth : 0;
const counts: Readonly<Record<string, number | undefined>> = {
  "lost": report.lost,
  "doubled": report.doubled,
  "wrong": report.wrong,
  "functions left running": report.unended,
  "sockets left open": report.sockets,
  "listeners left": report.listeners,
  "bytes of memory leaked per call": growth,
  "damaged messages accepted": fuzz.wronglyAccepted,
  "sound messages refused": fuzz.wronglyRefused,
};
for (const [what, value] of Object.entries(counts)) {
  console.log(`${value === undefined ? "not known" : number(value)} ${what}`);
}
for (
  const line of [
    ...report.firsts,
    ...(fuzz.first ? [`damaged: ${fuzz.first}`] : []),
  ]
) console.log(line);
Deno.exit(Object.values(counts).some((value) => value) ? 1 : 0);
