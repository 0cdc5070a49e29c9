import { checkCredentials, type CredentialsProvider } from "../signing/credentials.ts";
import type { Settings } from "../client/config.ts";
import { signedTime } from "../client/sign_attempt.ts";
import { LambdaError } from "../base/errors.ts";
import { refuse } from "../base/refuse.ts";
import { authorize, canonicalPath, hash, signingTime } from "../signing/sigv4.ts";
import type { Credentials } from "../signing/credentials.ts";
import { sourceError } from "./failure.ts";
import { keepFresh } from "./keep_fresh.ts";
import { type Asking, type CredentialsSource, obtainCredentials } from "./obtain_credentials.ts";
import { resolveSts, sessionMembers, STS_HEADERS, stsForm, type StsMembers, type StsOptions, stsUrl } from "./sts.ts";

/**
 * Options of {@linkcode assumeRole}.
 *
 * @category Credential providers
 */
export interface AssumeRoleOptions extends StsOptions {
  /**
   * The keys that sign the request to STS, or a function that returns them, such as another provider of this module.
   */
  readonly credentials: Credentials | CredentialsProvider;
  /** The external id that the role's trust policy requires, if the role belongs to another account. */
  readonly externalId?: string | undefined;
  /** Session tags. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The keys of the tags that are passed on when the session assumes another role. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
  /** Who uses the session, as CloudTrail shows it. It stays the same when roles are chained. */
  readonly sourceIdentity?: string | undefined;
}

const PROVIDER = "assumeRole";

/**
 * Assumes a role, in the same account or in another one.
 *
 * The request is signed and sent to STS in `region`. The credentials are cached and refreshed as by {@linkcode
 * keepFresh}.
 *
 * @param options The role, the credentials that may assume it, and how STS is called.
 * @returns A provider for `LambdaConfig.credentials`; it fails with a {@linkcode CredentialsError}.
 * @throws {TypeError} If an option is missing or of the wrong type.
 * @throws {RangeError} If `maxAttempts` or `timeout` is out of range.
 * @see {@link https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html}
 * @example Call a Lambda of another account
 * ```ts
 * import { fromEnv, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 * import { assumeRole } from "@lambda4fetch/lambda4fetch/credentials";
 *
 * function partnerConfig(): LambdaConfig {
 *   const { region, credentials } = fromEnv();
 *   const roleArn = "arn:aws:iam::210987654321:role/partner";
 *   return { region, credentials: assumeRole({ region, credentials, roleArn, externalId: "our-id-there" }) };
 * }
 * ```
 * @category Credential providers
 */
export function assumeRole(options: AssumeRoleOptions): CredentialsProvider {
  const settings = resolveSts(options, options?.credentials);
  const { now } = settings;
  const { credentials, tags, transitiveTagKeys } = options;
  if (tags != null && Object(tags) !== tags) refuse("tags", "an object", tags);
  if (transitiveTagKeys != null && !Array.isArray(transitiveTagKeys)) {
    refuse("transitiveTagKeys", "an array", transitiveTagKeys);
  }
  const source: CredentialsSource = {
    provider: PROVIDER,
    renewable: typeof credentials === "function",
    async prepare(asking) {
      const keys = await getCredentials(credentials, asking);
      const body = stsForm("AssumeRole", roleMembers(options, now()));
      const time = signedTime(settings);
      const headers = await signForm(settings, keys, body, signingTime(new Date(time)));
      return {
        method: "POST",
        url: stsUrl(settings.endpoint),
        headers: { ...STS_HEADERS, ...headers },
        body,
        secrets: [keys.secretAccessKey, keys.sessionToken, signatureOf(headers.authorization), headers.authorization],
        signed: { keys, time },
      };
    },
  };
  return keepFresh(({ signal } = {}) => obtainCredentials(settings, source, signal), { now });
}

function signatureOf(authorization: string): string {
  return authorization.slice(authorization.lastIndexOf("=") + 1);
}

/** The headers that the signature covers, and the one that holds it. */
async function signForm(
  { endpoint }: Settings,
  keys: Credentials,
  body: Uint8Array<ArrayBuffer>,
  time: string,
): Promise<Readonly<Record<string, string>> & { readonly authorization: string }> {
  const headers: Record<string, string> = { "content-type": STS_HEADERS["content-type"], "x-amz-date": time };
  if (keys.sessionToken) headers["x-amz-security-token"] = keys.sessionToken;
  const signable = {
    method: "POST",
    canonicalPath: canonicalPath(`${endpoint.path}/`),
    canonicalQuery: "",
    headers: { ...headers, host: endpoint.host },
    payloadHash: await hash(body),
  };
  const authorization = await authorize(signable, keys, { region: endpoint.region, service: "sts" }, time);
  return { ...headers, authorization };
}

function roleMembers(options: AssumeRoleOptions, now: Date): StsMembers {
  const { externalId, tags, transitiveTagKeys, sourceIdentity } = options;
  return {
    ...sessionMembers(options, now),
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    TransitiveTagKeys: transitiveTagKeys,
    ExternalId: externalId,
    SourceIdentity: sourceIdentity,
  };
}

async function getCredentials(
  credentials: Credentials | CredentialsProvider,
  { renew, refused, signal }: Asking,
): Promise<Credentials> {
  if (typeof credentials !== "function") return credentials;
  let given: Credentials;
  try {
    given = await credentials({ forceRefresh: renew, refused, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LambdaError) throw error; // of a provider that says better what went wrong
    throw sourceError(PROVIDER, "the function for the credentials to sign with failed", error);
  }
  try {
    return checkCredentials(given);
  } catch (error) {
    // Its message is our own, and shows no secret.
    throw sourceError(PROVIDER, `the credentials to sign with are none: ${(error as TypeError).message}`);
  }
}
