/**
 * What a streaming handler writes to: a `Writable` of Node.js, with AWS's `setContentType`.
 *
 * Where the runtime has `node:stream` it is a real one. Elsewhere a small one has what is listed here.
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
   * Says what the stream holds; `application/octet-stream` by default.
   *
   * @param contentType The content type.
   * @throws {Error} `Runtime.InvalidStreamingOperation`, if something was written already.
   */
  setContentType(contentType: string): void;
  /**
   * Sends a chunk: text and bytes as they are, anything else as its JSON.
   *
   * @param chunk The chunk.
   * @param callback Called when the chunk was read, or with the error that kept it from being sent.
   * @returns Whether there is room for more. Otherwise wait for `drain`.
   */
  write(chunk: unknown, callback?: (error?: Error | null) => void): boolean;
  /**
   * Sends text in another encoding.
   *
   * @param chunk The text.
   * @param encoding Its encoding, such as `base64`.
   * @param callback Called when the chunk was read, or with the error that kept it from being sent.
   * @returns Whether there is room for more. Otherwise wait for `drain`.
   */
  write(chunk: string, encoding?: string, callback?: (error?: Error | null) => void): boolean;
  /**
   * Ends the stream.
   *
   * @param callback Called when all was read.
   */
  end(callback?: () => void): this;
  /**
   * Sends a last chunk, and ends the stream. As in AWS's runtime such a chunk is no `write`: a prelude does not come first.
   *
   * @param chunk The chunk.
   * @param callback Called when all was read.
   */
  end(chunk: string | Uint8Array, callback?: () => void): this;
  /**
   * The same with text in another encoding.
   *
   * @param chunk The text.
   * @param encoding Its encoding, such as `base64`.
   * @param callback Called when all was read.
   */
  end(chunk: string, encoding?: string, callback?: () => void): this;
  /**
   * Breaks the stream off: what was written is sent, and then the function has failed.
   *
   * @param error What it has failed with.
   */
  destroy(error?: Error): this;
  /** Holds chunks back until `uncork` or `end`. */
  cork(): void;
  /** Sends what was held back. */
  uncork(): void;
  /** Calls `listener` at each event of this name: `drain`, `finish`, `error`, `close`. */
  // deno-lint-ignore no-explicit-any
  on(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Calls `listener` at the next event of this name. */
  // deno-lint-ignore no-explicit-any
  once(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Takes `listener` back. */
  // deno-lint-ignore no-explicit-any
  off(name: string | symbol, listener: (...args: any[]) => void): this;
  /** The same as `on`. */
  // deno-lint-ignore no-explicit-any
  addListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** The same as `off`. */
  // deno-lint-ignore no-explicit-any
  removeListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Takes back all listeners: of one name, or of every name. */
  removeAllListeners(name?: string | symbol): this;
  /** As `on`, before all others. */
  // deno-lint-ignore no-explicit-any
  prependListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** As `once`, before all others. */
  // deno-lint-ignore no-explicit-any
  prependOnceListener(name: string | symbol, listener: (...args: any[]) => void): this;
  /** Calls the listeners of this name; says whether there was one. */
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
  /** How many listeners of one name are no cause to warn. */
  setMaxListeners(limit: number): this;
  /** What `setMaxListeners` was told. */
  getMaxListeners(): number;
  /** Whether something can be written yet. */
  readonly writable: boolean;
  /** Whether `end` was called. */
  readonly writableEnded: boolean;
  /** Whether all was read. */
  readonly writableFinished: boolean;
  /** Whether `write` has said that there is no room, and `drain` has not come yet. */
  readonly writableNeedDrain: boolean;
  /** Bytes that were written and not yet read. */
  readonly writableLength: number;
  /** Bytes for which there is room. */
  readonly writableHighWaterMark: number;
  /** How often `cork` was called more than `uncork`. */
  readonly writableCorked: number;
  /** Always `false`: it takes bytes. */
  readonly writableObjectMode: boolean;
  /** Whether it was broken off. */
  readonly destroyed: boolean;
}
