import { type Credentials, type CredentialsProvider, type CredentialsRequest, invoke } from "../../mod.ts";
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
import { always, assertOnTime } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { NOW } from "../support/sts.ts";
import { until, withTimers } from "../support/stubs.ts";

const MINUTE = 60_000;

/** What is waited for, and what lets it go on. */
interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((done) => open = done);
  return { opened, open };
}

const never = () => new Promise<never>(() => {});

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
  const { opened, open } = gate();
  source.next.push(() => opened.then(() => source.give()));
  const all = source.keys(50);
  open();
  assertEquals(await all, Array(50).fill("KEY1"));
  assertEquals(source.asked.length, 1);
});

test("keepFresh() has one of 50 callers refresh ahead of need, and the others go on", async () => {
  const source = new Source();
  await source.key();
  source.time += 56 * MINUTE;
  const { opened, open } = gate();
  source.next.push(() => opened.then(() => source.give()));
  const all = source.keys(50);
  open();
  const keys = await all;
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
  const { opened, open } = gate();
  source.next.push(() =>
    opened.then(() => {
      throw new CredentialsError("Cannot get credentials", init);
    })
  );
  const all = Promise.allSettled(Array.from({ length: 50 }, () => source.key()));
  open();
  const outcomes = await all;
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
  const { opened, open } = gate();
  source.next.push(() =>
    opened.then(() => {
      throw sealed;
    })
  );
  const all = Promise.allSettled(Array.from({ length: 5 }, () => source.key()));
  open();
  const outcomes = await all;
  for (const outcome of outcomes) assertStrictEquals((outcome as PromiseRejectedResult).reason, sealed);
  assertEquals(source.asked.length, 1);
});

test("keepFresh() follows a caller that never comes back", async () => {
  const source = new Source();
  source.next.push(never);
  source.key().then(() => {});
  assertEquals(await source.keys(49), Array(49).fill("KEY2"));
  assertEquals(source.asked.length, 2);
});

/** What a clock may do that is no good, told how often it was asked. */
const BROKEN: Readonly<Record<string, (asked: number) => number>> = {
  "stands still": () => +NOW,
  "steps back": (asked) => +NOW - asked * 60_000,
  "jumps ahead": (asked) => +NOW + asked * 3_600_000,
  "is no number": () => NaN,
};

for (const [how, time] of Object.entries(BROKEN)) {
  test(`keepFresh() follows a caller that never comes back, by a clock that ${how}`, async () => {
    const { now } = Date;
    let [read, asked] = [0, 0];
    const fresh = keepFresh(() => {
      const credentials = { accessKeyId: `KEY${++asked}`, secretAccessKey: "wJalrXUtnFEMI" };
      return asked === 1 ? never() : credentials;
    }, { now: () => new Date(time(++read)) });
    Date.now = () => time(++read);
    try {
      Promise.resolve(fresh()).then(() => {});
      const all = await Promise.all(Array.from({ length: 9 }, () => fresh()));
      assertEquals(all.map(({ accessKeyId }) => accessKeyId), Array(9).fill("KEY2"));
    } finally {
      Date.now = now;
    }
    assertEquals(asked, 2);
  });

  test(`keepFresh() gives what it keeps by a clock that ${how}, and other keys in place of refused ones`, async () => {
    let [read, asked] = [0, 0];
    const fresh = keepFresh(() => {
      const expiration = new Date(+NOW + 60 * MINUTE);
      return { accessKeyId: `KEY${++asked}`, secretAccessKey: "wJalrXUtnFEMI", expiration };
    }, { now: () => new Date(time(++read)) });
    const first = await fresh();
    assertEquals(first.accessKeyId, "KEY1");
    const other = await fresh({ refused: first, forceRefresh: true });
    assert(other.accessKeyId !== "KEY1");
    assert((await fresh()).accessKeyId !== "KEY1");
  });
}

test("keepFresh() lets few of 50 callers ask where all is slow", async () => {
  const source = new Source();
  const gates = Array.from({ length: 3 }, gate);
  for (const { opened } of gates) source.next.push(() => opened.then(() => source.give()));
  const all = source.keys(50);
  // The second asks when the first has taken a second.
  await until(() => source.asked.length === 2);
  for (const { open } of gates) open();
  assertEquals((await all).length, 50);
  assertEquals(source.asked.length, 2);
});

