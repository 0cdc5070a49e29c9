import { refuse } from "../base/refuse.ts";

/** Keys to sign with. */
export interface Credentials {
  /** The key's id; no secret. */
  readonly accessKeyId: string;
  /** The key itself. */
  readonly secretAccessKey: string;
  /** The token that short-lived keys come with. */
  readonly sessionToken?: string | undefined;
  /** When they run out, where they do. */
  readonly expiration?: Date | undefined;
}

/** What a {@linkcode CredentialsProvider} is told. */
export interface CredentialsRequest {
  /** Whether AWS has just refused what the provider gave last. */
  readonly forceRefresh?: boolean;
  /** The credentials that AWS has just refused; whoever has other ones by now may give these. */
  readonly refused?: Credentials | undefined;
  /** Ends the wait for them. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives credentials whenever a request is to be signed; keeping them until they expire is its own affair. */
export type CredentialsProvider = (request?: CredentialsRequest) => Promise<Credentials> | Credentials;

/** Checks what a request would be signed with; no message shows it. */
export function checkCredentials(credentials: Credentials): Credentials {
  for (const member of ["accessKeyId", "secretAccessKey", "sessionToken"] as const) {
    const value = credentials?.[member];
    // A line break that came along with an environment variable would break the header or the signature.
    if (value ? typeof value !== "string" || /[^!-~]/.test(value) : member !== "sessionToken") {
      refuse(`credentials.${member}`, "printable ASCII", value && "[redacted]");
    }
  }
  return credentials;
}

/** Credentials that neither a log nor JSON shows the secrets of: these can be read, but not enumerated. */
export function conceal<T extends { secretAccessKey: string; sessionToken?: string | undefined }>(credentials: T): T {
  for (const secret of ["secretAccessKey", "sessionToken"]) {
    Object.defineProperty(credentials, secret, { enumerable: false });
  }
  return credentials;
}
