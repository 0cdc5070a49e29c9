import { invoke, invokeAsync, invokeStream, type LambdaConfig, TransportError } from "../../mod.ts";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../support/assert.ts";
import { always, refusal, replies } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { bytes, streamOf } from "../support/streams.ts";
import { withRandom, withTimers } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

/** What is sent for a payload. */
async function sentFor(Payload: unknown): Promise<string> {
  const { config, sent } = always(() => new Response());
  await invoke(config, { FunctionName: "fn", Payload });
  return sent[0]!.body;
}

/** What a payload is refused with, before anything is sent. */
async function refusalOf(Payload: unknown, Type: typeof TypeError | typeof RangeError = TypeError): Promise<Error> {
  const { config, sent } = always(() => new Response());
  const error = await assertRejects(() => invoke(config, { FunctionName: "fn", Payload }), Type);
  assertEquals(sent.length, 0);
  return error;
}

/** Payloads that are read first. */
const READ: Readonly<Record<string, () => unknown>> = {
  "a Blob": () => new Blob(['{"a":', "1}"]),
  "a File": () => new File(['{"a":1}'], "a.json"),
  "a stream": () => streamOf([bytes('{"a"'), bytes(":1"), bytes("}")]),
  "a stream of one-byte chunks": () => streamOf([...'{"a":1}'].map(bytes)),
  "the body of a Request": () => new Request("https://a.example", { method: "POST", body: '{"a":1}' }).body,
  "the body of a Response": () => new Response('{"a":1}').body,
};

for (const [what, make] of Object.entries(READ)) {
  test(`Payload may be ${what}`, async () => {
    if (make() === undefined || make() === null) return; // Firefox and old runtimes have no Request.body
    assertEquals(await sentFor(make()), '{"a":1}');
  });
}

test("A payload that is read is sent again as it was", async () => {
  const { config, sent } = replies(refusal(429), new Response("1"));
  const call = { FunctionName: "fn", Payload: streamOf([bytes('{"a":1}')]) };
  await withTimers(() => withRandom(() => 0, () => invoke(config, call)));
  assertEquals(sent.map(({ body }) => body), ['{"a":1}', '{"a":1}']);
});

test("A payload of bytes goes out as it was at the call, at retries too", async () => {
  const text = '{"a":1}';
  for (
    const view of [
      (data: Uint8Array) => data,
      (data: Uint8Array) => data.buffer,
      (data: Uint8Array) => new DataView(data.buffer),
    ]
  ) {
    const data = bytes(text);
    const { config, sent } = replies(refusal(429), new Response("1"));
    const call = withTimers(() =>
      withRandom(() => 0, () => invoke(config, { FunctionName: "fn", Payload: view(data) }))
    );
    data.fill(33);
    await call;
    assertEquals(sent.map(({ body }) => body), [text, text]);
  }
});

/** Lambda takes no more; Lambda's own limit is in its message, "6291556 bytes". */
const LARGEST = 6_291_556;

test("A Blob or a stream that Lambda would not take is refused, and a stream is closed", async () => {
  const { message } = await refusalOf(new Blob([new Uint8Array(LARGEST + 1)]), RangeError);
  assertStringIncludes(message, `Payload must be of ${LARGEST} bytes at most`);
  const chunks = Array.from({ length: 200 }, () => new Uint8Array(65_536));
  const source = watched(chunks);
  await refusalOf(source.stream, RangeError);
  assert(source.cancelled && source.pulled < 110, `${source.pulled} chunks were read`);
});

test("A Blob of the largest size is sent", async () => {
  assertEquals((await sentFor(new Blob([new Uint8Array(LARGEST)]))).length, LARGEST);
});

test("A stream that is locked, or not of bytes, is refused", async () => {
  const locked = streamOf([bytes("1")]);
  locked.getReader();
  assertStringIncludes((await refusalOf(locked)).message, "Payload must be a stream that nobody reads");
  assertStringIncludes((await refusalOf(streamOf(["text"]))).message, "must give bytes (Uint8Array)");
});

