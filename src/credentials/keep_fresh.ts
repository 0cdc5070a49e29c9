import { checkCredentials, type CredentialsProvider, type CredentialsRequest } from "../signing/credentials.ts";
import { conceal } from "../signing/credentials.ts";
import type { Credentials } from "../signing/credentials.ts";
import { delay } from "../base/deadline.ts";
import { CredentialsError } from "./credentials_error.ts";
import { within } from "./within.ts";

/** What {@linkcode keepFresh} may be told. */
export interface KeepFreshOptions {
  /** The clock that expirations are compared with. */
  readonly now?: (() => Date) | undefined;
}

/** Milliseconds before they expire that credentials are refreshed. */
const WINDOW = 300_000;

/** Milliseconds between two tries to refresh what is still valid, and that credentials are used which came expired. */
const PAUSE = 10_000;

/** Milliseconds that a refresh of what is still valid may take: it holds up one caller, who could do without. */
const PATIENCE = 3_000;

/** Milliseconds that a refresh is waited for before somebody else tries; each doubles it. */
const LEASE = 1_000;

/** Milliseconds between two looks at what another caller is getting. */
const POLL = 20;

/** Credentials, and until when. */
interface Kept {
  readonly credentials: Credentials;
  /** When they are no longer handed out. */
  readonly until: number;
  /** When the next caller is to refresh them. */
  refreshAt: number;
  /** Whether a caller has them who has not been refused yet. */
  given: boolean;
}

/** Marks that somebody is refreshing. */
interface Lease {
  readonly duration: number;
}

/**
 * Keeps the credentials that a provider gives, and asks it for new ones in time.
 *
 * They are kept until five minutes before they expire. From then on one caller at a time refreshes them, while the
 * others go on with the old ones; if that fails, the old ones serve as long as they are valid, and it is tried again ten
 * seconds later. Where there are none, one caller gets them and the others wait for those, or for the error. What is
 * kept are values: each caller waits by its own timers and never for another's promise, which on Cloudflare Workers
 * might never settle. A caller that takes long, or whose request has ended, is followed by another after a second.
 * `forceRefresh` takes nothing that was kept before it.
 *
 * @param provider What gives credentials, such as a function that asks a vault for them.
 * @param options The clock.
 * @returns A provider for `LambdaConfig.credentials`. Neither a log nor JSON shows the secrets of what it gives: they
 * are not enumerable, so a copy by spreading does not hold them.
 * @throws {TypeError} If `provider` is not a function.
 * @see {@link https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html}
 * @example Keep what a vault gives
 * ```ts
 * import { keepFresh } from "@lambda4fetch/lambda4fetch/credentials";
 * import assert from "node:assert/strict";
 *
 * let asked = 0;
 * const credentials = keepFresh(() => {
 *   asked++;
 *   const expiration = new Date(Date.now() + 3_600_000);
 *   return { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI", expiration };
 * });
 * await credentials();
 * await credentials();
 * assert.equal(asked, 1);
 * ```
 */
export function keepFresh(provider: CredentialsProvider, options: KeepFreshOptions = {}): CredentialsProvider {
  if (typeof provider !== "function") throw new TypeError("Cannot keep credentials as provider must be a function");
  const { now = () => new Date() } = options;
  const keeper = new Keeper(provider, () => now().getTime());
  return (request) => keeper.get(request);
}

class Keeper {
  readonly #provider: CredentialsProvider;
  readonly #time: () => number;
  #kept: Kept | undefined;
  #lease: Lease | undefined;
  /** An object of its own for each failure, so that those who wait see that it is new. */
  #failure: { readonly error: unknown } | undefined;

  constructor(provider: CredentialsProvider, time: () => number) {
    this.#provider = provider;
    this.#time = time;
  }

  async get({ forceRefresh = false, signal }: CredentialsRequest = {}): Promise<Credentials> {
    signal?.throwIfAborted();
    const kept = this.#kept;
    // What only those have who were refused before was got since: it is not what this caller was refused with.
    if (forceRefresh && kept?.given) this.#kept = undefined;
    const valid = this.#take(forceRefresh);
    if (!valid || !kept) return await this.#refreshOrWait(forceRefresh, signal);
    if (this.#time() < kept.refreshAt) return valid;
    kept.refreshAt = this.#time() + PAUSE; // so that the others go on with what there is
    return await this.#refreshAhead(signal);
  }

  /** What is kept, if it is valid. */
  #take(refused: boolean): Credentials | undefined {
    const kept = this.#kept;
    if (!kept || this.#time() >= kept.until) return undefined;
    kept.given ||= !refused;
    return kept.credentials;
  }

  async #refreshAhead(signal: AbortSignal | undefined): Promise<Credentials> {
    try {
      const fresh = await this.#refresh(false, LEASE, signal, PATIENCE);
      if (fresh) return fresh;
    } catch (error) {
      signal?.throwIfAborted();
      const valid = this.#take(false);
      if (valid) return valid;
      throw error;
    }
    return this.#take(false) ?? await this.#refreshOrWait(false, signal);
  }

  async #refreshOrWait(refused: boolean, signal: AbortSignal | undefined): Promise<Credentials> {
    const failure = this.#failure;
    let lease = this.#lease;
    for (let since = Date.now(); this.#lease;) {
      if (this.#lease !== lease) [lease, since] = [this.#lease, Date.now()];
      if (Date.now() - since >= lease.duration) break; // slow, or gone with its request
      await delay(POLL, signal);
      signal?.throwIfAborted();
      const valid = this.#take(refused);
      if (valid) return valid;
      if (this.#failure !== failure) throw another(this.#failure?.error);
    }
    const duration = this.#lease ? 2 * this.#lease.duration : LEASE;
    return (await this.#refresh(refused, duration, signal))!;
  }

  /** Gives nothing only where `patience` is set, and runs out. */
  async #refresh(
    refused: boolean,
    duration: number,
    signal: AbortSignal | undefined,
    patience?: number,
  ): Promise<Credentials | undefined> {
    const lease = this.#lease = { duration };
    const ask = async (signal: AbortSignal) => {
      const credentials = await this.#provider({ forceRefresh: refused, signal });
      return this.#keep(checkCredentials(credentials), refused);
    };
    try {
      return await within<Credentials | undefined>(patience, signal, ask, () => undefined);
    } catch (error) {
      // An abort is the affair of the one who aborted; the others try for themselves.
      if (this.#lease === lease && !signal?.aborted) this.#failure = { error };
      throw error;
    } finally {
      if (this.#lease === lease) this.#lease = undefined;
    }
  }

  #keep({ accessKeyId, secretAccessKey, sessionToken, expiration }: Credentials, refused: boolean): Credentials {
    const time = this.#time();
    const expires = expiration ? expiration.getTime() : Infinity;
    // What comes expired was got by a clock that is wrong, ours or theirs: AWS will say if it is not to be used.
    const until = expires > time ? expires : time + PAUSE;
    const credentials = conceal({ accessKeyId, secretAccessKey, sessionToken, expiration });
    this.#kept = { credentials, until, refreshAt: Math.max(expires - WINDOW, time + PAUSE), given: !refused };
    return credentials;
  }
}

/** An error for each caller: `invoke` writes its own attempts into the one that it throws. */
function another(error: unknown): unknown {
  return error instanceof CredentialsError ? new CredentialsError(error.message, error) : error;
}
