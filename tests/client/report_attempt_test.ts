import {
  type Attempt,
  invoke,
  invokeStream,
  isLambdaError,
  type LambdaConfig,
  putFunctionRecursionConfig,
} from "../../mod.ts";
import { assert, assertEquals, assertGreaterOrEqual, assertRejects, assertStrictEquals } from "../support/assert.ts";
import { always, refusal, replies } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { CREDENTIALS } from "../support/in_process.ts";
import { withRandom, withTimers } from "../support/stubs.ts";

const FN = { FunctionName: "fn" };

/** What is always the same: not durations, and of errors their names. */
function gist({ duration, error, ...attempt }: Attempt): Record<string, unknown> {
  assertGreaterOrEqual(duration, 0);
  return error === undefined ? { ...attempt } : { ...attempt, error: (error as Error).name };
}

/** A hook that keeps what it is told. */
function listener(): { attempts: Attempt[]; onAttempt: (attempt: Attempt) => void } {
  const attempts: Attempt[] = [];
  return { attempts, onAttempt: (attempt) => void attempts.push(attempt) };
}

const ID = { "x-amzn-requestid": "id-1" };

test("onAttempt() is told of a success", async () => {
  const { attempts, onAttempt } = listener();
  const { config } = always(() => new Response("1", { headers: ID }));
  await invoke({ ...config, onAttempt }, FN);
  assertEquals(attempts.map(gist), [
    { operation: "Invoke", functionName: "fn", attempt: 1, httpStatusCode: 200, requestId: "id-1" },
  ]);
});

test("onAttempt() is told of each attempt, with the wait before the next", async () => {
  const { attempts, onAttempt } = listener();
  const { config } = replies(refusal(429, "TooManyRequestsException", ID), refusal(503), refusal(503));
  const call = { ...config, idempotent: true };
  const thrown = await withTimers(() =>
    withRandom(() => 0.5, () => assertRejects(() => invoke(call, FN, { onAttempt })))
  );
  const common = { operation: "Invoke", functionName: "fn" };
  assertEquals(attempts.map(gist), [
    {
      ...common,
      attempt: 1,
      httpStatusCode: 429,
      requestId: "id-1",
      error: "TooManyRequestsException",
      retryDelay: 500,
    },
    { ...common, attempt: 2, httpStatusCode: 503, error: "Unknown", retryDelay: 50 },
    { ...common, attempt: 3, httpStatusCode: 503, error: "Unknown" },
  ]);
  assertStrictEquals(attempts[2]!.error, thrown);
  // Each error is complete: it says what is known so far.
  const errors = attempts.map(({ error }) => error);
  assert(errors.every(isLambdaError));
  assertEquals(errors.map((error) => error.functionMayHaveRun), [false, true, true]);
  assertEquals(errors.map((error) => error.$metadata?.attempts), [1, 2, 3]);
});

test("onAttempt() is told of credentials and clocks that are put right, with no wait", async () => {
  const { attempts, onAttempt } = listener();
  const NOW = Date.UTC(2026, 2, 1);
  const date = new Date(NOW + 3_600_000).toUTCString();
  const { config } = replies(
    refusal(403, "ExpiredTokenException"),
    refusal(403, "InvalidSignatureException", { date }),
    new Response("1"),
  );
  await invoke({ ...config, now: () => new Date(NOW), credentials: () => CREDENTIALS, onAttempt }, FN);
  assertEquals(attempts.map(({ attempt, retryDelay }) => [attempt, retryDelay]), [[1, 0], [2, 0], [3, undefined]]);
});

test("onAttempt() is told of a connection that is lost", async () => {
  const { attempts, onAttempt } = listener();
  const { config } = always(() => Promise.reject(new TypeError("connection lost")));
  await assertRejects(() => invoke({ ...config, onAttempt }, FN));
  assertEquals(attempts.map(gist), [
    { operation: "Invoke", functionName: "fn", attempt: 1, error: "TransportError" },
  ]);
});

test("onAttempt() is told of a time limit, and of an abort with the caller's own reason", async () => {
  const DEAF = () => new Promise<Response>(() => {});
  const { attempts, onAttempt } = listener();
  const { config } = always(DEAF);
  await withTimers(() => assertRejects(() => invoke({ ...config, onAttempt, timeout: 5 }, FN)));
  const controller = new AbortController();
  const reason = { mine: true };
  const fetch = () => {
    queueMicrotask(() => controller.abort(reason));
    return DEAF();
  };
  const signal = controller.signal;
  assertStrictEquals(await assertRejects(() => invoke({ ...config, fetch, onAttempt, signal }, FN)), reason);
  assertEquals(attempts.map(({ attempt }) => attempt), [1, 1]);
  assertEquals((attempts[0]!.error as { code?: string }).code, "TIMEOUT");
  assertStrictEquals(attempts[1]!.error, reason);
});

test("onAttempt() is told of what a credentials function throws", async () => {
  const { attempts, onAttempt } = listener();
  const { config } = always(() => new Response());
  const thrown = new Error("vault is down");
  await assertRejects(() => invoke({ ...config, credentials: () => Promise.reject(thrown), onAttempt }, FN));
  assertEquals(attempts.map(({ error }) => error), [thrown]);
});

test("onAttempt() is told of streams at their headers, and of operations by AWS's names", async () => {
  const { attempts, onAttempt } = listener();
  const { config } = always(() => new Response("{}"));
  const { EventStream } = await invokeStream({ ...config, onAttempt }, FN);
  await EventStream.cancel();
  await putFunctionRecursionConfig({ ...config, onAttempt }, { ...FN, RecursiveLoop: "Allow" });
  assertEquals(attempts.map(({ operation }) => operation), ["InvokeWithResponseStream", "PutFunctionRecursionConfig"]);
});

/** What a hook may do wrong. */
const HOOKS: Readonly<Record<string, NonNullable<LambdaConfig["onAttempt"]>>> = {
  "throws": () => {
    throw new Error("of the hook");
  },
  "rejects": () => Promise.reject(new Error("of the hook")),
  "never settles": () => new Promise(() => {}),
};

for (const [what, onAttempt] of Object.entries(HOOKS)) {
  test(`An onAttempt() that ${what} changes nothing`, async () => {
    const { config, sent } = replies(refusal(429), new Response("7"), refusal(404, "ResourceNotFoundException"));
    const call = { ...config, onAttempt };
    const output = await withTimers(() => withRandom(() => 0, () => invoke(call, FN)));
    assertEquals([output.Payload?.json(), sent.length], [7, 2]);
    const error = await assertRejects(() => invoke(call, FN));
    assertEquals((error as Error).name, "ResourceNotFoundException");
  });
}

test("The onAttempt() of a call stands over that of the config", async () => {
  const [ofConfig, ofCall] = [listener(), listener()];
  const { config } = always(() => new Response());
  await invoke({ ...config, onAttempt: ofConfig.onAttempt }, FN, { onAttempt: ofCall.onAttempt });
  assertEquals([ofConfig.attempts.length, ofCall.attempts.length], [0, 1]);
});
