import type { Credentials, CredentialsProvider } from "../../mod.ts";
import { keepFresh } from "../../src/credentials/mod.ts";
import type { Random } from "./random.ts";

/** Keys that the local Lambda knows. */
const KNOWN: readonly Credentials[] = ["ONE", "TWO"].map((name) => ({
  accessKeyId: `ASIAEXAMPLE${name}`,
  secretAccessKey: `wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY${name}`,
  sessionToken: `IQoJb3JpZ2luX2VjEXAMPLETOKEN${name}`,
}));

/** Keys that it knows to have run out. */
const EXPIRED: Credentials = { ...KNOWN[0]!, accessKeyId: "ASIAEXAMPLEOLD", expiration: new Date(0) };

/** All keys that the local Lambda of a {@linkcode Vault} is to know. */
export const VAULT_KEYS: readonly Credentials[] = [...KNOWN, EXPIRED];

/** What a vault fails with. */
export class VaultError extends Error {
  override readonly name = "VaultError";
  /** Set by the call that it fails, where the function may have run before. */
  functionMayHaveRun?: boolean;
}

/** Gives keys that are good for a moment; and has its bad days. */
export class Vault {
  /** Asks it whenever the kept keys will not do. */
  readonly credentials: CredentialsProvider = keepFresh(() => this.#give());
  /** How often it was asked, and how often that went wrong. */
  asked = 0;
  faults = 0;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  async #give(): Promise<Credentials> {
    this.asked++;
    const expiration = new Date(Date.now() + 50 + this.#random.below(500));
    // Not at first: all who come at once wait for the same answer.
    const isFaulty = this.asked > 1 && this.#random.chance(0.2);
    if (!isFaulty) return { ...this.#random.pick(KNOWN), expiration };
    this.faults++;
    if (this.#random.chance(0.1)) return await new Promise(() => {}); // its request has ended
    if (this.#random.chance(0.4)) return { ...EXPIRED, expiration };
    if (this.#random.chance(0.5)) await new Promise((done) => setTimeout(done, this.#random.below(30)));
    const error = new VaultError("The vault is sealed");
    throw this.#random.chance(0.2) ? Object.freeze(error) : error;
  }
}
