import { InvocationPayload } from "../base/invocation_payload.ts";
import { fromStream, toStream } from "../event_stream/batches.ts";
import type { InvokeStreamOutput } from "./invoke_stream.ts";
import { collectPayload, readChunks } from "./read_payload.ts";

/**
 * Returns the bytes of a streamed answer as a stream of their own, ready for `new Response(…)`.
 *
 * Its chunks are not those that the function wrote. Small chunks that arrived together are joined. Large ones are views
 * of network chunks: keeping one keeps the whole network chunk in memory.
 *
 * @param output The output of {@linkcode invokeStream}; its `EventStream` becomes locked.
 * @returns The bytes. The stream fails when `EventStream` fails, and with a {@linkcode FunctionError} if the function
 * failed. Cancelling it closes the connection.
 * @throws {TypeError} If `EventStream` is locked by another reader.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html}
 * @example Stream a function's answer to a browser
 * ```ts
 * import { invokeStream, type LambdaConfig, payloadStream } from "@lambda4fetch/lambda4fetch";
 *
 * async function story(config: LambdaConfig): Promise<Response> {
 *   return new Response(payloadStream(await invokeStream(config, { FunctionName: "story" })));
 * }
 * ```
 * @category Streams
 */
export function payloadStream(output: InvokeStreamOutput): ReadableStream<Uint8Array<ArrayBuffer>> {
  const [batches, cancel] = fromStream(output.EventStream);
  return toStream(readChunks(batches, output.$metadata), cancel);
}

/**
 * Reads a streamed answer to its end.
 *
 * @param output The output of {@linkcode invokeStream}; its `EventStream` is consumed.
 * @returns The whole payload; empty if the function wrote nothing.
 * @throws {TypeError} If `EventStream` is locked by another reader.
 * @throws {FunctionError} If the function failed.
 * @throws {EventStreamError} If the stream is cut off or damaged.
 * @throws {LambdaServiceException} If Lambda sent an exception in the stream.
 * @throws {TransportError} If the connection was lost, or silent for `idleTimeout`.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html}
 * @example Read a whole streamed answer
 * ```ts
 * import { invokeStream, readPayload } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   async *count() {
 *     yield "[1,";
 *     yield "2]";
 *   },
 * });
 * const payload = await readPayload(await invokeStream(config, { FunctionName: "count" }));
 * assert.deepEqual(payload.json(), [1, 2]);
 * ```
 * @category Streams
 */
export async function readPayload(output: InvokeStreamOutput): Promise<InvocationPayload> {
  const [batches] = fromStream(output.EventStream);
  const { payload } = await collectPayload(batches, output.$metadata);
  return new InvocationPayload(payload.buffer);
}
