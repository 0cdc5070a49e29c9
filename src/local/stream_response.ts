import { encodeEventStreamMessage } from "../event_stream/encode_message.ts";
import { encodeText } from "../base/encoding.ts";
import { failingSource } from "./byte_source.ts";
import { callHandler } from "./call_handler.ts";
import type { ErrorDocument } from "./error_document.ts";
import type { Execution } from "./execution.ts";
import { responseTooLarge, type StreamedResult, streamResult } from "./function_result.ts";
import type { Target } from "./function_registry.ts";
import type { Host } from "./host.ts";
import { type InvocationRecord, parseEvent } from "./invocation.ts";
import { startExecution } from "./run_function.ts";

/** How a function is streamed. */
interface StreamOptions {
  /** Whether the end brings the log along. */
  readonly withLog: boolean;
  /** Called once, when the function has ended, or nobody reads it any more. */
  readonly ended: () => void;
}

/** Runs a function, and answers with what it gives as it gives it: a frame for each chunk, and one that tells the end. */
export async function streamFunction(
  host: Host,
  target: Target,
  invocation: InvocationRecord,
  body: Uint8Array<ArrayBuffer>,
  options: StreamOptions,
): Promise<Response> {
  const execution = startExecution(host, target, invocation);
  const { handler } = target.definition;
  let result: StreamedResult;
  try {
    result = await execution.run(async () => streamResult(await callHandler(handler, parseEvent(body), execution)));
  } catch (error) {
    // The function failed before it had anything to say: that is no error of the call.
    result = { contentType: "application/octet-stream", source: failingSource(error) };
  }
  const frames = new FrameSource({ ...options, host, execution, invocation, result });
  return new Response(new ReadableStream(frames, { highWaterMark: 0 }), {
    headers: { "content-type": result.contentType, "x-amz-executed-version": target.version },
  });
}

/** What the frames are made of. */
interface Exchange extends StreamOptions {
  readonly execution: Execution;
  readonly invocation: InvocationRecord;
  readonly result: StreamedResult;
  readonly host: Host;
}

/** Makes the frames as they are read: who reads slowly lets the function wait. */
class FrameSource implements UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> {
  readonly #exchange: Exchange;
  #sent = 0;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    const { execution, invocation, result, host, withLog, ended } = this.#exchange;
    try {
      const chunk = await execution.run(() => result.source.next());
      if (invocation.cancelled) return;
      if (chunk) return this.#send(controller, chunk, host.limits.stream);
      // The log is complete when the function is done; without the log nobody waits for that.
      if (withLog) await result.done;
    } catch (error) {
      if (invocation.cancelled) return;
      result.source.cancel(error);
      invocation.functionError = "Unhandled";
      this.#close(controller, execution.fail(error));
      ended();
      if (result.done) host.background(result.done);
      return;
    }
    if (withLog) this.#end();
    this.#close(controller);
    if (!withLog) this.#endWhenDone();
  }

  cancel(reason: unknown): void {
    const { execution, invocation, result } = this.#exchange;
    invocation.cancelled = true;
    execution.cancel(reason);
    result.source.cancel(reason);
    this.#endWhenDone();
  }

  #send(
    controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
    chunk: Uint8Array,
    limit: number,
  ): void {
    this.#sent += chunk.length;
    if (this.#sent > limit) throw responseTooLarge(limit);
    controller.enqueue(frame("PayloadChunk", "application/octet-stream", chunk));
  }

  #close(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>, failure?: ErrorDocument): void {
    controller.enqueue(this.#complete(failure));
    controller.close();
  }

  #endWhenDone(): void {
    const { result: { done }, host } = this.#exchange;
    if (done) host.background(done.then(() => this.#end()));
    else this.#end();
  }

  #end(): void {
    const { execution, ended } = this.#exchange;
    execution.end();
    ended();
  }

  /** The frame after which none comes. */
  #complete(failure: ErrorDocument | undefined): Uint8Array<ArrayBuffer> {
    const { execution, withLog } = this.#exchange;
    const members = {
      ...(failure && { ErrorCode: "Unhandled", ErrorDetails: JSON.stringify(failure) }),
      ...(withLog && { LogResult: execution.log.tail() }),
    };
    return frame("InvokeComplete", "application/json", encodeText(JSON.stringify(members)));
  }
}

/** A frame with the headers that AWS gives it. */
function frame(eventType: string, contentType: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = (value: string) => ({ type: "string", value } as const);
  const headers = new Map([
    [":event-type", text(eventType)],
    [":content-type", text(contentType)],
    [":message-type", text("event")],
  ]);
  return encodeEventStreamMessage({ headers, payload });
}
