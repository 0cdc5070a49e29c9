import type { Batches } from "./batches.ts";
import type { ResponseMetadata } from "./errors.ts";
import { functionFailure } from "./function_failure.ts";
import { joinBytes } from "./join_bytes.ts";
import type { InvokeCompleteEvent, InvokeStreamEvent } from "./read_event_stream.ts";

/** Bytes, on average, from which on copying chunks costs more than handing each on by itself. */
const WORTH_ITS_OWN_CHUNK = 4_096;

/** How the function ended. */
type End = InvokeCompleteEvent["InvokeComplete"];

/** Stage 6: the payload in a stream of events. Fails where the function did, behind all that came before. */
export async function* readChunks(
  batches: Batches<InvokeStreamEvent, unknown>,
  $metadata: ResponseMetadata,
): Batches<Uint8Array, End> {
  let end: End = {};
  for await (const batch of batches) {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (const { PayloadChunk, InvokeComplete } of batch) {
      if (InvokeComplete) end = InvokeComplete;
      if (!PayloadChunk?.Payload.length) continue;
      chunks.push(PayloadChunk.Payload);
      length += PayloadChunk.Payload.length;
    }
    // All of them are there already, so that none is kept waiting by being joined.
    if (length) yield length < chunks.length * WORTH_ITS_OWN_CHUNK ? [joinBytes(chunks)] : chunks;
    const { ErrorCode: functionError, ErrorDetails: details = "", LogResult: logResult } = end;
    if (functionError) throw functionFailure({ functionError, details, logResult, $metadata });
  }
  return end;
}

/** Reads all chunks there are, and gives what is said at their end. */
export async function collectChunks(source: Batches<Uint8Array, End>, into: Uint8Array[]): Promise<End> {
  for (;;) {
    const { done, value } = await source.next();
    if (done) return value;
    into.push(...value);
  }
}
