// One call, one run: what a server that goes wrong gets to see of a call, and what the caller is told. The requests are
// counted at the other end of the wire, on fresh connections and on those that a runtime uses again.
import {
  invoke,
  invokeStream,
  type InvokeStreamInput,
  isLambdaError,
  type LambdaConfig,
  type LambdaError,
} from "../../mod.ts";
import { assert, assertEquals, assertLessOrEqual } from "../support/assert.ts";
import { always } from "../support/calls.ts";
import { WIRE } from "../support/frames.ts";
import { Skip, test, type TestContext } from "../support/harness.ts";
import { CREDENTIALS, readAll } from "../support/in_process.ts";
import type { Ending, Peer, PeerPlan, PeerRequest } from "../support/peer.ts";
import { freshRegion, withRandom } from "../support/stubs.ts";

type Way = "invoke" | "invokeStream";

/** How a call is made. */
interface Manner {
  readonly way: Way;
  readonly idempotent: boolean;
}

const MANNERS: readonly Manner[] = (["invoke", "invokeStream"] as const).flatMap((way) =>
  [false, true].map((idempotent) => ({ way, idempotent }))
);

/** Each request is signed, sent and, where nothing forbids it, tried again at once. */
const ATTEMPTS = 3;

const INPUT: InvokeStreamInput = { FunctionName: "fn", Payload: '{"n":1}' };

/** Makes a call and reads its answer to the end; gives what either fails with, and nothing where all went well. */
async function failureOf(
  endpoint: string,
  { way, idempotent }: Manner,
  input = INPUT,
  more: Partial<LambdaConfig> = {},
): Promise<LambdaError | undefined> {
  const config: LambdaConfig = {
    region: freshRegion(),
    credentials: CREDENTIALS,
    endpoint,
    maxAttempts: ATTEMPTS,
    ...more,
  };
  const failure = await withRandom(() => 0, async () => {
    try {
      if (way === "invoke") await invoke(config, input, { idempotent });
      else return (await readAll((await invokeStream(config, input, { idempotent })).EventStream)).error;
    } catch (error) {
      return error;
    }
  });
  assert(failure === undefined || isLambdaError(failure), String(failure));
  return failure;
}

/** Makes calls until one comes on a connection that has brought another before. */
async function failureOfReused(peer: Peer, manner: Manner, input = INPUT): Promise<LambdaError | undefined> {
  for (let n = 0; n < 20; n++) {
    const failure = await failureOf(peer.endpoint, manner, input);
    if ((await peer.requests()).length > 0) return failure;
    assertEquals(failure, undefined, "a good answer");
  }
  throw new Error("No connection was used again");
}

/** What a call met. */
interface Meeting {
  readonly ending: Ending;
  readonly failure: LambdaError | undefined;
  readonly requests: readonly PeerRequest[];
  /** Whether the runtime itself may have sent the request once more: see {@linkcode resends}. */
  readonly mayBeResent: boolean;
  readonly label: string;
}

/** Lets a peer come to its ending, with a fresh connection or with one that is used again. */
async function meet(
  t: TestContext,
  ending: Ending,
  isReused: boolean,
  manner: Manner,
  input = INPUT,
): Promise<Meeting> {
  const peer = await t.peer({ ending, answer: WIRE, warm: isReused });
  const failure = isReused ? await failureOfReused(peer, manner, input) : await failureOf(peer.endpoint, manner, input);
  const requests = await peer.requests();
  await peer.goAway();
  assertEquals(requests[0], { complete: true, reused: isReused });
  const mayBeResent = isReused && !ending.startsWith("cut") && resends(t, input);
  return { ending, failure, requests, mayBeResent, label: JSON.stringify({ ending, ...manner, ...input }) };
}

/**
 * Some runtimes send a request again by themselves where its connection had brought another before and is closed before the
 * answer: Chromium any, Deno those without a body. Nobody can help it; but it is never said that the function did not run.
 */
