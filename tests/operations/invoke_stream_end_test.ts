import {
  EventStreamError,
  invokeStream,
  type InvokeStreamOutput,
  LambdaServiceException,
  payloadStream,
  readPayload,
  TransportError,
} from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { assertTimeout, at } from "../support/calls.ts";
import { chunk, complete, flip, frame, STORY, WIRE } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { answering, inProcess, readAll, textOf } from "../support/in_process.ts";
import { bytes, concat, inChunks } from "../support/streams.ts";
import { turn, until, withTimers } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";
import type { Answer } from "../support/wire.ts";

const INPUT = { FunctionName: "fn" };
const END = complete();

// Ends that the caller makes

/** A story without an end, from a real server. */
const ENDLESS: Answer = { fault: "endless body", chunks: [{ bytes: chunk("on and on "), delayMs: 2 }] };
/** One that falls silent. */
const SILENT: Answer = { fault: "stall in body", chunks: [{ bytes: concat(chunk("a"), chunk("b")) }] };

for (const [what, answer] of [["that goes on", ENDLESS], ["that is silent", SILENT]] as const) {
  test(`break closes the connection of a stream ${what}`, async (t) => {
    const script = await t.script([answer]);
    for await (const { PayloadChunk } of (await invokeStream(at(script.endpoint), INPUT)).EventStream) {
      assert(PayloadChunk);
      break;
    }
    assert(await script.closed());
  });

  test(`cancel() closes the connection of a stream ${what}, before it is read and while it is`, async (t) => {
    const script = await t.script([answer, answer]);
    await (await invokeStream(at(script.endpoint), INPUT)).EventStream.cancel();
    assert(await script.closed(0));
    const reader = (await invokeStream(at(script.endpoint), INPUT)).EventStream.getReader();
    await reader.read();
    await reader.read();
    const next = reader.read();
    await reader.cancel(new Error("enough"));
    assert(await script.closed(1));
    await next;
  });

  for (const source of ["the call's", "the config's"]) {
    test(`${source} signal ends a stream ${what}`, async (t) => {
      const script = await t.script([answer]);
      const controller = new AbortController();
      const { signal } = controller;
      const config = at(script.endpoint);
      const { EventStream } = source === "the call's"
        ? await invokeStream(config, INPUT, { signal })
        : await invokeStream({ ...config, signal }, INPUT);
      const reader = EventStream.getReader();
      assertEquals((await reader.read()).done, false);
      const reason = new Error("enough");
      const rest = readAll({ getReader: () => reader } as typeof EventStream);
      await turn();
      controller.abort(reason);
      assertEquals((await rest).error, reason);
      assert(await script.closed());
    });
  }

  test(`a signal ends a stream ${what} while nobody reads it`, async (t) => {
    const script = await t.script([answer]);
    const controller = new AbortController();
    const { EventStream } = await invokeStream(at(script.endpoint), INPUT, { signal: controller.signal });
    controller.abort(new Error("enough"));
    assert(await script.closed());
    assertStringIncludes(String((await readAll(EventStream)).error), "enough");
  });
}

test("a signal that has aborted sends nothing", async () => {
  const { config, sent } = inProcess(() => new Response(WIRE));
  const reason = new Error("too late");
  const error = await assertRejects(() => invokeStream(config, INPUT, { signal: AbortSignal.abort(reason) }));
  assertEquals([error, sent.length], [reason, 0] as never);
});

test("a signal ends the wait for the headers", async (t) => {
  const script = await t.script([{ fault: "stall before headers" }]);
  const controller = new AbortController();
  const reason = new Error("enough");
  const { signal } = controller;
  const call = assertRejects(() => invokeStream(at(script.endpoint), INPUT, { signal }));
  await until(async () => (await script.requests()).length > 0);
  controller.abort(reason);
  assertEquals(await call, reason);
  assert(await script.closed());
});

test("a signal's reason passes through as it is", async () => {
  for (const reason of ["text", 0, null, undefined, { an: "object" }]) {
    const controller = new AbortController();
    const source = watched([chunk("a")], "silence");
    const output = await invokeStream(answering(source.stream), INPUT, { signal: controller.signal });
    until(() => source.pulled > 1).then(() => controller.abort(reason));
    const { items, error } = await readAll(output.EventStream);
    assertEquals(items.length, 1);
    assert(error === controller.signal.reason, String(reason));
    assert(source.cancelled);
  }
});

test("a signal's reason stays as it is, also where it is one of our errors", async () => {
  const $metadata = { attempts: 7, totalRetryDelay: 0, requestId: "of another call" };
  const reason = new TransportError("lost", { code: "NETWORK", functionMayHaveRun: false, $metadata });
  const controller = new AbortController();
  const source = watched([chunk("a")], "silence");
  const output = await invokeStream(answering(source.stream), INPUT, { signal: controller.signal });
  until(() => source.pulled > 1).then(() => controller.abort(Object.freeze(reason)));
  assert((await readAll(output.EventStream)).error === reason);
  assertEquals(reason.$metadata, $metadata);
});

