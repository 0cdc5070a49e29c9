import { checkType, refuse } from "../base/refuse.ts";

/** By the beginning of their regions' names, all partitions but `aws`: DNS suffix, and that of dual-stack endpoints. */
const PARTITIONS: Readonly<Record<string, string>> = {
  cn: "amazonaws.com.cn api.amazonwebservices.com.cn",
  "eusc-de": "amazonaws.eu api.amazonwebservices.eu",
  "us-iso": "c2s.ic.gov api.aws.ic.gov",
  "us-isob": "sc2s.sgov.gov api.aws.scloud",
  "eu-isoe": "cloud.adc-e.uk api.cloud-aws.adc-e.uk",
  "us-isof": "csp.hci.ic.gov api.aws.hci.ic.gov",
};

/** Which of a region's endpoints to take. */
export interface LambdaEndpointOptions {
  /**
   * Whether its cryptography is to be validated by FIPS 140.
   *
   * @default {false}
   */
  readonly fips?: boolean | undefined;
  /**
   * Whether it is to be reached over IPv6 too.
   *
   * @default {false}
   */
  readonly dualstack?: boolean | undefined;
}

/**
 * Gives the URL of Lambda's API in a region.
 *
 * @param region A region's name, such as `eu-central-1`; one that no partition knows is taken for one of `aws`.
 * @param options Which of the region's endpoints.
 * @returns The URL, without a trailing slash.
 * @throws {TypeError} If `region` is no host label.
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
 */
export function lambdaEndpoint(region: string, options: LambdaEndpointOptions = {}): string {
  return serviceEndpoint("lambda", region, options);
}

/** The URL of a service's API in a region. */
export function serviceEndpoint(service: string, region: string, { fips, dualstack }: LambdaEndpointOptions): string {
  if (!/^(?!-)[a-z\d-]{1,63}$(?<!-)/i.test(checkType("string", "region", region))) {
    refuse("region", "a host label", region);
  }
  const name = region.toLowerCase();
  const [dns, dualstackDns] = (PARTITIONS[name.replace(/-\w+-\d+$/, "")] ?? "amazonaws.com api.aws").split(" ");
  return `https://${service}${fips ? "-fips" : ""}.${name}.${dualstack ? dualstackDns : dns}`;
}
