/** Bytes that a buffer starts with. */
const FIRST_CAPACITY = 1_024;

/**
 * Collects chunks in one buffer that grows by doubling: memory and time depend on the bytes, not on the chunks. A chunk is
 * copied and let go, since on Deno a chunk of one byte holds 64 KiB.
 */
export class ByteBuffer {
  #bytes = new Uint8Array(0);
  #length = 0;

  /** Bytes collected so far. */
  get length(): number {
    return this.#length;
  }

  /** Copies a chunk behind what is there. */
  push(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  /** Gives what was collected, and starts anew. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    return bytes;
  }

  #grow(length: number): void {
    const capacity = Math.max(length, FIRST_CAPACITY, this.#bytes.length * 2);
    const larger = new Uint8Array(capacity);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
