/**
 * What goes wrong with the local Lambda when it is asked to, and what our client makes of it.
 *
 * @module
 */
import {
  type Credentials,
  EventStreamError,
  invoke,
  invokeJson,
  invokeStream,
  LambdaServiceException,
  payloadStream,
  TransportError,
} from "../../mod.ts";
import type { Fault, LocalLambda } from "../../src/local/mod.ts";
import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertMatch,
  assertRejects,
  assertThrows,
} from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { localLambda } from "../support/local_lambda.ts";
import { collectBytes } from "../support/streams.ts";
import { turn, until, withTimers } from "../support/stubs.ts";

const PATH = "/2015-03-31/functions/f/invocations";

function make(): LocalLambda {
  return localLambda({
    f: () => "whole",
    g: () => 2,
    async *stream() {
      yield "first ";
      yield "second ";
      yield "third";
    },
  });
}

/** A call that is sent once. */
const once = ({ config }: LocalLambda, FunctionName = "f") => invoke({ ...config, maxAttempts: 1 }, { FunctionName });

async function readStream({ config }: LocalLambda, signal?: AbortSignal): Promise<string> {
  const output = await invokeStream({ ...config, maxAttempts: 1 }, { FunctionName: "stream" }, { signal });
  return new TextDecoder().decode(await collectBytes(payloadStream(output)));
}

for (
  const [fault, status, name, runs] of [
    [{ fault: "throttle" }, 429, "TooManyRequestsException", 0],
    [{ fault: "error", name: "ENINotReadyException" }, 502, "ENINotReadyException", 0],
    [{ fault: "error", name: "ServiceException", afterRun: true }, 500, "ServiceException", 1],
    [{ fault: "error", name: "ThrottlingException", status: 400 }, 400, "ThrottlingException", 0],
    [{ fault: "error", name: "AccessDeniedException", status: 403 }, 403, "AccessDeniedException", 0],
    [{ fault: "html" }, 502, "Unknown", 0],
    [{ fault: "html", status: 503, afterRun: true }, 503, "Unknown", 1],
  ] as const
) {
  test(`inject() answers with ${JSON.stringify(fault)}`, async () => {
    const lambda = make();
    lambda.inject("f", fault);
    const error = await assertRejects(() => once(lambda), LambdaServiceException);
    assertEquals([error.name, error.$metadata?.httpStatusCode], [name, status]);
    assertEquals((await once(lambda)).Payload?.json(), "whole", "the fault is over");
    assertEquals(lambda.invocations.map(({ fault, status, runs }) => [fault, status, runs]), [
      [fault.fault, status, runs],
      [undefined, 200, 1],
    ]);
  });
}

test("inject() says what the fault says", async () => {
  const lambda = make();
  lambda.inject("f", { fault: "throttle", reason: "CallerRateLimitExceeded", retryAfterSeconds: 7 });
  const throttled = await assertRejects(() => once(lambda), LambdaServiceException);
  assertEquals([throttled.Reason, throttled.retryAfterSeconds], ["CallerRateLimitExceeded", 7]);
  lambda.inject("f", { fault: "error", name: "ServiceException", message: "Sorry", retryAfterSeconds: 3 });
  const failed = await assertRejects(() => once(lambda), LambdaServiceException);
  assertEquals([failed.message, failed.retryAfterSeconds, failed.Type], ["Sorry", 3, "Service"]);
});

test("inject() befalls so many invocations of one function, in order", async () => {
  const lambda = make();
  lambda.inject("f", { fault: "error", name: "ResourceConflictException" }, 2);
  lambda.inject("f", { fault: "error", name: "UnsupportedMediaTypeException" });
  assertEquals((await once(lambda, "g")).StatusCode, 200);
  for (const name of ["ResourceConflictException", "ResourceConflictException", "UnsupportedMediaTypeException"]) {
    assertEquals((await assertRejects(() => once(lambda), LambdaServiceException)).name, name);
  }
  assertEquals((await once(lambda)).StatusCode, 200);
});

