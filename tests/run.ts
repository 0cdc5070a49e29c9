/**
 * Runs the tests on Deno, and closes with what was skipped and with the counts.
 *
 *     deno task test [--no-check] [path ...]
 *
 * Deno's standard library comes from JSR, which not every machine reaches: what needs it runs in a process of its own,
 * with imports of its own and without a lock file, so that the tree stays as it is everywhere.
 *
 * @module
 */

const PROGRESS = /^[.,]$/;
/** How many tests one dot of ours stands for. */
const TESTS_PER_DOT = 25;

/** How one `deno test` went. */
interface Outcome {
  readonly success: boolean;
  readonly passed: number;
  readonly failed: number;
}

const root = new URL("../", import.meta.url).pathname;
const skips = await Deno.makeTempFile({ prefix: "test-skips-" });
const std = "tests/peers/std.ts"; // by its name no test, so that it is not run with the others

/** Runs `deno test` so that a good run takes a few lines; failures are printed as they come. */
async function testWith(...args: readonly string[]): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--quiet", "--reporter=dot", ...args],
    cwd: root,
    env: { DENO_JOBS: Deno.env.get("DENO_JOBS") ?? "4", NO_COLOR: "1", TEST_SKIPS: skips },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const summary = await shorten(child.stdout);
  const { success } = await child.status;
  const count = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0);
  // What cannot even be loaded fails without a count.
  return { success, passed: count("passed"), failed: Math.max(count("failed"), success ? 0 : 1) };
}

/** Prints the dot reporter's lines, one dot for many tests; gives its last line, which has the counts. */
async function shorten(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let [tests, rest, last] = [0, "", ""];
  const print = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(text));
  for await (const text of output.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      if (line !== "") last = line;
      if (!PROGRESS.test(line)) print(`${line}\n`);
      else if (++tests % TESTS_PER_DOT === 0) print(".");
    }
  }
  return last;
}

const paths = Deno.args.filter((arg) => !arg.startsWith("-"));
const outcomes = [await testWith("--doc", "--parallel", ...Deno.args)];
if (paths.length === 0) outcomes.push(await testWith("--no-lock", "--import-map=tests/peers/std.json", std));

const skipped = (await Deno.readTextFile(skips)).split("\n").filter(Boolean).sort();
await Deno.remove(skips);
const sum = (key: "passed" | "failed") => outcomes.reduce((total, outcome) => total + outcome[key], 0);
for (const what of skipped) console.log(`skipped: ${what}`);
// Deno has no word for a test that finds out as it runs that it cannot: it counts as passed there.
console.log(`\n${sum("passed") - skipped.length} passed, ${sum("failed")} failed, ${skipped.length} skipped`);
Deno.exit(outcomes.every(({ success }) => success) ? 0 : 1);
