import { type Batches, toStream } from "../event_stream/batches.ts";
import { type CallOptions, type LambdaConfig, resolveConfig } from "../client/config.ts";
import type { ResponseMetadata } from "../base/errors.ts";
import type { InvocationInput } from "./invoke.ts";
import { INVOKE_WITH_RESPONSE_STREAM } from "../protocol/operations.ts";
import { parseHead } from "../protocol/parse_response.ts";
import type { InvokeStreamEvent } from "./parse_event.ts";
import { readEventStream } from "./read_event_stream.ts";
import { collectPayload } from "./read_payload.ts";
import { sendRequest } from "../client/send_request.ts";
import { serializePayload } from "../protocol/serialize_payload.ts";
import { checkInput, serializeRequest } from "../protocol/serialize_request.ts";

/**
 * When a streamed answer is handed on.
 *
 * @category Calling functions
 */
export type InvokeMode = "BUFFERED" | "RESPONSE_STREAM";

/**
 * When a streamed answer is handed on.
 *
 * @category Calling functions
 */
export const InvokeMode: {
  /** Once all of it is there and the function has ended well. */
  readonly BUFFERED: "BUFFERED";
  /** Chunk by chunk, as it comes. */
  readonly RESPONSE_STREAM: "RESPONSE_STREAM";
} = /* @__PURE__ */ Object.freeze({ BUFFERED: "BUFFERED", RESPONSE_STREAM: "RESPONSE_STREAM" });

/**
 * Input of {@linkcode invokeStream}.
 *
 * @category Calling functions
 */
export interface InvokeStreamInput extends InvocationInput {
  /**
   * How the function is called.
   *
   * @default {"RequestResponse"}
   */
  readonly InvocationType?: "RequestResponse" | "DryRun" | undefined;
  /**
   * Whether the answer is handed on as it comes, or in one piece once the function has ended well.
   *
   * @default {"RESPONSE_STREAM"}
   */
  readonly InvokeMode?: InvokeMode | undefined;
}

/**
 * Output of {@linkcode invokeStream}.
 *
 * @category Calling functions
 */
export interface InvokeStreamOutput {
  /** 200, or 204 for a `DryRun`. */
  readonly StatusCode: number;
  /** The version that runs. */
  readonly ExecutedVersion?: string;
  /** The content type of the answer. */
  readonly ResponseStreamContentType?: string;
  /**
   * The events: `PayloadChunk`s, and an `InvokeComplete` at the end. Leaving a loop over it, `cancel()` and the call's
   * signal close the connection. Of a `DryRun`, it is empty. `for await` works on every runtime, also on those whose
   * streams have no async iterator, such as Safari.
   */
  readonly EventStream: ReadableStream<InvokeStreamEvent> & AsyncIterable<InvokeStreamEvent>;
  /** Status, request id and attempts. */
  readonly $metadata: ResponseMetadata;
}

/**
 * Invokes a function and streams its answer: resolves when the headers are in, before the function has written.
 *
 * Nothing is retried once the answer has begun. The stream is whole or fails: with an `EventStreamError` where it is cut
 * off or damaged, a `TransportError` where the connection is lost or silent for `idleTimeout`, a `LambdaServiceException`
 * where Lambda sends one in it. A function that fails is told in `InvokeComplete`; {@linkcode payloadStream},
 * {@linkcode readPayload} and `BUFFERED` throw it.
 *
 * @param config Where Lambda is, and who calls; its `timeout` runs to the headers, its `idleTimeout` between chunks.
 * @param input The function and what it is handed.
 * @param options Signal, time limit and idempotence of this call; the signal ends the stream too.
 * @returns The answer's headers, and the stream of its events.
 * @throws {TypeError} If a member is missing or cannot be sent; nothing was sent.
 * @throws {RangeError} If a number of the config is out of range; nothing was sent.
 * @throws {LambdaServiceException} If Lambda refused the call.
 * @throws {TransportError} If no usable answer came.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html}
 * @example Read events
 * ```ts
 * import { invokeStream } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   async *story() {
 *     yield "Once upon ";
 *     yield "a time";
 *   },
 * });
 * const { EventStream } = await invokeStream(config, { FunctionName: "story" });
 * let text = "";
 * for await (const { PayloadChunk } of EventStream) {
 *   if (PayloadChunk) text += new TextDecoder().decode(PayloadChunk.Payload);
 * }
 * assert.equal(text, "Once upon a time");
 * ```
 * @category Calling functions
 */
export async function invokeStream(
  config: LambdaConfig,
  input: InvokeStreamInput,
  options?: CallOptions,
): Promise<InvokeStreamOutput> {
  const settings = resolveConfig(config, options);
  checkInput(INVOKE_WITH_RESPONSE_STREAM, input);
  const request = serializeRequest(INVOKE_WITH_RESPONSE_STREAM, input, serializePayload("Payload", input.Payload));
  const answer = await sendRequest(settings, request, true);
  const { response, $metadata } = answer;
  const [events, cancel] = readEventStream(answer, settings, request.functionName);
  const isBuffered = input.InvokeMode === "BUFFERED";
  return {
    ...parseHead(response, INVOKE_WITH_RESPONSE_STREAM),
    EventStream: toStream(isBuffered ? joinEvents(events, $metadata) : events, cancel),
    $metadata,
  };
}

/** Holds the events back until the function has ended well. */
async function* joinEvents(
  batches: Batches<InvokeStreamEvent>,
  $metadata: ResponseMetadata,
): Batches<InvokeStreamEvent> {
  const { payload, end } = await collectPayload(batches, $metadata);
  if (payload.length > 0) yield [{ PayloadChunk: { Payload: payload } }];
  if (end) yield [end];
}
