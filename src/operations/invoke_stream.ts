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
 * When a streamed answer is passed on.
 *
 * @category Calling functions
 */
export type InvokeMode = "BUFFERED" | "RESPONSE_STREAM";

/**
 * When a streamed answer is passed on.
 *
 * @category Calling functions
 */
export const InvokeMode: {
  /** All at once, after the function has succeeded. */
  readonly BUFFERED: "BUFFERED";
  /** Chunk by chunk, as it arrives. */
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
   * Whether the answer is passed on as it arrives, or all at once after the function has succeeded.
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
   * signal close the connection. For a `DryRun` it is empty. `for await` works in every runtime, including those whose
   * streams have no async iterator, such as Safari.
   */
  readonly EventStream: ReadableStream<InvokeStreamEvent> & AsyncIterable<InvokeStreamEvent>;
  /** Status, request id and attempts. */
  readonly $metadata: ResponseMetadata;
}

/**
 * Invokes a function and streams its answer. Resolves when the response headers have arrived, which may be before the
 * function has written anything.
 *
 * Nothing is retried once the answer has begun. The stream is complete or it fails: with an `EventStreamError` if it is
 * cut off or damaged, with a `TransportError` if the connection is lost or silent for `idleTimeout`, and with a
 * `LambdaServiceException` if Lambda sends an exception in it. If the function fails, `InvokeComplete` has an
 * `ErrorCode`; {@linkcode payloadStream}, {@linkcode readPayload} and the mode `BUFFERED` throw a `FunctionError`
 * instead.
 *
 * @param config The region, the credentials, and options for all calls. `timeout` limits the wait for the headers,
 * `idleTimeout` the wait between two chunks.
 * @param input The function and its payload.
 * @param options Options for this call alone, such as its signal, timeout, retries and headers; they override those of
 * the config. The signal ends the stream too.
 * @returns What the response headers say, and the stream of events.
 * @throws {TypeError} If a member is missing or cannot be sent; nothing was sent.
 * @throws {RangeError} If a number in the config or the options is out of range; nothing was sent.
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
  const EventStream = toStream(isBuffered ? joinEvents(events, $metadata) : events, cancel);
  return Object.assign(parseHead(response, INVOKE_WITH_RESPONSE_STREAM), { EventStream, $metadata });
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
