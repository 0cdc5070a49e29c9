import { ByteBuffer } from "../base/byte_buffer.ts";
import { onAbort } from "../base/deadline.ts";
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
  if (!("size" in payload)) return await readStream(payload, signal);
  if (payload.size > MAX_PAYLOAD_BYTES) tooLarge(payload.size);
  return new Uint8Array(await payload.arrayBuffer());
}

async function readStream(stream: ReadableStream<Uint8Array>, signal: AbortSignal | undefined): Promise<Bytes> {
  if (stream.locked) refuse("Payload", "a stream that nobody reads", stream);
  const reader = stream.getReader();
  const cancel = (reason?: unknown) => {
    reader.cancel(reason).catch(() => {});
  };
  const stop = signal && onAbort(signal, () => cancel(signal.reason));
  const bytes = new ByteBuffer();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return bytes.take();
      if (!(value instanceof Uint8Array)) refuse("Payload", "a stream of bytes (Uint8Array)", value);
      if (bytes.length + value.length > MAX_PAYLOAD_BYTES) tooLarge(bytes.length + value.length);
      bytes.push(value);
    }
  } catch (error) {
    cancel(error);
    throw error;
  } finally {
    stop?.();
  }
}

function tooLarge(length: number): never {
  refuse("Payload", `of ${MAX_PAYLOAD_BYTES} bytes at most`, length, RangeError);
}
