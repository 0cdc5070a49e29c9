import { type Credentials, invoke, isLambdaError, type LambdaConfig, TransportError } from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStrictEquals } from "../support/assert.ts";
import { always, type Calls, refusal, replies } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { CREDENTIALS } from "../support/in_process.ts";
import { withRandom, withTimers } from "../support/stubs.ts";

const FN = { FunctionName: "fn" };
const START = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;

/** The `Date` header of a time. */
const dated = (time: number) => ({ date: new Date(time).toUTCString() });

/** A clock that a test moves. */
function movingClock(): { now: () => Date; time: number } {
  const clock = { time: START, now: () => new Date(clock.time) };
  return clock;
}

/** The times that requests were signed at, in milliseconds. */
function signedTimes({ sent }: Calls): number[] {
  return sent.map(({ headers }) => {
    const [, y, mo, d, h, mi, s] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(headers.get("x-amz-date")!)!;
    return Date.UTC(+y!, +mo! - 1, +d!, +h!, +mi!, +s!);
  });
}

test("A signature that grew old on the way is signed anew once, though the clock is right", async () => {
  const clock = movingClock();
  let waits = 1;
  const calls = always(() => {
    // A pool of connections, a frozen isolate, a laptop that was closed.
    if (waits-- > 0) clock.time += 6 * MINUTE;
    const age = clock.time - signedTimes(calls).at(-1)!;
    return age > 5 * MINUTE ? refusal(403, "InvalidSignatureException", dated(clock.time)) : new Response("1");
  });
  const { $metadata } = await invoke({ ...calls.config, now: clock.now }, FN);
  assertEquals([$metadata.attempts, $metadata.totalRetryDelay], [2, 0]);
  assertEquals(signedTimes(calls), [START, START + 6 * MINUTE]);
  // The clock was right, so that nothing was learned for later calls.
  await invoke({ ...calls.config, now: clock.now }, FN);
  assertEquals(signedTimes(calls).at(-1), clock.time);
});

test("A wrong clock is learned, and kept for later calls", async () => {
  const clock = movingClock();
  const calls = always(() => {
    const age = clock.time + 60 * MINUTE - signedTimes(calls).at(-1)!;
    return age > 5 * MINUTE
      ? refusal(403, "InvalidSignatureException", dated(clock.time + 60 * MINUTE))
      : new Response("1");
  });
  for (const attempts of [2, 1]) {
    assertEquals((await invoke({ ...calls.config, now: clock.now }, FN)).$metadata.attempts, attempts);
  }
});

/** Dates that no clock of AWS can have. */
const NO_TIMES = [
  "+275760-09-13T00:00:00.000Z",
  "-271821-04-20T00:00:00.000Z",
  "Fri, 01 Jan 9999 00:00:00 GMT",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "8640000000000000",
  // JavaScript reads these as dates, HTTP does not.
  "1",
  "12/31/2031",
  "2031-12-31T00:00:00Z",
  "now",
];

for (const date of NO_TIMES) {
  test(`A Date of ${date} is not believed, and makes no later call fail`, async () => {
    const calls = replies(refusal(403, "InvalidSignatureException", { date }), new Response("1"), new Response("1"));
    const error = await assertRejects(() => invoke(calls.config, FN));
    assert(isLambdaError(error));
    assertEquals([error.name, error.$metadata?.attempts], ["InvalidSignatureException", 1]);
    assertEquals((await invoke(calls.config, FN)).StatusCode, 200);
  });
}

test("A learned offset cannot make calls fail for good, even where answers have no Date", async () => {
  const clock = movingClock();
  const wrong = START + 10 * 365 * 24 * 60 * MINUTE;
  const calls = always(() => {
    const isRight = Math.abs(signedTimes(calls).at(-1)! - clock.time) < 5 * MINUTE;
    if (isRight) return calls.sent.length === 1 ? refusal(403, "RequestExpired", dated(wrong)) : new Response("1");
    return refusal(403, "RequestExpired");
  });
  const config = { ...calls.config, now: clock.now };
  await assertRejects(() => invoke(config, FN));
  assertEquals((await invoke(config, FN)).$metadata.attempts, 2);
  assertEquals((await invoke(config, FN)).$metadata.attempts, 1);
});

/** What a clock may give in place of a time. */
const NO_CLOCKS: Readonly<Record<string, () => Date>> = {
  "no valid Date": () => new Date(NaN),
  "no Date": () => undefined as unknown as Date,
  "an error": () => {
    throw new Error("no clock");
  },
};

