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
const number = (value: number) => Math.round(value).toLocaleString("en");
const start = performance.now();
const seconds = () => `${((performance.now() - start) / 1_000).toFixed(1)} s`;
const onRound = (calls: number) => console.error(`${number(calls)} calls, ${seconds()}`);

const report = await runSoak({ count, seed, onRound });
const { told, calls, faults, credentialFaults, growth, firsts, ...left } = report;
console.log(`${number(calls)} invocations with ${number(faults)} faults in ${seconds()}, seed ${seed}`);
console.log(`  ${number(credentialFaults)} faults of credentials`);
for (const [way, counts] of Object.entries(told)) {
  const parts = Object.entries(counts).sort().map(([what, times]) => `${what} ${number(times)}`);
  console.log(`  ${way}: ${parts.join(", ")}`);
}
if (growth !== undefined) console.log(`  memory: ${growth.toFixed(1)} bytes per call`);

const fuzz = await fuzzDecoder(seed, count * MESSAGES_PER_CALL);
console.log(`${number(fuzz.damaged)} damaged messages: ${number(fuzz.refused)} refused, the others still sound\n`);

const counts: Readonly<Record<string, number | undefined>> = {
  "lost": left.lost,
  "doubled": left.doubled,
  "wrong": left.wrong,
  "functions left running": left.unended,
  "sockets left open": left.sockets,
  "listeners left": left.listeners,
  "bytes of memory leaked per call": growth && growth > STILL ? growth : growth && 0,
  "damaged messages accepted": fuzz.wronglyAccepted,
  "sound messages refused": fuzz.wronglyRefused,
};
for (const [what, value] of Object.entries(counts)) {
  console.log(`${(value === undefined ? "not known" : number(value)).padStart(9)} ${what}`);
}
for (const line of [...firsts, ...(fuzz.first ? [`damaged: ${fuzz.first}`] : [])]) console.log(line);
Deno.exit(Object.values(counts).some((value) => value) ? 1 : 0);
