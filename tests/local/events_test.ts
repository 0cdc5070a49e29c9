/**
 * The local Lambda's queue. Retries, age and reserved concurrency are as in AWS's documentation
 * (dg/invocation-async-error-handling.html), records as in dg/invocation-async-retain-records.html, loops as in
 * dg/invocation-recursion.html.
 *
 * @module
 */
import { invoke } from "../../mod.ts";
import type { LocalFunctions, LocalLambda, LocalLambdaOptions } from "../../src/local/mod.ts";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { localLambda } from "../support/local_lambda.ts";
import { turn, until } from "../support/stubs.ts";

const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const QUEUE = "arn:aws:sqs:us-east-1:123456789012:dead";

const make = (functions: LocalFunctions, options: LocalLambdaOptions = {}) =>
  localLambda(functions, { verify: false, retryDelay: 1, ...options });

function configure(lambda: LocalLambda, name: string, input: object, query = ""): Promise<Response> {
  const url = `http://localhost/2019-09-25/functions/${name}/event-invoke-config${query}`;
  return lambda.fetch(url, { method: "PUT", body: JSON.stringify(input) });
}

async function send({ config }: LocalLambda, FunctionName: string, Payload: object = {}): Promise<string> {
  const { StatusCode, $metadata } = await invoke(config, { FunctionName, Payload, InvocationType: "Event" });
  assertEquals(StatusCode, 202);
  return $metadata.requestId!;
}

const fail = () => {
  throw new RangeError("Too far");
};

test("an Event is answered before the function has run, and runs once", async () => {
  let go = () => {};
  const lambda = make({ f: (event) => new Promise<void>((resolve) => go = resolve).then(() => event) });
  await send(lambda, "f", { n: 1 });
  let drained = false;
  const done = lambda.drain().then(() => drained = true);
  await until(() => lambda.invocations[0]?.runs === 1);
  assert(!drained);
  go();
  await done;
  const [{ status, runs, condition, event } = {} as never] = lambda.invocations;
  assertEquals([status, runs, condition, event], [202, 1, "Success", { n: 1 }]);
});

test("drain() has nothing to wait for where there are no events", async () => {
  await make({}).drain();
});

for (const [retries, runs] of [[undefined, 3], [0, 1], [1, 2], [2, 3]] as const) {
  test(`a failing Event runs ${runs} times with MaximumRetryAttempts ${retries}`, async () => {
    const ids = new Set<string>();
    const lambda = make({
      f: (_event, { awsRequestId }) => {
        ids.add(awsRequestId);
        fail();
      },
    });
    if (retries !== undefined) await configure(lambda, "f", { MaximumRetryAttempts: retries });
    const id = await send(lambda, "f");
    await lambda.drain();
    assertEquals(lambda.invocations.map(({ runs, condition, functionError }) => [runs, condition, functionError]), [
      [runs, "RetriesExhausted", "Unhandled"],
    ]);
    assertEquals([...ids], [id], "each retry has the same request id");
  });
}

test("a failing Event succeeds in a retry", async () => {
  let left = 1;
  const lambda = make({ f: () => left-- > 0 && fail() });
  await send(lambda, "f");
  await lambda.drain();
  assertEquals(lambda.invocations.map(({ runs, condition, functionError }) => [runs, condition, functionError]), [
    [2, "Success", undefined],
  ]);
});

test("the retry delay is once, then twice what is set", async () => {
  const times: number[] = [];
  const lambda = make({
    f: () => {
      times.push(Date.now());
      fail();
    },
  }, { retryDelay: 60 });
  await send(lambda, "f");
  await lambda.drain();
  const [first = 0, second = 0, third = 0] = times;
  // A timer may fire a little early.
  assert(second - first >= 55 && third - second >= 115, `${second - first} ms and ${third - second} ms`);
});

test("an Event that grows too old is not tried again", async () => {
  let ms = 0;
  const lambda = make({
    f: () => {
      ms += 61_000;
      fail();
    },
  }, { now: () => new Date(ms) });
  await configure(lambda, "f", {
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  });
  await send(lambda, "f");
  await lambda.drain();
  assertEquals(lambda.invocations[0]?.condition, "EventAgeExceeded");
  assertEquals(lambda.deliveries[0]?.record.requestContext.condition, "EventAgeExceeded");
  assertEquals(lambda.deliveries[0]?.record.requestContext.approximateInvokeCount, 1);
});