test("a signal that aborts behind the end changes nothing", async () => {
  const controller = new AbortController();
  const output = await invokeStream(answering(WIRE), INPUT, { signal: controller.signal });
  const { items, error } = await readAll(output.EventStream);
  controller.abort();
  assertEquals([textOf(items), error], [STORY, undefined] as never);
});

for (const InvokeMode of ["RESPONSE_STREAM", "BUFFERED"] as const) {
  test(`a signal that aborts between InvokeComplete and the end fails a ${InvokeMode} stream`, async () => {
    const reads = [
      async (output: InvokeStreamOutput) => (await readAll(output.EventStream)).error,
      async (output: InvokeStreamOutput) => (await readAll(payloadStream(output))).error,
      (output: InvokeStreamOutput) => assertRejects(() => readPayload(output)),
    ];
    for (const read of reads) {
      const controller = new AbortController();
      const source = watched([concat(chunk("a"), END)], "silence");
      const input = { ...INPUT, InvokeMode };
      const output = await invokeStream(answering(source.stream), input, { signal: controller.signal });
      const reason = new Error("enough");
      until(() => source.pulled > 1).then(() => controller.abort(reason));
      assertEquals(await read(output), reason);
      assert(source.cancelled);
    }
  });
}

test("a signal that aborts at any moment after the headers closes the connection, also if nobody reads", async () => {
  for (let moment = 0; moment < 20; moment++) {
    const controller = new AbortController();
    const reason = new Error("enough");
    const source = watched([], "silence");
    const { config } = inProcess(() => {
      (async () => {
        for (let turn = 0; turn < moment; turn++) await null;
        controller.abort(reason);
      })();
      return new Response(source.stream);
    });
    let output: InvokeStreamOutput | undefined;
    try {
      output = await invokeStream(config, INPUT, { signal: controller.signal });
    } catch (error) {
      assertEquals(error, reason);
      continue;
    }
    await until(() => source.cancelled);
    assertEquals((await readAll(output.EventStream)).error, reason);
  }
});

/** A signal that counts its listeners. */
function counted(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal), remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never, options?: never) => {
    listeners.add(listener);
    add(type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: never, options?: never) => {
    listeners.delete(listener);
    remove(type, listener, options);
  };
  return { controller, listeners: () => listeners.size };
}

for (const [what, body] of [["ends", WIRE], ["breaks", WIRE.slice(0, 200)], ["is left", ENDLESS]] as const) {
  test(`no listener is left on the signal of a stream that ${what}`, async () => {
    const { controller, listeners } = counted();
    const source = body instanceof Uint8Array ? inChunks(body, 50) : watched([chunk("a")], "silence").stream;
    const { EventStream } = await invokeStream(answering(source), INPUT, { signal: controller.signal });
    const reader = EventStream.getReader();
    await reader.read();
    if (what === "is left") await reader.cancel();
    else await readAll({ getReader: () => reader } as typeof EventStream);
    assertEquals(listeners(), 0);
  });
}

test("no listener is left on the signal of a DryRun, whose stream nobody reads", async () => {
  for (const InvokeMode of ["RESPONSE_STREAM", "BUFFERED"] as const) {
    const { controller, listeners } = counted();
    const input = { ...INPUT, InvocationType: "DryRun" as const, InvokeMode };
    const output = await invokeStream(answering(null, { status: 204 }), input, { signal: controller.signal });
    assertEquals(listeners(), 0);
    assertEquals(await readAll(output.EventStream), { items: [], error: undefined });
  }
});

// Ends that others make

for (
  const [what, wire, ErrorClass] of [
    ["a damaged frame", concat(chunk("a"), flip(chunk("b"), 400)), EventStreamError],
    [
      "an exception",
      concat(chunk("a"), frame({ ":message-type": "exception", ":exception-type": "E" })),
      LambdaServiceException,
    ],
    ["a frame behind the end", concat(chunk("a"), END, END), EventStreamError],
    ["an end that is no JSON", concat(chunk("a"), complete("{")), TransportError],
  ] as const
) {
  test(`${what} closes the connection`, async (t) => {
    const script = await t.script([{ fault: "stall in body", chunks: [{ bytes: wire }] }]);
    const { items, error } = await readAll((await invokeStream(at(script.endpoint), INPUT)).EventStream);
    assertEquals(textOf(items), ["a"]);
    assertInstanceOf(error, ErrorClass as never);
    assert(await script.closed());
  });
}

for (const fault of ["reset in body", "close in body"] as const) {
  test(`${fault} is a NETWORK error behind what has come`, async (t) => {
    const script = await t.script([{
      headers: { "x-amzn-requestid": "id-1" },
      fault,
      chunks: [{ bytes: chunk("a") }, { bytes: chunk("b").slice(0, 50), untilGo: true }],
    }]);
    const reader = (await invokeStream(at(script.endpoint), INPUT)).EventStream.getReader();
    assertEquals((await reader.read()).value, { PayloadChunk: { Payload: bytes("a") } });
    await script.go();
    const error = await assertRejects(() => reader.read(), TransportError);
    assertEquals([error.code, error.functionMayHaveRun, error.$metadata?.requestId], ["NETWORK", true, "id-1"]);
    assertInstanceOf(error.cause, Error);
  });
}

