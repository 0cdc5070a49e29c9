import { builtinModule } from "../base/builtin_module.ts";
import type { ChunkPipe } from "./chunk_pipe.ts";
import type { ResponseStream } from "./response_stream.ts";

type Callback = (error?: Error | null) => void;

/** As much of a Node.js `Writable` as is needed to make one. */
interface NodeWritable extends ResponseStream {
  readonly writableBuffer?: readonly { readonly chunk: Uint8Array }[];
}

interface NodeWritableOptions {
  readonly highWaterMark: number;
  write(chunk: Uint8Array, encoding: string, callback: Callback): void;
  final(callback: Callback): void;
  destroy(error: Error | null, callback: Callback): void;
}

interface NodeStream {
  readonly Writable: new (options: NodeWritableOptions) => NodeWritable;
}

/** A `Writable` of Node.js that writes into `pipe`; `undefined` where the runtime has no `node:stream`. */
export function makeNodeWritable(pipe: ChunkPipe, highWaterMark: number): ResponseStream | undefined {
  const nodeStream = builtinModule<NodeStream>("node:stream");
  if (!nodeStream) return undefined;
  const stream = new nodeStream.Writable({
    highWaterMark,
    write: (chunk, _encoding, callback) => pipe.write(chunk, callback),
    final(callback) {
      pipe.end();
      callback();
    },
    destroy(error, callback) {
      // What was written before is sent; Node.js would drop it.
      for (const { chunk } of stream.writableBuffer ?? []) pipe.write(chunk, () => {});
      pipe.breakOff(error);
      callback(error);
    },
  });
  // The function has failed with it, and is not to take this process along.
  stream.on("error", () => {});
  return stream;
}
