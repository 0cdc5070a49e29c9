import { delay, within } from "../base/deadline.ts";
import { refuse } from "../base/refuse.ts";
import {
  checkCredentials,
  conceal,
  type Credentials,
  type CredentialsProvider,
  type CredentialsRequest,
} from "../signing/credentials.ts";
import { CredentialsError } from "./credentials_error.ts";

/**
 * Options of {@linkcode keepFresh}.
 *
 * @category Credential providers
 */
export interface KeepFreshOptions {
  /** The clock that expirations are compared with; `() => new Date()` by default. */
  readonly now?: (() => Date) | undefined;
}

/** Milliseconds before they expire that credentials are refreshed. */
const REFRESH_AHEAD = 300_000;

/** Milliseconds between two tries to refresh what is still valid, and that credentials are used which came expired. */
const PAUSE = 10_000;

/** Milliseconds that a refresh of what is still valid may take: it holds up one caller, who could do without. */
const PATIENCE_AHEAD = 3_000;

/** Milliseconds that others wait for a refresh before one of them asks too; each further one doubles them. */
const PATIENCE = 1_000;

/** Milliseconds between the first looks at what another caller is getting. */
const FIRST_LOOK = 20;

/** Later looks are further apart: by this part of the time that was waited. */
const LATER_LOOKS = 1 / 3;

/** Credentials that are kept. */
interface Kept {
  readonly credentials: Credentials;
  /** What AWS had refused when they were asked for: they are all that there is in place of it. */
  readonly inPlaceOf: Credentials | undefined;
  /** When they are no longer handed out. */
  readonly until: number;
  /** When the next caller is to refresh them. */
  refreshAt: number;
}

/** That somebody is asking the provider; an object of its own each time. Whoever asks may never come back. */
interface Refresh {
  /** Whether AWS had refused what was kept. */
  readonly isForced: boolean;
  /** Milliseconds that the others wait for it. */
  readonly patience: number;
}

