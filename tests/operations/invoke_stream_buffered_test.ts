import { EventStreamError, FunctionError, InvokeMode, invokeStream, payloadStream } from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertStringIncludes } from "../support/assert.ts";
import { assertTimeout } from "../support/calls.ts";
import { chunk, complete, STORY, WIRE } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { answering, readAll } from "../support/in_process.ts";
import { bytes, concat, inChunks } from "../support/streams.ts";
import { turn, until } from "../support/stubs.ts";
import { watched } from "../support/watched.ts";

const INPUT = { FunctionName: "fn" };
const END = complete();

// BUFFERED

/** A call that hands on what is whole. */
const buffered = (body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>) =>
  invokeStream(answering(body), { ...INPUT, InvokeMode: InvokeMode.BUFFERED });

test("BUFFERED hands on one chunk and the end", async () => {
  for (const size of [7, 100_000]) {
    const { items, error } = await readAll((await buffered(inChunks(WIRE, size))).EventStream);
    assertEquals(error, undefined);
    assertEquals(items, [
      { PayloadChunk: { Payload: bytes(STORY.join("")) } },
      { InvokeComplete: { LogResult: "bG9n" } },
    ]);
  }
});

test("BUFFERED hands on no chunk where there is none", async () => {
  for (const wire of [END, concat(chunk(""), chunk(""), END)]) {
    assertEquals(await readAll((await buffered(wire)).EventStream), {
      items: [{ InvokeComplete: {} }],
      error: undefined,
    });
  }
});

test("BUFFERED hands on nothing of a function that failed", async () => {
  const ending = { ErrorCode: "Unhandled", ErrorDetails: '{"errorType":"E","errorMessage":"m"}', LogResult: "bG9n" };
  const { items, error } = await readAll(
    (await buffered(concat(chunk("a"), complete(JSON.stringify(ending))))).EventStream,
  );
  assertEquals(items, []);
  assertInstanceOf(error, FunctionError);
  assertEquals([error.functionError, error.errorType, error.errorMessage, error.logs], ["Unhandled", "E", "m", "log"]);
});

test("BUFFERED keeps an error document that is no text", async () => {
  const ending = { ErrorCode: "Unhandled", ErrorDetails: { errorType: "E", errorMessage: "m" } };
  const { items, error } = await readAll((await buffered(complete(JSON.stringify(ending)))).EventStream);
  assertEquals(items, []);
  assertInstanceOf(error, FunctionError);
  assertEquals([error.functionError, error.errorType, error.errorMessage], ["Unhandled", "E", "m"]);
});

for (const ending of ["end", "silence", new TypeError("terminated")] as const) {
  test(`BUFFERED fails where the function did, whatever comes behind it (${ending})`, async () => {
    const source = watched([concat(chunk("a"), complete('{"ErrorCode":"Unhandled","ErrorDetails":"m"}'))], ending);
    const config = { ...answering(source.stream), idleTimeout: 500 };
    const { EventStream } = await invokeStream(config, { ...INPUT, InvokeMode: InvokeMode.BUFFERED });
    const { items, error } = await readAll(EventStream);
    assertEquals(items, []);
    assertInstanceOf(error, FunctionError);
    assertEquals([error.functionError, error.errorMessage, source.cancelled], ["Unhandled", "m", true]);
  });
}

test("BUFFERED hands on nothing of a stream that is broken anywhere", async () => {
  for (let length = 0; length < WIRE.length; length += 7) {
    const { items, error } = await readAll((await buffered(WIRE.slice(0, length))).EventStream);
    assertEquals(items, [], `${length} bytes`);
    assertInstanceOf(error, EventStreamError);
  }
});

test("BUFFERED hands on nothing before the end", async () => {
  const source = watched([chunk("a"), chunk("b")], "silence");
  const reader = (await buffered(source.stream)).EventStream.getReader();
  const read = reader.read();
  await until(() => source.pulled >= 3);
  assertEquals(await Promise.race([read, turn()]), undefined);
  await reader.cancel();
  assert(source.cancelled);
  assert((await read).done);
});

test("BUFFERED goes through payloadStream()", async () => {
  const reader = payloadStream(await buffered(WIRE)).getReader();
  assertEquals((await reader.read()).value, bytes(STORY.join("")));
  assert((await reader.read()).done);
});

test("BUFFERED heeds idleTimeout and signal", async () => {
  const input = { ...INPUT, InvokeMode: InvokeMode.BUFFERED };
  const idle = await invokeStream({ ...answering(watched([chunk("a")], "silence").stream), idleTimeout: 20 }, input);
  await assertTimeout(() => idle.EventStream.getReader().read(), 20);
  const controller = new AbortController();
  const source = watched([chunk("a")], "silence");
  const aborted = await invokeStream(answering(source.stream), input, { signal: controller.signal });
  until(() => source.pulled > 1).then(() => controller.abort(new Error("enough")));
  assertStringIncludes(String((await readAll(aborted.EventStream)).error), "enough");
  assert(source.cancelled);
});
