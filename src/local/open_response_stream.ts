import type { ChunkPipe } from "./chunk_pipe.ts";
import { makeNodeWritable } from "./node_writable.ts";
import type { ResponseStream } from "./response_stream.ts";
import { SmallWritable } from "./small_writable.ts";

/** Where the first write looks for what goes before it, as in AWS's runtime. */
export interface Preluded {
  _onBeforeFirstWrite?: (write: (chunk: string | Uint8Array) => boolean) => void;
}

/** A stream, and what was said of it. */
export interface OpenedStream {
  readonly stream: ResponseStream;
  /** To be asked when the pipe is open: it does not change any more. */
  contentType(): string;
}

/** Bytes that a Node.js stream takes before it asks for a pause. */
const DEFAULT_HIGH_WATER_MARK = 65_536;

/** Makes the stream that writes into `pipe`, with what AWS's runtime adds to it. */
export function openResponseStream(pipe: ChunkPipe, highWaterMark = DEFAULT_HIGH_WATER_MARK): OpenedStream {
  const stream: ResponseStream & Preluded = makeNodeWritable(pipe, highWaterMark) ??
    new SmallWritable(pipe, highWaterMark) as unknown as ResponseStream;
  const send = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  let contentType = "application/octet-stream";
  let isUntouched = true;
  stream.write = (chunk: unknown, ...rest: unknown[]) => {
    const data = typeof chunk === "string" || isBytes(chunk) ? chunk : JSON.stringify(chunk);
    if (isUntouched) stream._onBeforeFirstWrite?.((first) => send(first));
    isUntouched = false;
    return send(data, ...rest);
  };
  stream.setContentType = (type) => {
    if (!isUntouched) throw tooLate();
    contentType = String(type);
  };
  return { stream, contentType: () => contentType };
}

/** By name: the bytes may come from another realm, and a `Buffer` counts. */
function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function tooLate(): Error {
  const error = new Error("Cannot set content-type, too late.");
  error.name = "Runtime.InvalidStreamingOperation";
  return error;
}
