/**
 * Counts the bytes that code claims with `new Uint8Array(length)`: exact, and the same on every runtime.
 *
 * @module
 */

/** Bytes claimed so far. */
export interface Claims {
  readonly bytes: number;
}

/** Runs code, which must not wait for anything, with a `Uint8Array` that counts. */
export function countClaims(run: (claims: Claims) => void): void {
  const { Uint8Array: original } = globalThis;
  const claims = { bytes: 0 };
  class CountingUint8Array extends original {
    constructor(...init: unknown[]) {
      super(...init as [ArrayBuffer]);
      // Not what is only another view of a buffer.
      if (!(init[0] instanceof ArrayBuffer)) claims.bytes += this.byteLength;
    }
  }
  globalThis.Uint8Array = CountingUint8Array as unknown as typeof original;
  try {
    run(claims);
  } finally {
    globalThis.Uint8Array = original;
  }
}
