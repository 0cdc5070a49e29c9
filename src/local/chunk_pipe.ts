import type { ByteSource } from "./byte_source.ts";
import { LambdaFailure } from "./error_document.ts";

/** Bytes that go nowhere before whoever writes them has to wait for a turn of the event loop. */
const DISCARDED_PER_TURN = 65_536;

/** A chunk that was written and not yet read. */
interface Written {
  readonly chunk: Uint8Array;
  /** Tells the writer that it may go on. */
  readonly taken: () => void;
  next?: Written;
}

/** The way from a handler that writes to a client that reads: what is written waits until it is asked for. */
export class ChunkPipe implements ByteSource {
  /** Resolves at the first chunk, at the end, or at the failure: whatever comes first. */
  readonly opened: Promise<void>;
  #open!: () => void;
  /** What waits, as a list: an array would move all the others at each step. */
  #first: Written | undefined;
  #last: Written | undefined;
  /** What was handed over; its writer goes on when more is asked for. */
  #handedOver: Written | undefined;
  #ending: { readonly failure?: unknown } | undefined;
  #hasReader = true;
  #discarded = 0;
  /** Runs while writers wait though nobody reads. */
  #turn: ReturnType<typeof setTimeout> | undefined;
  #wake: () => void = () => {};

  constructor() {
    this.opened = new Promise((resolve) => this.#open = resolve);
  }

  /** Puts a chunk behind those that wait; `taken` is called when its reader is done with it, or soon where there is none. */
  write(chunk: Uint8Array, taken: () => void): void {
    const written: Written = { chunk, taken };
    if (this.#last) this.#last.next = written;
    else this.#first = written;
    this.#last = written;
    if (!this.#hasReader) this.#discard();
    this.#proceed();
  }

  /** Ends well, behind the chunks that wait. */
  end(): void {
    this.#ending ??= {};
    this.#proceed();
  }

  /** Ends badly, behind the chunks that wait; after an end it changes nothing. */
  breakOff(error?: unknown): void {
    // The name is that of AWS's runtime interface emulator.
    const failure = error ?? new LambdaFailure("Runtime.TruncatedResponse", "The response stream was broken off");
    this.#ending ??= { failure };
    if (!this.#hasReader) this.#discard(Infinity);
    this.#proceed();
  }

  /** The next chunk. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      this.#handedOver?.taken();
      this.#handedOver = this.#shift();
      const chunk = this.#handedOver?.chunk;
      if (chunk && chunk.length > 0) return chunk;
      if (chunk) continue;
      if (this.#ending) break;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    if ("failure" in this.#ending) throw this.#ending.failure;
    return undefined;
  }

  /** Lets all that is written go nowhere from now on: AWS does not tell a function that its reader has left. */
  cancel(): void {
    this.#hasReader = false;
    this.#handedOver?.taken();
    this.#handedOver = undefined;
    this.#discard();
    this.end();
  }

  #shift(): Written | undefined {
    const written = this.#first;
    this.#first = written?.next;
    if (!this.#first) this.#last = undefined;
    return written;
  }

  /** Takes what waits, but not all of it in one turn: a writer that never ends must not keep everything else from running. */
  #discard(perTurn: number = DISCARDED_PER_TURN): void {
    while (this.#first && this.#discarded < perTurn) {
      const { chunk, taken } = this.#shift()!;
      this.#discarded += chunk.length;
      taken();
    }
    const isThrough = !this.#first;
    if (isThrough) {
      clearTimeout(this.#turn);
      this.#turn = undefined;
    } else {
      this.#turn ??= setTimeout(() => {
        this.#turn = undefined;
        this.#discarded = 0;
        this.#discard();
      });
    }
  }

  #proceed(): void {
    this.#open();
    this.#wake();
  }
}
