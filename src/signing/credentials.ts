import { refuse } from "../base/refuse.ts";

/**
 * Keys to sign with.
 *
 * @category Configuration
 */
export interface Credentials {
  /** The key's id; not a secret. */
  readonly accessKeyId: string;
  /** The key itself. */
  readonly secretAccessKey: string;
  /** The session token, for short-lived keys. */
  readonly sessionToken?: string | undefined;
  /** When they expire, if they do. */
  readonly expiration?: Date | undefined;
}

/**
 * The argument of a {@linkcode CredentialsProvider}.
 *
 * @category Configuration
 */
export interface CredentialsRequest {
  /**
   * Whether AWS has just refused the provider's credentials, so that it must not return cached ones. The AWS SDK uses
   * the same name.
   */
  readonly forceRefresh?: boolean;
  /**
   * The credentials that AWS has just refused, if any. A provider that has obtained others since can return those.
   */
  readonly refused?: Credentials | undefined;
  /** Aborts the wait for credentials. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns credentials. It is called for every request that is signed, so it should cache them until they expire;
 * `keepFresh` of `./credentials` does that.
 *
 * @category Configuration
 */
export type CredentialsProvider = (request?: CredentialsRequest) => Promise<Credentials> | Credentials;

/** Checks what a request would be signed with; no message shows it. */
export function checkCredentials(credentials: Credentials): Credentials {
  checkShape(credentials);
  checkMember(credentials, "accessKeyId");
  checkMember(credentials, "secretAccessKey");
  if (!isAbsent(credentials.sessionToken)) checkMember(credentials, "sessionToken");
  return credentials;
}

/** Tells what was given in place of credentials for what it is. */
function checkShape(credentials: Credentials): void {
  const isObject = typeof credentials === "object" && credentials !== null;
  if (!isObject) {
    // A text may be a secret.
    const shown = typeof credentials === "string" ? HIDDEN : credentials;
    refuse("credentials", "an object with accessKeyId and secretAccessKey, or a function that gives one", shown);
  }
  if ("then" in credentials) {
    refuse("credentials", "keys, or a function that gives them", credentials, TypeError, "await the promise");
  }
  if (isAbsent(credentials.accessKeyId) && "AccessKeyId" in credentials) {
    const remedy = "AccessKeyId, SecretAccessKey and SessionToken are AWS's names: rename them";
    refuse("credentials.accessKeyId", "given", undefined, TypeError, remedy);
  }
  if (!isAbsent(credentials.accessKeyId) && isAbsent(credentials.secretAccessKey)) {
    const remedy = "a copy of credentials by spreading, cloning or JSON does not have it: pass the object itself";
    refuse("credentials.secretAccessKey", "given", undefined, TypeError, remedy);
  }
}

/** What a message shows in place of a value that may be secret. */
const HIDDEN = "[redacted]";

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function checkMember(credentials: Credentials, member: "accessKeyId" | "secretAccessKey" | "sessionToken"): void {
  const value: unknown = credentials[member];
  const name = `credentials.${member}`;
  if (isAbsent(value)) refuse(name, "given", value);
  if (typeof value !== "string") refuse(name, "of type string", HIDDEN);
  // A line break that came along with an environment variable would break the header or the signature.
  if (!/^[!-~]+$/.test(value)) refuse(name, "printable ASCII, without spaces and line breaks", HIDDEN);
}

/**
 * Makes credentials that show no secret, neither in a log nor as JSON, nor to whoever walks over their properties:
 * secret and token are read through accessors of an object that they inherit from, and stand in a closure, so that they
 * can be read through a proxy too. A copy by spreading or cloning does not have them.
 */
export function conceal({ accessKeyId, secretAccessKey, sessionToken, expiration }: Credentials): Credentials {
  const shown = { accessKeyId, ...expiration && { expiration } };
  const concealed = Object.create(Object.prototype, {
    secretAccessKey: { get: () => secretAccessKey },
    sessionToken: { get: () => sessionToken },
    // What a console is to show, also one that calls accessors: a symbol of Node.js, Deno, Bun and workerd.
    [Symbol.for("nodejs.util.inspect.custom")]: { value: () => shown },
  });
  return Object.assign(Object.create(concealed), shown);
}
