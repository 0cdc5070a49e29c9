/**
 * Handlers that call back, as they are deployed: what counts is what AWS's own runtime for Node.js 22 makes of them
 * (peers/local_runtime_test.ts runs the same ones there).
 *
 * @module
 */
// deno-lint-ignore-file require-await -- as handlers are
import { invoke, invokeStream, readPayload } from "../../mod.ts";
import { type FunctionContext, type LocalFunction, localLambda } from "../../src/local/mod.ts";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { test } from "../support/harness.ts";

/** The answer on the Invoke route, or the error document without its trace. */
async function ask(f: LocalFunction): Promise<unknown> {
  const { FunctionError, Payload } = await invoke(localLambda({ f }).config, { FunctionName: "f", Payload: { n: 1 } });
  if (!FunctionError) return Payload?.json();
  const { errorType, errorMessage } = Payload!.json<{ errorType: string; errorMessage: string }>();
  return { errorType, errorMessage };
}

/** What was put off, for tests to wait for. */
const putOff: Promise<void>[] = [];

function later(work: () => void): void {
  putOff.push(
    new Promise((done) =>
      setTimeout(() => {
        work();
        done();
      }, 1)
    ),
  );
}

const TOO_FAR = { errorType: "RangeError", errorMessage: "Too far" };
const A_TEXT = { errorType: "string", errorMessage: "a text" };
const HANDLED = { errorType: "string", errorMessage: "handled" };

for (
  const [what, f, answer] of [
    ["calls back", ({ n }, _context, callback) => callback(null, { n }), { n: 1 }],
    ["calls back later", (_event, _context, callback) => later(() => callback(undefined, "later")), "later"],
    ["calls back with nothing", (_event, _context, callback) => callback(), null],
    ["calls back twice", (_event, _context, callback) => {
      callback(null, 1);
      callback(null, 2);
    }, 1],
    ["calls back with an error", (_event, _context, callback) => callback(new RangeError("Too far"), "x"), TOO_FAR],
    ["calls back with a text as error", (_event, _context, callback) => later(() => callback("a text")), A_TEXT],
    ["calls back, then throws", (_event, _context, callback) => {
      callback(null, 1);
      throw new Error("Too late");
    }, 1],
    ["throws, though it has a callback", (_event, _context, _callback) => {
      throw new RangeError("Too far");
    }, TOO_FAR],
    ["calls back, and returns something else", (_event, _context, callback) => {
      later(() => callback(null, "of the callback"));
      return "ignored";
    }, "of the callback"],
    ["does not wait for an empty event loop", (_event, context, callback) => {
      const before = context.callbackWaitsForEmptyEventLoop;
      context.callbackWaitsForEmptyEventLoop = false;
      callback(null, [before, context.callbackWaitsForEmptyEventLoop]);
    }, [true, false]],
    ["is async, and calls back first", async (_event, _context, callback) => {
      callback(null, "of the callback");
      return "of the promise";
    }, "of the callback"],
    ["is async, and calls back later", async (_event, _context, callback) => {
      later(() => callback(null, "of the callback"));
      return "of the promise";
    }, "of the promise"],
    [
      "is async, and calls back alone",
      async (_event, _context, callback) => callback(null, "of the callback"),
      "of the callback",
    ],
    ["is async, and fails by its callback", async (_event, _context, callback) => {
      callback(new RangeError("Too far"));
      return "of the promise";
    }, TOO_FAR],
    ["is async, and awaits before it calls back", async (_event, _context, callback) => {
      await Promise.resolve();
      callback(null, "of the callback");
      await Promise.resolve();
      return "of the promise";
    }, "of the callback"],
    ["succeeds", (_event, context) => context.succeed({ a: 1 }), { a: 1 }],
    ["succeeds later", (_event, { succeed }) => later(() => succeed("later")), "later"],
    ["succeeds by a promise that it does not return", (_event, context) => {
      Promise.resolve("of a promise").then(context.succeed, context.fail);
    }, "of a promise"],
    ["succeeds, then fails", (_event, context) => {
      context.succeed(1);
      context.fail(new Error("Too late"));
    }, 1],
    ["fails", (_event, context) => context.fail(new RangeError("Too far")), TOO_FAR],
    ["fails with nothing", (_event, context) => context.fail(), HANDLED],
    ["is done", (_event, context) => context.done(null, "done"), "done"],
    ["is done with an error", (_event, context) => context.done("a text", "ignored"), A_TEXT],
    ["is done with nothing", (_event, context) => context.done(), null],
    ["is done by its context though it has a callback", (_event, context, _callback) => {
      later(() => context.done(null, "done"));
    }, "done"],
  ] as readonly [string, LocalFunction, unknown][]
) {
  test(`a handler that ${what} is answered as in AWS's runtime`, async () => {
    assertEquals(await ask(f), answer);
    await Promise.all(putOff.splice(0));
  });
}

