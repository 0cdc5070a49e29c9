/**
 * The AWS query protocol, as far as STS needs it.
 *
 * @module
 */
import type { CredentialsProvider } from "../signing/credentials.ts";
import { type LambdaConfig, resolveConfig, type Settings } from "../client/config.ts";
import { encodeRfc3986, encodeText } from "../base/encoding.ts";
import { serviceEndpoint } from "../client/endpoint.ts";
import { type Endpoint, parseRegion } from "../client/resolve_endpoint.ts";
import { refuse } from "../base/refuse.ts";
import type { Credentials } from "../signing/credentials.ts";

/**
 * The role, and how STS is called. Options that `LambdaConfig` has too mean the same here.
 *
 * @category Credential providers
 */
export interface StsOptions extends
  Pick<
    LambdaConfig,
    | "region"
    | "endpoint"
    | "useFipsEndpoint"
    | "useDualstackEndpoint"
    | "allowInsecureEndpoint"
    | "maxAttempts"
    | "fetch"
    | "now"
  > {
  /**
   * Milliseconds that one attempt may take, until the end of the answer.
   *
   * @default {5000}
   */
  readonly timeout?: number | undefined;
  /** ARN of the role to assume. */
  readonly roleArn: string;
  /** The session's name, as CloudTrail shows it. By default, `lambda4fetch-` followed by the time in milliseconds. */
  readonly roleSessionName?: string | undefined;
  /** Seconds for which the credentials are valid: 900 to 43,200, up to the role's own maximum; 3,600 by default. */
  readonly durationSeconds?: number | undefined;
  /** A session policy, as JSON or as an object, that restricts the role's permissions. */
  readonly policy?: string | object | undefined;
  /** ARNs of managed policies that restrict the role's permissions. */
  readonly policyArns?: readonly string[] | undefined;
}

/** Members of a request, by AWS's names. */
export type StsMembers = Readonly<Record<string, unknown>>;

/** Checks how STS is to be called, before anything is sent. */
export function resolveSts(options: StsOptions, credentials: Credentials | CredentialsProvider): Settings {
  if (Object(options) !== options) refuse("options", "an object", options);
  const { roleArn, durationSeconds, policyArns } = options;
  if (typeof roleArn !== "string" || !roleArn) refuse("roleArn", "a string that is not empty", roleArn);
  if (durationSeconds != null && typeof durationSeconds !== "number") {
    refuse("durationSeconds", "a number", durationSeconds);
  }
  if (policyArns != null && !Array.isArray(policyArns)) refuse("policyArns", "an array", policyArns);
  return resolveConfig({ ...withEndpoint(options), credentials });
}

/** Options whose endpoint is set: to that of STS in the region, unless there is another. */
function withEndpoint(options: StsOptions): StsOptions {
  if (options.endpoint != null) return options;
  const { useFipsEndpoint, useDualstackEndpoint: dualstack, ...rest } = options;
  const { region, asksForFips } = parseRegion(options.region);
  const fips = asksForFips || useFipsEndpoint;
  return { ...rest, region, endpoint: serviceEndpoint("sts", region, { fips, dualstack }) };
}

/** The members that all operations share, in AWS's order. */
export function sessionMembers(options: StsOptions, now: Date): StsMembers {
  const { roleArn, roleSessionName, durationSeconds, policy, policyArns } = options;
  return {
    RoleArn: roleArn,
    RoleSessionName: roleSessionName ?? `lambda4fetch-${now.getTime()}`,
    PolicyArns: policyArns?.map((arn) => ({ arn })),
    Policy: policy == null || typeof policy === "string" ? policy : JSON.stringify(policy),
    DurationSeconds: durationSeconds,
  };
}

/** The request's body: an action, then its members; absent ones are left out. */
export function stsForm(action: string, members: StsMembers): Uint8Array<ArrayBuffer> {
  const pairs = [["Action", action], ["Version", "2011-06-15"], ...flatten("", members)];
  return encodeText(pairs.map((pair) => pair.map((part) => encodeRfc3986(part!)).join("=")).join("&"));
}

/** Lists become `Tags.member.1`, objects `Tags.member.1.Key`; an empty list is sent as an empty value. */
function flatten(name: string, value: unknown): [name: string, value: string][] {
  if (value == null) return [];
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item, index) => flatten(`${name}.member.${index + 1}`, item));
  }
  if (Object(value) !== value || Array.isArray(value)) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => flatten(name ? `${name}.${key}` : key, item));
}

/** JSON is asked for, as it is simpler to read; a service that does not give it gives XML. */
export const STS_HEADERS = {
  accept: "application/json",
  "content-type": "application/x-www-form-urlencoded",
} as const;

/** Where STS takes all its requests. */
export function stsUrl({ origin, path }: Endpoint): string {
  return `${origin}${path}/`;
}
