/**
 * What compiles, and what does not. `deno check` tells: a line under `@ts-expect-error` that compiles is an error.
 *
 * @module
 */
import { invokeJson } from "../../mod.ts";
import {
  awslambda,
  type FunctionContext,
  type FunctionDefinition,
  type LocalCallback,
  type LocalFunction,
  type LocalFunctions,
  type LocalLambda,
  localLambda,
  type ResponseStream,
  type StreamingContext,
} from "../../src/local/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";

/** Compiles where both types are the same. */
function sameType<A, B>(
  ..._same: (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? [] : [never]
): void {}

// deno-lint-ignore no-explicit-any
type Any = any;

test("the names of functions are those of the object", () => {
  const lambda = localLambda({ greet: () => "Hello", "price:live": { handler: () => 1 }, "price:7": () => 2 });
  sameType<typeof lambda, LocalLambda<"greet" | "price:live" | "price:7" | "price">>();
  const fault = { fault: "throttle" } as const;
  for (const name of ["greet", "price:live", "price:7", "price"] as const) lambda.inject(name, fault);
  lambda.heal("price");
  lambda.heal();
  // @ts-expect-error: no function has this name
  assertThrows(() => lambda.inject("gret", fault), TypeError);
  // @ts-expect-error: nor this alias
  assertThrows(() => lambda.inject("price:lve", fault), TypeError);
  // @ts-expect-error: nor is there an alias of this one
  assertThrows(() => lambda.inject("greet:live", fault), TypeError);
  // @ts-expect-error: no function has this name
  lambda.heal("gret");
});

test("a Lambda whose names are known is one whose names are not", () => {
  const lambda: LocalLambda = localLambda({ greet: () => "Hello" });
  const functions: LocalFunctions = { greet: () => "Hello" };
  const unnamed = localLambda(functions);
  sameType<typeof unnamed, LocalLambda<string>>();
  for (const one of [lambda, unnamed]) one.inject("greet" as string, { fault: "reset" });
});

test("an event is what the handler says, and any where it says nothing", async () => {
  const { config } = localLambda({
    said: (event: { name: string }, context) => {
      sameType<typeof event.name, string>();
      sameType<typeof context, FunctionContext>();
      // @ts-expect-error: the event has no such member
      return event.nam ?? event.name;
    },
    unsaid: (event, context, callback) => {
      sameType<typeof event, Any>();
      sameType<typeof context, FunctionContext>();
      sameType<typeof callback, LocalCallback>();
      callback(null, event.anything.goes);
    },
    defined: {
      handler: ({ name }, { functionName }) => {
        sameType<typeof name, Any>();
        sameType<typeof functionName, string>();
        return name;
      },
    },
    *generated(event: { count: number }) {
      sameType<typeof event.count, number>();
      yield event.count;
    },
  });
  assertEquals(await invokeJson(config, { FunctionName: "said", Payload: { name: "Ada" } }), "Ada");
  assertEquals(await invokeJson(config, { FunctionName: "unsaid", Payload: { anything: { goes: 1 } } }), 1);
});

test("a handler that is typed before says its event once", async () => {
  const greet: LocalFunction<{ name: string }> = ({ name }) => `Hello, ${name}`;
  const shout: FunctionDefinition<{ name: string }> = { handler: greet, timeout: 1_000 };
  // @ts-expect-error: the event has no such member
  const wrong: LocalFunction<{ name: string }> = ({ nam }) => nam;
  const { config } = localLambda({ greet, shout, wrong });
  assertEquals(await invokeJson(config, { FunctionName: "shout", Payload: { name: "Ada" } }), "Hello, Ada");
});

test("streaming handlers are typed, and so are those that others have typed", () => {
  const own = awslambda.streamifyResponse(async (event: { name: string }, stream, context) => {
    sameType<typeof event, { name: string }>();
    sameType<typeof stream, ResponseStream>();
    sameType<typeof context, StreamingContext>();
    // @ts-expect-error: AWS's runtime has it for handlers that call back alone
    context.succeed?.();
    await Promise.resolve(stream.write(event.name));
  });
  const untyped = awslambda.streamifyResponse(async (event, stream) => {
    sameType<typeof event, Any>();
    await Promise.resolve(stream.end(event.name));
  });
  interface ForeignStream {
    foreign: boolean;
  }
  const foreign = awslambda.streamifyResponse((_event: string, stream: ForeignStream, _context: { foreign: true }) =>
    Promise.resolve(stream.foreign)
  );
  sameType<Parameters<typeof foreign>[1], ForeignStream>();
  localLambda({ own, untyped, foreign, definition: { handler: foreign, timeout: 1 } }).inject("foreign", {
    fault: "reset",
  });
});

test("what is no function does not compile", () => {
  // @ts-expect-error: a text is none
  assertThrows(() => localLambda({ greet: "Hello" }), TypeError);
  // @ts-expect-error: a definition must have a handler
  assertThrows(() => localLambda({ greet: { timeout: 5 } }), TypeError);
  // @ts-expect-error: a misspelt setting
  localLambda({ greet: { handler: () => {}, timeOut: 5 } });
});
