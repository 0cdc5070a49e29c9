import { GLOBAL_HOSTS, SIGNING_NAMES, SIGNING_NAMES_OF_CUSTOMERS } from "./signing_names.ts";

/**
 * What AWS's hosts end in: of each partition its suffix and that of dual stack, and what customers' own hosts end in.
 *
 * @see {@link https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json}
 */
const DNS_SUFFIXES: readonly string[] = [
  ".amazonaws.com",
  ".api.aws",
  ".on.aws",
  ".amazonaws.com.cn",
  ".api.amazonwebservices.com.cn",
  ".on.amazonwebservices.com.cn",
  ".amazonaws.eu",
  ".api.amazonwebservices.eu",
  ".on.amazonwebservices.eu",
  ".c2s.ic.gov",
  ".api.aws.ic.gov",
  ".sc2s.sgov.gov",
  ".api.aws.scloud",
  ".cloud.adc-e.uk",
  ".api.cloud-aws.adc-e.uk",
  ".csp.hci.ic.gov",
  ".api.aws.hci.ic.gov",
];

/** A region, such as `us-gov-west-1`. */
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** What stands in the place of a region where a service has one endpoint for all of a partition. */
const PARTITION_WIDE: readonly string[] = ["global", "us-gov"];

/**
 * The name that the service behind a URL has in signatures; `undefined` where the host is not AWS's, or does not tell.
 *
 * A host is `service.region.suffix`, and what is not in the tables has its own name in signatures, as all services do that
 * AWS's models say nothing else of. What stands further in front is a customer's or a part of the service, and must be
 * known.
 */
export function serviceOf(url: URL): string | undefined {
  const { hostname } = url;
  const suffix = DNS_SUFFIXES.find((suffix) => hostname.endsWith(suffix));
  if (suffix === undefined) return undefined;
  const labels = hostname.slice(0, -suffix.length).split(".");
  const area = labels.findLastIndex((label) => REGION.test(label) || PARTITION_WIDE.includes(label));
  const names = serviceLabels(labels.filter((_, at) => at !== area));
  const host = names.join(".");
  const service = Object.hasOwn(SIGNING_NAMES, host)
    ? SIGNING_NAMES[host]
    : serviceOfCustomer(names) ?? serviceNamed(host, area >= 0);
  const isMqtt = service === "iotdata" && url.pathname === "/mqtt";
  return isMqtt ? "iotdevicegateway" : service;
}

/** Leaves out how a service is reached: by VPC endpoint, by FIPS endpoint, by IPv6. */
function serviceLabels(labels: readonly string[]): readonly string[] {
  const isVpcEndpoint = labels.at(-1) === "vpce";
  const named = isVpcEndpoint
    ? labels.slice(labels.findLastIndex((label) => label.startsWith("vpce-")) + 1, -1)
    : labels;
  return named.filter((label) => label !== "dualstack" && label !== "fips")
    .map((label) => label.replace(/-fips(?=-|$)/, ""));
}

/** By the most labels that are known, with at least one in front of them. */
function serviceOfCustomer(names: readonly string[]): string | undefined {
  for (let at = 1; at < names.length; at++) {
    const known = names.slice(at).join(".");
    if (Object.hasOwn(SIGNING_NAMES_OF_CUSTOMERS, known)) return SIGNING_NAMES_OF_CUSTOMERS[known];
  }
  return serviceOfS3(names.at(-1) ?? "");
}

/** Old hosts of S3 have the region in the name (`s3-eu-west-1`), those of S3 Express the zone (`s3express-use1-az4`). */
function serviceOfS3(name: string): string | undefined {
  if (name.startsWith("s3express-")) return "s3express";
  return name.startsWith("s3-") && REGION.test(name.slice("s3-".length)) ? "s3" : undefined;
}

/** A host of one label is called as its service. */
function serviceNamed(host: string, hasArea: boolean): string | undefined {
  const isService = hasArea ? host !== "" && !host.includes(".") : GLOBAL_HOSTS.includes(host);
  return isService ? host : undefined;
}
