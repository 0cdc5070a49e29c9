import { isHostLabel } from "../base/host_label.ts";
import { checkType, refuse } from "../base/refuse.ts";

/** The DNS suffixes of a partition's endpoints. */
interface Partition {
  /** What its regions are called. */
  readonly regions: RegExp;
  readonly dnsSuffix: string;
  readonly dualstackDnsSuffix: string;
}

/**
 * All partitions but `aws`, which a region that none of these knows belongs to.
 *
 * @see {@link https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html}
 */
const PARTITIONS: readonly Partition[] = [
  {
    regions: /^(cn-\w+-\d+|aws-cn-global)$/,
    dnsSuffix: "amazonaws.com.cn",
    dualstackDnsSuffix: "api.amazonwebservices.com.cn",
  },
  {
    regions: /^eusc-de-\w+-\d+$/,
    dnsSuffix: "amazonaws.eu",
    dualstackDnsSuffix: "api.amazonwebservices.eu",
  },
  {
    regions: /^(us-iso-\w+-\d+|aws-iso-global)$/,
    dnsSuffix: "c2s.ic.gov",
    dualstackDnsSuffix: "api.aws.ic.gov",
  },
  {
    regions: /^(us-isob-\w+-\d+|aws-iso-b-global)$/,
    dnsSuffix: "sc2s.sgov.gov",
    dualstackDnsSuffix: "api.aws.scloud",
  },
  {
    regions: /^(eu-isoe-\w+-\d+|aws-iso-e-global)$/,
    dnsSuffix: "cloud.adc-e.uk",
    dualstackDnsSuffix: "api.cloud-aws.adc-e.uk",
  },
  {
    regions: /^(us-isof-\w+-\d+|aws-iso-f-global)$/,
    dnsSuffix: "csp.hci.ic.gov",
    dualstackDnsSuffix: "api.aws.hci.ic.gov",
  },
];

const AWS = { dnsSuffix: "amazonaws.com", dualstackDnsSuffix: "api.aws" };

/**
 * Which endpoint of a region to use.
 *
 * @category Configuration
 */
export interface LambdaEndpointOptions {
  /**
   * Whether to use the endpoint with FIPS 140 validated cryptography.
   *
   * @default {false}
   */
  readonly fips?: boolean | undefined;
  /**
   * Whether to use the endpoint that is reachable over IPv6 as well as IPv4.
   *
   * @default {false}
   */
  readonly dualstack?: boolean | undefined;
}

/**
 * Returns the URL of Lambda's API in a region.
 *
 * @param region The region's name, such as `eu-central-1`, in lower or upper case. An unknown region is treated as one
 * of the partition `aws`.
 * @param options Which endpoint of the region to use.
 * @returns The URL, without a trailing slash.
 * @throws {TypeError} If `region` is not a valid host label.
 * @see {@link https://docs.aws.amazon.com/general/latest/gr/lambda-service.html}
 * @example Find Lambda in three partitions
 * ```ts
 * import { lambdaEndpoint } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * assert.equal(lambdaEndpoint("eu-central-1"), "https://lambda.eu-central-1.amazonaws.com");
 * assert.equal(lambdaEndpoint("cn-north-1"), "https://lambda.cn-north-1.amazonaws.com.cn");
 * assert.equal(
 *   lambdaEndpoint("us-gov-west-1", { fips: true, dualstack: true }),
 *   "https://lambda-fips.us-gov-west-1.api.aws",
 * );
 * ```
 * @category Configuration
 */
export function lambdaEndpoint(region: string, options: LambdaEndpointOptions = {}): string {
  return serviceEndpoint("lambda", region, options);
}

/** The URL of a service's API in a region. */
export function serviceEndpoint(service: string, region: string, options: LambdaEndpointOptions): string {
  const name = checkRegion(region);
  const partition = PARTITIONS.find(({ regions }) => regions.test(name)) ?? AWS;
  const suffix = options.dualstack ? partition.dualstackDnsSuffix : partition.dnsSuffix;
  const host = options.fips ? `${service}-fips` : service;
  return `https://${host}.${name}.${suffix}`;
}

/** A region as it stands in hosts and signatures: in small letters. */
export function checkRegion(region: unknown): string {
  const text = checkType("string", "region", region);
  if (!isHostLabel(text)) refuse("region", "a region's name, such as eu-central-1", region);
  return text.toLowerCase();
}
