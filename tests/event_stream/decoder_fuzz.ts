/**
 * Damages millions of event-stream messages and counts what the decoder takes wrongly.
 *
 *     deno run tests/event_stream/decoder_fuzz.ts [--count=5000000] [--seed=1]
 *
 * @module
 */
import { numberOption } from "../soak/options.ts";
import { fuzzDecoder } from "../soak/fuzz_decoder.ts";

const count = numberOption("count", 5_000_000);
const seed = numberOption("seed", Date.now() % 2 ** 32);
const start = performance.now();
const { damaged, refused, sound, wronglyAccepted, wronglyRefused, first } = await fuzzDecoder(seed, count);
const seconds = (performance.now() - start) / 1_000;
console.log(`${damaged.toLocaleString("en")} damaged messages in ${seconds.toFixed(1)} s, seed ${seed}:`);
console.log(`${refused.toLocaleString("en")} refused, ${sound.toLocaleString("en")} still sound`);
console.log(`wrongly accepted ${wronglyAccepted}, wrongly refused ${wronglyRefused}`);
if (first) console.log(`the first: ${first}`);
Deno.exit(wronglyAccepted + wronglyRefused > 0 || damaged < count ? 1 : 0);
