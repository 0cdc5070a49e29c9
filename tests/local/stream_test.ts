/**
 * The local Lambda on the streaming route, frame by frame. The frames' headers are those of a sample from AWS
 * (cognitect aws-api#254), the prelude is that of AWS's Node.js runtime; a server that is not ours says the same
 * (peers/local_foreign_test.ts).
 *
 * @module
 */
import { decodeEventStreamMessage, decodeLogResult, type EventStreamMessage, signRequest } from "../../mod.ts";
import { awslambda, type LocalLambda, localLambda } from "../../src/local/mod.ts";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { Skip, test } from "../support/harness.ts";
import { bytes, collect, streamOf } from "../support/streams.ts";
import { turn, until } from "../support/stubs.ts";

const PATH = "/2021-11-15/functions/f/response-streaming-invocations";

/** The streaming route, with nothing of the client between: each chunk of the body is one frame. */
async function open(
  lambda: LocalLambda,
  headers: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Response> {
  const { region, credentials, fetch } = lambda.config;
  const url = `https://lambda.${region}.amazonaws.com${PATH}`;
  const request = await signRequest(url, { method: "POST", headers, credentials, region });
  return await fetch(url, { ...init, method: "POST", headers: request.headers });
}

const text = (payload: Uint8Array) => new TextDecoder().decode(payload);

/** Event type, content type and payload of each frame. */
async function frames(response: Response): Promise<[type: unknown, contentType: unknown, payload: string][]> {
  const messages: EventStreamMessage[] = (await collect(response.body!)).map(decodeEventStreamMessage);
  return messages.map(({ headers, payload }) => {
    assertEquals([...headers.keys()], [":event-type", ":content-type", ":message-type"]);
    assertEquals(headers.get(":message-type")?.value, "event");
    return [headers.get(":event-type")?.value, headers.get(":content-type")?.value, text(payload)];
  });
}

const chunk = (payload: string) => ["PayloadChunk", "application/octet-stream", payload];
const COMPLETE = ["InvokeComplete", "application/json", "{}"];

for (
  const [what, value, chunks] of [
    ["a stream of bytes", () => streamOf([bytes("a"), bytes("é")]), ["a", "é"]],
    ["a stream of text", () => streamOf(["a", "é"]), ["a", "é"]],
    ["empty chunks", () => streamOf(["", "a", new Uint8Array(), "b"]), ["a", "b"]],
    ["other chunks", () => streamOf([{ a: 1 }, 2, new Uint16Array([0x6261]), bytes("c").buffer]), [
      '{"a":1}',
      "2",
      "ab",
      "c",
    ]],
    ["an empty stream", () => streamOf([]), []],
    ["an async iterable", async function* () {
      yield "a";
      yield await Promise.resolve("b");
    }, ["a", "b"]],
    ["a promise of a stream", () => Promise.resolve(streamOf(["a"])), ["a"]],
  ] as const
) {
  test(`the streaming route sends ${what} as one frame for each chunk`, async () => {
    const response = await open(localLambda({ f: value }));
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "application/octet-stream");
    assertEquals(response.headers.get("x-amz-executed-version"), "$LATEST");
    assertEquals(await frames(response), [...chunks.map(chunk), COMPLETE] as never);
  });
}

for (const [what, value, payload] of [["JSON", { a: 1 }, '{"a":1}'], ["nothing", undefined, "null"]] as const) {
  test(`the streaming route sends a function that returns ${what} in one chunk`, async () => {
    const response = await open(localLambda({ f: () => value }));
    assertEquals(response.headers.get("content-type"), "application/json");
    assertEquals(await frames(response), [chunk(payload), COMPLETE] as never);
  });
}

test("the streaming route sends a Response behind its prelude", async () => {
  const headers = { "content-type": "text/html", "x-one": "1" };
  const response = await open(localLambda({ f: () => new Response("<p>", { status: 201, headers }) }));
  assertEquals(response.headers.get("content-type"), "application/vnd.awslambda.http-integration-response");
  const [prelude, nulls, body, last] = await frames(response);
  assertEquals(JSON.parse(prelude![2]), { statusCode: 201, headers });
  assertEquals([nulls, body, last], [chunk("\0".repeat(8)), chunk("<p>"), COMPLETE] as never);
});

test("the streaming route sends a Response without a body", async () => {
  const response = await open(localLambda({ f: () => new Response(null, { status: 304 }) }));
  const [prelude, ...rest] = await frames(response);
  assertEquals(JSON.parse(prelude![2]), { statusCode: 304, headers: {} });
  assertEquals(rest, [chunk("\0".repeat(8)), COMPLETE] as never);
});

