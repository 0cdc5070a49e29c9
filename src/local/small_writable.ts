import { decodeBase64, encodeText } from "../base/encoding.ts";
import type { ChunkPipe } from "./chunk_pipe.ts";
import { EventListeners } from "./event_listeners.ts";

type Callback = (error?: Error | null) => void;

/** A chunk that is held back. */
type Corked = readonly [chunk: Uint8Array, callback: Callback];

/** As much of a Node.js `Writable` as the adapters of frameworks use, for runtimes that have no `node:stream`. */
export class SmallWritable extends EventListeners {
  readonly writableObjectMode: boolean = false;
  readonly writableHighWaterMark: number;
  readonly #pipe: ChunkPipe;
  #corked: Corked[] = [];
  #corks = 0;
  #length = 0;
  #needsDrain = false;
  #hasEnded = false;
  #hasFinished = false;
  #isDestroyed = false;

  constructor(pipe: ChunkPipe, highWaterMark: number) {
    super();
    this.#pipe = pipe;
    this.writableHighWaterMark = highWaterMark;
  }

  get writable(): boolean {
    return !this.#hasEnded && !this.#isDestroyed;
  }
  get writableEnded(): boolean {
    return this.#hasEnded;
  }
  get writableFinished(): boolean {
    return this.#hasFinished;
  }
  get writableNeedDrain(): boolean {
    return this.#needsDrain;
  }
  get writableLength(): number {
    return this.#length;
  }
  get writableCorked(): number {
    return this.#corks;
  }
  get destroyed(): boolean {
    return this.#isDestroyed;
  }

  write(chunk: string | Uint8Array, encoding?: string | Callback, callback?: Callback): boolean {
    const done = callbackOf(encoding, callback);
    const refusal = this.#refusal();
    if (refusal) {
      queueMicrotask(() => done(refusal));
      this.destroy(refusal);
      return false;
    }
    this.#send(toBytes(chunk, encoding), done);
    this.#needsDrain ||= this.#length >= this.writableHighWaterMark;
    return this.#length < this.writableHighWaterMark;
  }

  end(chunk?: string | Uint8Array | Callback | null, encoding?: string | Callback, callback?: Callback): this {
    const done = typeof chunk === "function" ? chunk : callbackOf(encoding, callback);
    const isChunk = chunk !== undefined && chunk !== null && typeof chunk !== "function";
    if (this.#hasFinished || this.#isDestroyed) {
      queueMicrotask(() => done(this.#refusal()));
      return this;
    }
    if (this.#hasEnded && isChunk) this.write(chunk, encoding); // an error, told as such
    this.once("finish", () => done());
    if (this.#hasEnded) return this;
    if (isChunk) this.#send(toBytes(chunk, encoding), () => {});
    this.#hasEnded = true;
    this.#flush();
    this.#finishIfThrough();
    return this;
  }

  destroy(error?: Error): this {
    if (this.#isDestroyed || this.#hasFinished) return this;
    this.#isDestroyed = true;
    this.#flush();
    this.#pipe.breakOff(error);
    queueMicrotask(() => {
      if (error) this.emit("error", error);
      this.emit("close");
    });
    return this;
  }

  cork(): void {
    this.#corks++;
  }

  uncork(): void {
    if (this.#corks > 0) this.#corks--;
    if (this.#corks === 0) this.#flush();
  }

  #refusal(): Error | undefined {
    if (this.#isDestroyed) return failure("ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed");
    if (this.#hasEnded) return failure("ERR_STREAM_WRITE_AFTER_END", "write after end");
    return undefined;
  }

  #send(chunk: Uint8Array, callback: Callback): void {
    this.#length += chunk.length;
    if (this.#corks > 0) this.#corked.push([chunk, callback]);
    else this.#pass(chunk, callback);
  }

  #flush(): void {
    const corked = this.#corked;
    this.#corked = [];
    for (const [chunk, callback] of corked) this.#pass(chunk, callback);
  }

  #pass(chunk: Uint8Array, callback: Callback): void {
    this.#pipe.write(chunk, () => {
      this.#length -= chunk.length;
      // Never within `write`, as in Node.js.
      queueMicrotask(() => {
        callback(this.#isDestroyed ? this.#refusal() : null);
        this.#drainIfEmpty();
      });
      this.#finishIfThrough();
    });
  }

  #drainIfEmpty(): void {
    if (!this.#needsDrain || this.#length > 0 || !this.writable) return;
    this.#needsDrain = false;
    this.emit("drain");
  }

  /** Nothing is finished while a chunk waits to be read. */
  #finishIfThrough(): void {
    if (!this.#hasEnded || this.#length > 0 || this.#hasFinished || this.#isDestroyed) return;
    this.#hasFinished = true;
    this.#pipe.end();
    queueMicrotask(() => {
      this.emit("finish");
      this.emit("close");
    });
  }
}

function callbackOf(encoding: unknown, callback: Callback | undefined): Callback {
  return typeof encoding === "function" ? encoding as Callback : callback ?? (() => {});
}

function toBytes(chunk: string | Uint8Array, encoding: unknown): Uint8Array {
  if (typeof chunk !== "string") {
    if (ArrayBuffer.isView(chunk)) return chunk;
    throw failure("ERR_INVALID_ARG_TYPE", `The "chunk" argument must be of type string or Uint8Array: ${typeof chunk}`);
  }
  const name = typeof encoding === "string" ? encoding.toLowerCase() : "utf8";
  if (name === "utf8" || name === "utf-8") return encodeText(chunk);
  if (name === "base64") return decodeBase64(chunk);
  throw failure("ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
