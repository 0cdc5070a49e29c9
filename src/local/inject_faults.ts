import { decodeEventStreamMessage } from "../event_stream/message.ts";
import { AwsError, errorResponse } from "./aws_error.ts";
import type { Fault } from "./faults.ts";

/** The connection is lost: there is nothing that a `Response` could say. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

/** Answers, unless a fault comes in between, or spoils the answer. */
export async function answerWithFault(
  fault: Fault | undefined,
  signal: () => AbortSignal | undefined,
  answer: () => Promise<Response>,
): Promise<Response> {
  if (!fault) return await answer();
  // Read to its end, as a function that streams runs no further than it is read.
  if ("afterRun" in fault && fault.afterRun) await (await answer()).arrayBuffer();
  switch (fault.fault) {
    case "error":
      return errorResponse(new AwsError(fault.name, fault.message ?? "A fault was asked for", fault));
    case "throttle": {
      const { reason = "ConcurrentInvocationLimitExceeded", retryAfterSeconds } = fault;
      const init = { members: { Reason: reason }, retryAfterSeconds };
      return errorResponse(new AwsError("TooManyRequestsException", "Rate Exceeded.", init));
    }
    case "html":
      return htmlResponse(fault.status ?? 502);
    case "reset":
      throw new ConnectionReset("The connection was lost");
    case "stall":
      return await untilAborted(signal());
    default:
      return spoil(await answer(), fault);
  }
}

function htmlResponse(status: number): Response {
  const body = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>\r\n`;
  return new Response(body, { status, headers: { "content-type": "text/html" } });
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal!.reason);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

type Chunks = AsyncIterable<Uint8Array<ArrayBuffer>>;

/** A body that goes wrong on its way; still as slow as its reader. */
function spoil(response: Response, fault: Fault): Response {
  const { body, status, headers } = response;
  if (!body) return response;
  const reader = body.getReader();
  const chunks = spoiled(readAll(reader), fault)[Symbol.asyncIterator]();
  const end = (reason?: unknown) => void reader.cancel(reason).catch(() => {});
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      end();
    },
    cancel: end,
  }, { highWaterMark: 0 });
  return new Response(stream, { status, headers });
}

async function* readAll(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Chunks {
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

async function* spoiled(chunks: Chunks, fault: Fault): AsyncIterable<Uint8Array> {
  let index = 0, passed = 0;
  for await (const chunk of chunks) {
    switch (fault.fault) {
      case "cut":
        if (fault.afterBytes > passed) yield chunk.subarray(0, fault.afterBytes - passed);
        if (fault.afterBytes > passed + chunk.length) break;
        if (fault.reset) throw new ConnectionReset("The connection was lost");
        return;
      case "flip":
        yield flipBit(chunk, fault.bit - 8 * passed);
        break;
      case "checksum":
        yield index === (fault.frame ?? 0) ? flipBit(chunk, 8 * chunk.length - 1) : chunk;
        break;
      case "incomplete":
        if (isComplete(chunk)) return;
        yield chunk;
        break;
      case "slow":
        await new Promise((resolve) => setTimeout(resolve, fault.delay));
        yield chunk;
    }
    index++;
    passed += chunk.length;
  }
}

/** The chunk with one bit changed, if it has that bit. */
function flipBit(chunk: Uint8Array, bit: number): Uint8Array {
  if (bit < 0 || bit >= 8 * chunk.length) return chunk;
  const flipped = chunk.slice();
  flipped[bit >> 3]! ^= 1 << (bit & 7);
  return flipped;
}

function isComplete(frame: Uint8Array<ArrayBuffer>): boolean {
  return decodeEventStreamMessage(frame).headers.get(":event-type")?.value === "InvokeComplete";
}
