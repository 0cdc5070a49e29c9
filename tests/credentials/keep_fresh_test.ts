import type { Credentials, CredentialsProvider, CredentialsRequest } from "../../mod.ts";
import { CredentialsError, keepFresh } from "../../src/credentials/mod.ts";
import {
  assert,
  assertEquals,
  assertLessOrEqual,
  assertNotStrictEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "../support/assert.ts";
import { assertOnTime } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { NOW } from "../support/sts.ts";
import { turn, until } from "../support/stubs.ts";
import { sleep } from "../support/watched.ts";

const MINUTE = 60_000;

/** A source of credentials that are good for an hour of a clock that only moves by hand. */
class Source {
  time: number = +NOW;
  asked: CredentialsRequest[] = [];
  /** What the next requests get, in place of credentials that are good for an hour. */
  next: ((request: CredentialsRequest) => Promise<Credentials> | Credentials)[] = [];

  readonly provider: CredentialsProvider = (request = {}) => {
    this.asked.push(request);
    const next = this.next.shift();
    return next ? next(request) : this.give();
  };
  readonly fresh: CredentialsProvider = keepFresh(this.provider, { now: () => new Date(this.time) });

  give(lifetime = 60 * MINUTE): Credentials {
    const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const expiration = new Date(this.time + lifetime);
    return { accessKeyId: `KEY${this.asked.length}`, secretAccessKey, sessionToken: "a-session-token", expiration };
  }

  async key(request?: CredentialsRequest): Promise<string> {
    return (await this.fresh(request)).accessKeyId;
  }

  keys(count: number, request?: CredentialsRequest): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, () => this.key(request)));
  }
}

test("keepFresh() keeps values until five minutes before they expire", async () => {
  const source = new Source();
  for (
    const [minutes, key] of [[0, "KEY1"], [1, "KEY1"], [54.999, "KEY1"], [55, "KEY2"], [56, "KEY2"], [109, "KEY2"], [
      110,
      "KEY3",
    ]] as const
  ) {
    source.time = +NOW + minutes * MINUTE;
    assertEquals(await source.key(), key, `after ${minutes} minutes`);
  }
  assertEquals(source.asked.length, 3);
  assertEquals(source.asked.map((request) => request.forceRefresh), [false, false, false]);
});

test("keepFresh() keeps what does not expire", async () => {
  const source = new Source();
  source.next.push(() => ({ accessKeyId: "FOREVER", secretAccessKey: "wJalrXUtnFEMI" }));
  await source.key();
  source.time += 1_000 * 24 * 60 * MINUTE;
  const credentials = await source.fresh();
  assertEquals([credentials.accessKeyId, credentials.sessionToken], ["FOREVER", undefined]);
  assertEquals(source.asked.length, 1);
});

test("keepFresh() conceals the secrets of what it gives, and leaves the provider's object alone", async () => {
  const source = new Source();
  const given = source.give();
  source.next.push(() => given);
  const credentials = await source.fresh();
  assertEquals(Object.keys(credentials), ["accessKeyId", "expiration"]);
  assertEquals(JSON.stringify(credentials), `{"accessKeyId":"KEY0","expiration":"2026-01-01T01:00:00.000Z"}`);
  assertEquals([credentials.secretAccessKey, credentials.sessionToken], [given.secretAccessKey, given.sessionToken]);
  assertEquals(Object.keys(given).length, 4);
});

test("keepFresh() has one of 50 callers ask, and the others wait for it", async () => {
  const source = new Source();
  source.next.push(() => turn().then(() => source.give()));
  assertEquals(await source.keys(50), Array(50).fill("KEY1"));
  assertEquals(source.asked.length, 1);
});

test("keepFresh() has one of 50 callers refresh ahead of need, and the others go on", async () => {
  const source = new Source();
  await source.key();
  source.time += 56 * MINUTE;
  source.next.push(() => turn().then(() => source.give()));
  const keys = await source.keys(50);
  assertEquals([keys.filter((key) => key === "KEY1").length, keys.filter((key) => key === "KEY2").length], [49, 1]);
  assertEquals(source.asked.length, 2);
});