function resends({ runtime }: TestContext, { Payload }: InvokeStreamInput): boolean {
  return runtime === "chromium" || (runtime === "deno" && Payload === undefined);
}

/** Whether the server was back before the last try. */
function isAnsweredAtLast({ ending, failure }: Meeting): boolean {
  return ending === "die and come back" && failure === undefined;
}

/** The call has failed at its first attempt, may have run, and was sent once. */
function assertSentOnce(meeting: Meeting): void {
  const { failure, requests, mayBeResent, label } = meeting;
  assertLessOrEqual(requests.length, mayBeResent ? 2 : 1, label);
  if (mayBeResent && isAnsweredAtLast(meeting)) return;
  assertEquals([failure?.functionMayHaveRun, failure?.$metadata?.attempts], [true, 1], label);
}

/** What the caller allows to be repeated is repeated up to `maxAttempts`, and never said not to have run. */
function assertRepeated(meeting: Meeting, { way }: Manner): void {
  const { ending, failure, requests, mayBeResent, label } = meeting;
  assertLessOrEqual(requests.length, ATTEMPTS + (mayBeResent ? 1 : 0), label);
  if (isAnsweredAtLast(meeting)) return;
  // Nothing is repeated once a stream has been handed over.
  const isStreaming = way === "invokeStream" && ending.startsWith("cut");
  const attempts = isStreaming ? 1 : ATTEMPTS;
  assertEquals([failure?.functionMayHaveRun, failure?.$metadata?.attempts], [true, attempts], label);
}

// What the peer has read may have run

const ENDINGS: Readonly<Record<Ending, string>> = {
  "close": "A request that is read, and its connection closed",
  "reset": "A request that is read, and its connection reset",
  "die": "A server that reads the request and is gone",
  "die and come back": "A server that reads the request, is gone, and back after 10 ms",
  "cut body": "An answer cut in its body",
  "cut gzip body": "An answer cut in its gzip body",
};

for (const [ending, what] of Object.entries(ENDINGS) as [Ending, string][]) {
  for (const isReused of [false, true]) {
    test(`${what}, on a ${isReused ? "reused" : "fresh"} connection, may have run and is not sent again`, async (t) => {
      for (const manner of MANNERS) {
        const meeting = await meet(t, ending, isReused, manner);
        if (manner.idempotent) assertRepeated(meeting, manner);
        else assertSentOnce(meeting);
      }
    });
  }
}

// Names

/** Each of these made a call run three times, when codes were looked for in messages that hold the URL. */
const NAMES: readonly Partial<InvokeStreamInput>[] = [
  { FunctionName: "getaddress" },
  { FunctionName: "STRIPE_CONNECT_TEST" },
  { FunctionName: "ECONNREFUSED" },
  { FunctionName: "arn:aws:lambda:us-east-1:123456789012:function:geo-getaddr" },
  { FunctionName: "client error (Connect)" },
  { FunctionName: "fn", Qualifier: "getaddr" },
  { FunctionName: "fn", Qualifier: "): client error (Connect)" },
];

for (const isReused of [false, true]) {
  test(`No name makes a call run twice, on a ${isReused ? "reused" : "fresh"} connection`, async (t) => {
    for (const name of NAMES) {
      for (const way of ["invoke", "invokeStream"] as const) {
        assertSentOnce(await meet(t, "close", isReused, { way, idempotent: false }, { ...INPUT, ...name }));
      }
    }
  });
}

// Without a payload

for (const isReused of [false, true]) {
  test(`A call without a payload may have run, on a ${isReused ? "reused" : "fresh"} connection`, async (t) => {
    for (const ending of ["close", "reset", "die", "die and come back"] as const) {
      assertSentOnce(await meet(t, ending, isReused, { way: "invoke", idempotent: false }, { FunctionName: "fn" }));
    }
  });
}

// What never got through never ran

/** Runtimes that tell a connection that never was from one that was lost. */
const TELLING = ["deno", "node", "bun", "edge-runtime"];