test("keepFresh() costs a thousand callers few timers while they wait", async () => {
  const source = new Source();
  source.next.push(never);
  const { setTimeout: own } = globalThis;
  let timers = 0;
  globalThis.setTimeout = ((...args: Parameters<typeof own>) => {
    timers++;
    return own(...args);
  }) as typeof own;
  try {
    source.key().then(() => {});
    assertEquals(new Set(await source.keys(999)).size, 1);
  } finally {
    globalThis.setTimeout = own;
  }
  // Each looks some twelve times within the second; every 20 ms would make fifty.
  assertLessOrEqual(timers, 20_000);
});

test("keepFresh() finds what another caller has got within 20 ms, or a third of the time that it has waited", async () => {
  await withTimers(async (timers) => {
    const source = new Source();
    source.next.push(never, never, never);
    // Each one that is slow is waited for twice as long as the one before.
    for (const [before, patience] of [0, 1_000, 2_000, 4_000].entries()) {
      const asking = source.key();
      let waited = 0;
      while (waited < patience) {
        await until(() => timers.pending === 1 || source.asked.length > before);
        assertEquals(source.asked.length, before, `after ${waited} of ${patience} ms`);
        const pause = timers.set.at(-1)!;
        assertLessOrEqual(pause, Math.max(20, waited / 3), `after ${waited} of ${patience} ms`);
        waited += pause;
        timers.fire();
      }
      await until(() => source.asked.length > before);
      if (patience === 4_000) assertEquals(await asking, "KEY4");
    }
    assertLessOrEqual(timers.set.length, 60);
  }, "by hand");
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
    await Promise.resolve();
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

test("keepFresh() gets others in place of refused ones by one request, for however many were refused", async () => {
  const source = new Source();
  const [first] = await Promise.all([source.fresh(), source.fresh(), source.fresh()]);
  const { opened, open } = gate();
  source.next.push(() => opened.then(() => source.give()));
  const all = source.keys(49, { forceRefresh: true, refused: first });
  open();
  assertEquals(await all, Array(49).fill("KEY2"));
  // Refused with KEY1, but late to say so.
  assertEquals(await source.keys(3, { forceRefresh: true, refused: first }), Array(3).fill("KEY2"));
  assertEquals(source.asked.map((request) => [request.forceRefresh, request.refused]), [[false, undefined], [
    true,
    first,
  ]]);
  assertEquals(await source.key(), "KEY2");
  assertEquals(await source.key({ forceRefresh: true, refused: await source.fresh() }), "KEY3");
});

test("keepFresh() knows refused credentials by their values: a caller may have copied them", async () => {
  const source = new Source();
  const { accessKeyId, secretAccessKey, sessionToken } = await source.fresh();
  const copy = { accessKeyId, secretAccessKey, sessionToken };
  assertEquals(await source.key({ refused: copy }), "KEY2");
  assertEquals(await source.key({ refused: copy }), "KEY2");
  assertEquals(await source.key({ refused: { ...copy, sessionToken: "of-somebody-else" } }), "KEY2");
  assertEquals(source.asked.length, 2);
});

test("keepFresh() asks once, too, where the provider gives once more what was refused", async () => {
  let asked = 0;
  const fresh = keepFresh(() => {
    asked++;
    return { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI" };
  });
  const first = await fresh();
  const { length } = await Promise.all(Array.from({ length: 50 }, () => fresh({ forceRefresh: true, refused: first })));
  for (let n = 0; n < 10; n++) await fresh({ forceRefresh: true, refused: first });
  assertEquals([length, asked], [50, 2]);
});

test("keepFresh() takes forceRefresh alone to refuse what is kept", async () => {
  const source = new Source();
  assertEquals(await source.key({ forceRefresh: true }), "KEY1");
  const { opened, open } = gate();
  source.next.push(() => opened.then(() => source.give()));
  const all = source.keys(50, { forceRefresh: true });
  open();
  assertEquals(await all, Array(50).fill("KEY2"));
  assertEquals(await source.key({ forceRefresh: true }), "KEY3");
  assertEquals(source.asked.map(({ forceRefresh }) => forceRefresh), [true, true, true]);
});

test("keepFresh() throws nothing away that one region refused before there are others", async () => {
  const source = new Source();
  const first = await source.fresh();
  // One region does not know KEY1 yet, and the vault is down.
  const { opened, open } = gate();
  source.next.push(() =>
    opened.then(() => {
      throw new Error("vault is sealed");
    })
  );
  const refused = Promise.allSettled(
    Array.from({ length: 9 }, () => source.key({ forceRefresh: true, refused: first })),
  );
  // Another region goes on with it, at once and afterwards.
  assertEquals(await source.keys(9), Array(9).fill("KEY1"));
  open();
  for (const outcome of await refused) {
    assertEquals(((outcome as PromiseRejectedResult).reason as Error).message, "vault is sealed");
  }
  assertEquals(await source.keys(9), Array(9).fill("KEY1"));
  assertEquals(source.asked.length, 2);
  // When the vault is back, it is asked again.
  assertEquals(await source.key({ forceRefresh: true, refused: first }), "KEY3");
});

test("keepFresh() does not wait with refused credentials for a refresh that was not forced", async () => {
  const source = new Source();
  const first = await source.fresh();
  source.time += 56 * MINUTE;
  const { opened, open } = gate();
  source.next.push(() => opened.then(() => source.give()));
  const ahead = source.key();
  assertEquals(await source.key({ forceRefresh: true, refused: first }), "KEY3");
  open();
  assertEquals(await ahead, "KEY3");
  assertEquals(source.asked.map(({ forceRefresh }) => forceRefresh), [false, false, true]);
});

test("keepFresh() keeps what came first where somebody is late", async () => {
  const source = new Source();
  const { opened, open } = gate();
  const late = opened.then(() => ({ accessKeyId: "LATE", secretAccessKey: "wJalrXUtnFEMI" }));
  source.next.push(() => late);
  const slow = source.key();
  assertEquals(await source.key(), "KEY2");
  open();
  assertEquals(await slow, "LATE");
  assertEquals(await source.key(), "KEY2");
});

test("keepFresh() around keepFresh() passes on what was refused", async () => {
  const source = new Source();
  const outer = keepFresh(source.fresh, { now: () => new Date(source.time) });
  const first = await outer();
  const other = await outer({ forceRefresh: true, refused: first });
  assertEquals([first.accessKeyId, other.accessKeyId, source.asked.length], ["KEY1", "KEY2", 2]);
});

test("invoke() has a token that expired replaced by one request, with 50 calls in flight", async () => {
  const source = new Source();
  const { config, sent } = always(({ headers }) => {
    const isOld = headers.get("authorization")!.includes("Credential=KEY1/");
    return isOld
      ? new Response("{}", { status: 403, headers: { "x-amzn-errortype": "ExpiredTokenException" } })
      : new Response();
  });
  await source.fresh();
  const call = () => invoke({ ...config, credentials: source.fresh }, { FunctionName: "fn" });
  const outputs = await Promise.all(Array.from({ length: 50 }, call));
  assertEquals(outputs.map(({ StatusCode }) => StatusCode), Array(50).fill(200));
  assertEquals([source.asked.length, sent.length], [2, 100]);
});

test("keepFresh() reads an expiration that is text, as JSON has it", async () => {
  const source = new Source();
  const expiration = new Date(+NOW + 60 * MINUTE).toISOString() as unknown as Date;
  source.next.push(() => ({ ...source.give(), expiration }));
  assertEquals((await source.fresh()).expiration, new Date(+NOW + 60 * MINUTE));
  source.time += 56 * MINUTE;
  assertEquals(await source.key(), "KEY2");
});

test("keepFresh() names an expiration that is none", async () => {
  for (const expiration of [1_800_000_000, 1_800_000_000_000, "soon", "", {}, true, new Date(NaN)]) {
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI", expiration };
    const fresh = keepFresh(() => credentials as unknown as Credentials);
    await assertRejects(async () => await fresh(), TypeError, "credentials.expiration must be a Date");
  }
  const none = keepFresh(() =>
    ({ accessKeyId: "A", secretAccessKey: "B", expiration: null }) as unknown as Credentials
  );
  assertEquals((await none()).expiration, undefined);
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
  const { opened, open } = gate();
  source.next.push(() => opened.then(() => source.give()));
  const all = source.keys(5, { signal });
  open();
  await all;
  source.time += 56 * MINUTE;
  await source.keys(5, { signal });
  assertEquals(listeners, 0);
});

test("keepFresh() refuses what is no provider, and what is no credentials", async () => {
  assertThrows(() => keepFresh({} as unknown as CredentialsProvider), TypeError, "provider");
  for (const value of [undefined, {}, { accessKeyId: "A", secretAccessKey: "line\n" }]) {
    const fresh = keepFresh(() => value as unknown as Credentials);
    await assertRejects(async () => await fresh(), TypeError, "credentials");
  }
});

test("keepFresh() gives one object to all, as it cannot be told from another", async () => {
  const source = new Source();
  assertStrictEquals(await source.fresh(), await source.fresh());
  assertNotStrictEquals(await source.fresh(), await source.fresh({ forceRefresh: true }));
});
