import type { CredentialsProvider } from "../signing/credentials.ts";
import { refuse } from "../base/refuse.ts";
import { sourceError } from "./failure.ts";
import { keepFresh } from "./keep_fresh.ts";
import { type Asking, type CredentialsSource, obtainCredentials, unsigned } from "./obtain_credentials.ts";
import { resolveSts, sessionMembers, STS_HEADERS, stsForm, type StsOptions, stsUrl } from "./sts.ts";

/**
 * Gives the identity token whenever credentials are to be refreshed.
 *
 * @category Credential providers
 */
export type TokenProvider = (request: { readonly signal: AbortSignal }) => Promise<string> | string;

/**
 * What {@linkcode fromWebIdentity} needs.
 *
 * @category Credential providers
 */
export interface WebIdentityOptions extends StsOptions {
  /**
   * The OIDC token, or a function that gives it. A function is called for every refresh, since tokens are mostly good
   * for minutes; it must not give a token of another user.
   */
  readonly token: string | TokenProvider;
}

const PROVIDER = "fromWebIdentity";

/**
 * Trades an OIDC token for the credentials of a role: no AWS key is kept anywhere.
 *
 * The role's trust policy names who issues the token and for whom. The request is not signed; it goes to STS in
 * `region`. The credentials are kept and refreshed as {@linkcode keepFresh} says.
 *
 * @param options The role, the token, and how STS is called.
 * @returns A provider for `LambdaConfig.credentials`; it fails with a {@linkcode CredentialsError}.
 * @throws {TypeError} If an option is missing or of the wrong type.
 * @throws {RangeError} If `maxAttempts` or `timeout` is out of range.
 * @see {@link https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html}
 * @example Call a Lambda from a place that has an OIDC token
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
