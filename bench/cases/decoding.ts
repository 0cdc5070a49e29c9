/**
 * What it takes to read an event stream: network chunks that are there already, read to their end.
 *
 * @module
 */
import { InvokeWithResponseStreamCommand, type InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import { invokeStream, type InvokeStreamEvent, payloadStream } from "../../mod.ts";
import { bodyOf, CONTENT_TYPE, drain, NETWORK_CHUNK, networkChunks, type StreamShape } from "./frames.ts";
import { ownConfig, sdkClient } from "./peers.ts";
import type { Contender } from "./rounds.ts";

const INPUT = { FunctionName: "fn" };
const HEADERS = { "content-type": CONTENT_TYPE };

/** The streams, by name: large frames and small ones, and frames that come in many pieces. */
export const STREAMS: Readonly<Record<string, StreamShape>> = {
  "6 MB in frames of 16 KiB": { total: 6_291_456, frame: 16_384, chunk: NETWORK_CHUNK },
  "1 MB in frames of 100 B": { total: 1_000_000, frame: 100, chunk: NETWORK_CHUNK },
  "6 MB in frames of 64 KiB, network chunks of 1,460 B": { total: 6_291_456, frame: 65_536, chunk: 1_460 },
};

/** A body of another kind than a web stream. */
export type MakeBody = (chunks: readonly Uint8Array[]) => unknown;

/** An event of either module. */
type Event = InvokeStreamEvent | InvokeWithResponseStreamResponseEvent;

/** Reads all events, and adds up the bytes of their payloads. */
export async function readEvents(events: AsyncIterable<Event>): Promise<number> {
  let length = 0;
  for await (const { PayloadChunk } of events) length += PayloadChunk?.Payload?.length ?? 0;
  return length;
}

/** Fails where not all of a stream was read. */
export function expectBytes(length: number, { total }: StreamShape): void {
  if (length < total) throw new Error(`Read ${length} bytes of ${total}`);
}

/** Who reads; `others` are further bodies to feed the AWS SDK with. */
export function decoding(
  shape: StreamShape,
  others: Readonly<Record<string, MakeBody>>,
): Record<string, Contender> {
  const chunks = networkChunks(shape);
  const open = () => invokeStream(ownConfig(() => new Response(bodyOf(chunks), { headers: HEADERS })), INPUT);
  const bySdk = (makeBody: MakeBody): Contender => {
    const sdk = sdkClient(() => ({ statusCode: 200, headers: HEADERS, body: makeBody(chunks) }));
    return async () => {
      const { EventStream } = await sdk.send(new InvokeWithResponseStreamCommand(INPUT));
      expectAll(await readEvents(EventStream!));
    };
  };
  const expectAll = (length: number) => expectBytes(length, shape);
  return {
    "payloadStream": async () => expectAll(await drain(payloadStream(await open()))),
    "EventStream": async () => expectAll(await readEvents((await open()).EventStream)),
    "SDK fed with a web stream": bySdk(bodyOf),
    ...Object.fromEntries(Object.entries(others).map(([name, makeBody]) => [`SDK fed with ${name}`, bySdk(makeBody)])),
    "TransformStream": async () => expectAll(await drain(bodyOf(chunks).pipeThrough(new TransformStream()))),
  };
}
