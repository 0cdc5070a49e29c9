import { ByteBuffer } from "../base/byte_buffer.ts";
import type { ResponseMetadata } from "../base/errors.ts";
import { joinBytes, WORTH_ITS_OWN_CHUNK } from "../base/join_bytes.ts";
import type { Batches } from "../event_stream/batches.ts";
import { functionFailure } from "./function_failure.ts";
import type { InvokeCompleteEvent, InvokeStreamEvent } from "./parse_event.ts";

/** Stage 6: the payload in events, chunk by chunk. Fails where the function did, behind all that came before. */
export async function* readChunks(
  batches: Batches<InvokeStreamEvent>,
  $metadata: ResponseMetadata,
): Batches<Uint8Array<ArrayBuffer>> {
  for await (const batch of batches) {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    for (const { PayloadChunk } of batch) {
      if (!PayloadChunk || PayloadChunk.Payload.length === 0) continue;
      chunks.push(PayloadChunk.Payload);
      length += PayloadChunk.Payload.length;
    }
    // All of them are there already, so that none is kept waiting by being joined.
    const areSmall = length < chunks.length * WORTH_ITS_OWN_CHUNK;
    if (length > 0) yield areSmall ? [joinBytes(chunks)] : chunks;
    for (const { InvokeComplete } of batch) throwFailure(InvokeComplete, $metadata);
  }
}

/** A whole payload, and how the function ended. */
export interface CollectedPayload {
  readonly payload: Uint8Array<ArrayBuffer>;
  /** Absent of a `DryRun`. */
  readonly end: InvokeCompleteEvent | undefined;
}

/** Stage 6: the payload in events, in one piece. Fails where the function did, as soon as it did. */
export async function collectPayload(
  batches: Batches<InvokeStreamEvent>,
  $metadata: ResponseMetadata,
): Promise<CollectedPayload> {
  const payload = new ByteBuffer();
  let end: InvokeCompleteEvent | undefined;
  for await (const batch of batches) {
    for (const event of batch) {
      if (event.PayloadChunk) {
        payload.push(event.PayloadChunk.Payload);
      } else {
        throwFailure(event.InvokeComplete, $metadata);
        end = event;
      }
    }
  }
  return { payload: payload.take(), end };
}

function throwFailure(
  complete: InvokeStreamEvent["InvokeComplete"],
  $metadata: ResponseMetadata,
): void {
  if (complete?.ErrorCode) throw functionFailure({ ...complete, $metadata });
}