test("inject() refuses a function that is not there", () => {
  const lambda = localLambda({ f: () => {}, "g:live": () => {} });
  for (const name of ["f", "g", "g:live"] as const) lambda.inject(name, { fault: "reset" });
  for (const name of ["h", "f:live", ""]) {
    assertThrows(() => (lambda as LocalLambda).inject(name, { fault: "reset" }), TypeError, name);
  }
});

test("inject() tells an alias from its function", async () => {
  const lambda = localLambda({ f: () => 1, "f:live": () => 2 });
  lambda.inject("f:live", { fault: "throttle" });
  assertEquals((await once(lambda, "f")).StatusCode, 200);
  await assertRejects(() => once(lambda, "f:live"), LambdaServiceException);
  lambda.inject("f", { fault: "throttle" });
  await assertRejects(() => once(lambda, "f:live"), LambdaServiceException);
});

test("heal() ends faults, of one function or of all", async () => {
  const lambda = make();
  for (const name of ["f", "g"]) lambda.inject(name, { fault: "throttle" }, Infinity);
  lambda.heal("f");
  assertEquals((await once(lambda)).StatusCode, 200);
  for (let n = 0; n < 3; n++) await assertRejects(() => once(lambda, "g"), LambdaServiceException);
  lambda.heal();
  assertEquals((await once(lambda, "g")).StatusCode, 200);
});

test("a client gets over what is transient", async () => {
  const lambda = make();
  lambda.inject("f", { fault: "error", name: "ResourceNotReadyException" }, 2);
  assertEquals(await invokeJson(lambda.config, { FunctionName: "f" }), "whole");
  assertEquals(lambda.invocations.map(({ status }) => status), [502, 502, 200]);
});

for (const afterRun of [false, true]) {
  test(`a connection is reset ${afterRun ? "after" : "before"} the run`, async () => {
    const lambda = make();
    lambda.inject("f", { fault: "reset", afterRun });
    const error = await assertRejects(() => once(lambda), TransportError);
    assertEquals([error.code, error.functionMayHaveRun], ["NETWORK", true]);
    assertEquals(lambda.invocations.map(({ fault, runs }) => [fault, runs]), [["reset", afterRun ? 1 : 0]]);
  });
}

test("a connection that is reset behind a server breaks the body", async () => {
  const lambda = localLambda({ f: () => 1 }, { verify: false });
  lambda.inject("f", { fault: "reset" });
  const response = await lambda.fetch(new Request(`http://localhost${PATH}`, { method: "POST" }));
  await assertRejects(() => response.text());
});

test("headers are stalled until the caller gives up", async () => {
  const lambda = make();
  lambda.inject("f", { fault: "stall" }, 2);
  const late = await assertRejects(
    () => invoke(lambda.config, { FunctionName: "f" }, { timeout: 20 }),
    TransportError,
  );
  assertEquals(late.code, "TIMEOUT");
  const controller = new AbortController();
  const call = invoke(lambda.config, { FunctionName: "f" }, { signal: controller.signal });
  controller.abort("enough");
  assertEquals(await call.catch((reason) => reason), "enough");
});

test("an aborted call does not stop the function", async () => {
  let go = () => {}, ended = false;
  const lambda = localLambda({
    f: async () => {
      await new Promise<void>((resolve) => go = resolve);
      ended = true;
    },
  });
  const controller = new AbortController();
  const call = invoke(lambda.config, { FunctionName: "f" }, { signal: controller.signal });
  await until(() => lambda.invocations[0]?.runs === 1);
  controller.abort("enough");
  assertEquals(await call.catch((reason) => reason), "enough");
  go();
  await until(() => ended);
});

test("a stream comes through whole without faults", async () => {
  assertEquals(await readStream(make()), "first second third");
});