test("keepFresh() gives 50 callers an error each, by one request", async () => {
  const source = new Source();
  const init = {
    provider: "assumeRole",
    code: "AccessDenied",
    status: 403,
    requestId: "r1",
    cause: new Error("why"),
  } as const;
  source.next.push(() =>
    turn().then(() => {
      throw new CredentialsError("Cannot get credentials", init);
    })
  );
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => source.key()));
  const errors = outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason as CredentialsError);
  for (const { provider, code, status, requestId, message, cause } of errors) {
    assertEquals({ provider, code, status, requestId, message }, {
      provider: init.provider,
      code: init.code,
      status: init.status,
      requestId: init.requestId,
      message: "Cannot get credentials",
    });
    assertStrictEquals(cause, init.cause);
  }
  // An object of its own for each, as `invoke` writes its attempts into it.
  assertEquals(new Set(errors).size, 50);
  assertEquals(source.asked.length, 1);
  assertEquals(await source.key(), "KEY2");
});

test("keepFresh() passes on the provider's own error to all who wait", async () => {
  const source = new Source();
  const sealed = new Error("vault is sealed");
  source.next.push(() =>
    turn().then(() => {
      throw sealed;
    })
  );
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => source.key()));
  for (const outcome of outcomes) assertStrictEquals((outcome as PromiseRejectedResult).reason, sealed);
  assertEquals(source.asked.length, 1);
});

test("keepFresh() follows a caller that never comes back", async () => {
  const source = new Source();
  source.next.push(() => new Promise(() => {}));
  source.key().then(() => {});
  assertEquals(await assertOnTime(() => source.keys(49), 1_000), Array(49).fill("KEY2"));
  assertEquals(source.asked.length, 2);
});

test("keepFresh() lets few of 50 callers ask where all is slow", async () => {
  const source = new Source();
  const slow = () => sleep(1_500).then(() => source.give());
  for (let n = 0; n < 50; n++) source.next.push(slow);
  const keys = await source.keys(50);
  assertEquals(keys.length, 50);
  assertLessOrEqual(source.asked.length, 3);
});

test("keepFresh() serves what is still valid where a refresh fails, and raises the error once it is not", async () => {
  const source = new Source();
  await source.key();
  const fail = () => Promise.reject(new Error("STS is down"));
  source.time += 55 * MINUTE;
  source.next.push(fail);
  assertEquals(await source.key(), "KEY1");
  assertEquals(source.asked.length, 2);
  source.time += 9_000; // not tried again for ten seconds
  assertEquals(await source.key(), "KEY1");
  assertEquals(source.asked.length, 2);
  source.time += 1_000;
  source.next.push(fail);
  assertEquals(await source.key(), "KEY1");
  assertEquals(source.asked.length, 3);
  source.time = +NOW + 60 * MINUTE;
  source.next.push(fail);
  assertEquals((await assertRejects(() => source.key(), Error)).message, "STS is down");
  assertEquals(await source.key(), "KEY5");
});

test("keepFresh() raises the error where the values expire during the refresh", async () => {
  const source = new Source();
  await source.key();
  source.time += 59.99 * MINUTE;
  source.next.push(async () => {
    await turn();
    source.time += MINUTE;
    throw new Error("STS is down");
  });
  assertEquals((await assertRejects(() => source.key(), Error)).message, "STS is down");
});

test("keepFresh() does not hold up a caller for long who could do without", async () => {
  const source = new Source();
  await source.key();
  source.time += 56 * MINUTE;
  let aborted = false;
  source.next.push(({ signal }) => {
    signal?.addEventListener("abort", () => aborted = true);
    return new Promise(() => {});
  });
  assertEquals(await assertOnTime(() => source.key(), 3_000), "KEY1");
  assert(aborted);
  source.time += 11_000;
  assertEquals(await source.key(), "KEY3");
});

