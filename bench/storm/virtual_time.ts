/**
 * Time and chance of a simulation: minutes pass in no time, and each run is the same as the last.
 *
 * @module
 */
import FakeTimers from "@sinonjs/fake-timers";
import { createHash, createHmac } from "node:crypto";
import { setImmediate } from "node:timers";

/** What is used of a clock of fake-timers. */
interface Clock {
  countTimers(): number;
  next(): number;
  tick(milliseconds: number): number;
}

/** Puts a virtual clock in place of timers and `Date`, for all that runs in this process from now on. */
export function installClock(start: number): Clock {
  return FakeTimers.install({ now: start, toFake: ["setTimeout", "clearTimeout", "Date"] });
}

/** Lets time pass until nobody waits for it any more. */
export async function runClock(clock: Clock): Promise<void> {
  while (clock.countTimers() > 0) {
    clock.next();
    clock.tick(0); // the others of the same millisecond
    await new Promise<void>((resolve) => setImmediate(resolve)); // what they have begun comes as far as it can
  }
}

/** Milliseconds of virtual time. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Numbers from 0 to 1 by chance, but the same ones for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 4_294_967_296;
  };
}

/**
 * Puts Web Crypto's SHA-256 and HMAC on this thread: the real one answers from another, in a time that is no part of the
 * simulation.
 */
export function installSyncCrypto(): void {
  const sha256 = (data: BufferSource) => toArrayBuffer(createHash("sha256").update(viewOf(data)).digest());
  const hmac = (key: BufferSource, data: BufferSource) =>
    toArrayBuffer(createHmac("sha256", viewOf(key)).update(viewOf(data)).digest());
  const subtle = {
    digest: (_: unknown, data: BufferSource) => Promise.resolve(sha256(data)),
    importKey: (_: unknown, key: BufferSource) => Promise.resolve(key),
    sign: (_: unknown, key: unknown, data: BufferSource) => Promise.resolve(hmac(key as BufferSource, data)),
  };
  Object.defineProperty(crypto, "subtle", { value: subtle, configurable: true });
}

function viewOf(data: BufferSource): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data as ArrayBuffer);
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
