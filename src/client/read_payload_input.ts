import { BodyTooLongError, readBytes } from "../base/read_body.ts";
import { refuse } from "../base/refuse.ts";
import type { SerializedPayload } from "../protocol/serialize_payload.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that Lambda takes at most; more are not read. */
const MAX_PAYLOAD_BYTES = 6_291_556;

/** Reads a payload that is a `Blob` or a stream; refuses one that is larger than Lambda takes. */
export async function readPayloadInput(
  payload: Exclude<SerializedPayload, Bytes>,
  signal: AbortSignal | undefined,
): Promise<Bytes> {
  if ("locked" in payload && payload.locked) refuse("Payload", "a stream that nobody reads", payload);
  const stream = "locked" in payload ? payload : payload.stream();
  try {
    return await readBytes(stream, MAX_PAYLOAD_BYTES, signal);
  } catch (error) {
    if (!(error instanceof BodyTooLongError)) throw error;
    throw new RangeError(`Cannot call Lambda as Payload must be of ${MAX_PAYLOAD_BYTES} bytes at most`);
  }
}