test("A stream that stalls is read within the call's time, and closed", async () => {
  const source = watched([bytes("{")], "silence");
  const { config, sent } = always(() => new Response());
  const call = { FunctionName: "fn", Payload: source.stream };
  const error = await withTimers(() => assertRejects(() => invoke({ ...config, timeout: 50 }, call)));
  assertInstanceOf(error, TransportError);
  assertEquals([error.code, error.functionMayHaveRun, error.$metadata?.attempts], ["TIMEOUT", false, 0]);
  assertEquals([sent.length, source.cancelled], [0, true]);
});

test("A stream that stalls is read within the call's signal, and closed", async () => {
  const source = watched([bytes("{")], "silence");
  const { config, sent } = always(() => new Response());
  const controller = new AbortController();
  const call = invoke(config, { FunctionName: "fn", Payload: source.stream }, { signal: controller.signal });
  controller.abort("enough");
  assertEquals(await call.catch((reason) => reason), "enough");
  assertEquals([sent.length, source.cancelled], [0, true]);
});

test("What a stream fails with is handed on", async () => {
  const failed = new Error("upload broken");
  const { config, sent } = always(() => new Response());
  const call = { FunctionName: "fn", Payload: watched([bytes("{")], failed).stream };
  assertEquals(await assertRejects(() => invoke(config, call)), failed);
  assertEquals(sent.length, 0);
});

/** Payloads that JSON says nothing of, and what the message says to write. */
const REMEDIES: readonly (readonly [what: string, make: () => unknown, remedy: string])[] = [
  ["Map", () => new Map([["a", 1]]), "write Object.fromEntries(map)"],
  ["Set", () => new Set([1]), "write [...set]"],
  ["Promise", () => Promise.resolve(1), "await it"],
  ["FormData", () => new FormData(), "write Object.fromEntries(form)"],
  ["URLSearchParams", () => new URLSearchParams("a=1"), "write Object.fromEntries(params)"],
  ["Headers", () => new Headers(), "write Object.fromEntries(headers)"],
  ["Request", () => new Request("https://a.example"), "write await request.json()"],
  ["Response", () => new Response(), "write await response.json()"],
  ["RegExp", () => /x/, "write regexp.source"],
  ["Error", () => new TypeError("x"), "write { name: error.name, message: error.message }"],
];

for (const [what, make, remedy] of REMEDIES) {
  test(`A payload of class ${what} is refused, and told what to write`, async () => {
    const value = make();
    const { message } = await refusalOf(value);
    const name = what === "Error" ? /of class (Type)?Error/ : new RegExp(`of class ${what}`);
    assertMatch(message, name);
    assertStringIncludes(message, "Payload must be JSON: current value is of class");
    assertStringIncludes(message, remedy);
  });
}

test("A circle and a bigint are refused with the error of JSON.stringify as the cause", async () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const value of [circle, { n: 1n }, 1n]) {
    const error = await refusalOf(value);
    assertStringIncludes(error.message, "Cannot call Lambda as Payload must be JSON");
    assertInstanceOf(error.cause, TypeError);
  }
});

test("A NaN and a function are refused for what they are", async () => {
  assertStringIncludes((await refusalOf(NaN)).message, "a finite number: current value is NaN");
  assertStringIncludes((await refusalOf(() => {})).message, "current value is a function");
});

test("InvokeArgs and the payload of a stream may be read first too", async () => {
  const { config, sent } = always(() => new Response());
  await invokeAsync(config, { FunctionName: "fn", InvokeArgs: new Blob(["[1]"]) });
  const { EventStream } = await invokeStream(config, { FunctionName: "fn", Payload: streamOf([bytes("[2]")]) });
  await EventStream.cancel();
  assertEquals(sent.map(({ body }) => body), ["[1]", "[2]"]);
});

test("Any JSON value fits the type of Payload", async () => {
  const body: unknown = JSON.parse('{"a":1}');
  const config: LambdaConfig = always(() => new Response()).config;
  await invoke(config, { FunctionName: "fn", Payload: body });
});