test("a handler that calls back answers the streaming route", async () => {
  const { config } = localLambda({ f: (_event, _context, callback) => later(() => callback(null, { a: 1 })) });
  const output = await invokeStream(config, { FunctionName: "f" });
  assertEquals(output.ResponseStreamContentType, "application/json");
  assertEquals((await readPayload(output)).json(), { a: 1 });
});

test("a handler that never calls back is stopped by its time", async () => {
  const { config } = localLambda({ f: { handler: (_event, _context, _callback) => {}, timeout: 20 } });
  const { Payload } = await invoke(config, { FunctionName: "f" });
  assertEquals(Payload?.json<{ errorType: string }>().errorType, "Sandbox.Timedout");
});

test("to copy or print a context waits for nothing", async () => {
  const f = (_event: unknown, context: FunctionContext) => {
    const { awsRequestId, callbackWaitsForEmptyEventLoop } = { ...JSON.parse(JSON.stringify(context)), ...context };
    assert(awsRequestId && callbackWaitsForEmptyEventLoop);
  };
  assertEquals(await ask(f), null);
});

test("an answer that comes when the caller has one already is told to whoever wrote the function", async () => {
  const warnings: unknown[] = [];
  const { warn } = console;
  console.warn = (...values) => warnings.push(...values);
  try {
    assertEquals(await ask((_event, context) => later(() => context.succeed("too late"))), null);
    await Promise.all(putOff.splice(0));
  } finally {
    console.warn = warn;
  }
  assertEquals(warnings.length, 1);
  assertMatch(
    String(warnings[0]),
    /^Function f has answered .* \(event, context, callback\), or let it return a promise$/,
  );
});

for (
  const [what, thrown, document] of [
    ["an object that is no error", { message: "not an error" }, {
      errorType: "object",
      errorMessage: "[object Object]",
      trace: [],
    }],
    ["what looks like an error", { name: "Own", message: "of another realm", stack: "Own: of\nanother" }, {
      errorType: "Own",
      errorMessage: "of another realm",
      trace: ["Own: of", "another"],
    }],
    ["a symbol", Symbol("x"), { errorType: "symbol", errorMessage: "Symbol(x)", trace: [] }],
    ["a delete character", { name: "A", message: "a\x7F", stack: "A: a\x7F" }, {
      errorType: "A",
      errorMessage: "a%7F",
      trace: ["A: a%7F"],
    }],
    ["what has no text", Object.create(null), {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
      trace: [],
    }],
  ] as readonly [string, unknown, object][]
) {
  test(`a handler that throws ${what} is reported as AWS's runtime does`, async () => {
    const { config } = localLambda({ f: () => Promise.reject(thrown) });
    const { FunctionError, Payload } = await invoke(config, { FunctionName: "f" });
    assertEquals([FunctionError, Payload?.json<object>()], ["Unhandled", document]);
  });
}