test("keepFresh() refreshes by force, and takes along who was refused with the same", async () => {
  const source = new Source();
  assertEquals(await source.keys(3), ["KEY1", "KEY1", "KEY1"]);
  source.next.push(() => turn().then(() => source.give()));
  assertEquals(await source.keys(49, { forceRefresh: true }), Array(49).fill("KEY2"));
  // Refused with KEY1, but late to say so: KEY2 went to such callers alone, so it is not what was refused.
  assertEquals(await source.key({ forceRefresh: true }), "KEY2");
  assertEquals(source.asked.map((request) => request.forceRefresh), [false, true]);
  assertEquals(await source.key(), "KEY2");
  assertEquals(await source.key({ forceRefresh: true }), "KEY3");
});

test("keepFresh() hands out no more of what was refused", async () => {
  const source = new Source();
  await source.key();
  source.next.push(() => Promise.reject(new Error("STS is down")));
  await assertRejects(() => source.key({ forceRefresh: true }), Error, "STS is down");
  assertEquals(await source.key(), "KEY3");
});

test("keepFresh() makes do with values that come expired, or soon will be", async () => {
  for (const lifetime of [-60 * MINUTE, 0, 1_000, 4 * MINUTE]) {
    const source = new Source();
    for (let n = 0; n < 9; n++) source.next.push(() => source.give(lifetime));
    assertEquals([await source.key(), await source.key()], ["KEY1", "KEY1"], `${lifetime} ms`);
    source.time += 10_000;
    assertEquals(await source.key(), "KEY2", `${lifetime} ms`);
  }
});

test("keepFresh() honours a signal, and lets the others go on", async () => {
  const source = new Source();
  source.next.push(() => new Promise(() => {})); // heeds no signal
  const reason = { bye: true };
  const controller = new AbortController();
  const first = source.key({ signal: controller.signal });
  const second = source.key({ signal: controller.signal });
  const third = source.key();
  await until(() => source.asked.length > 0);
  controller.abort(reason);
  for (const outcome of await Promise.allSettled([first, second])) {
    assertStrictEquals((outcome as PromiseRejectedResult).reason, reason);
  }
  assertEquals(await third, "KEY2");
  assertStrictEquals(await assertRejects(() => source.key({ signal: controller.signal })), reason);
  assertEquals(await source.key(), "KEY2");
});

test("keepFresh() does not fail the others where the one who asks is aborted", async () => {
  const source = new Source();
  source.next.push(({ signal }) =>
    new Promise((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason)))
  );
  const controller = new AbortController();
  const first = source.key({ signal: controller.signal });
  const others = source.keys(9);
  await until(() => source.asked.length > 0);
  controller.abort();
  await assertRejects(() => first);
  assertEquals(await others, Array(9).fill("KEY2"));
  assertEquals(source.asked.length, 2);
});

test("keepFresh() leaves no listener on the caller's signal", async () => {
  const source = new Source();
  const { signal } = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: unknown[]) => {
    listeners++;
    Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = (...args: unknown[]) => {
    listeners--;
    Reflect.apply(removeEventListener, signal, args);
  };
  source.next.push(() => turn().then(() => source.give()));
  await source.keys(5, { signal });
  source.time += 56 * MINUTE;
  await source.keys(5, { signal });
  assertEquals(listeners, 0);
});

test("keepFresh() refuses what is no provider, and what is no credentials", async () => {
  assertThrows(() => keepFresh({} as unknown as CredentialsProvider), TypeError, "provider");
  for (const value of [undefined, {}, { accessKeyId: "A", secretAccessKey: "line\n" }]) {
    const fresh = keepFresh(() => value as unknown as Credentials);
    await assertRejects(async () => await fresh(), TypeError, "credentials.");
  }
});

test("keepFresh() gives one object to all, as it cannot be told from another", async () => {
  const source = new Source();
  assertStrictEquals(await source.fresh(), await source.fresh());
  assertNotStrictEquals(await source.fresh(), await source.fresh({ forceRefresh: true }));
});
