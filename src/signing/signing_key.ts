import { recall, remember } from "../base/bounded_map.ts";
import { decodeHex, encodeText } from "../base/encoding.ts";
import type { AnySha256 } from "./choose_sha256.ts";
import type { Awaitable } from "./sha256.ts";

/**
 * What is kept of secrets, to derive a key once a day and not for each call (8 more calls of Web Crypto): derived keys, each
 * good for one day, region and service, and the SHA-256 of what they are derived from. Of the key used last alone the
 * secret is kept as it is, which saves that SHA-256 for each call; the caller's config holds it anyway.
 */
interface KeptKeys {
  readonly byDigest: Map<string, unknown>;
  last?: { readonly secret: string; readonly scope: string; readonly key: unknown };
}

/** Each way has its own keys. They are values: a pending promise of one request never settles in another on Workers. */
const keptKeys = new WeakMap<AnySha256, KeptKeys>();

/** Step 3 of SigV4: narrows the secret to one day, region and service. */
export function signingKey(secret: string, scope: string, sha256: AnySha256): Awaitable<unknown> {
  const kept = keptBy(sha256);
  if (kept.last?.secret === secret && kept.last.scope === scope) return kept.last.key;
  return recallKey(kept, secret, scope, sha256);
}

function keptBy(sha256: AnySha256): KeptKeys {
  let kept = keptKeys.get(sha256);
  if (!kept) {
    kept = { byDigest: new Map() };
    keptKeys.set(sha256, kept);
  }
  return kept;
}

async function recallKey(kept: KeptKeys, secret: string, scope: string, sha256: AnySha256): Promise<unknown> {
  const digest = await sha256.hash(`${scope} ${secret}`);
  const key = recall(kept.byDigest, digest) ?? remember(kept.byDigest, digest, await deriveKey(secret, scope, sha256));
  kept.last = { secret, scope, key };
  return key;
}

async function deriveKey(secret: string, scope: string, sha256: AnySha256): Promise<unknown> {
  let key = await sha256.importKey(encodeText(`AWS4${secret}`));
  for (const part of scope.split("/")) {
    const narrower = await sha256.hmac(key, part);
    key = await sha256.importKey(decodeHex(narrower));
  }
  return key;
}
