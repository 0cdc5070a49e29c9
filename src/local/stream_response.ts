import { encodeText } from "../encoding.ts";
import { encodeEventStreamMessage } from "./temporary_codec.ts";
import type { Execution } from "./execution.ts";
import { responseTooLarge, type StreamedResult, streamResult } from "./function_result.ts";
import type { Target } from "./function_registry.ts";
import type { Host } from "./host.ts";
import { type InvocationRecord, parseEvent } from "./invocation.ts";
import { startExecution } from "./run_function.ts";

/** What one streamed answer is made of. */
interface Exchange {
  readonly execution: Execution;
  readonly invocation: InvocationRecord;
  /** Bytes that the function may send. */
  readonly limit: number;
  readonly withLog: boolean;
  /** Called once, when the function has ended. */
  readonly ended: () => void;
}

/** Runs a function, and answers with what it gives as it gives it: one frame for each chunk, and one that tells the end. */
export async function streamFunction(
  host: Host,
  target: Target,
  invocation: InvocationRecord,
  body: Uint8Array<ArrayBuffer>,
  options: { readonly withLog: boolean; readonly ended: () => void },
): Promise<Response> {
  const execution = startExecution(host, target, invocation);
  const exchange = { ...options, execution, invocation, limit: host.limits.stream };
  const headers = new Headers({ "x-amz-executed-version": target.version });
  try {
    const result = await execution.run(async () =>
      streamResult(await target.definition.handler(parseEvent(body), execution.context))
    );
    headers.set("content-type", result.contentType);
    return new Response(frames(exchange, result.source), { headers });
  } catch (error) {
    // The function failed before it had anything to say: that is no error of the call.
    headers.set("content-type", "application/octet-stream");
    return new Response(failed(exchange, error), { headers });
  }
}

/** The frames, made as they are read: who reads slowly lets the function wait. */
function frames(exchange: Exchange, source: StreamedResult["source"]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { execution, limit } = exchange;
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const chunk = await execution.run(() => source.next());
        if (chunk) {
          sent += chunk.length;
          if (sent > limit) throw responseTooLarge(limit);
          return controller.enqueue(frame("PayloadChunk", "application/octet-stream", chunk));
        }
        execution.end();
        controller.enqueue(complete(exchange, {}));
      } catch (error) {
        source.cancel(error);
        controller.enqueue(completeFailed(exchange, error));
      }
      controller.close();
    },
    cancel(reason) {
      execution.cancel(reason);
      source.cancel(reason);
      execution.end();
      exchange.ended();
    },
  }, { highWaterMark: 0 });
}

function failed(exchange: Exchange, error: unknown): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(completeFailed(exchange, error));
      controller.close();
    },
  });
}

function completeFailed(exchange: Exchange, error: unknown): Uint8Array<ArrayBuffer> {
  const document = exchange.execution.fail(error);
  exchange.invocation.functionError = "Unhandled";
  return complete(exchange, { ErrorCode: "Unhandled", ErrorDetails: JSON.stringify(document) });
}

/** The frame after which none comes. */
function complete({ execution, withLog, ended }: Exchange, members: object): Uint8Array<ArrayBuffer> {
  ended();
  const json = JSON.stringify({ ...members, ...(withLog && { LogResult: execution.log.tail() }) });
  return frame("InvokeComplete", "application/json", encodeText(json));
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
