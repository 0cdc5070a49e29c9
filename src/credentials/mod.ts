/**
 * Short-lived credentials by `fetch` alone: for what runs where there are no files and no AWS SDK.
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
