/**
 * A short reliability run, and runs with a client that is broken on purpose: what counts zero must be able to count.
 *
 * `deno task soak` runs 100,000 invocations, and measures memory too.
 *
 * @module
 */
import { assertEquals, assertGreater, assertStringIncludes } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { runSoak, type SoakReport } from "../soak/run_soak.ts";
import type { Sabotage } from "../soak/ways.ts";
import { growthPerCall } from "../soak/watch_process.ts";

/** All that must be zero. */
const countsOf = ({ lost, doubled, wrong, unended, sockets, listeners }: SoakReport) => ({
  lost,
  doubled,
  wrong,
  unended,
  sockets,
  listeners,
});
const NOTHING = { lost: 0, doubled: 0, wrong: 0, unended: 0, sockets: 0, listeners: 0 };

test("600 invocations of all kinds with faults: nothing is lost, doubled, wrong or left behind", async () => {
  // Few at a time, which may take long: a busy machine answers in time, too.
  const report = await runSoak({ count: 600, seed: 11, concurrency: 16, timeout: 4_000 });
  assertEquals([countsOf(report), report.firsts], [NOTHING, []] as never);
  assertEquals(report.calls, 600);
  assertGreater(report.faults, 40);
  assertGreater(report.credentialFaults, 0);
  for (const way of ["in process", "over HTTP"]) {
    for (const what of ["answered", "accepted", "dry", "left", "failed", "aborted"]) {
      assertGreater(report.told[way]?.[what] ?? 0, 0, `${what}, ${way}`);
    }
  }
});

type Fetch = ReturnType<Sabotage>;

/** Fetches that do what ours must not, and what that must be counted as. */
const BROKEN: Readonly<Record<string, { sabotage: Sabotage; counted: keyof typeof NOTHING }>> = {
  "sends requests twice": {
    counted: "doubled",
    sabotage: (fetch): Fetch => async (url, init) => {
      await (await fetch(url, init)).arrayBuffer();
      return await fetch(url, init);
    },
  },
  "takes on events that it does not send": {
    counted: "lost",
    sabotage: (fetch): Fetch => async (url, init) => {
      const isEvent = new Headers(init?.headers).get("x-amz-invocation-type") === "Event";
      return isEvent ? new Response(null, { status: 202 }) : await fetch(url, init);
    },
  },
  "leaves a byte out": {
    counted: "wrong",
    sabotage: (fetch): Fetch => async (url, init) => {
      const response = await fetch(url, init);
      if (!String(url).endsWith("/invocations") || response.status !== 200) return response;
      return new Response((await response.text()).replace("é", ""), response);
    },
  },
  "says that nothing ran": {
    counted: "wrong",
    sabotage: (fetch): Fetch => async (url, init) => {
      await (await fetch(url, init)).arrayBuffer();
      return new Response("{}", { status: 404 });
    },
  },
  "keeps connections open": {
    counted: "sockets",
    sabotage: (fetch): Fetch => async (url, init) => {
      if (String(url).startsWith("http:")) held.push(await fetch(url, { ...init, signal: null }));
      return await fetch(url, init);
    },
  },
};
const held: Response[] = [];

for (const [what, { sabotage, counted }] of Object.entries(BROKEN)) {
  test(`a client that ${what} is found out: ${counted}`, async () => {
    const report = await runSoak({ count: 120, seed: 5, sabotage });
    assertGreater(report[counted], 0);
    for (const { body } of held.splice(0)) await body?.cancel().catch(() => {});
  });
}

test("growthPerCall() gives the slope through what was measured", () => {
  assertEquals(growthPerCall([[0, 1_000], [10, 1_000], [20, 1_000]]), 0);
  assertEquals(growthPerCall([[0, 0], [10, 640], [20, 1_280], [30, 1_920]]), 64);
});

test("tests/soak.ts counts, and ends well only where all counts are zero", async () => {
  const root = new URL("../..", import.meta.url);
  const args = ["run", "-A", "tests/soak.ts", "--count=80", "--seed", "5"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  const text = new TextDecoder().decode(stdout);
  assertStringIncludes(text, "80 invocations with ", new TextDecoder().decode(stderr));
  assertStringIncludes(text, "seed 5");
  assertStringIncludes(text, " 0 lost\n");
  assertStringIncludes(text, "not known bytes of memory leaked per call\n");
  assertEquals(code, 0, text);
});