/**
 * Caches a provider's credentials, and refreshes them before they expire.
 *
 * Credentials are refreshed from five minutes before they expire. One caller at a time does so, while the others
 * continue with the old ones. If the refresh fails, the old ones are used as long as they are valid, and the refresh is
 * tried again ten seconds later. If there are no credentials yet, one caller gets them, and the others wait for the
 * result or for the error. Only values are shared between calls: a caller never waits for another call's promise, which
 * might never settle on Cloudflare Workers. If the caller that refreshes takes more than a second, or its request has
 * ended, another one takes over.
 *
 * After AWS has refused credentials, the request names them (`refused`). If others are cached by then, those are
 * returned. Otherwise one caller gets new ones, however many calls were refused. Until then, and if that fails, calls
 * that were not refused continue with the cached ones, which another region may still accept. `forceRefresh` without
 * `refused` discards the cached ones.
 *
 * @param provider A function that gets credentials, for example from a vault. Their `expiration` is a `Date` or a
 * string in ISO 8601. Credentials without one are kept until AWS refuses them.
 * @param options The clock.
 * @returns A provider for `LambdaConfig.credentials`. Neither logs nor JSON show the secrets in its credentials, and a
 * copy by spreading or cloning does not contain them.
 * @throws {TypeError} If `provider` is not a function.
 * @see {@link https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html}
 * @example Cache credentials from a vault
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
 * @category Credential providers
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
  #refresh: Refresh | undefined;
  /** An object of its own for each failure, so that those who wait see that it is new. */
  #failure: { readonly error: unknown } | undefined;

  constructor(provider: CredentialsProvider, time: () => number) {
    this.#provider = provider;
    this.#time = time;
  }

  async get({ forceRefresh, refused, signal }: CredentialsRequest = {}): Promise<Credentials> {
    signal?.throwIfAborted();
    const kept = this.#valid();
    const unwanted = refused ?? (forceRefresh ? kept?.credentials : undefined);
    if (!kept || isRefused(kept, unwanted)) {
      return await this.#waitOrAsk({ forceRefresh: forceRefresh || unwanted !== undefined, refused: unwanted, signal });
    }
    if (this.#time() < kept.refreshAt) return kept.credentials;
    return await this.#refreshAhead(kept, signal);
  }

  /** What is kept, unless it has expired. */
  #valid(): Kept | undefined {
    return this.#kept && this.#time() >= this.#kept.until ? undefined : this.#kept;
  }

  /** Refreshes what is valid still; the others go on with it. */
  async #refreshAhead(kept: Kept, signal: AbortSignal | undefined): Promise<Credentials> {
    kept.refreshAt = this.#time() + PAUSE;
    const ask = (signal?: AbortSignal) => this.#ask({ forceRefresh: false, signal }, PATIENCE);
    try {
      const fresh = await within(PATIENCE_AHEAD, signal, ask);
      if (fresh) return fresh;
    } catch (error) {
      signal?.throwIfAborted();
      if (!this.#valid()) throw error;
    }
    return this.#valid()?.credentials ?? await this.#waitOrAsk({ forceRefresh: false, signal });
  }

  /** Waits for what another caller gets, as long as one is asking, or asks. */
  async #waitOrAsk(request: CredentialsRequest): Promise<Credentials> {
    const [kept, failure] = [this.#kept, this.#failure];
    let refresh = this.#refresh;
    let waited = 0;
    let begun = 0;
    // A refresh that is not forced may bring what was refused once more.
    while (this.#refresh && (this.#refresh.isForced || !request.forceRefresh)) {
      if (this.#refresh !== refresh) [refresh, begun] = [this.#refresh, waited];
      if (waited - begun >= this.#refresh.patience) break; // slow, or gone with its request
      // Time is counted by timers alone: a clock may stand still, or be set back.
      const pause = Math.max(FIRST_LOOK, waited * LATER_LOOKS);
      await delay(pause, request.signal);
      waited += pause;
      // Even if they run out meanwhile: they were got after this caller came.
      if (this.#kept && this.#kept !== kept) return this.#kept.credentials;
      if (this.#failure && this.#failure !== failure) throw another(this.#failure.error);
    }
    return await this.#ask(request, this.#refresh ? 2 * this.#refresh.patience : PATIENCE);
  }

  /** Asks the provider, and keeps what it gives. */
  async #ask({ forceRefresh = false, refused, signal }: CredentialsRequest, patience: number): Promise<Credentials> {
    const refresh = this.#refresh = { isForced: forceRefresh, patience };
    const before = this.#kept;
    const ask = async (signal?: AbortSignal) => {
      const given = checkCredentials(await this.#provider({ forceRefresh, refused, signal }));
      const fresh = this.#toKept(given, refused);
      // Whoever took too long does not replace what another has got meanwhile.
      if (this.#kept === before) this.#kept = fresh;
      return fresh.credentials;
    };
    try {
      return (await within(undefined, signal, ask))!;
    } catch (error) {
      // An abort concerns only the one who aborted; the others try for themselves.
      if (this.#refresh === refresh && !signal?.aborted) this.#failure = { error };
      throw error;
    } finally {
      if (this.#refresh === refresh) this.#refresh = undefined;
    }
  }

  #toKept(given: Credentials, inPlaceOf: Credentials | undefined): Kept {
    const { accessKeyId, secretAccessKey, sessionToken } = given;
    const expiration = readExpiration(given.expiration);
    const time = this.#time();
    const expires = expiration ? expiration.getTime() : Infinity;
    // What comes expired was got by a clock that is wrong, ours or theirs: AWS will say if it is not to be used.
    const until = expires > time ? expires : time + PAUSE;
    const refreshAt = Math.max(expires - REFRESH_AHEAD, time + PAUSE);
    const credentials = conceal({ accessKeyId, secretAccessKey, sessionToken, expiration });
    return { credentials, inPlaceOf, until, refreshAt };
  }
}

/** Whether what is kept is what AWS has refused. Their values are compared, since a caller may have copied them. */
function isRefused({ credentials, inPlaceOf }: Kept, refused: Credentials | undefined): boolean {
  // What was asked for in its place came after it, though it may be the same: there is nothing else.
  if (refused === undefined || refused === inPlaceOf) return false;
  return refused.accessKeyId === credentials.accessKeyId &&
    refused.secretAccessKey === credentials.secretAccessKey && refused.sessionToken === credentials.sessionToken;
}

/** Providers that hand on JSON give text in place of a date. */
function readExpiration(value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined;
  const isDate = typeof (value as Date).getTime === "function";
  const date = new Date(isDate ? (value as Date).getTime() : typeof value === "string" ? value : NaN);
  if (Number.isNaN(date.getTime())) {
    refuse("credentials.expiration", "a Date, or its text in ISO 8601", `[${typeof value}]`);
  }
  return date;
}

/** An error for each caller: `invoke` writes its own attempts into the one that it throws. */
function another(error: unknown): unknown {
  return error instanceof CredentialsError ? new CredentialsError(error.message, error) : error;
}
