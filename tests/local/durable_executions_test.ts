/**
 * What the local Lambda tells of durable executions. Members, orders and defaults are those of AWS's documentation
 * (api/API_GetDurableExecution.html and its neighbours); that a stopped execution can be stopped again is as in AWS's own
 * testing library (aws/aws-durable-execution-sdk-python-testing).
 *
 * @module
 */
import {
  type DurableExecutionEvent,
  getDurableExecution,
  getDurableExecutionHistory,
  invoke,
  type LambdaConfig,
  LambdaServiceException,
  listDurableExecutionsByFunction,
  paginateDurableExecutionHistory,
  paginateDurableExecutionsByFunction,
  sendDurableExecutionCallbackFailure,
  sendDurableExecutionCallbackSuccess,
  stopDurableExecution,
} from "../../mod.ts";
import { type FunctionContext, type LocalFunctions, localLambda } from "../../src/local/mod.ts";
import { assertEquals, assertMatch, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
const LATEST = { FunctionName: "f:$LATEST" };

/** A clock that is one second further on each time that it is looked at, from noon on. */
function ticking(): () => Date {
  let seconds = 0;
  return () => new Date(Date.UTC(2026, 2, 4, 12, 0, seconds++));
}

/** Starts an execution, and gives its ARN. */
async function start(config: LambdaConfig, input: Partial<Parameters<typeof invoke>[1]> = {}): Promise<string> {
  const { DurableExecutionArn } = await invoke(config, { ...LATEST, DurableExecutionName: "order-7", ...input });
  return DurableExecutionArn!;
}

async function historyOf(config: LambdaConfig, DurableExecutionArn: string): Promise<DurableExecutionEvent[]> {
  const events: DurableExecutionEvent[] = [];
  for await (const event of paginateDurableExecutionHistory(config, { DurableExecutionArn })) events.push(event);
  return events;
}

/** What lets a function wait for a callback, and a promise of the callback's id. */
function waiting(): { wait: (context: FunctionContext) => Promise<unknown>; callbackId: Promise<string> } {
  let found = (_id: string) => {};
  const callbackId = new Promise<string>((resolve) => found = resolve);
  return {
    callbackId,
    wait(context) {
      const { callbackId, result } = context.createCallback({ timeout: 60_000, heartbeatTimeout: 1_500 });
      found(callbackId);
      return result;
    },
  };
}

test("an execution that succeeded is told with payload and result", async () => {
  const { config } = localLambda({ f: ({ n }) => ({ twice: 2 * n }) });
  const arn = await start(config, { Payload: { n: 21 } });
  const { $metadata: _, StartTimestamp, EndTimestamp, TraceHeader, ...execution } = await getDurableExecution(config, {
    DurableExecutionArn: arn,
  });
  assertEquals(execution, {
    DurableExecutionArn: arn,
    DurableExecutionName: "order-7",
    FunctionArn: ARN,
    Status: "SUCCEEDED",
    InputPayload: '{"n":21}',
    Result: '{"twice":42}',
    Version: "$LATEST",
    ExecutionDataIncluded: true,
    DurableConfig: { ExecutionTimeout: 31_536_000 },
  });
  assertEquals(StartTimestamp instanceof Date && EndTimestamp! >= StartTimestamp, true);
  assertMatch(TraceHeader!.XAmznTraceId!, /^Root=1-/);
});

test("an execution is told without its data where that is not asked for", async () => {
  const { config } = localLambda({ f: ({ n }) => n });
  const input = { DurableExecutionArn: await start(config, { Payload: { n: 1 } }), IncludeExecutionData: false };
  const { InputPayload, Result, Error, ExecutionDataIncluded, Status } = await getDurableExecution(config, input);
  assertEquals([InputPayload, Result, Error, ExecutionDataIncluded, Status], [
    undefined,
    undefined,
    undefined,
    false,
    "SUCCEEDED",
  ]);
});

for (
  const [what, f, status, error] of [
    [
      "throws",
      () => {
        throw new RangeError("Too far");
      },
      "FAILED",
      { ErrorType: "RangeError", ErrorMessage: "Too far" },
    ],
    ["takes too long", { handler: () => new Promise(() => {}), timeout: 20 }, "TIMED_OUT", {
      ErrorType: "Sandbox.Timedout",
    }],
  ] as [string, LocalFunctions[string], string, object][]
) {
  test(`an execution whose function ${what} is ${status}`, async () => {
    const { config } = localLambda({ f });
    const arn = await start(config);
    const { Status, Result, Error } = await getDurableExecution(config, { DurableExecutionArn: arn });
    assertEquals([Status, Result], [status, undefined]);
    assertEquals({ ...Error, ...error }, Error);
    const last = (await historyOf(config, arn)).at(-1)!;
    assertEquals(last.EventType, status === "FAILED" ? "ExecutionFailed" : "ExecutionTimedOut");
    assertEquals((last.ExecutionFailedDetails ?? last.ExecutionTimedOutDetails)?.Error?.Payload, Error);
  });
}

test("the history tells what happened, when", async () => {
  const { wait, callbackId } = waiting();
  const now = ticking();
  const lambda = localLambda({ f: (_event, context) => wait(context) }, { now, verify: false });
  const { config } = lambda;
  const started = start(config, { Payload: { n: 1 } });
  const CallbackId = await callbackId;
  await sendDurableExecutionCallbackSuccess(config, { CallbackId, Result: { paid: true } });
  const arn = await started;
  const events = await historyOf(config, arn);
  const [{ EventTimestamp: first } = {}] = events;
  for (const [at, { EventTimestamp, EventId }] of events.entries()) {
    assertEquals(EventId, at + 1);
    assertEquals(EventTimestamp! >= first!, true);
  }
  assertEquals(
    events.map(({ EventType, Id: _id, EventId: _number, EventTimestamp: _at, ...rest }) => [EventType, rest]),
    [
      ["ExecutionStarted", {
        ExecutionStartedDetails: { Input: { Payload: '{"n":1}' }, ExecutionTimeout: 31_536_000 },
      }],
      ["CallbackStarted", {
        SubType: "Callback",
        CallbackStartedDetails: { CallbackId, HeartbeatTimeout: 2, Timeout: 60 },
      }],
      ["CallbackSucceeded", {
        SubType: "Callback",
        CallbackSucceededDetails: { Result: { Payload: '{"paid":true}' } },
      }],
      ["InvocationCompleted", {
        InvocationCompletedDetails: {
          StartTimestamp: events[3]!.InvocationCompletedDetails!.StartTimestamp,
          EndTimestamp: events[3]!.InvocationCompletedDetails!.EndTimestamp,
          RequestId: lambda.invocations[0]!.requestId,
        },
      }],
      ["ExecutionSucceeded", { ExecutionSucceededDetails: { Result: { Payload: '{"paid":true}' } } }],
    ],
  );
  assertEquals(events[1]!.Id, events[2]!.Id);
  assertEquals(events[0]!.Id, events[4]!.Id);

  const bare = await getDurableExecutionHistory(config, { DurableExecutionArn: arn, IncludeExecutionData: false });
  const [, , answered, , succeeded] = bare.Events!;
  assertEquals(bare.Events![0]!.ExecutionStartedDetails, { Input: {}, ExecutionTimeout: 31_536_000 });
  assertEquals(answered!.CallbackSucceededDetails, { Result: {} });
  assertEquals(succeeded!.ExecutionSucceededDetails, { Result: {} });
});

test("the history tells a callback that failed, and one that nobody answered", async () => {
  const { wait, callbackId } = waiting();
  const { config } = localLambda({
    f: (_event, context) => wait(context),
    late: (_event, context) => context.createCallback({ timeout: 10 }).result,
  });
  const failed = start(config);
  const Error = { ErrorType: "CardDeclined", ErrorMessage: "No funds" };
  await sendDurableExecutionCallbackFailure(config, { CallbackId: await callbackId, Error });
  const [, , declined, run, end] = await historyOf(config, await failed);
  assertEquals(declined!.CallbackFailedDetails, { Error: { Payload: Error } });
  assertEquals(run!.InvocationCompletedDetails?.Error?.Payload?.ErrorType, "CardDeclined");
  assertEquals(end!.EventType, "ExecutionFailed");

  const [, , expired] = await historyOf(config, await start(config, { FunctionName: "late:$LATEST" }));
  assertEquals(expired!.EventType, "CallbackTimedOut");
  assertEquals(expired!.CallbackTimedOutDetails?.Error.Payload?.ErrorType, "Callback.Timeout");
});

test("the history comes in pages, in either order", async () => {
  const { config } = localLambda({ f: () => 1 });
  const DurableExecutionArn = await start(config);
  const input = { DurableExecutionArn, MaxItems: 2 };
  const first = await getDurableExecutionHistory(config, input);
  const second = await getDurableExecutionHistory(config, { ...input, Marker: first.NextMarker });
  assertEquals([first, second].map(({ Events }) => Events!.map(({ EventId }) => EventId)), [[1, 2], [3]]);
  assertEquals(second.NextMarker, undefined);
  const reversed = await getDurableExecutionHistory(config, { ...input, MaxItems: 0, ReverseOrder: true });
  assertEquals(reversed.Events!.map(({ EventId }) => EventId), [3, 2, 1]);
});

test("executions are listed by function, from the newest to the oldest", async () => {
  const { config } = localLambda({ f: () => 1, "f:live": { handler: () => 1, version: "7" }, g: () => 1 });
  for (const name of ["a", "b", "c"]) await start(config, { DurableExecutionName: name });
  await start(config, { FunctionName: "f:live", DurableExecutionName: "a" });
  await start(config, { FunctionName: "g:$LATEST", DurableExecutionName: "z" });
  const names = async (input: Partial<Parameters<typeof listDurableExecutionsByFunction>[1]>) => {
    const found: string[] = [];
    const pages = paginateDurableExecutionsByFunction(config, { FunctionName: "f", ...input });
    for await (const { DurableExecutionName, DurableExecutionArn } of pages) {
      found.push(`${DurableExecutionName} ${DurableExecutionArn.split(":")[7]!.split("/")[0]}`);
    }
    return found;
  };
  assertEquals(await names({}), ["a 7", "c $LATEST", "b $LATEST", "a $LATEST"]);
  assertEquals(await names({ MaxItems: 1 }), ["a 7", "c $LATEST", "b $LATEST", "a $LATEST"]);
  assertEquals(await names({ ReverseOrder: true, MaxItems: 3 }), ["a $LATEST", "b $LATEST", "c $LATEST", "a 7"]);
  assertEquals(await names({ DurableExecutionName: "a" }), ["a 7", "a $LATEST"]);
  assertEquals(await names({ Qualifier: "live" }), ["a 7"]);
  assertEquals(await names({ FunctionName: "f:live" }), ["a 7"]);
  assertEquals(await names({ FunctionName: `${ARN}:$LATEST` }), ["c $LATEST", "b $LATEST", "a $LATEST"]);
  assertEquals(await names({ FunctionName: "g" }), ["z $LATEST"]);
});

test("executions are listed by status and by time", async () => {
  const { wait, callbackId } = waiting();
  const noon = Date.UTC(2026, 2, 4, 12);
  let ms = noon;
  const now = () => new Date(ms);
  const { config } = localLambda({ f: ({ waits }, context) => waits ? wait(context) : 1 }, { now });
  const arns = [await start(config, { DurableExecutionName: "done" })];
  ms += 60_000;
  const running = start(config, { DurableExecutionName: "running", Payload: { waits: true } });
  const CallbackId = await callbackId;
  const list = async (input: object) => {
    const { DurableExecutions } = await listDurableExecutionsByFunction(config, { FunctionName: "f", ...input });
    return DurableExecutions!.map(({ DurableExecutionName, Status }) => `${DurableExecutionName} ${Status}`);
  };
  assertEquals(await list({}), ["running RUNNING", "done SUCCEEDED"]);
  assertEquals(await list({ Statuses: ["RUNNING"] }), ["running RUNNING"]);
  assertEquals(await list({ Statuses: ["FAILED", "SUCCEEDED"] }), ["done SUCCEEDED"]);
  assertEquals(await list({ Statuses: ["FAILED"] }), []);
  assertEquals(await list({ StartedAfter: new Date(noon) }), ["running RUNNING"]);
  assertEquals(await list({ StartedAfter: new Date(noon - 1) }), ["running RUNNING", "done SUCCEEDED"]);
  assertEquals(await list({ StartedBefore: new Date(noon + 60_000) }), ["done SUCCEEDED"]);
  await sendDurableExecutionCallbackSuccess(config, { CallbackId });
  arns.push(await running);
  assertEquals(await list({ Statuses: ["SUCCEEDED"] }), ["running SUCCEEDED", "done SUCCEEDED"]);
});

for (const error of [undefined, { ErrorType: "OrderCancelled", ErrorMessage: "Changed her mind" }]) {
  test(`an execution that is stopped ${error ? "for a reason" : "without one"} ends at once, and stays so`, async () => {
    const { wait, callbackId } = waiting();
    let reason: unknown;
    const { config } = localLambda({
      f: (_event, context) => {
        context.signal.addEventListener("abort", () => reason = context.signal.reason);
        return wait(context);
      },
    });
    const running = invoke(config, { ...LATEST, DurableExecutionName: "order-7" });
    const CallbackId = await callbackId;
    const [{ DurableExecutionArn } = {} as never] = (await listDurableExecutionsByFunction(config, {
      FunctionName: "f",
    })).DurableExecutions!;
    const stopped = await stopDurableExecution(config, { DurableExecutionArn, Error: error });
    assertEquals(stopped.StopTimestamp instanceof Date, true);
    const { FunctionError, Payload } = await running;
    const message = error?.ErrorMessage ?? "Execution stopped by user request";
    assertEquals([FunctionError, Payload?.json()], [
      "Unhandled",
      { errorType: error?.ErrorType ?? "Error", errorMessage: message },
    ]);
    assertMatch(String(reason), new RegExp(message));
    const execution = await getDurableExecution(config, { DurableExecutionArn });
    assertEquals([execution.Status, execution.Error], ["STOPPED", error ?? { ErrorMessage: message }]);
    assertEquals(execution.EndTimestamp, stopped.StopTimestamp);
    const again = await stopDurableExecution(config, { DurableExecutionArn });
    assertEquals(again.StopTimestamp, stopped.StopTimestamp);
    const late = await assertRejects(
      () => sendDurableExecutionCallbackSuccess(config, { CallbackId }),
      LambdaServiceException,
    );
    assertEquals(late.name, "CallbackTimeoutException");
    const types = (await historyOf(config, DurableExecutionArn)).map(({ EventType }) => EventType);
    assertEquals(types, ["ExecutionStarted", "CallbackStarted", "ExecutionStopped"]);
  });
}

test("an execution that has ended cannot be stopped any more", async () => {
  const { config } = localLambda({ f: () => 1 });
  const DurableExecutionArn = await start(config);
  await stopDurableExecution(config, { DurableExecutionArn });
  assertEquals((await getDurableExecution(config, { DurableExecutionArn })).Status, "SUCCEEDED");
});

test("an execution that is stopped before it runs never does", async () => {
  let runs = 0;
  let end = () => {};
  const first = new Promise<void>((resolve) => end = resolve);
  const lambda = localLambda({ f: { handler: () => ++runs && first, reservedConcurrency: 1 } });
  const { config } = lambda;
  await invoke(config, { FunctionName: "f", InvocationType: "Event" });
  const DurableExecutionArn = await start(config, { InvocationType: "Event" });
  await stopDurableExecution(config, { DurableExecutionArn });
  end();
  await lambda.drain();
  assertEquals([runs, (await getDurableExecution(config, { DurableExecutionArn })).Status], [1, "STOPPED"]);
});

test("each invocation of a durable function is an execution, with a name of its own", async () => {
  const { config } = localLambda({ f: { handler: () => 1, durable: true } });
  const arns: (string | undefined)[] = [];
  for (let n = 0; n < 2; n++) arns.unshift((await invoke(config, LATEST)).DurableExecutionArn);
  const { DurableExecutions } = await listDurableExecutionsByFunction(config, { FunctionName: "f" });
  assertEquals(DurableExecutions!.map(({ DurableExecutionArn }) => DurableExecutionArn), arns as string[]);
  for (const { DurableExecutionName } of DurableExecutions!) assertMatch(DurableExecutionName, /^[0-9a-f-]{36}$/);
});

const UNKNOWN = `${ARN}:1/durable-execution/order-7/0f1e2d3c`;
const NOT_FOUND = "ResourceNotFoundException";
const INVALID = "ValidationException";

for (
  const [what, name, call] of [
    ["an unknown execution", NOT_FOUND, (c) => getDurableExecution(c, { DurableExecutionArn: UNKNOWN })],
    [
      "the history of an unknown one",
      NOT_FOUND,
      (c) => getDurableExecutionHistory(c, { DurableExecutionArn: UNKNOWN }),
    ],
    ["to stop an unknown one", NOT_FOUND, (c) => stopDurableExecution(c, { DurableExecutionArn: UNKNOWN })],
    ["an unknown function's", NOT_FOUND, (c) => listDurableExecutionsByFunction(c, { FunctionName: "g" })],
    [
      "an unknown version's",
      NOT_FOUND,
      (c) => listDurableExecutionsByFunction(c, { FunctionName: "f", Qualifier: "9" }),
    ],
    ["what is no ARN", INVALID, (c) => getDurableExecution(c, { DurableExecutionArn: "order-7" })],
    ["a page too large", INVALID, (c) => listDurableExecutionsByFunction(c, { FunctionName: "f", MaxItems: 1_001 })],
    ["a page below none", INVALID, (c) => listDurableExecutionsByFunction(c, { FunctionName: "f", MaxItems: -1 })],
    [
      "an unknown status",
      INVALID,
      (c) => listDurableExecutionsByFunction(c, { FunctionName: "f", Statuses: ["PENDING" as never] }),
    ],
    [
      "a name that is none",
      INVALID,
      (c) => listDurableExecutionsByFunction(c, { FunctionName: "f", DurableExecutionName: "a b" }),
    ],
    [
      "a marker that is none",
      "InvalidParameterValueException",
      (c) => listDurableExecutionsByFunction(c, { FunctionName: "f", Marker: "x" }),
    ],
  ] as [string, string, (config: LambdaConfig) => Promise<unknown>][]
) {
  test(`the local Lambda refuses ${what}`, async () => {
    const { config } = localLambda({ f: () => 1 });
    const error = await assertRejects(() => call(config), LambdaServiceException);
    assertEquals([error.name, error.functionMayHaveRun], [name, false]);
  });
}
