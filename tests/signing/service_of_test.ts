import { signRequest } from "../../mod.ts";
import { serviceOf } from "../../src/signing/service_of.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { AWS_HOSTS, GLOBAL_HOSTS } from "../support/aws_hosts.ts";
import { test } from "../support/harness.ts";

const serviceOfHost = (host: string) => serviceOf(new URL(`https://${host}/path`));

test("serviceOf() knows the hosts of every service of AWS", () => {
  for (const [service, hosts] of AWS_HOSTS) {
    for (const host of hosts) {
      assertEquals(serviceOfHost(`${host}.us-east-1.amazonaws.com`), service, host);
      assertEquals(serviceOfHost(`${host}.us-gov-west-1.api.aws`), service, host);
    }
  }
});

/** A region of each partition, and the suffixes of its hosts. */
const PARTITIONS: readonly (readonly [region: string, ...suffixes: string[]])[] = [
  ["ap-southeast-2", "amazonaws.com", "api.aws"],
  ["us-gov-east-1", "amazonaws.com", "api.aws"],
  ["cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"],
  ["us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"],
  ["us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"],
  ["eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
];

for (const [region, ...suffixes] of PARTITIONS) {
  test(`serviceOf() knows hosts of ${region}`, () => {
    for (const suffix of suffixes) {
      for (const fips of ["", "-fips"]) {
        assertEquals(serviceOfHost(`lambda${fips}.${region}.${suffix}`), "lambda");
        assertEquals(serviceOfHost(`email${fips}.${region}.${suffix}`), "ses");
        assertEquals(serviceOfHost(`runtime.sagemaker${fips}.${region}.${suffix}`), "sagemaker");
        assertEquals(serviceOfHost(`my.bucket.s3${fips}.dualstack.${region}.${suffix}`), "s3");
        assertEquals(serviceOfHost(`abcdef.execute-api${fips}.${region}.${suffix}`), "execute-api");
      }
    }
  });
}

test("serviceOf() knows the endpoints of a whole partition", () => {
  for (const [host, service] of Object.entries(GLOBAL_HOSTS)) assertEquals(serviceOfHost(host), service, host);
});

/** Hosts of customers, as the guides of their services write them. */
const CUSTOMERS: Readonly<Record<string, string>> = {
  "abcdef.lambda-url.eu-central-1.on.aws": "lambda",
  "abcdef.lambda-url.cn-northwest-1.on.aws": "lambda",
  "bucket.s3.eu-central-1.amazonaws.com": "s3",
  "a.bucket.with.dots.s3.eu-central-1.amazonaws.com": "s3",
  "us-east-1.s3.eu-central-1.amazonaws.com": "s3",
  "my-bucket-1.s3.amazonaws.com": "s3",
  "bucket.s3.amazonaws.com": "s3",
  "s3-eu-west-1.amazonaws.com": "s3",
  "bucket.s3-eu-west-1.amazonaws.com": "s3",
  "s3-fips-us-gov-west-1.amazonaws.com": "s3",
  "s3-external-1.amazonaws.com": "s3",
  "bucket.s3-accelerate.amazonaws.com": "s3",
  "bucket.s3-accelerate.dualstack.amazonaws.com": "s3",
  "point-123456789012.s3-accesspoint.us-east-1.amazonaws.com": "s3",
  "point-123456789012.s3-accesspoint-fips.dualstack.us-east-1.amazonaws.com": "s3",
  "123456789012.s3-control.us-east-1.amazonaws.com": "s3",
  "bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com": "s3express",
  "bucket--use1-az4--x-s3.s3express-fips-use1-az4.dualstack.us-east-1.amazonaws.com": "s3express",
  "s3express-control.us-east-1.amazonaws.com": "s3express",
  "point-123456789012.s3-object-lambda.us-east-1.amazonaws.com": "s3-object-lambda",
  "point-123456789012.op-01ac5d28a6a232904.s3-outposts.us-east-1.amazonaws.com": "s3-outposts",
  "bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com": "s3",
  "vpce-1a2b3c4d-5e6f.sqs.us-east-1.vpce.amazonaws.com": "sqs",
  "vpce-1a2b3c4d-5e6f-us-east-1a.sqs.us-east-1.vpce.amazonaws.com": "sqs",
  "vpce-1a2b3c4d-5e6f.runtime.sagemaker.us-east-1.vpce.amazonaws.com": "sagemaker",
  "queue.amazonaws.com": "sqs",
  "us-west-2.queue.amazonaws.com": "sqs",
  "abcdef.execute-api.us-east-1.amazonaws.com": "execute-api",
  "abcdef-vpce-1a2b3c4d.execute-api.us-east-1.amazonaws.com": "execute-api",
  "abcdef.appsync-api.us-east-1.amazonaws.com": "appsync",
  "search-domain-abcdef.us-east-1.es.amazonaws.com": "es",
  "vpc-domain-abcdef.us-east-1.es.amazonaws.com": "es",
  "search-domain-abcdef.aos.us-east-1.on.aws": "es",
  "abcdef.us-east-1.aoss.amazonaws.com": "aoss",
  "abcdef.aoss.us-east-1.on.aws": "aoss",
  "pipeline-abcdef.us-east-1.osis.amazonaws.com": "osis",
  "search-domain-abcdef.us-east-1.cloudsearch.amazonaws.com": "cloudsearch",
  "database.cluster-abcdef.us-east-1.neptune.amazonaws.com": "neptune-db",
  "g-abcdef.us-east-1.neptune-graph.amazonaws.com": "neptune-graph",
  "service-01234.abcdef.vpc-lattice-svcs.us-west-2.on.aws": "vpc-lattice-svcs",
  "abcdef-ats.iot.us-east-1.amazonaws.com": "iotdata",
  "abcdef.iot.cn-north-1.amazonaws.com.cn": "iotdata",
  "abcdef.jobs.iot.us-east-1.amazonaws.com": "iot-jobs-data",
  "iot.us-east-1.amazonaws.com": "iot",
  "123456789012.ddb.us-east-1.amazonaws.com": "dynamodb",
  "123456789012.data-kinesis.us-east-1.amazonaws.com": "kinesis",
  "s-1a2b3c4d.kinesisvideo.us-east-1.amazonaws.com": "kinesisvideo",
  "abcdef.mediaconvert.us-east-1.amazonaws.com": "mediaconvert",
  "abcdef.data.mediastore.us-east-1.amazonaws.com": "mediastore",
  "ingest-cell1.timestream.us-east-1.amazonaws.com": "timestream",
  "mainnet.bitcoin.managedblockchain.us-east-1.amazonaws.com": "managedblockchain",
  "git-codecommit.us-east-1.amazonaws.com": "codecommit",
};

test("serviceOf() knows the hosts that services give to their customers", () => {
  for (const [host, service] of Object.entries(CUSTOMERS)) {
    assertEquals(serviceOfHost(host), service, host);
    assertEquals(serviceOfHost(host.toUpperCase()), service, host);
    assertEquals(serviceOf(new URL(`https://${host}:8443/?a=1`)), service, host);
  }
});

test("serviceOf() tells MQTT over WebSocket from the HTTP API of AWS IoT", () => {
  const host = "wss://abcdef-ats.iot.us-east-1.amazonaws.com";
  assertEquals(serviceOf(new URL(`${host}/mqtt`)), "iotdevicegateway");
  assertEquals(serviceOf(new URL(`${host}/topics/mqtt`)), "iotdata");
});

/** Hosts that are not AWS's, take no SigV4, or are shared by services. */
const UNKNOWN: readonly string[] = [
  ...["example.com", "localhost", "127.0.0.1", "[::1]", "account.r2.cloudflarestorage.com", "minio.local"],
  ...["amazonaws.com", "api.aws", "notamazonaws.com", "lambda.eu-central-1.amazonaws.com.example.com"],
  ...["sqs.eu-central-1.example.amazonaws.com", "a.b.eu-central-1.amazonaws.com", "example.amazonaws.com"],
  ...["constructor.amazonaws.com", "a.constructor.us-east-1.amazonaws.com", "__proto__.amazonaws.com"],
  "bucket.s3-website.eu-central-1.amazonaws.com",
  "bucket.s3-website-eu-west-1.amazonaws.com",
  "abcdef.mrap.accesspoint.s3-global.amazonaws.com", // SigV4A
  "ec2-1-2-3-4.eu-central-1.compute.amazonaws.com",
  "balancer-1.eu-central-1.elb.amazonaws.com",
  "database.abcdef.eu-central-1.rds.amazonaws.com",
  "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
  "vpce-1a2b3c4d.vpce-svc-5e6f.us-east-1.vpce.amazonaws.com",
  "abcdef.credentials.iot.us-east-1.amazonaws.com",
  "maps.geo.us-east-1.amazonaws.com",
  "places.geo.us-east-1.amazonaws.com",
  "routes.geo.us-east-1.amazonaws.com",
  "importexport.amazonaws.com",
];

test("serviceOf() guesses nothing", () => {
  for (const host of UNKNOWN) assertEquals(serviceOfHost(host), undefined, host);
});

test("signRequest() asks for the service where the host does not tell it", async () => {
  const options = { credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }, region: "us-east-1" };
  for (const host of UNKNOWN) {
    const error = await assertRejects(() => signRequest(`https://${host}/`, options), TypeError);
    assertStringIncludes(
      error.message,
      `Cannot sign as service must be given: it is missing; ${new URL(`https://${host}`).host}`,
    );
    const request = await signRequest(`https://${host}/`, { ...options, service: "given" });
    assertStringIncludes(request.headers.get("authorization")!, "/us-east-1/given/aws4_request,");
  }
});
