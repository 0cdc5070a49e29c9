import {
  EventStreamDecoderStream,
  EventStreamError,
  invokeStream,
  type InvokeStreamOutput,
  payloadStream,
  readPayload,
} from "../../mod.ts";
import { assert, assertEquals, assertFalse, assertRejects } from "../support/assert.ts";
import { chunk, complete, STORY, WIRE } from "../support/frames.ts";
import { test } from "../support/harness.ts";
import { answering, textOf } from "../support/in_process.ts";
import { withoutStreamIterator } from "../support/iterators.ts";
import { bytes, collectBytes, concat, inChunks, streamOf } from "../support/streams.ts";
import { watched } from "../support/watched.ts";

const MODES = ["RESPONSE_STREAM", "BUFFERED"] as const;

function open(
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>,
  InvokeMode: typeof MODES[number] = "RESPONSE_STREAM",
): Promise<InvokeStreamOutput> {
  return invokeStream(answering(body), { FunctionName: "fn", InvokeMode });
}

/** What runtimes have: the same is to hold on all of them. */
const HOSTS = {
  "ReadableStream has an async iterator, or not, as the runtime likes": (run: () => Promise<void>) => run(),
  "ReadableStream has no async iterator": withoutStreamIterator,
};

for (const [host, within] of Object.entries(HOSTS)) {
  test(`for await reads all events where ${host}`, () =>
    within(async () => {
      for (const mode of MODES) {
        const texts: string[] = [];
        let end;
        for await (const event of (await open(inChunks(WIRE, 50), mode)).EventStream) {
          texts.push(...textOf([event]));
          end = event.InvokeComplete ?? end;
        }
        assertEquals([texts.join(""), end?.LogResult], [STORY.join(""), "bG9n"], mode);
      }
    }));

  test(`leaving a loop closes the connection where ${host}`, () =>
    within(async () => {
      const source = watched([chunk("a"), chunk("b")], "silence");
      const { EventStream } = await open(source.stream);
      for await (const event of EventStream) {
        assertEquals(textOf([event]), ["a"]);
        break;
      }
      assert(source.cancelled);
      assertFalse(EventStream.locked);
      for await (const _ of EventStream) throw new Error("A stream that was left has nothing");
    }));

  test(`what a loop throws passes, and closes the connection, where ${host}`, () =>
    within(async () => {
      const source = watched([chunk("a"), chunk("b")], "silence");
      const { EventStream } = await open(source.stream);
      const reason = new Error("enough");
      const thrown = await assertRejects(async () => {
        for await (const _ of EventStream) throw reason;
      });
      assert(thrown === reason);
      assert(source.cancelled);
    }));

  test(`a loop fails as the stream does where ${host}`, () =>
    within(async () => {
      const texts: string[] = [];
      const { EventStream } = await open(concat(chunk("a"), chunk("b"), chunk("c").slice(0, 40)));
      await assertRejects(async () => {
        for await (const event of EventStream) texts.push(...textOf([event]));
      }, EventStreamError);
      assertEquals(texts, ["a", "b"]);
    }));

  test(`only one may read a stream where ${host}`, () =>
    within(async () => {
      const { EventStream } = await open(WIRE);
      EventStream.getReader();
      await assertRejects(async () => {
        for await (const _ of EventStream) throw new Error("read");
      }, TypeError);
    }));

  test(`payloadStream(), readPayload() and EventStreamDecoderStream do without where ${host}`, () =>
    within(async () => {
      assertEquals(await collectBytes(payloadStream(await open(WIRE))), bytes(STORY.join("")));
      assertEquals((await readPayload(await open(WIRE))).text(), STORY.join(""));
      const parts: Uint8Array[] = [];
      for await (const part of payloadStream(await open(WIRE))) parts.push(part);
      assertEquals(concat(...parts), bytes(STORY.join("")));
      const messages: string[] = [];
      const { readable, writable } = new EventStreamDecoderStream();
      const written = inChunks(WIRE, 30).pipeTo(writable);
      for await (const { headers } of readable) messages.push(String(headers.get(":event-type")?.value));
      await written;
      assertEquals(messages, [...STORY.map(() => "PayloadChunk"), "InvokeComplete"]);
      const made = streamOf([{ PayloadChunk: { Payload: bytes("a") } }, { InvokeComplete: {} }]);
      const output = { ...await open(complete()), EventStream: made as InvokeStreamOutput["EventStream"] };
      assertEquals((await readPayload(output)).text(), "a");
    }));
}
