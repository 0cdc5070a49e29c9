/** Bytes of room for a small number of bytes. */
const FIRST_ROOM = 1_024;

/** Bytes of room that are taken at once for what is only announced. */
const ANNOUNCED_ROOM = 524_288;

/**
 * Collects bytes that come in pieces, whatever the size of the pieces. A piece is copied and let go: on Deno a piece of one
 * byte may hold 64 KiB.
 *
 * Room is taken as bytes come, each time as much again as there are, so that it is never more than twice the bytes, or
 * than what was announced. Bytes in one room are moved no more; those in several are joined at the end.
 */
export class ByteBuffer {
  /** Rooms that are full, in their order. */
  readonly #full: Uint8Array<ArrayBuffer>[] = [];
  /** The room that is being filled, and how far it is. */
  #room: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #filled = 0;
  #length = 0;
  readonly #announced: number;

  /** Takes no room yet; `announced` is how many bytes are to come, where that is known. */
  constructor(announced = 0) {
    this.#announced = announced;
  }

  /** Bytes collected so far. */
  get length(): number {
    return this.#length;
  }

  /** Copies a piece behind what is there. */
  push(piece: Uint8Array): void {
    let copied = 0;
    while (copied < piece.length) {
      if (this.#filled === this.#room.length) this.#openRoom(piece.length - copied);
      const part = piece.subarray(copied, copied + this.#room.length - this.#filled);
      this.#room.set(part, this.#filled);
      this.#filled += part.length;
      this.#length += part.length;
      copied += part.length;
    }
  }

  /** Gives the bytes in a buffer of exactly their length; the next push starts anew. */
  take(): Uint8Array<ArrayBuffer> {
    const isExact = this.#full.length === 0 && this.#filled === this.#room.length;
    const bytes = isExact ? this.#room : this.#join();
    this.#full.length = 0;
    this.#room = new Uint8Array(0);
    this.#filled = 0;
    this.#length = 0;
    return bytes;
  }

  #openRoom(needed: number): void {
    if (this.#filled > 0) this.#full.push(this.#room);
    const toCome = this.#announced - this.#length;
    const ahead = toCome > 0
      ? Math.min(toCome, Math.max(this.#length, ANNOUNCED_ROOM))
      : Math.max(this.#length, FIRST_ROOM);
    this.#room = new Uint8Array(Math.max(needed, ahead));
    this.#filled = 0;
  }

  #join(): Uint8Array<ArrayBuffer> {
    const joined = new Uint8Array(this.#length);
    let at = 0;
    for (const room of this.#full) {
      joined.set(room, at);
      at += room.length;
    }
    joined.set(this.#room.subarray(0, this.#filled), at);
    return joined;
  }
}
