import { EventStreamError, type ResponseMetadata } from "../base/errors.ts";
import type { Redact } from "../base/redact.ts";
import { cutMessages } from "../event_stream/cut_messages.ts";
import {
  type InvokeStreamEvent,
  type MessageType,
  parseComplete,
  parseFailure,
  readMessageType,
} from "./parse_event.ts";

/** What a chunk completed: the events before the fault, if there is one. */
export interface CutEvents {
  readonly events: InvokeStreamEvent[];
  /** What the stream is to fail with, once the events are handed on: an error drops what a stream has queued. */
  readonly fault?: unknown;
}

/** Cuts chunks into events. */
export interface EventCutter {
  /** Gives the events that a chunk completes. */
  push(chunk: Uint8Array): CutEvents;
  /** Checks that the stream has come to its end. */
  end(): void;
}

/** Makes a cutter; `isComplete` says that no event is to come, as of a `DryRun`. */
export function cutEvents(redact: Redact, $metadata: ResponseMetadata, isComplete: boolean): EventCutter {
  const cutter = cutMessages(readMessageType);

  function read({ event, failure }: MessageType, payload: Uint8Array): InvokeStreamEvent | undefined {
    if (isComplete) throw new EventStreamError("AFTER_COMPLETE");
    if (failure) throw parseFailure(failure, payload, redact, $metadata);
    // No fetch gives shared memory.
    if (event === "PayloadChunk") return { PayloadChunk: { Payload: payload as Uint8Array<ArrayBuffer> } };
    if (event !== "InvokeComplete") return undefined; // one that AWS may add
    isComplete = true;
    return { InvokeComplete: parseComplete(payload, $metadata) };
  }

  return {
    push(chunk) {
      const events: InvokeStreamEvent[] = [];
      try {
        cutter.push(chunk, (type, payload) => {
          const event = read(type, payload);
          if (event) events.push(event);
        });
      } catch (fault) {
        return { events, fault };
      }
      return { events };
    },
    end() {
      cutter.end();
      if (!isComplete) throw new EventStreamError("TRUNCATED");
    },
  };
}
