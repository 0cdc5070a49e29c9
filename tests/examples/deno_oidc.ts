/**
 * What `jsr:@deno/oidc` exports, by its documentation. The imports of deno.json name this file in its place, so that
 * examples/deno_deploy_oidc.ts is checked the same on a machine that reaches JSR and on one that does not; its test
 * brings one that works.
 *
 * @module
 */

/** Whether the platform issues tokens. */
export const supportsIssuingIdTokens: boolean = false;

/** A token for an audience. */
export function getIdToken(audience: string): Promise<string> {
  return Promise.reject(new Error(`There is no token for ${audience} outside of Deno Deploy`));
}