for (
  const [fault, code] of [
    [{ fault: "cut", afterBytes: 0 }, "TRUNCATED"],
    [{ fault: "cut", afterBytes: 50 }, "TRUNCATED"],
    [{ fault: "cut", afterBytes: 150 }, "TRUNCATED"],
    [{ fault: "cut", afterBytes: 150, reset: true }, "NETWORK"],
    [{ fault: "flip", bit: 0 }, "PRELUDE_CRC"],
    [{ fault: "flip", bit: 100 }, "MESSAGE_CRC"],
    [{ fault: "checksum" }, "MESSAGE_CRC"],
    [{ fault: "checksum", frame: 2 }, "MESSAGE_CRC"],
    [{ fault: "incomplete" }, "TRUNCATED"],
    [{ fault: "reset" }, "NETWORK"],
  ] as const satisfies readonly (readonly [Fault, string])[]
) {
  test(`a client notices a stream with ${JSON.stringify(fault)}`, async () => {
    const lambda = make();
    lambda.inject("stream", fault);
    const error = await assertRejects(() => readStream(lambda), Error) as EventStreamError | TransportError;
    assert(error instanceof EventStreamError || error instanceof TransportError, String(error));
    assertEquals(error.code, code);
    assertEquals(await readStream(lambda), "first second third", "the fault is over");
  });
}

test("every bit that is flipped in a stream is noticed, or does no harm", async () => {
  const lambda = make();
  const whole = await readStream(lambda);
  for (let bit = 0; bit < 8 * 420; bit += 37) {
    lambda.inject("stream", { fault: "flip", bit });
    const text = await readStream(lambda).catch((error) => {
      assert(error instanceof EventStreamError, String(error));
      return whole;
    });
    assertEquals(text, whole, `bit ${bit}`);
  }
});

test("a stream can be slow", async () => {
  const lambda = make();
  lambda.inject("stream", { fault: "slow", delay: 15 });
  const start = Date.now();
  assertEquals(await readStream(lambda), "first second third");
  assertGreaterOrEqual(Date.now() - start, 50);
});

test("a slow stream is left at once", async () => {
  const lambda = make();
  lambda.inject("stream", { fault: "slow", delay: 10 });
  const controller = new AbortController();
  await withTimers(async (timers) => {
    const reading = readStream(lambda, controller.signal);
    await until(() => timers.set.includes(10));
    controller.abort("enough");
    assertEquals(await reading.catch((reason) => reason), "enough");
    assert(lambda.invocations[0]?.cancelled);
    timers.fire();
    await turn();
  }, "by hand");
});

test("an answer that is not streamed can be cut and damaged, but has no frames", async () => {
  const lambda = make();
  lambda.inject("f", { fault: "incomplete" });
  lambda.inject("f", { fault: "checksum" });
  lambda.inject("f", { fault: "cut", afterBytes: 3 });
  lambda.inject("f", { fault: "flip", bit: 9 });
  assertEquals((await once(lambda)).Payload?.text(), '"wh');
  assertEquals((await once(lambda)).Payload?.text(), '"uhole"');
  assertEquals((await once(lambda)).Payload?.text(), '"whole"');
});

test("an Event that is refused is not queued, one whose answer is lost is", async () => {
  const lambda = make();
  const send = () => invoke({ ...lambda.config, maxAttempts: 1 }, { FunctionName: "f", InvocationType: "Event" });
  lambda.inject("f", { fault: "throttle" });
  lambda.inject("f", { fault: "reset", afterRun: true });
  await assertRejects(send, LambdaServiceException);
  await assertRejects(send, TransportError);
  await lambda.drain();
  assertEquals(lambda.invocations.map(({ fault, runs, condition }) => [fault, runs, condition]), [
    ["throttle", 0, undefined],
    ["reset", 1, "Success"],
  ]);
});

test("a client whose credentials have expired fetches new ones", async () => {
  let ms = 0;
  const now = () => new Date(ms);
  const keys = [1, 2].map((n): Credentials => ({
    accessKeyId: `ASIA${n}`,
    secretAccessKey: `secret-${n}`,
    sessionToken: `token-${n}`,
    expiration: new Date(n * 1_000),
  }));
  const lambda = localLambda({ f: () => 1 }, { credentials: keys, now });
  let fetched = 0;
  const config = { ...lambda.config, credentials: () => keys[fetched++]! };
  ms = 1_000;
  assertEquals(await invokeJson(config, { FunctionName: "f" }), 1);
  assertEquals(fetched, 2);
  assertMatch(lambda.invocations[0]!.requestId, /-/);
});