for (const [what, wrong] of Object.entries(NO_CLOCKS)) {
  test(`A now() that gives ${what} when an offset is learned makes no later call fail`, async () => {
    const refused = () => refusal(403, "InvalidSignatureException", dated(START + 60 * MINUTE));
    const { config } = replies(refused, new Response("1"));
    const times = [() => new Date(START), wrong];
    const error = await assertRejects(() => invoke({ ...config, now: () => times.shift()!() }, FN));
    assert(isLambdaError(error), String(error));
    assertEquals([error.name, error.functionMayHaveRun], ["InvalidSignatureException", false]);
    assertEquals((await invoke(config, FN)).StatusCode, 200);
  });

  test(`A now() that gives ${what} after an attempt that may have run does not hide that`, async () => {
    const { config } = replies(refusal(500), refusal(403, "InvalidSignatureException", dated(START + 60 * MINUTE)));
    const times = [() => new Date(START), () => new Date(START), wrong];
    const call = { ...config, now: () => times.shift()!(), idempotent: true };
    const error = await withTimers(() => withRandom(() => 0, () => assertRejects(() => invoke(call, FN))));
    assert(isLambdaError(error), String(error));
    assertEquals(error.functionMayHaveRun, true);
  });
}

test("A now() that gives no time is refused before anything is sent", async () => {
  const { config, sent } = always(() => new Response());
  await assertRejects(() => invoke({ ...config, now: () => new Date(NaN) }, FN), TypeError, "now must be");
  assertEquals(sent.length, 0);
});

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** What a credentials function may throw, and whether something can be set on it. */
const THROWN: Readonly<Record<string, readonly [error: unknown, isKept: boolean]>> = {
  "an error": [new Error("vault is down"), true],
  "an error that says otherwise": [Object.assign(new Error("vault is down"), { functionMayHaveRun: false }), true],
  "a frozen error": [Object.freeze(new Error("vault is down")), false],
  "an error with a getter": [
    Object.defineProperty(new Error("vault is down"), "functionMayHaveRun", { get: () => false }),
    false,
  ],
  "an error with a setter that throws": [
    Object.defineProperty(new Error("vault is down"), "functionMayHaveRun", {
      set() {
        throw new Error("no");
      },
    }),
    false,
  ],
  "a proxy of an error": [
    new Proxy(new Error("vault is down"), {
      set() {
        throw new Error("no");
      },
    }),
    false,
  ],
  "a revoked proxy": [revoked(), false],
  "text": ["vault is down", false],
  "nothing": [undefined, false],
};

for (const [what, [thrown, isKept]] of Object.entries(THROWN)) {
  test(`${what} of a credentials function, after an attempt that may have run, says so`, async () => {
    const credentials = (request?: { readonly forceRefresh?: boolean }): Credentials => {
      if (request?.forceRefresh) throw thrown;
      return CREDENTIALS;
    };
    const { config } = replies(refusal(500), refusal(403, "ExpiredTokenException"));
    const call = { ...config, credentials, idempotent: true };
    const error = await withTimers(() =>
      withRandom(() => 0, () => invoke(call, FN).then(() => assert(false), (reason) => reason))
    );
    assertEquals(error.functionMayHaveRun, true);
    if (isKept) assertStrictEquals(error, thrown);
    else assertInstanceOf(error, TransportError);
  });
}

test("What a credentials function throws before anything was sent is handed on as it is", async () => {
  const thrown = Object.freeze(new Error("vault is down"));
  const { config } = always(() => new Response());
  const call: LambdaConfig = { ...config, credentials: () => Promise.reject(thrown) };
  assertStrictEquals(await assertRejects(() => invoke(call, FN)), thrown);
});

test("A credentials function is told which credentials were refused", async () => {
  const asked: unknown[] = [];
  const fresh = { ...CREDENTIALS, accessKeyId: "ASIAFRESH" };
  const { config } = replies(refusal(403, "ExpiredTokenException"), new Response("1"));
  const credentials: LambdaConfig["credentials"] = (request) => {
    asked.push([request?.forceRefresh, request?.refused]);
    return request?.refused ? fresh : CREDENTIALS;
  };
  await invoke({ ...config, credentials }, FN);
  assertEquals(asked, [[false, undefined], [true, CREDENTIALS]]);
});