test("a record goes to the function that is the destination, in AWS's format", async () => {
  const records: unknown[] = [];
  const now = () => new Date("2026-03-04T05:06:07.089Z");
  const lambda = make({
    good: ({ n }) => ({ twice: 2 * n }),
    bad: fail,
    keep: (record) => void records.push(record),
  }, { now });
  const toKeep = { Destination: arn("keep") };
  await configure(lambda, "good", { DestinationConfig: { OnSuccess: toKeep } });
  await configure(lambda, "bad", { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: toKeep } });
  const good = await send(lambda, "good", { n: 21 });
  await lambda.drain();
  const bad = await send(lambda, "bad", { n: 22 });
  await lambda.drain();

  assertEquals(records[0], {
    version: "1.0",
    timestamp: "2026-03-04T05:06:07.089Z",
    requestContext: {
      requestId: good,
      functionArn: `${arn("good")}:$LATEST`,
      condition: "Success",
      approximateInvokeCount: 1,
    },
    requestPayload: { n: 21 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST" },
    responsePayload: { twice: 42 },
  });
  const failure = records[1] as { responsePayload: { trace: string[] } };
  assertEquals(
    failure,
    {
      version: "1.0",
      timestamp: "2026-03-04T05:06:07.089Z",
      requestContext: {
        requestId: bad,
        functionArn: `${arn("bad")}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: 2,
      },
      requestPayload: { n: 22 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "RangeError", errorMessage: "Too far", trace: failure.responsePayload.trace },
    } as typeof failure,
  );
  assertEquals(lambda.deliveries.map(({ destination, record }) => [destination, record]), [
    [arn("keep"), records[0]],
    [arn("keep"), records[1]],
  ] as never);
  const delivered = lambda.invocations.filter(({ functionName }) => functionName === "keep");
  assertEquals(delivered.map(({ invocationType, runs, condition }) => [invocationType, runs, condition]), [
    ["Event", 1, "Success"],
    ["Event", 1, "Success"],
  ]);
});

test("each alias has destinations of its own", async () => {
  const lambda = make({ f: () => {}, "f:live": () => {} });
  await configure(lambda, "f", { DestinationConfig: { OnSuccess: { Destination: QUEUE } } }, "?Qualifier=live");
  await send(lambda, "f");
  await send(lambda, "f:live");
  await lambda.drain();
  assertEquals(lambda.deliveries.map(({ record }) => record.requestContext.functionArn), [arn("f:live")]);
});

test("a record for a queue goes to whoever takes its place, and drain() waits for it", async () => {
  const taken: string[] = [];
  const lambda = make({ f: fail }, {
    destinations: {
      [QUEUE]: async ({ requestContext }) => {
        await turn();
        taken.push(requestContext.condition);
      },
    },
  });
  await configure(lambda, "f", { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: QUEUE } } });
  await send(lambda, "f");
  await lambda.drain();
  assertEquals(taken, ["RetriesExhausted"]);
});

test("a destination that fails loses neither the record nor the others", async () => {
  const lambda = make({ f: () => {} }, { destinations: { [QUEUE]: fail } });
  await configure(lambda, "f", { DestinationConfig: { OnSuccess: { Destination: QUEUE } } });
  await Promise.all([send(lambda, "f"), send(lambda, "f")]);
  await lambda.drain();
  assertEquals(lambda.deliveries.length, 2);
  assertMatch(String(lambda.deliveries[0]?.error), /RangeError: Too far/);
});

test("Events wait for their turn where concurrency is reserved", async () => {
  let running = 0, most = 0;
  const lambda = make({
    f: {
      handler: async () => {
        most = Math.max(most, ++running);
        await turn();
        running--;
      },
      reservedConcurrency: 2,
    },
  });
  await Promise.all(Array.from({ length: 20 }, (_, n) => send(lambda, "f", { n })));
  await lambda.drain();
  assertEquals(most, 2);
  assertEquals(lambda.invocations.map(({ runs, condition }) => [runs, condition]), Array(20).fill([1, "Success"]));
});

test("an Event for a function without concurrency goes to its failure destination at once", async () => {
  const lambda = make({ f: { handler: () => {}, reservedConcurrency: 0 } });
  await configure(lambda, "f", { DestinationConfig: { OnFailure: { Destination: QUEUE } } });
  await send(lambda, "f");
  await lambda.drain();
  const [{ requestContext, responseContext } = {} as never] = lambda.deliveries.map(({ record }) => record);
  assertEquals([requestContext?.approximateInvokeCount, responseContext], [0, undefined]);
});

test("a loop of destinations ends after 16 runs, and its end is told", async () => {
  const lambda = make({ f: () => {} });
  await configure(lambda, "f", {
    DestinationConfig: { OnSuccess: { Destination: arn("f") }, OnFailure: { Destination: QUEUE } },
  });
  await send(lambda, "f");
  await lambda.drain();
  assertEquals(lambda.invocations.reduce((sum, { runs }) => sum + runs, 0), 16);
  assertEquals(lambda.deliveries.at(-1)?.destination, QUEUE);
});

test("a loop ends where its end is told to the loop itself", async () => {
  const lambda = make({ f: () => {} });
  const Destination = arn("f");
  await configure(lambda, "f", { DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination } } });
  await send(lambda, "f");
  await lambda.drain();
  assertEquals(lambda.invocations.reduce((sum, { runs }) => sum + runs, 0), 16);
});

test("a loop that is allowed goes on", async () => {
  let runs = 0;
  const lambda = make({
    f: () => {
      if (++runs === 40) fail();
    },
  });
  await lambda.fetch("http://localhost/2024-08-31/functions/f/recursion-config", {
    method: "PUT",
    body: '{"RecursiveLoop":"Allow"}',
  });
  await configure(lambda, "f", {
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: { Destination: arn("f") } },
  });
  await send(lambda, "f");
  await lambda.drain();
  assertEquals(runs, 40);
});

test("a streamed answer of an Event is read to its end", async () => {
  let ended = false;
  const lambda = make({
    async *f() {
      yield "a";
      yield "b";
      ended = true;
    },
  });
  await send(lambda, "f");
  await lambda.drain();
  assert(ended);
});
