/**
 * Deno's standard library takes our streams for its own, and encodes as we do.
 *
 * It comes from JSR, and so is loaded when it is needed: a static import that cannot be loaded would stop the whole run.
 * `deno task test` runs this file by itself, with the imports of `std.json` and without a lock file. Where JSR does not
 * answer, these are skipped.
 *
 * @module
 */
import {
  decodeEventStreamMessage,
  decodeLogResult,
  encodeEventStreamMessage,
  EventStreamDecoderStream,
  invokeStream,
  payloadStream,
  readPayload,
} from "../../mod.ts";
import { decodeBase64, encodeBase64, encodeHex } from "../../src/base/encoding.ts";
import { localLambda } from "../../src/local/mod.ts";
import * as own from "../support/assert.ts";
import { chunk, complete, STORY } from "../support/frames.ts";
import { Skip, test } from "../support/harness.ts";
import { answering } from "../support/in_process.ts";
import { bytes, collect, concat, inChunks } from "../support/streams.ts";

// What is used of it, as it is documented on jsr.io.
interface Streams {
  readonly TextLineStream: new () => TransformStream<string, string>;
  readonly DelimiterStream: new (delimiter: Uint8Array) => TransformStream<Uint8Array<ArrayBuffer>, Uint8Array>;
  toText(stream: ReadableStream): Promise<string>;
  toJson(stream: ReadableStream): Promise<unknown>;
  toArrayBuffer(stream: ReadableStream<Uint8Array>): Promise<ArrayBuffer>;
  toBlob(stream: ReadableStream<Uint8Array>): Promise<Blob>;
  zipReadableStreams<T>(...streams: ReadableStream<T>[]): ReadableStream<T>;
}

interface Encoding {
  encodeHex(bytes: Uint8Array | ArrayBuffer): string;
  decodeHex(hex: string): Uint8Array<ArrayBuffer>;
  encodeBase64(bytes: Uint8Array | string): string;
  decodeBase64(text: string): Uint8Array<ArrayBuffer>;
}

/** Milliseconds that JSR may take to answer. */
const LONGEST_LOAD = 20_000;

