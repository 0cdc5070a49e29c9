import { builtinModule } from "../base/builtin_module.ts";
import { isDeno } from "../base/is_deno.ts";
import { HASH_OF_NOTHING, type NodeCrypto, type Sha256, syncSha256, webCrypto } from "./sha256.ts";

/** Any way: only the way that made a key knows its type. */
// deno-lint-ignore no-explicit-any
export type AnySha256 = Sha256<any>;

/** Calls after which it pays to load `node:crypto` on Deno: 7 to 13 ms once, for 0.09 ms saved by every other call. */
const CALLS_BEFORE_LOADING = 200;

/** The way to take from now on, once that is certain. */
let chosen: AnySha256 | undefined;
let calls = 0;

/**
 * The way to take now. On Node and Bun it is the runtime's own synchronous one, 20 to 60 times as fast as Web Crypto, and
 * on Deno once it pays to load it; in workerd, browsers and edge-runtime it is Web Crypto.
 */
export function chooseSha256(): AnySha256 {
  if (chosen) return chosen;
  calls++;
  if (isDeno() && calls <= CALLS_BEFORE_LOADING) return webCrypto;
  chosen = loadSyncSha256() ?? webCrypto;
  return chosen;
}

/** For tests: from now on takes a certain way or, without one, chooses as if nothing had been signed yet. */
export function takeSha256(way?: AnySha256): void {
  chosen = way;
  calls = 0;
}

interface Host {
  readonly navigator?: { readonly userAgent?: string };
}

/** The runtime's own synchronous way, where it has one that is faster than Web Crypto. */
export function loadSyncSha256(): AnySha256 | undefined {
  // Workers have `node:crypto` too, but slower.
  if ((globalThis as Host).navigator?.userAgent === "Cloudflare-Workers") return undefined;
  const nodeCrypto = builtinModule<NodeCrypto>("node:crypto");
  if (!nodeCrypto) return undefined;
  const sha256 = syncSha256(nodeCrypto);
  return isWorking(sha256) ? sha256 : undefined;
}

/** Whether it hashes at all: what a bundler puts in the place of Node.js may have the module, and nothing in it. */
function isWorking(sha256: AnySha256): boolean {
  try {
    return sha256.hash("") === HASH_OF_NOTHING;
  } catch {
    return false;
  }
}
