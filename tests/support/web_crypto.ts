/**
 * Waits for Web Crypto: a digest or a signature cannot be called off, so it outlives a call that was aborted meanwhile,
 * and Deno would report it as a leak of the case, or of the next one.
 *
 * @module
 */
import { turn } from "./stubs.ts";

/** What calls of ours do. */
const METHODS = ["digest", "importKey", "sign"] as const;

const underWay = new Set<PromiseLike<unknown>>();

/** Keeps an eye on Web Crypto from now on. */
export function watchWebCrypto(): void {
  for (const method of METHODS) {
    const original = SubtleCrypto.prototype[method] as (...args: unknown[]) => Promise<unknown>;
    const watching = function (this: SubtleCrypto, ...args: unknown[]) {
      const call = original.apply(this, args);
      const settled = () => void underWay.delete(call);
      underWay.add(call);
      call.then(settled, settled);
      return call;
    };
    Object.defineProperty(SubtleCrypto.prototype, method, { value: watching, configurable: true, writable: true });
  }
}

/** Waits until nothing is under way, nor has been begun by what was. Where nobody watches, that is one turn. */
export async function settleWebCrypto(): Promise<void> {
  do {
    await Promise.allSettled(underWay);
    await turn(); // what was waiting for it goes on first
  } while (underWay.size > 0);
}