interface Unsent {
  /** Runtimes that prove it. */
  readonly telling: readonly string[];
  /** A peer that must see nothing. */
  readonly plan?: Partial<PeerPlan>;
  readonly endpoint?: string;
  readonly more?: Partial<LambdaConfig>;
}

const UNSENT: Readonly<Record<string, Unsent>> = {
  "a certificate that nobody trusts": { telling: TELLING, plan: { tls: "certificate" } },
  // Node's and Bun's code is the same where the other side goes wrong after it has read a request.
  "TLS that is answered in plain HTTP": { telling: ["deno"], plan: { tls: "HTTP" } },
  "port 1, which fetch blocks": { telling: TELLING, endpoint: "http://127.0.0.1:1" },
  "port 5060, which fetch blocks": { telling: TELLING, endpoint: "http://127.0.0.1:5060" },
  "a name that does not exist": {
    telling: TELLING,
    endpoint: "https://lambda4fetch.invalid",
    more: { timeout: 8_000 },
  },
};

for (const [what, { telling, plan, endpoint, more }] of Object.entries(UNSENT)) {
  test(`A call stopped by ${what} never ran, where the runtime tells`, async (t) => {
    for (const manner of MANNERS) {
      const peer = plan && await t.peer({ ending: "close", answer: WIRE, ...plan });
      const failure = await failureOf(peer?.endpoint ?? endpoint!, manner, INPUT, more);
      const isUnanswered = more?.timeout !== undefined && (failure as { code?: string }).code === "TIMEOUT";
      if (isUnanswered) throw new Skip("nobody here answers for names");
      assertEquals(await peer?.requests() ?? [], []);
      await peer?.goAway();
      assertUnsent(failure, telling.includes(t.runtime), manner);
    }
  });
}

test("A call to a server that is gone never ran, where the runtime tells", async (t) => {
  for (const manner of MANNERS) {
    const peer = await t.peer({ ending: "close", answer: WIRE });
    await peer.goAway();
    assertUnsent(await failureOf(peer.endpoint, manner), TELLING.includes(t.runtime), manner);
    assertEquals(await peer.requests(), []);
  }
});

/** It is tried again, also where the caller does not allow to repeat what ran. */
function assertUnsent(failure: LambdaError | undefined, isTold: boolean, manner: Manner): void {
  assertEquals(
    [failure?.functionMayHaveRun, failure?.$metadata?.attempts],
    [!isTold, isTold || manner.idempotent ? ATTEMPTS : 1],
    JSON.stringify(manner),
  );
}

test("A call to a server that is gone after a good answer is sent at most once", async (t) => {
  for (const manner of MANNERS) {
    const peer = await t.peer({ ending: "close", answer: WIRE, warm: true });
    assertEquals(await failureOf(peer.endpoint, manner), undefined);
    await peer.goAway();
    const failure = await failureOf(peer.endpoint, manner);
    assertEquals(await peer.requests(), []);
    // A runtime that has not noticed yet writes to a connection that is closed, and cannot tell what became of it.
    const attempts = failure?.functionMayHaveRun && !manner.idempotent ? 1 : ATTEMPTS;
    assertEquals(failure?.$metadata?.attempts, attempts, JSON.stringify(manner));
  }
});

// Once an answer has begun

test("A body that breaks may have run, whatever code its error has", async () => {
  for (const code of ["ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED"]) {
    for (const { way, idempotent } of MANNERS) {
      const { config, sent } = always(() => new Response(brokenBody(code)));
      const endpoint = config.endpoint ?? "https://example.com";
      const failure = await failureOf(endpoint, { way, idempotent }, INPUT, { fetch: config.fetch! });
      const isRepeated = idempotent && way === "invoke";
      const label = `${code} ${way} ${idempotent}`;
      assertEquals([failure?.functionMayHaveRun, sent.length], [true, isRepeated ? ATTEMPTS : 1], label);
    }
  }
});

function brokenBody(code: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      controller.error(Object.assign(new TypeError("fetch failed"), { code, syscall: "connect" }));
    },
  });
}
