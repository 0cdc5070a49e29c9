import { watch, within } from "../base/deadline.ts";
import { EventStreamError, LambdaError } from "../base/errors.ts";
import { openReader, type ReadResult } from "../base/open_reader.ts";
import { redactCause } from "../base/redact.ts";
import { connectionLost, timedOut, unusableAnswer } from "../base/transport_errors.ts";
import type { Settings } from "../client/config.ts";
import type { Answer } from "../client/send_request.ts";
import type { Batches, Cancel } from "../event_stream/batches.ts";
import { cutEvents } from "./cut_events.ts";
import type { InvokeStreamEvent } from "./parse_event.ts";

/** Stage 5: the events of a response's body, and how to end it early. */
export function readEventStream(
  answer: Answer,
  settings: Settings,
  functionName: string | undefined,
): [events: Batches<InvokeStreamEvent>, cancel: Cancel] {
  const { response, redact, $metadata } = answer;
  const { signal } = settings;
  const { readChunk, cancel } = openBody(answer, settings, functionName);

  /** The error that the stream fails with. What finds a stream broken knows nothing of the call. */
  function complete(error: unknown): LambdaError {
    if (error instanceof EventStreamError) return new EventStreamError(error.code, $metadata);
    if (error instanceof LambdaError) return error;
    const cause = redactCause(error, redact);
    return unusableAnswer(cause.message, { functionMayHaveRun: true, $metadata, cause }, functionName);
  }

  async function* readEvents(): Batches<InvokeStreamEvent> {
    const isDryRun = response.status === 204;
    const cutter = cutEvents(redact, $metadata, isDryRun);
    try {
      for (let chunk = await readChunk(); chunk; chunk = await readChunk()) {
        const { events, fault } = cutter.push(chunk);
        if (events.length > 0) yield events;
        if (fault) throw fault;
      }
      cutter.end();
    } catch (error) {
      // The caller's own reason stays as it is.
      signal?.throwIfAborted();
      throw complete(error);
    } finally {
      cancel(undefined);
    }
  }
  return [readEvents(), cancel];
}

interface Body {
  /** Gives the next chunk, or `undefined` at the end. */
  readChunk(): Promise<Uint8Array | undefined>;
  /** Ends a read that is under way and closes the connection. */
  readonly cancel: Cancel;
}

/** Reads a body within the call's signal and its `idleTimeout`. */
function openBody(
  { response, redact, $metadata }: Answer,
  { signal, idleTimeout }: Settings,
  functionName: string | undefined,
): Body {
  // An answer had begun: the function may have run, whatever the runtime says of the connection.
  const init = { functionMayHaveRun: true, $metadata };
  const reader = openReader(response.body ?? new Blob().stream());
  const cancel: Cancel = (reason) => {
    unwatch();
    // The connection may be broken already, and that may be what it is closed for.
    return reader.cancel(reason).catch(() => {});
  };
  // Where there is no body, as of a DryRun, nobody needs to read to its end, and the listener would stay.
  const unwatch = watch(response.body && signal, undefined, cancel);
  // Too late for the request, and too early for the listener.
  if (signal?.aborted) cancel(signal.reason);

  async function read(): Promise<ReadResult> {
    try {
      return await reader.read();
    } catch (error) {
      throw connectionLost(functionName, error, redact, init);
    }
  }

  async function readChunk(): Promise<Uint8Array | undefined> {
    const result = await within(idleTimeout, undefined, read);
    // A read that is cancelled looks like an end, and may be one that is well.
    signal?.throwIfAborted();
    if (!result) throw timedOut("chunk of the stream", functionName, idleTimeout!, init);
    return result.value;
  }

  return { readChunk, cancel };
}
