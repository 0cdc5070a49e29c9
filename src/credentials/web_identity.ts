import type { CredentialsProvider } from "../signing/credentials.ts";
import { refuse } from "../base/refuse.ts";
import { sourceError } from "./failure.ts";
import { keepFresh } from "./keep_fresh.ts";
import { type Asking, type CredentialsSource, obtainCredentials, unsigned } from "./obtain_credentials.ts";
import { resolveSts, sessionMembers, STS_HEADERS, stsForm, type StsOptions, stsUrl } from "./sts.ts";

/**
 * Returns an identity token. It is called whenever credentials are refreshed. Its argument has a `signal`, which aborts
 * when the time for the attempt is up, or when the call is aborted.
 *
 * @category Credential providers
 */
export type TokenProvider = (request: { readonly signal: AbortSignal }) => Promise<string> | string;

/**
 * Options of {@linkcode fromWebIdentity}.
 *
 * @category Credential providers
 */
export interface WebIdentityOptions extends StsOptions {
  /**
   * The OIDC token, or a function that returns it. The function is called for every refresh, since tokens are usually
   * valid for minutes only. It must not return another user's token.
   */
  readonly token: string | TokenProvider;
}

const PROVIDER = "fromWebIdentity";

/**
 * Exchanges an OIDC token for the credentials of a role, so that no AWS key needs to be stored.
 *
 * The role's trust policy names the issuer, the audience and the subject of the token. The request is not signed; it is
 * sent to STS in `region`. The credentials are cached and refreshed as by {@linkcode keepFresh}.
 *
 * @param options The role, the token, and how STS is called.
 * @returns A provider for `LambdaConfig.credentials`; it fails with a {@linkcode CredentialsError}.
 * @throws {TypeError} If an option is missing or of the wrong type.
 * @throws {RangeError} If `maxAttempts` or `timeout` is out of range.
 * @see {@link https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html}
 * @example Call Lambda with an OIDC token
 * ```ts
 * import { invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";
 *
 * async function hello(getToken: () => Promise<string>): Promise<string> {
 *   const region = "eu-central-1";
 *   const roleArn = "arn:aws:iam::123456789012:role/edge";
 *   const config = { region, credentials: fromWebIdentity({ region, roleArn, token: getToken }) };
 *   return await invokeJson<string>(config, { FunctionName: "hello" });
 * }
 * ```
 * @category Credential providers
 */
export function fromWebIdentity(options: WebIdentityOptions): CredentialsProvider {
  const settings = resolveSts(options, unsigned);
  const { now } = settings;
  const { token } = options;
  if (typeof token !== "function" && (typeof token !== "string" || !token)) {
    refuse("token", "a function or a string that is not empty", token && "[redacted]");
  }
  const source: CredentialsSource = {
    provider: PROVIDER,
    renewable: typeof token === "function",
    async prepare(asking) {
      const WebIdentityToken = await getToken(token, asking);
      const { RoleArn, RoleSessionName, ...rest } = sessionMembers(options, now());
      return {
        method: "POST",
        url: stsUrl(settings.endpoint),
        headers: STS_HEADERS,
        body: stsForm("AssumeRoleWithWebIdentity", { RoleArn, RoleSessionName, WebIdentityToken, ...rest }),
        secrets: [WebIdentityToken],
      };
    },
  };
  return keepFresh(({ signal } = {}) => obtainCredentials(settings, source, signal), { now });
}

async function getToken(token: string | TokenProvider, { signal }: Asking): Promise<string> {
  let value: unknown = token;
  try {
    if (typeof token === "function") value = await token({ signal });
  } catch (error) {
    signal.throwIfAborted();
    throw sourceError(PROVIDER, "the function for the token failed", error);
  }
  // A token that comes from a file mostly ends in a line break.
  const text = typeof value === "string" ? value.trim() : "";
  if (text !== "") return text;
  const shown = typeof value === "string" ? '""' : typeof value;
  throw sourceError(PROVIDER, `token must be a string that is not empty: current value is ${shown}`);
}