/** A module of the standard library; skips the test, and says so, where it cannot be had. */
async function load<Module>(name: string): Promise<Module> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${LONGEST_LOAD} ms`)), LONGEST_LOAD);
  });
  try {
    return await Promise.race([import(name), late]);
  } catch (error) {
    throw new Skip(`${name} cannot be loaded from JSR: ${(error as Error).message.split(/[.\n]/)[0]}`);
  } finally {
    clearTimeout(timer);
  }
}

const streams = () => load<Streams>("@std/streams");
const encoding = () => load<Encoding>("@std/encoding");

/** A payload that is cut into frames, and these into chunks, at places that mean nothing. */
async function payload(text: string, size: number): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const data = bytes(text);
  const parts = Array.from({ length: Math.ceil(data.length / 7) }, (_, n) => chunk(data.subarray(n * 7, n * 7 + 7)));
  const config = answering(inChunks(concat(...parts, complete()), size));
  return payloadStream(await invokeStream(config, { FunctionName: "fn" })) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

const LINES = ["Once upon a time", "", "ein Mädchen", "其名曰花"];

test("payloadStream() goes through @std/streams line by line", async () => {
  const { TextLineStream, DelimiterStream } = await streams();
  for (const size of [1, 10, 100_000]) {
    const stream = await payload(LINES.join("\n"), size);
    own.assertEquals(
      await collect(stream.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())),
      LINES,
    );
    const split = await collect((await payload("a,b,,c", size)).pipeThrough(new DelimiterStream(bytes(","))));
    own.assertEquals(split.map((part) => new TextDecoder().decode(part)), ["a", "b", "", "c"]);
  }
});

test("payloadStream() is read whole by @std/streams", async () => {
  const { toText, toJson, toArrayBuffer, toBlob } = await streams();
  own.assertEquals(await toText(await payload(STORY.join(""), 10)), STORY.join(""));
  own.assertEquals(await toJson(await payload('{"a":["é"]}', 10)), { a: ["é"] });
  own.assertEquals(await toArrayBuffer(await payload("é", 10)), bytes("é").buffer);
  own.assertEquals(await (await toBlob(await payload("é", 10))).text(), "é");
});

test("EventStream and EventStreamDecoderStream are streams to @std/streams", async () => {
  const { zipReadableStreams } = await streams();
  const wire = () => inChunks(concat(chunk("a"), chunk("b")), 9).pipeThrough(new EventStreamDecoderStream());
  const messages = await collect(zipReadableStreams(wire(), wire()));
  own.assertEquals(messages.map((message) => message.payload), ["a", "a", "b", "b"].map(bytes));
});

test("@std/streams fails where the stream does", async () => {
  const { toText } = await streams();
  const config = answering(chunk("a"));
  const output = await invokeStream(config, { FunctionName: "fn" });
  await own.assertRejects(() => toText(payloadStream(output)), Error);
});

test("@std/encoding agrees with our encodings", async () => {
  const std = await encoding();
  for (let length = 0; length < 300; length += 4) {
    const data = Uint8Array.from({ length }, (_, at) => at * 7 + length);
    own.assertEquals(encodeHex(data.buffer), std.encodeHex(data));
    own.assertEquals(std.decodeHex(encodeHex(data.buffer)), data);
    for (const part of [data, data.slice(1), data.slice(2)]) {
      own.assertEquals(encodeBase64(part), std.encodeBase64(part));
      own.assertEquals(decodeBase64(std.encodeBase64(part)), part);
      own.assertEquals(std.decodeBase64(encodeBase64(part)), part);
    }
  }
  own.assertEquals(decodeLogResult(std.encodeBase64("START é\n")), "START é\n");
});

test("@std/encoding reads what the local Lambda logs", async () => {
  const std = await encoding();
  const { config } = localLambda({ f: (_event, { log }) => log("é") });
  const output = await invokeStream(config, { FunctionName: "f", LogType: "Tail" });
  const events = await collect(output.EventStream);
  const { LogResult = "" } = events.at(-1)?.InvokeComplete ?? {};
  own.assertStringIncludes(new TextDecoder().decode(std.decodeBase64(LogResult)), "é");
});

test("@std/encoding writes a frame that we read", async () => {
  const std = await encoding();
  const message = { headers: new Map([["a", { type: "string", value: "é" } as const]]), payload: bytes("花") };
  const hex = std.encodeHex(encodeEventStreamMessage(message));
  own.assertEquals(decodeEventStreamMessage(std.decodeHex(hex)), message);
});

test("tests/support/assert.ts has the names and the verdicts of @std/assert", async () => {
  const std = await load<typeof own>("@std/assert");
  const passes = (call: () => unknown) => {
    try {
      call();
      return true;
    } catch {
      return false;
    }
  };
  const names = Object.keys(own).filter((name) => name.startsWith("assert")) as (keyof typeof own)[];
  own.assertEquals(names.filter((name) => !(name in std)), []);
  const values = [1, "a", null, undefined, NaN, bytes("a"), { a: [1] }, [1], new Map([["a", 1]]), new Date(0), 1n];
  for (const [at, a] of values.entries()) {
    for (const [n, b] of values.entries()) {
      own.assertEquals(
        passes(() => own.assertEquals<unknown>(a, b)),
        passes(() => std.assertEquals<unknown>(a, b)),
        `${at} ${n}`,
      );
      own.assertEquals(passes(() => own.assertEquals<unknown>(a, b)), at === n);
    }
  }
  const rejected = await std.assertRejects(
    async () => await readPayload(await invokeStream(answering(chunk("a")), { FunctionName: "fn" })),
    Error,
  );
  own.assertEquals(rejected.name, "EventStreamError");
});
