import type { Batches } from "../event_stream/batches.ts";
import type { ResponseMetadata } from "../base/errors.ts";
import { functionFailure } from "./function_failure.ts";
import { joinBytes, WORTH_ITS_OWN_CHUNK } from "../base/join_bytes.ts";
import type { InvokeStreamEvent } from "./read_event_stream.ts";

/** Stage 6: the payload in events. Fails where the function did, behind all that came before. */
export async function* readChunks(
  batches: AsyncIterable<InvokeStreamEvent[]> | Iterable<InvokeStreamEvent[]>,
  $metadata: ResponseMetadata,
): Batches<Uint8Array> {
  for await (const batch of batches) {
    const chunks: Uint8Array[] = [];
    let length = 0, end: InvokeStreamEvent["InvokeComplete"];
    for (const { PayloadChunk, InvokeComplete } of batch) {
      end = InvokeComplete;
      if (!PayloadChunk?.Payload.length) continue;
      chunks.push(PayloadChunk.Payload);
      length += PayloadChunk.Payload.length;
    }
    // All of them are there already, so that none is kept waiting by being joined.
    if (length) yield length < chunks.length * WORTH_ITS_OWN_CHUNK ? [joinBytes(chunks)] : chunks;
    if (end?.ErrorCode) throw functionFailure({ ...end, $metadata });
  }
}
