/**
 * The stream that a streaming handler writes to: a `Writable` of Node.js, with AWS's `setContentType`.
 *
 * In runtimes with `node:stream` it is a real one. In others, it is a small implementation of the members listed here.
 *
 * @example Write a line at a time
 * ```ts
 * import { invokeStream, readPayload } from "@lambda4fetch/lambda4fetch";
 * import { awslambda, localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   lines: awslambda.streamifyResponse(async ({ count }, responseStream) => {
 *     responseStream.setContentType("text/plain");
 *     for (let n = 1; n <= count; n++) {
 *       // Whoever writes faster than the client reads waits here.
 *       if (!responseStream.write(`${n}\n`)) await new Promise((done) => responseStream.once("drain", done));
 *     }
 *     responseStream.end();
 *   }),
 * });
 * const output = await invokeStream(config, { FunctionName: "lines", Payload: { count: 3 } });
 * assert.equal(output.ResponseStreamContentType, "text/plain");
 * assert.equal((await readPayload(output)).text(), "1\n2\n3\n");
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html}
 * @category Streaming handlers
 */
export interface ResponseStream {
  /**
   * Sets the content type of the stream; `application/octet-stream` by default.
   *
   * @param contentType The content type.
   * @throws {Error} `Runtime.InvalidStreamingOperation`, if something has already been written.
   */
  setContentType(contentType: string): void;
  /**
   * Sends a chunk: strings and bytes as they are, any other value as JSON.
   *
   * @param chunk The chunk.
   * @param callback Called when the chunk has been read, or with the error that prevented it from being sent.
   * @returns Whether there is room for more. If not, wait for `drain`.
   */
  write(chunk: unknown, callback?: (error?: Error | null) => void): boolean;
  /**
   * Sends text in another encoding.
   *
   * @param chunk The text.
   * @param encoding Its encoding, such as `base64`.
   * @param callback Called when the chunk has been read, or with the error that prevented it from being sent.
   * @returns Whether there is room for more. If not, wait for `drain`.
   */
  write(chunk: string, encoding?: string, callback?: (error?: Error | null) => void): boolean;
  /**
   * Ends the stream.
   *
   * @param callback Called when everything has been read.
   */
  end(callback?: () => void): this;
  /**
   * Sends a last chunk, and ends the stream. As in AWS's runtime, this does not send a prelude: only `write` does.
   *
   * @param chunk The chunk.
   * @param callback Called when everything has been read.
   */
  end(chunk: string | Uint8Array, callback?: () => void): this;
  /**
   * Sends text in another encoding, and ends the stream.
   *
   * @param chunk The text.
   * @param encoding Its encoding, such as `base64`.
   * @param callback Called when everything has been read.
   */
  end(chunk: string, encoding?: string, callback?: () => void): this;
  /**
   * Breaks off the stream: what has been written is sent, and then the function fails.
   *
   * @param error The error.
   */
  destroy(error?: Error): this;
  /** Holds chunks back until `uncork` or `end`. */
  cork(): void;
  /** Sends the chunks that were held back. */
  uncork(): void;
  /** Calls `listener` at each event of this name: `drain`, `finish`, `error`, `close`. */
  // deno-lint-ignore no-explicit-any
  on(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Calls `listener` at the next event of this name. */
  // deno-lint-ignore no-explicit-any
  once(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Removes `listener`. */
  // deno-lint-ignore no-explicit-any
  off(name: string | symbol, listener: (...args: any[]) => void): this;
  /** The same as `on`. */
  // deno-lint-ignore no-explicit-any
  addListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** The same as `off`. */
  // deno-lint-ignore no-explicit-any
  removeListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Removes all listeners of one name, or of every name. */
  removeAllListeners(name?: string | symbol): this;
  /** As `on`, before all others. */
  // deno-lint-ignore no-explicit-any
  prependListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** As `once`, before all others. */
  // deno-lint-ignore no-explicit-any
  prependOnceListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Calls the listeners of this name. Returns whether there were any. */
  emit(name: string | symbol, ...args: unknown[]): boolean;
  /** How many listeners a name has. */
  listenerCount(name: string | symbol): number;
  /** The listeners of a name. */
  // deno-lint-ignore ban-types
  listeners(name: string | symbol): Function[];
  /** The listeners of a name, as they were given. */
  // deno-lint-ignore ban-types
  rawListeners(name: string | symbol): Function[];
  /** The names that have listeners. */
  eventNames(): (string | symbol)[];
  /** Sets how many listeners of one name there may be before a warning. */
  setMaxListeners(limit: number): this;
  /** The limit that `setMaxListeners` has set. */
  getMaxListeners(): number;
  /** Whether `write` can be called. */
  readonly writable: boolean;
  /** Whether `end` was called. */
  readonly writableEnded: boolean;
  /** Whether everything has been read. */
  readonly writableFinished: boolean;
  /** Whether `write` has returned `false`, and `drain` has not been emitted since. */
  readonly writableNeedDrain: boolean;
  /** Bytes that have been written and not yet read. */
  readonly writableLength: number;
  /** Bytes after which `write` returns `false`. */
  readonly writableHighWaterMark: number;
  /** How many calls of `cork` have not been undone by `uncork`. */
  readonly writableCorked: number;
  /** Always `false`: it takes bytes. */
  readonly writableObjectMode: boolean;
  /** Whether `destroy` has been called. */
  readonly destroyed: boolean;
}
