/**
 * Signatures of S3 and in the query that others have made:
 *
 * - AWS_S3: the examples of AWS's documentation (Amazon S3 API Reference, "Authenticating Requests: Using the Authorization
 *   Header" and "Using Query Parameters").
 * - BOTOCORE_S3 and PRESIGNED: made for this project with `S3SigV4Auth`, `S3SigV4QueryAuth` and `SigV4QueryAuth` of botocore
 *   1.43.107.
 *
 * @module
 */
import { BOTOCORE_DATE, SECRET, type Signed } from "./sigv4_vectors.ts";

const TOKEN = "AQoDYXdzEPT//////////wEXAMPLE+token/with=odd+characters==";
const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET };

const AWS_KEYS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const AWS_SCOPE = { region: "us-east-1", service: "s3", date: "2013-05-24T00:00:00Z" };
const AWS_AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ";

/** Signed with all headers. */
export const AWS_S3: Readonly<Record<string, Signed>> = {
  "get an object": {
    ...AWS_KEYS,
    ...AWS_SCOPE,
    method: "GET",
    url: "https://examplebucket.s3.amazonaws.com/test.txt",
    headers: [["range", "bytes=0-9"]],
    body: "",
    authorization: AWS_AUTHORIZATION + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, " +
      "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  },
  "put an object": {
    ...AWS_KEYS,
    ...AWS_SCOPE,
    method: "PUT",
    url: "https://examplebucket.s3.amazonaws.com/test$file.text",
    headers: [["date", "Fri, 24 May 2013 00:00:00 GMT"], ["x-amz-storage-class", "REDUCED_REDUNDANCY"]],
    body: "Welcome to Amazon S3.",
    authorization: AWS_AUTHORIZATION + "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, " +
      "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  },
  "get a bucket's lifecycle": {
    ...AWS_KEYS,
    ...AWS_SCOPE,
    method: "GET",
    url: "https://examplebucket.s3.amazonaws.com/?lifecycle",
    headers: [],
    body: "",
    authorization: AWS_AUTHORIZATION + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, " +
      "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  },
  "list objects": {
    ...AWS_KEYS,
    ...AWS_SCOPE,
    method: "GET",
    url: "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J",
    headers: [],
    body: "",
    authorization: AWS_AUTHORIZATION + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, " +
      "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  },
};

/** Signed with the headers that must be. */
export const BOTOCORE_S3: Readonly<Record<string, Signed>> = {
  "a key with odd characters": {
    ...KEYS,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://bucket.s3.eu-central-1.amazonaws.com/a%20b/%C3%A9%2B%21%27%28%29%2A/%24%26",
    headers: [],
    body: "",
    region: "eu-central-1",
    service: "s3",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=5113522d4034f4757b7ded4c54ac0c80d7dae95844072f08d7dde61820f0f827",
  },
  "empty segments": {
    ...KEYS,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://bucket.s3.eu-central-1.amazonaws.com//a///b//",
    headers: [],
    body: "",
    region: "eu-central-1",
    service: "s3",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=781b55826efe5150e53ed0c07129b34cf6aed85b1f61dabf535e8ee3a21b6694",
  },
  "a body": {
    ...KEYS,
    sessionToken: TOKEN,
    date: BOTOCORE_DATE,
    method: "PUT",
    url: "https://bucket.s3.eu-central-1.amazonaws.com/key",
    headers: [["content-type", "text/plain"], ["x-amz-storage-class", "STANDARD_IA"]],
    body: "Hello é",
    region: "eu-central-1",
    service: "s3",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-storage-class, Signature=bd2db16cf3bbafcb1bd510859c816f800d39b5ba74cf1a1a74abe67fcc752899",
  },
  "a query": {
    ...KEYS,
    sessionToken: TOKEN,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://bucket.s3.dualstack.us-west-2.amazonaws.com/?list-type=2&prefix=a%2Fb%20c&delimiter=%2F",
    headers: [],
    body: "",
    region: "us-west-2",
    service: "s3",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-west-2/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=d8d4567802fc5f4d049c292b82a6908dddd33b1adcf9d006e91235ea9af6bf49",
  },
  "the older form of a host": {
    ...KEYS,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://s3-eu-west-1.amazonaws.com/bucket/key%25",
    headers: [],
    body: "",
    region: "eu-west-1",
    service: "s3",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=afbce67e8d96dd83a59a07a05426b228b44633a5bb89959fb8862f8968b117e7",
  },
  "S3 Express": {
    ...KEYS,
    sessionToken: TOKEN,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/?session",
    headers: [],
    body: "",
    region: "us-east-1",
    service: "s3express",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/s3express/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=0f7321914c8dd6884152f2c9c2902915ea1c6e797d5cdf6b552c078442010905",
  },
  "S3 on Outposts": {
    ...KEYS,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://ap-1.op-1.s3-outposts.us-east-1.amazonaws.com/a%20b",
    headers: [],
    body: "",
    region: "us-east-1",
    service: "s3-outposts",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/s3-outposts/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=6fe698e853efc98c289d7e4856a832555175913cac789c894fa0d0946b450dd5",
  },
};

/** A request that is signed in its URL. */
export interface Presigned extends Omit<Signed, "authorization"> {
  readonly expiresIn: number;
  /** The URL, with what botocore adds to it. */
  readonly presigned: string;
}

/** Signed in their URLs. */
export const PRESIGNED: Readonly<Record<string, Presigned>> = {
  "the example of AWS's documentation": {
    ...AWS_KEYS,
    ...AWS_SCOPE,
    method: "GET",
    url: "https://examplebucket.s3.amazonaws.com/test.txt",
    headers: [],
    body: "",
    expiresIn: 86_400,
    presigned: "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
      "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z" +
      "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host" +
      "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  },
  "an object of S3": {
    ...KEYS,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://bucket.s3.eu-central-1.amazonaws.com/a%20b/%C3%A9%2B%21",
    headers: [],
    body: "",
    region: "eu-central-1",
    service: "s3",
    expiresIn: 600,
    presigned:
      "https://bucket.s3.eu-central-1.amazonaws.com/a%20b/%C3%A9%2B%21?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=c240af43909157f11398d79cf4a60c2cd874060a3031b2c86f5b7995fbccbb11",
  },
  "an object of S3, with a session token": {
    ...KEYS,
    sessionToken: TOKEN,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://bucket.s3.eu-central-1.amazonaws.com/key?versionId=a%2Fb%3D",
    headers: [],
    body: "",
    region: "eu-central-1",
    service: "s3",
    expiresIn: 604800,
    presigned:
      "https://bucket.s3.eu-central-1.amazonaws.com/key?versionId=a%2Fb%3D&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Security-Token=AQoDYXdzEPT%2F%2F%2F%2F%2F%2F%2F%2F%2F%2FwEXAMPLE%2Btoken%2Fwith%3Dodd%2Bcharacters%3D%3D&X-Amz-Signature=b5473a891f686b87603f9ce638ef71eaa47699471db371fec12fab2b27a95d2e",
  },
  "an upload to S3": {
    ...KEYS,
    date: BOTOCORE_DATE,
    method: "PUT",
    url: "https://bucket.s3.eu-central-1.amazonaws.com/key",
    headers: [["content-type", "image/png"]],
    body: "",
    region: "eu-central-1",
    service: "s3",
    expiresIn: 1,
    presigned:
      "https://bucket.s3.eu-central-1.amazonaws.com/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=1&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=697d52426b784cd93cb7c74f15dd5120c405f576d240145e8d86df6414d941aa",
  },
  "an invocation": {
    ...KEYS,
    sessionToken: TOKEN,
    date: BOTOCORE_DATE,
    method: "POST",
    url:
      "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda%3Af/invocations?Qualifier=%24LATEST",
    headers: [],
    body: "",
    region: "eu-central-1",
    service: "lambda",
    expiresIn: 900,
    presigned:
      "https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda%3Af/invocations?Qualifier=%24LATEST&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Feu-central-1%2Flambda%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token=AQoDYXdzEPT%2F%2F%2F%2F%2F%2F%2F%2F%2F%2FwEXAMPLE%2Btoken%2Fwith%3Dodd%2Bcharacters%3D%3D&X-Amz-Signature=3614fc08449ecb3cbf24bab937b7f05332614b116b8e361e1a3f63c5f5de9926",
  },
  "another service": {
    ...KEYS,
    date: BOTOCORE_DATE,
    method: "GET",
    url: "https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
    headers: [],
    body: "",
    region: "eu-central-1",
    service: "sts",
    expiresIn: 60,
    presigned:
      "https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Feu-central-1%2Fsts%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=ce10ed6031911dbfa15efee0982cf6803e4b7c856d43a9d04eff92dc24c3deef",
  },
};
