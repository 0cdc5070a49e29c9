import type { ResponseMetadata } from "./errors.ts";
import { functionFailure } from "./function_failure.ts";
import { joinBytes } from "./join_bytes.ts";
import type { InvokeCompleteEvent, InvokeStreamEvent } from "./read_event_stream.ts";
import type { Source } from "./source.ts";

/** Stage 6: the payload in a stream of events. Fails where the function did, behind all that came before. */
export function payloadSource(
  events: Source<InvokeStreamEvent>,
  $metadata: ResponseMetadata,
  onComplete?: (event: InvokeCompleteEvent) => void,
): Source<Uint8Array> {
  const { cancel } = events;
  let failure: Error | undefined;
  return {
    async next() {
      for (;;) {
        if (failure) throw failure;
        const batch = await events.next();
        if (!batch) return;
        const chunks: Uint8Array[] = [];
        for (const event of batch) {
          if (event.PayloadChunk) {
            chunks.push(event.PayloadChunk.Payload);
            continue;
          }
          onComplete?.(event);
          const { ErrorCode: functionError, ErrorDetails: details = "", LogResult: logResult } = event.InvokeComplete;
          if (!functionError) continue;
          failure = functionFailure({ functionError, details, logResult, $metadata });
          cancel(failure);
        }
        const joined = joinSmall(chunks);
        if (joined.length) return joined;
      }
    },
    cancel,
  };
}

/** Bytes from which on copying a chunk costs more than handing it on by itself. */
const WORTH_ITS_OWN_CHUNK = 4_096;

/** Joins what is small; none of it is kept waiting for that. */
function joinSmall(chunks: readonly Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const flush = () => {
    if (small.length) joined.push(small[1] ? joinBytes(small) : small[0]!);
    small = [];
  };
  for (const chunk of chunks) {
    if (chunk.length >= WORTH_ITS_OWN_CHUNK) {
      flush();
      joined.push(chunk);
    } else if (chunk.length) small.push(chunk);
  }
  flush();
  return joined;
}
