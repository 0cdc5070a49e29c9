/**
 * The local Lambda's durable executions and callbacks: names, ARN and conflict as in AWS's documentation
 * (dg/durable-invoking.html), errors as the operations declare them.
 *
 * @module
 */
import { invoke, LambdaServiceException } from "../../mod.ts";
import {
  type DurableCallback,
  type DurableCallbackOptions,
  type LocalLambda,
  localLambda,
} from "../../src/local/mod.ts";
import { assertEquals, assertMatch, assertNotEquals, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { until, withTimers } from "../support/stubs.ts";

test("a durable execution runs once, however often it is asked for", async () => {
  let runs = 0;
  const { config } = localLambda({ f: ({ n }) => [n, ++runs] });
  const input = { FunctionName: "f:$LATEST", Payload: { n: 1 }, DurableExecutionName: "order-1" };
  const [first, second] = await Promise.all([invoke(config, input), invoke(config, input)]);
  const third = await invoke(config, input);
  for (const { StatusCode, Payload, DurableExecutionArn } of [first, second, third]) {
    assertEquals([StatusCode, Payload?.json(), DurableExecutionArn], [200, [1, 1], first.DurableExecutionArn]);
  }
  assertMatch(
    first.DurableExecutionArn!,
    /^arn:aws:lambda:us-east-1:123456789012:function:f:\$LATEST\/durable-execution\/order-1\/[0-9a-f-]{36}$/,
  );
  const other = await invoke(config, { ...input, DurableExecutionName: "order-2" });
  assertNotEquals(other.DurableExecutionArn, first.DurableExecutionArn);
  assertEquals(other.Payload?.json(), [1, 2]);
});

test("a durable execution's name belongs to its payload", async () => {
  const lambda = localLambda({ f: () => {} });
  const input = { FunctionName: "f:$LATEST", DurableExecutionName: "order-1" };
  await invoke(lambda.config, { ...input, Payload: { n: 1 } });
  const error = await assertRejects(
    () => invoke(lambda.config, { ...input, Payload: { n: 2 } }),
    LambdaServiceException,
  );
  assertEquals([error.name, error.$metadata?.httpStatusCode], ["DurableExecutionAlreadyStartedException", 409]);
  assertEquals(lambda.invocations.map(({ runs }) => runs), [1, 0]);
});

test("a durable execution can be an Event, and be asked for its answer", async () => {
  const lambda = localLambda({ f: () => 7 });
  const input = { FunctionName: "f:$LATEST", DurableExecutionName: "order-1" };
  const queued = await invoke(lambda.config, { ...input, InvocationType: "Event" });
  const answered = await invoke(lambda.config, input);
  assertEquals([queued.StatusCode, queued.DurableExecutionArn], [202, answered.DurableExecutionArn]);
  assertEquals(answered.Payload?.json(), 7);
  await lambda.drain();
  assertEquals(lambda.invocations.reduce((sum, { runs }) => sum + runs, 0), 1);
});

/** A function that waits for a callback, and how to answer it. */
function waiting(options?: DurableCallbackOptions) {
  let callback: DurableCallback | undefined;
  const lambda = localLambda({
    wait: (_event, context) => {
      callback = context.createCallback(options);
      return callback.result;
    },
  }, { verify: false });
  const output = invoke(lambda.config, { FunctionName: "wait" });
  return {
    lambda,
    output,
    async id() {
      await until(() => callback !== undefined);
      return callback!.callbackId;
    },
  };
}

async function answer(lambda: LocalLambda, id: string, how: string, body?: string): Promise<[number, string | null]> {
  const path = `/2025-12-01/durable-execution-callbacks/${encodeURIComponent(id)}/${how}`;
  const init = body === undefined ? { method: "POST" } : { method: "POST", body };
  const response = await lambda.fetch(`http://localhost${path}`, init);
  await response.text();
  return [response.status, response.headers.get("x-amzn-errortype")];
}

for (const [body, result] of [['{"paid":true}', { paid: true }], ["no JSON", "no JSON"], ["", null]] as const) {
  test(`a callback is answered with ${JSON.stringify(body)}`, async () => {
    const { lambda, output, id } = waiting();
    assertEquals(await answer(lambda, await id(), "succeed", body), [200, null]);
    assertEquals((await output).Payload?.json(), result);
    assertEquals(await answer(lambda, await id(), "succeed", body), [400, "CallbackTimeoutException"]);
  });
}

test("a callback is answered with a failure", async () => {
  const { lambda, output, id } = waiting();
  const error = { ErrorType: "CardDeclined", ErrorMessage: "No funds", StackTrace: ["at the till"] };
  assertEquals(await answer(lambda, await id(), "fail", JSON.stringify(error)), [200, null]);
  const { FunctionError, Payload } = await output;
  assertEquals(FunctionError, "Unhandled");
  assertEquals(Payload?.json(), { errorType: "CardDeclined", errorMessage: "No funds", trace: ["at the till"] });
});

test("a callback that nobody answers in time fails", async () => {
  const { lambda, output, id } = waiting({ timeout: 20 });
  const { errorType, errorMessage } = (await output).Payload!.json<Record<string, string>>();
  assertEquals([errorType, errorMessage], ["Callback.Timeout", "Callback timed out"]);
  assertEquals(await answer(lambda, await id(), "heartbeat"), [400, "CallbackTimeoutException"]);
});

test("a heartbeat keeps a callback open", async () => {
  await withTimers(async (timers) => {
    const { lambda, output, id } = waiting({ heartbeatTimeout: 250 });
    for (let n = 0; n < 4; n++) assertEquals(await answer(lambda, await id(), "heartbeat"), [200, null]);
    assertEquals(timers.set.filter((ms) => ms === 250).length, 5, "the time runs anew with each");
    timers.fire(250);
    const { errorMessage } = (await output).Payload!.json<Record<string, string>>();
    assertEquals(errorMessage, "Callback heartbeat timed out");
  }, "by hand");
});

for (const how of ["succeed", "fail", "heartbeat"]) {
  test(`an unknown callback cannot ${how}`, async () => {
    const lambda = localLambda({}, { verify: false });
    assertEquals(await answer(lambda, "bm9uZQ==", how), [404, "ResourceNotFoundException"]);
  });
}
