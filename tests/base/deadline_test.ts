import { delay, onAbort, watch, within } from "../../src/base/deadline.ts";
import { assert, assertEquals, assertRejects, assertStrictEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { countedSignal, withTimers } from "../support/stubs.ts";

const reason = { mine: true };

test("within() and delay() reject at once where the signal has aborted before", async () => {
  const signal = AbortSignal.abort(reason);
  let isRun = false;
  const task = () => {
    isRun = true;
    return new Promise<never>(() => {});
  };
  await withTimers(async (timers) => {
    assertStrictEquals(await assertRejects(() => within(undefined, signal, task)), reason);
    assertStrictEquals(await assertRejects(() => within(5, signal, task)), reason);
    assertStrictEquals(await assertRejects(() => delay(20_000, signal)), reason);
    assertEquals([isRun, timers.set], [false, []]);
  }, "by hand");
});

test("delay() ends when the signal aborts, and leaves no timer and no listener", async () => {
  const { signal, abort, ...counted } = countedSignal();
  await withTimers(async (timers) => {
    const waiting = delay(20_000, signal);
    abort(reason);
    assertStrictEquals(await assertRejects(() => waiting), reason);
    assertEquals(timers.pending, 0);
  }, "by hand");
  assertEquals(counted.listening, 0);
});

test("A thousand watches on one signal are one listener on it", () => {
  const counted = countedSignal();
  let ended = 0;
  const stops = Array.from({ length: 1_000 }, () => watch(counted.signal, undefined, () => ended++));
  assertEquals(counted.listening, 1);
  for (const stop of stops.slice(0, 400)) stop();
  assertEquals(counted.listening, 1);
  counted.abort(reason);
  assertEquals([ended, counted.listening], [600, 0]);
});

test("A signal that all have left is listened to again", () => {
  const counted = countedSignal();
  for (let n = 0; n < 3; n++) {
    const stop = onAbort(counted.signal, () => {});
    assertEquals(counted.listening, 1);
    stop();
    assertEquals(counted.listening, 0);
  }
});

test("The same callback may be called off once for each time it was handed in", () => {
  const counted = countedSignal();
  let calls = 0;
  const callback = () => calls++;
  const stop = onAbort(counted.signal, callback);
  onAbort(counted.signal, callback);
  stop();
  stop();
  counted.abort();
  assertEquals(calls, 1);
});

test("A limit that no timer can hold is none", async () => {
  await withTimers(async (timers) => {
    for (const limit of [2 ** 31, Infinity]) assertEquals(await within(limit, undefined, () => Promise.resolve(1)), 1);
    assertEquals(timers.set, []);
  });
});

test("within() gives nothing once its time is up, and ends the task's signal", async () => {
  let given: AbortSignal | undefined;
  const outcome = await withTimers(() =>
    within(5, undefined, (signal) => {
      given = signal;
      return new Promise<never>(() => {});
    })
  );
  assertEquals(outcome, undefined);
  assert(given?.aborted);
});
