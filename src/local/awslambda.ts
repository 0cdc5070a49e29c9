import type { StreamingContext } from "./function_context.ts";
import type { Preluded } from "./open_response_stream.ts";
import type { ResponseStream } from "./response_stream.ts";

/** What AWS's runtime marks a streaming handler with, and the only value that it knows. */
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const RESPONSE = "response";

/** The content type by which Lambda's runtimes announce that status and headers stand before the body. */
export const HTTP_INTEGRATION = "application/vnd.awslambda.http-integration-response";

/** Bytes of zeros that end the status and headers. */
export const PRELUDE_END_LENGTH = 8;

/**
 * A handler that writes its answer to a stream.
 *
 * @param event The payload, parsed.
 * @param responseStream The stream that the answer is written to.
 * @param context The function's context.
 * @returns A promise that resolves when the handler is done; its value is ignored.
 * @category Streaming handlers
 */
// deno-lint-ignore no-explicit-any
export type StreamingFunction<Event = any> = (
  event: Event,
  responseStream: ResponseStream,
  context: StreamingContext,
) => unknown;

/**
 * Options of a streaming handler.
 *
 * @category Streaming handlers
 */
export interface StreamifyOptions {
  /** Bytes that the stream buffers before `write` returns `false`: 65,536 by default, as in Node.js. */
  readonly highWaterMark?: number;
}

/**
 * Status, headers and cookies of an answer over HTTP.
 *
 * @category Streaming handlers
 */
export interface HttpResponsePrelude {
  /** HTTP status; 200 by default. */
  readonly statusCode?: number;
  /** The headers. */
  readonly headers?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Cookies: each becomes a `Set-Cookie` header. */
  readonly cookies?: readonly string[];
  /** Other members are sent too. */
  readonly [member: string]: unknown;
}

/**
 * Adds status and headers to a stream.
 *
 * @category Streaming handlers
 */
export interface HttpResponseStreamFactory {
  /**
   * Makes the first `write` send the prelude first.
   *
   * A handler that only ends its stream sends no prelude, in AWS's runtime as well as here. Call `write("")` first.
   *
   * @param underlyingStream The handler's stream.
   * @param prelude Status, headers and cookies.
   * @returns The same stream.
   * @throws {Error} `Runtime.InvalidStreamingOperation`, if something has already been written.
   */
  from<Stream extends ResponseStreamLike>(underlyingStream: Stream, prelude: HttpResponsePrelude): Stream;
}

/**
 * The only member of a stream that a prelude needs, so that streams with types from other packages are accepted.
 *
 * @category Streaming handlers
 */
export interface ResponseStreamLike {
  /** See {@linkcode ResponseStream.setContentType}. */
  setContentType(contentType: string): void;
}

/**
 * The type of {@linkcode awslambda}, the global object of AWS's Node.js runtime.
 *
 * @category Streaming handlers
 */
export interface AwsLambda {
  /**
   * Marks a handler as streaming.
   *
   * @param handler The handler.
   * @param options How much its stream buffers.
   * @returns The same handler.
   */
  // deno-lint-ignore no-explicit-any
  streamifyResponse<Event = any>(
    handler: StreamingFunction<Event>,
    options?: StreamifyOptions,
  ): StreamingFunction<Event>;
  /**
   * The same for a handler with types from another package.
   *
   * @param handler The handler.
   * @param options How much its stream buffers.
   * @returns The same handler.
   */
  streamifyResponse<Handler extends CallableFunction>(handler: Handler, options?: StreamifyOptions): Handler;
  /** Adds status and headers to a stream. */
  readonly HttpResponseStream: HttpResponseStreamFactory;
}

/**
 * The global object of AWS's Node.js runtime, with `streamifyResponse` and `HttpResponseStream`. Marks and preludes are
 * the same as on AWS.
 *
 * @example Answer with a status, and stream the rest
 * ```ts
 * import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
 * import { awslambda, localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   site: awslambda.streamifyResponse(async (_event, responseStream) => {
 *     const prelude = { statusCode: 201, headers: { "content-type": "text/html" } };
 *     const stream = awslambda.HttpResponseStream.from(responseStream, prelude);
 *     stream.write("<p>Hello");
 *     stream.end();
 *   }),
 * });
 * const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" });
 * const response = await handler(new Request("https://example.com/"));
 * assert.equal(response.status, 201);
 * assert.equal(await response.text(), "<p>Hello");
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html}
 * @category Streaming handlers
 */
export const awslambda: AwsLambda = {
  streamifyResponse(handler: CallableFunction, options: StreamifyOptions = {}) {
    const marks: Record<symbol, unknown> = { [STREAMING]: RESPONSE };
    const { highWaterMark } = options;
    if (typeof highWaterMark === "number") marks[HIGH_WATER_MARK] = Math.trunc(highWaterMark);
    // deno-lint-ignore no-explicit-any
    return Object.assign(handler, marks) as any;
  },
  HttpResponseStream: {
    from(underlyingStream, prelude) {
      underlyingStream.setContentType(HTTP_INTEGRATION);
      const json = JSON.stringify(prelude);
      (underlyingStream as Preluded)._onBeforeFirstWrite = (write) => {
        write(json);
        write(new Uint8Array(PRELUDE_END_LENGTH));
      };
      return underlyingStream;
    },
  },
};

/**
 * Installs {@linkcode awslambda} as the global that deployed code expects. Call it before you import such code:
 * frameworks look for the global when a handler is made, and some when they are imported.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html}
 * @example Run a deployed handler
 * ```ts
 * import { invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { installAwsLambda, localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * installAwsLambda();
 * // As if it were a file of its own, which is imported now.
 * const { handler } = await import(`data:text/javascript,
 *   export const handler = awslambda.streamifyResponse(async (event, responseStream) => {
 *     responseStream.write(JSON.stringify({ name: event.name }));
 *     responseStream.end();
 *   });
 * `);
 * const { config } = localLambda({ deployed: handler });
 * assert.deepEqual(await invokeJson(config, { FunctionName: "deployed", Payload: { name: "Ada" } }), { name: "Ada" });
 * ```
 * @category Streaming handlers
 */
export function installAwsLambda(): void {
  Object.assign(globalThis, { awslambda });
}

/** Whether a handler is marked as one that streams, in whichever way it came by the mark. */
export function isStreaming(handler: CallableFunction): boolean {
  const mark = (handler as unknown as Record<symbol, unknown>)[STREAMING];
  if (mark === undefined || mark === null || mark === false) return false;
  if (mark === RESPONSE) return true;
  throw new TypeError(`Cannot serve handler as only its response can be streamed: it is marked with ${String(mark)}`);
}

/** Bytes that a streaming handler asked its stream to take, if it did. */
export function highWaterMarkOf(handler: CallableFunction): number | undefined {
  const mark = Number((handler as unknown as Record<symbol, unknown>)[HIGH_WATER_MARK]);
  return mark > 0 ? mark : undefined;
}
