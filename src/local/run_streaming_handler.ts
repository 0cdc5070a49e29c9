import { highWaterMarkOf } from "./awslambda.ts";
import type { ByteSource } from "./byte_source.ts";
import { ChunkPipe } from "./chunk_pipe.ts";
import { LambdaFailure } from "./error_document.ts";
import type { Execution } from "./execution.ts";
import type { LocalHandler } from "./function_registry.ts";
import { openResponseStream } from "./open_response_stream.ts";
import type { ResponseStream } from "./response_stream.ts";

/** What a streaming handler answers with. */
export class StreamedAnswer {
  readonly contentType: string;
  readonly source: ByteSource;
  /** Resolves when the handler is done, which may be long after its stream; never rejects. */
  readonly done: Promise<void>;

  constructor(contentType: string, source: ByteSource, done: Promise<void>) {
    this.contentType = contentType;
    this.source = source;
    this.done = done;
  }
}

// deno-lint-ignore no-explicit-any
type AnyHandler = (...args: any[]) => unknown;

/** Starts a streaming handler; gives its answer when the first chunk is there, or it is plain that none comes. */
export async function runStreamingHandler(
  handler: LocalHandler,
  event: unknown,
  execution: Execution,
): Promise<StreamedAnswer> {
  const pipe = new ChunkPipe();
  const { stream, contentType } = openResponseStream(pipe, highWaterMarkOf(handler));
  const done = execution.run(() => runToEnd(handler as AnyHandler, event, stream, execution)).catch((error) => {
    // As in AWS's runtime: of what fails after the end of the stream, only the log tells.
    if (stream.writableEnded) execution.logFailure(error);
    else stream.destroy(error ?? new LambdaFailure(typeof error, String(error)));
  });
  await pipe.opened;
  return new StreamedAnswer(contentType(), pipe, done);
}

async function runToEnd(
  handler: AnyHandler,
  event: unknown,
  stream: ResponseStream,
  { context, log }: Execution,
): Promise<void> {
  const returned = handler(event, stream, context);
  const isPromise = typeof (returned as PromiseLike<unknown> | undefined)?.then === "function";
  if (!isPromise) throw new Error("Streaming does not support non-async handlers.");
  if (await returned !== undefined) log.warn("Streaming handlers ignore return values.");
}
