/**
 * The local Lambda in a crowd: nothing is lost, nothing is doubled.
 *
 * @module
 */
import {
  invoke,
  invokeStream,
  isLambdaError,
  payloadStream,
  putFunctionEventInvokeConfig,
  type ResponseMetadata,
} from "../../mod.ts";
import type { Fault } from "../../src/local/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { localLambda } from "../support/local_lambda.ts";
import { collectBytes } from "../support/streams.ts";
import { turn } from "../support/stubs.ts";

/** How one call ended, as its caller sees it. */
interface Outcome {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: unknown;
  readonly attempts: number;
  readonly mayHaveRun: boolean;
}

/** Of a thousand, one in five or so goes wrong, each in a way of its own. */
const FAULTS: readonly (readonly [functionName: "sync" | "event" | "stream", fault: Fault, times: number])[] = [
  ["sync", { fault: "error", name: "ENINotReadyException" }, 30],
  ["sync", { fault: "throttle" }, 10],
  ["sync", { fault: "html", status: 503 }, 15],
  ["sync", { fault: "html", status: 502, afterRun: true }, 15],
  ["sync", { fault: "reset" }, 15],
  ["sync", { fault: "reset", afterRun: true }, 15],
  ["sync", { fault: "slow", delay: 1 }, 5],
  ["event", { fault: "error", name: "ENINotReadyException" }, 20],
  ["event", { fault: "reset", afterRun: true }, 20],
  ["event", { fault: "html" }, 10],
  ["stream", { fault: "cut", afterBytes: 120 }, 15],
  ["stream", { fault: "cut", afterBytes: 30, reset: true }, 10],
  ["stream", { fault: "flip", bit: 640 }, 10],
  ["stream", { fault: "incomplete" }, 10],
  ["stream", { fault: "error", name: "ResourceNotReadyException" }, 10],
];

async function settle(
  id: number,
  call: () => Promise<[answer: unknown, metadata: ResponseMetadata]>,
): Promise<Outcome> {
  try {
    const [answer, { attempts }] = await call();
    return { id, answer, attempts, mayHaveRun: true };
  } catch (error) {
    assert(isLambdaError(error), String(error));
    return { id, error, attempts: error.$metadata?.attempts ?? 1, mayHaveRun: error.functionMayHaveRun };
  }
}

test("1,000 invocations at once, with faults: each is answered or delivered exactly once", async () => {
  const runs = new Map<number, number>();
  const delivered = new Map<number, number>();
  const count = (counts: Map<number, number>, id: number) => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts.get(id)!;
  };
  const lambda = localLambda({
    sync: ({ id }) => {
      count(runs, id);
      return { id };
    },
    event: ({ id }) => {
      // One in seven fails at first, one in eleven for good.
      if (count(runs, id) === 1 && id % 7 === 0 || id % 11 === 0) throw new Error("Not yet");
    },
    async *stream({ id }) {
      count(runs, id);
      yield `${id},`;
      await turn();
      yield `${id}`;
    },
    good: ({ requestPayload }) => void count(delivered, requestPayload.id),
    bad: ({ requestPayload }) => void count(delivered, requestPayload.id),
  }, { retryDelay: 1 });
  const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
  await putFunctionEventInvokeConfig(lambda.config, {
    FunctionName: "event",
    DestinationConfig: { OnSuccess: { Destination: arn("good") }, OnFailure: { Destination: arn("bad") } },
  });
  for (const fault of FAULTS) lambda.inject(...fault);

  const { config } = lambda;
  const calls = {
    sync: async (id: number): Promise<[unknown, ResponseMetadata]> => {
      const { Payload, $metadata } = await invoke(config, { FunctionName: "sync", Payload: { id } });
      return [Payload?.json<{ id: number }>().id, $metadata];
    },
    event: async (id: number): Promise<[unknown, ResponseMetadata]> => {
      const output = await invoke(config, { FunctionName: "event", Payload: { id }, InvocationType: "Event" });
      return [output.StatusCode, output.$metadata];
    },
    stream: async (id: number): Promise<[unknown, ResponseMetadata]> => {
      const output = await invokeStream(config, { FunctionName: "stream", Payload: { id } });
      return [new TextDecoder().decode(await collectBytes(payloadStream(output))), output.$metadata];
    },
  };
  const kinds = ["sync", "event", "stream"] as const;
  const kindOf = (id: number) => kinds[id % 3]!;
  const ids = Array.from({ length: 1_000 }, (_, id) => id);
  const outcomes = await Promise.all(ids.map((id) => settle(id, () => calls[kindOf(id)](id))));
  await lambda.drain();

  const expected = { sync: (id: number) => id, event: () => 202, stream: (id: number) => `${id},${id}` };
  for (const { id, answer, error, mayHaveRun } of outcomes) {
    const kind = kindOf(id), ran = runs.get(id) ?? 0, told = delivered.get(id) ?? 0;
    const what = `${kind} ${id}: ${error ?? answer}, ${ran} runs, ${told} records`;
    if (error === undefined) assertEquals(answer, expected[kind](id), what);
    if (!mayHaveRun) assertEquals(ran, 0, what);
    if (kind === "event") assertEquals(told, ran > 0 ? 1 : 0, what);
    else assertEquals(ran <= 1, true, what);
    if (error === undefined) assertEquals(ran > 0, true, what);
  }
  assert(outcomes.some(({ error }) => error !== undefined) && outcomes.some(({ attempts }) => attempts > 1));

  const received = lambda.invocations.filter(({ functionName }) => functionName in calls);
  assertEquals(received.length, outcomes.reduce((sum, { attempts }) => sum + attempts, 0), "each attempt came in once");
  assertEquals(
    received.reduce((sum, { runs }) => sum + runs, 0),
    [...runs.values()].reduce((sum, runs) => sum + runs, 0),
  );
  assertEquals(received.filter(({ duration }) => duration === undefined).length, 0, "each is through");
});