test("a body that is shorter than announced is a NETWORK error", async (t) => {
  const script = await t.script([{ body: concat(chunk("a"), END), contentLength: 10_000 }]);
  const { error } = await readAll((await invokeStream(at(script.endpoint), INPUT)).EventStream);
  assertInstanceOf(error, TransportError);
  assertEquals(error.code, "NETWORK");
});

test("an end that comes well but too early is TRUNCATED", async (t) => {
  const script = await t.script([{ chunks: [{ bytes: WIRE.slice(0, 150) }] }]);
  const { items, error } = await readAll((await invokeStream(at(script.endpoint), INPUT)).EventStream);
  assertEquals(textOf(items), STORY.slice(0, 1));
  assertInstanceOf(error, EventStreamError);
  assertEquals(error.code, "TRUNCATED");
});

// Time

test("timeout ends the wait for the headers, and closes the connection", async (t) => {
  const script = await t.script([{ fault: "stall before headers" }]);
  const error = await withTimers(async (timers) => {
    const call = assertRejects(() => invokeStream(at(script.endpoint), INPUT, { timeout: 300 }), TransportError);
    await until(async () => (await script.requests()).length > 0);
    timers.fire();
    return await call;
  }, "by hand");
  assertEquals([error.code, error.functionMayHaveRun], ["TIMEOUT", true]);
  assert(await script.closed());
  assertEquals((await script.requests()).length, 1);
});

test("timeout does not run any more once the headers are there", async () => {
  const source = watched([chunk("a"), END]);
  await withTimers(async (timers) => {
    const { EventStream } = await invokeStream(answering(source.stream), INPUT, { timeout: 300 });
    assertEquals(timers.set, [300]);
    timers.fire();
    assertEquals(textOf((await readAll(EventStream)).items), ["a"]);
  }, "by hand");
});

test("timeout ends the wait for a fetch that does not heed its signal", async () => {
  const { config } = inProcess(() => new Promise(() => {}));
  await assertTimeout(() => invokeStream(config, INPUT, { timeout: 20 }), 20);
});

test("idleTimeout ends a silent stream, and closes the connection", async (t) => {
  const script = await t.script([SILENT]);
  await withTimers(async (timers) => {
    const { EventStream, $metadata } = await invokeStream({ ...at(script.endpoint), idleTimeout: 300 }, INPUT);
    const reader = EventStream.getReader();
    await reader.read();
    await reader.read();
    const silent = assertRejects(() => reader.read(), TransportError);
    await until(() => timers.pending > 0);
    timers.fire();
    const error = await silent;
    assertEquals(error.message, 'No chunk of the stream for function "fn" within 300 ms');
    assertEquals([error.code, error.functionMayHaveRun], ["TIMEOUT", true]);
    assertEquals(error.$metadata?.attempts, $metadata.attempts);
  }, "by hand");
  assert(await script.closed());
});

test("idleTimeout ends a stream that heeds no cancellation", async () => {
  const deaf = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(chunk("a")),
    cancel: () => new Promise(() => {}),
  });
  const { EventStream } = await invokeStream({ ...answering(deaf), idleTimeout: 20 }, INPUT);
  const reader = EventStream.getReader();
  await reader.read();
  await assertTimeout(() => reader.read(), 20);
});

test("idleTimeout does not run while the reader is busy", async () => {
  const source = watched([chunk("a"), chunk("b"), END]);
  await withTimers(async (timers) => {
    const { EventStream } = await invokeStream({ ...answering(source.stream), idleTimeout: 25 }, INPUT);
    timers.fire();
    const texts: string[] = [];
    for await (const event of EventStream) {
      texts.push(...textOf([event]));
      timers.fire();
    }
    assertEquals(texts, ["a", "b"]);
  }, "by hand");
});

test("idleTimeout runs anew for each chunk", async () => {
  const slow = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const part of [chunk("a"), chunk("b"), chunk("c"), END]) {
        await turn();
        controller.enqueue(part);
      }
      controller.close();
    },
  });
  await withTimers(async (timers) => {
    const { EventStream } = await invokeStream({ ...answering(slow), idleTimeout: 400 }, INPUT);
    assertEquals(textOf((await readAll(EventStream)).items), ["a", "b", "c"]);
    const waits = timers.set.filter((ms) => ms === 400).length;
    assert(waits >= 4, `${waits} waits`);
    assertEquals(timers.pending, 0);
  }, "by hand");
});

test("a stream outlives times that are longer than any timer", async () => {
  const config = { ...answering(WIRE), idleTimeout: 2 ** 40, timeout: Infinity };
  assertEquals(textOf((await readAll((await invokeStream(config, INPUT)).EventStream)).items), STORY as string[]);
});