for (
  const [what, f, chunks] of [
    ["at once", () => Promise.reject(new RangeError("Too far")), []],
    ["before its first chunk", async function* () {
      if (Date.now() > 0) throw new RangeError("Too far");
      yield "never";
    }, []],
    ["in mid-stream", async function* () {
      yield "a";
      throw new RangeError("Too far");
    }, ["a"]],
    ["as a stream", () =>
      new ReadableStream({
        start(controller) {
          controller.error(new RangeError("Too far"));
        },
      }), []],
  ] as const
) {
  test(`the streaming route tells of a function that fails ${what}`, async () => {
    const lambda = localLambda({ f });
    const response = await open(lambda, { "x-amz-log-type": "Tail" });
    assertEquals(response.status, 200);
    const all = await frames(response);
    const [type, contentType, json] = all.pop()!;
    assertEquals(all, chunks.map(chunk) as never);
    assertEquals([type, contentType], ["InvokeComplete", "application/json"]);
    const { ErrorCode, ErrorDetails, LogResult } = JSON.parse(json);
    const { errorType, errorMessage, trace } = JSON.parse(ErrorDetails);
    assertEquals([ErrorCode, errorType, errorMessage, Array.isArray(trace)], [
      "Unhandled",
      "RangeError",
      "Too far",
      true,
    ]);
    assertMatch(decodeLogResult(LogResult), /\tERROR\tInvoke Error \t\{"errorType":"RangeError"/);
    assertEquals(lambda.invocations[0]?.functionError, "Unhandled");
  });
}

test("the streaming route brings the log at the end, where it is asked for", async () => {
  const lambda = localLambda({
    async *f(_event, context) {
      context.log("first");
      yield "a";
      context.log("second");
    },
  });
  const all = await frames(await open(lambda, { "x-amz-log-type": "Tail" }));
  assertMatch(decodeLogResult(JSON.parse(all[1]![2]).LogResult), /^START [^]+\tfirst\n[^]+\tsecond\nEND [^]+\nREPORT /);
});

test("the streaming route stops a function whose time is up", async () => {
  let left = false;
  const lambda = localLambda({
    f: {
      async *handler(_event, { signal }) {
        try {
          yield "a";
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
        } finally {
          left = true;
        }
      },
      timeout: 30,
    },
  });
  const all = await frames(await open(lambda));
  assertEquals(all[0], chunk("a") as never);
  const { ErrorCode, ErrorDetails } = JSON.parse(all[1]![2]);
  assertEquals([ErrorCode, JSON.parse(ErrorDetails).errorType], ["Unhandled", "Sandbox.Timedout"]);
  await until(() => left);
});

test("the streaming route ends a stream that is too long", async () => {
  const lambda = localLambda({ f: () => streamOf(["12345", "67890", "!"]) }, { limits: { stream: 10 } });
  const all = await frames(await open(lambda));
  assertEquals(all.length, 3);
  assertEquals(JSON.parse(JSON.parse(all[2]![2]).ErrorDetails).errorType, "Function.ResponseSizeTooLarge");
});

test("the streaming route runs a function no further than it is read", async () => {
  let asked = 0;
  const lambda = localLambda({
    async *f() {
      for (;;) yield `${asked++}`;
    },
  });
  const reader = (await open(lambda)).body!.getReader();
  assertEquals(asked, 0);
  for (let n = 1; n <= 3; n++) {
    await reader.read();
    await turn();
    assertEquals(asked, n);
  }
  await reader.cancel();
});

test("the streaming route hands each chunk on before the next one is there", async () => {
  let go = () => {};
  const lambda = localLambda({
    async *f() {
      yield "a";
      await new Promise<void>((resolve) => go = resolve);
      yield "b";
    },
  });
  const reader = (await open(lambda)).body!.getReader();
  assertEquals(text(decodeEventStreamMessage((await reader.read()).value!).payload), "a");
  const second = reader.read();
  await turn();
  go();
  assertEquals(text(decodeEventStreamMessage((await second).value!).payload), "b");
  await reader.cancel();
});

for (const how of ["cancel", "abort"]) {
  test(`a function learns of its reader's ${how}`, async () => {
    const seen: unknown[] = [];
    const lambda = localLambda({
      f: {
        async *handler(_event, { signal }) {
          signal.addEventListener("abort", () => seen.push(signal.reason));
          try {
            for (let n = 0;; n++) yield `${n}`;
          } finally {
            seen.push("left");
          }
        },
        reservedConcurrency: 1,
      },
    });
    const controller = new AbortController();
    const reader = (await open(lambda, {}, { signal: controller.signal })).body!.getReader();
    await reader.read();
    if (how === "abort") controller.abort("enough");
    else await reader.cancel("enough");
    await until(() => seen.length >= 2);
    assertEquals(seen, ["enough", "left"]);
    assertEquals(lambda.invocations.map(({ cancelled, functionError }) => [cancelled, functionError]), [[
      true,
      undefined,
    ]]);
    const next = await open(lambda);
    assertEquals(next.status, 200, "its place is free again");
    await next.body?.cancel();
  });
}

test("a reader that leaves while the end of the log is waited for gives one place back, not two", async () => {
  let end = () => {};
  const lambda = localLambda({
    f: {
      handler: awslambda.streamifyResponse(async (_event, stream) => {
        stream.end("a");
        await new Promise<void>((resolve) => end = resolve);
      }),
      reservedConcurrency: 1,
    },
  });
  const reader = (await open(lambda, { "x-amz-log-type": "Tail" })).body!.getReader();
  await reader.read();
  const last = reader.read();
  await turn();
  await reader.cancel("enough");
  await last;
  end();
  const first = await open(lambda);
  await until(() => lambda.invocations.filter(({ duration }) => duration !== undefined).length === 1);
  assertEquals([first.status, (await open(lambda)).status], [200, 429]);
  await first.body?.cancel();
  end();
});

test("a stream that a function returned is cancelled with its reader", async () => {
  let reason: unknown;
  const endless = () =>
    new ReadableStream({
      pull: (controller) => controller.enqueue("x"),
      cancel(why) {
        reason = why;
      },
    });
  const reader = (await open(localLambda({ f: endless }))).body!.getReader();
  await reader.read();
  await reader.cancel("enough");
  assertEquals(reason, "enough");
});

test("the streaming route takes a DryRun, and no Event", async () => {
  const lambda = localLambda({ f: () => {} });
  const dry = await open(lambda, { "x-amz-invocation-type": "DryRun" });
  assertEquals([dry.status, dry.body], [204, null]);
  const event = await open(lambda, { "x-amz-invocation-type": "Event" });
  assertEquals([event.status, event.headers.get("x-amzn-errortype")], [400, "ValidationException"]);
  await event.body?.cancel();
  assertEquals(lambda.invocations.map(({ runs }) => runs), [0, 0]);
});

for (
  const [what, f, payload] of [
    ["a stream", () => streamOf(["a", bytes("é")]), "aé"],
    ["an async iterable", async function* () {
      yield "a";
      yield "b";
    }, "ab"],
  ] as const
) {
  test(`the Invoke route sends ${what} in one piece`, async () => {
    const { fetch } = localLambda({ f }, { verify: false });
    const response = await fetch("http://localhost/2015-03-31/functions/f/invocations", { method: "POST" });
    assertEquals(await response.text(), payload);
  });
}

for (
  const [what, body, expected] of [
    ["text", "<p>é", { body: "<p>é", isBase64Encoded: false }],
    ["bytes", Uint8Array.of(0xff, 0x00), { body: "/wA=", isBase64Encoded: true }],
    ["no body", null, { body: "", isBase64Encoded: false }],
  ] as const
) {
  test(`the Invoke route sends a Response with ${what} as a proxy result`, async () => {
    const headers = { "content-type": "x/y" };
    const { fetch } = localLambda({ f: () => new Response(body, { status: 201, headers }) }, { verify: false });
    const response = await fetch("http://localhost/2015-03-31/functions/f/invocations", { method: "POST" });
    assertEquals(await response.json(), { statusCode: 201, headers, ...expected });
  });
}

test("the cookies of a Response stand beside its headers, one by one", async () => {
  const cookies = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2; Path=/"];
  const f = () => new Response("", { headers: cookies.map((cookie): [string, string] => ["set-cookie", cookie]) });
  if (!f().headers.has("set-cookie")) throw new Skip("browsers keep cookies out of a page's hands");
  const [prelude] = await frames(await open(localLambda({ f })));
  assertEquals(JSON.parse(prelude![2]).cookies, cookies);
  const { fetch } = localLambda({ f }, { verify: false });
  const response = await fetch("http://localhost/2015-03-31/functions/f/invocations", { method: "POST" });
  assertEquals((await response.json()).cookies, cookies);
});

test("the Invoke route stops reading a stream when the time is up", async () => {
  let ended = () => {};
  const end = new Promise<void>((resolve) => ended = resolve);
  const lambda = localLambda({
    f: {
      async *handler() {
        try {
          for (;;) {
            yield "x";
            await turn();
          }
        } finally {
          ended();
        }
      },
      timeout: 20,
    },
  }, { verify: false });
  const response = await lambda.fetch("http://localhost/2015-03-31/functions/f/invocations", { method: "POST" });
  assertEquals((await response.json()).errorType, "Sandbox.Timedout");
  await end;
});

test("the Invoke route stops reading a stream that is too long", async () => {
  let cancelled = false;
  const endless = () =>
    new ReadableStream({
      pull: (controller) => controller.enqueue("x".repeat(1_000)),
      cancel() {
        cancelled = true;
      },
    });
  const { fetch } = localLambda({ f: endless }, { verify: false });
  const response = await fetch("http://localhost/2015-03-31/functions/f/invocations", { method: "POST" });
  assertEquals((await response.json()).errorType, "Function.ResponseSizeTooLarge");
  assert(cancelled);
});
