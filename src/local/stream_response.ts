import { encodeEventStreamMessage } from "../encode_event_stream.ts";
import { encodeText } from "../encoding.ts";
import { type ByteSource, failingSource } from "./byte_source.ts";
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
    result = await execution.run(async () => streamResult(await handler(parseEvent(body), execution.context)));
  } catch (error) {
    // The function failed before it had anything to say: that is no error of the call.
    result = { contentType: "application/octet-stream", source: failingSource(error) };
  }
  const frames = new ReadableStream(
    new FrameSource(execution, invocation, result.source, host.limits.stream, options),
    {
      highWaterMark: 0,
    },
  );
  return new Response(frames, {
    headers: { "content-type": result.contentType, "x-amz-executed-version": target.version },
  });
}

/** Makes the frames as they are read: who reads slowly lets the function wait. */
class FrameSource implements UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> {
  readonly #execution: Execution;
  readonly #invocation: InvocationRecord;
  readonly #source: ByteSource;
  readonly #limit: number;
  readonly #options: StreamOptions;
  #sent = 0;

  constructor(
    execution: Execution,
    invocation: InvocationRecord,
    source: ByteSource,
    limit: number,
    options: StreamOptions,
  ) {
    this.#execution = execution;
    this.#invocation = invocation;
    this.#source = source;
    this.#limit = limit;
    this.#options = options;
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    let failure: ErrorDocument | undefined;
    try {
      const chunk = await this.#execution.run(() => this.#source.next());
      if (this.#invocation.cancelled) return;
      if (chunk) {
        this.#sent += chunk.length;
        if (this.#sent > this.#limit) throw responseTooLarge(this.#limit);
        return controller.enqueue(frame("PayloadChunk", "application/octet-stream", chunk));
      }
      this.#execution.end();
    } catch (error) {
      if (this.#invocation.cancelled) return;
      this.#source.cancel(error);
      failure = this.#execution.fail(error);
    }
    controller.enqueue(this.#complete(failure));
    controller.close();
    this.#options.ended();
  }

  cancel(reason: unknown): void {
    this.#invocation.cancelled = true;
    this.#execution.cancel(reason);
    this.#source.cancel(reason);
    this.#execution.end();
    this.#options.ended();
  }

  /** The frame after which none comes. */
  #complete(failure: ErrorDocument | undefined): Uint8Array<ArrayBuffer> {
    if (failure) this.#invocation.functionError = "Unhandled";
    const members = {
      ...(failure && { ErrorCode: "Unhandled", ErrorDetails: JSON.stringify(failure) }),
      ...(this.#options.withLog && { LogResult: this.#execution.log.tail() }),
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
