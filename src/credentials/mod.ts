/**
 * Short-lived credentials, obtained by `fetch` alone, for runtimes without files and without an AWS SDK.
 *
 * @example Call a function with a role that an OIDC token may assume
 * ```ts
 * import { invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";
 *
 * const region = "eu-central-1";
 * const roleArn = "arn:aws:iam::123456789012:role/caller";
 * const credentials = fromWebIdentity({ region, roleArn, token: () => Deno.readTextFile("/run/oidc/token") });
 *
 * async function greet(name: string): Promise<unknown> {
 *   return await invokeJson({ region, credentials }, { FunctionName: "greet", Payload: { name } });
 * }
 * ```
 *
 * @module
 */
export { assumeRole, type AssumeRoleOptions } from "./assume_role.ts";
export { type ContainerOptions, fromContainer } from "./container.ts";
export {
  CredentialsError,
  type CredentialsErrorCode,
  type CredentialsErrorInit,
  type CredentialsErrorProvider,
} from "./credentials_error.ts";
export { keepFresh, type KeepFreshOptions } from "./keep_fresh.ts";
export type { StsOptions } from "./sts.ts";
export { fromWebIdentity, type TokenProvider, type WebIdentityOptions } from "./web_identity.ts";
