import { invoke, invokeStream, readPayload } from "../../mod.ts";
import { type LocalFunctions, type LocalInvocation, type LocalLambda, localLambda } from "../../src/local/mod.ts";
import { invocationLines, painter } from "../../src/serve/invocation_lines.ts";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const NOON = new Date(2026, 2, 4, 12, 5, 6, 70); // where this runs

const PLAIN = painter(false);

/** The lines of the invocation that `call` makes; its duration reads 7 ms. */
async function linesOf(
  functions: LocalFunctions,
  call: (lambda: LocalLambda) => Promise<unknown>,
  paint = PLAIN,
): Promise<string[]> {
  const lambda = localLambda(functions, { retryDelay: 1 });
  await call(lambda).catch(() => {});
  await lambda.drain();
  const invocation: LocalInvocation = { ...lambda.invocations[0]!, duration: 7 };
  return invocationLines(invocation, NOON, paint);
}

const fail = () => {
  throw new RangeError("Too far");
};

for (
  const [what, functions, call, line] of [
    [
      "a call",
      { greet: () => 1 },
      ({ config }) => invoke(config, { FunctionName: "greet", Payload: { name: "Ada" } }),
      '12:05:06.070  greet  RequestResponse  {"name":"Ada"}  200  7 ms',
    ],
    [
      "an alias, and a long event",
      { "greet:live": () => 1 },
      ({ config }) => invoke(config, { FunctionName: "greet:live", Payload: ["x".repeat(100)] }),
      `12:05:06.070  greet:live  RequestResponse  ["${"x".repeat(58)}…  200  7 ms`,
    ],
    [
      "a stream",
      { story: () => 1 },
      async ({ config }) => await readPayload(await invokeStream(config, { FunctionName: "story" })),
      "12:05:06.070  story  InvokeWithResponseStream  {}  200  7 ms",
    ],
    [
      "a function that is not there",
      {},
      ({ config }) => invoke(config, { FunctionName: "nope" }),
      "12:05:06.070  nope  RequestResponse  -  404 ResourceNotFoundException  7 ms",
    ],
    [
      "an event that fails again and again",
      { fail },
      ({ config }) => invoke(config, { FunctionName: "fail", InvocationType: "Event" }),
      "12:05:06.070  fail  Event  {}  202 Unhandled RetriesExhausted 3 runs  7 ms",
    ],
    [
      "a fault",
      { greet: () => 1 },
      ({ config, inject }) => {
        inject("greet", { fault: "throttle" });
        return invoke({ ...config, maxAttempts: 1 }, { FunctionName: "greet" });
      },
      "12:05:06.070  greet  RequestResponse  -  429 TooManyRequestsException fault throttle  7 ms",
    ],
  ] as [string, LocalFunctions, (lambda: LocalLambda) => Promise<unknown>, string][]
) {
  test(`${what} is told on one line`, async () => assertEquals((await linesOf(functions, call))[0], line));
}

test("what a function writes to its log stands below, without Lambda's own lines", async () => {
  const lines = await linesOf({
    f: (_event, { log }) => {
      log("one", { two: 2 });
      log("three\nfour");
    },
  }, ({ config }) => invoke(config, { FunctionName: "f" }));
  assertEquals(lines.slice(1), ['    INFO one {"two":2}', "    INFO three", "    four"]);
});

test("an error that nobody caught stands below with its stack, line by line", async () => {
  const lines = await linesOf({ fail }, ({ config }) => invoke(config, { FunctionName: "fail" }));
  assertMatch(lines[0]!, /200 Unhandled/);
  assert(lines.length > 2, lines.join("\n"));
  assertMatch(lines[1]!, /^ {4}ERROR /);
  assert(lines.every((line) => !line.includes('"stack"')), lines.join("\n"));
});

test("a time-out stands below", async () => {
  const slow = { handler: () => new Promise(() => {}), timeout: 10 };
  const lines = await linesOf({ slow }, ({ config }) => invoke(config, { FunctionName: "slow" }));
  assertEquals(lines.slice(1), ["    Task timed out after 0.01 seconds"]);
});

test("lines are coloured where that is wanted, and only there", async () => {
  const call = ({ config }: LocalLambda) => invoke(config, { FunctionName: "f" });
  const functions = { f: () => 1 };
  // deno-lint-ignore no-control-regex
  const codes = /\x1b\[\d+m/g;
  const [coloured = ""] = await linesOf(functions, call, painter(true));
  const [plain = ""] = await linesOf(functions, call);
  assertEquals(coloured.replace(codes, ""), plain);
  assert(coloured.includes("\x1b[32m200\x1b[0m"));
  assertEquals(codes.test(plain), false);
});
