/**
 * Signatures that others have made:
 *
 * - OFFICIAL: vectors of AWS's own signers (Apache-2.0, Copyright Amazon.com, Inc. or its affiliates): crt is
 *   awslabs/aws-c-auth@495329c24330, tests/aws-signing-test-suite/v4; legacy is boto/botocore@0e6e2404b85d,
 *   tests/unit/auth/aws4_testsuite; smithy-rs is smithy-lang/smithy-rs@56ee88c5c6ed, aws-sigv4/aws-signing-test-suite/v4.
 *   All sign every header.
 * - BOTOCORE, SIGNATURES and INVOCATIONS: made for this project with `SigV4Auth` of botocore 1.43.107.
 *
 * @module
 */

import type { InvokeInput } from "../../mod.ts";

/** A request, and what it is signed with. */
export interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly authorization: string;
}

/** Vectors of AWS, signed with `allHeaders`. */
export const OFFICIAL: Readonly<Record<string, Signed>> = {
  "crt/get-vanilla": {
    method: "GET",
    url: "https://example.amazonaws.com/",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  },
  "crt/get-vanilla-with-session-token": {
    method: "GET",
    url: "https://example.amazonaws.com/",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    sessionToken: "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
  },
  "crt/get-header-value-trim": {
    method: "GET",
    url: "https://example.amazonaws.com/",
    headers: [["My-Header1", " value1"], ["My-Header2", ' "a   b   c"']],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;my-header1;my-header2;x-amz-date, Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  },
  "crt/get-slashes-normalized": {
    method: "GET",
    url: "https://example.amazonaws.com//example//",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
  },
  "crt/get-relative-normalized": {
    method: "GET",
    url: "https://example.amazonaws.com/example/..",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  },
  "crt/get-slash-pointless-dot-normalized": {
    method: "GET",
    url: "https://example.amazonaws.com/./example",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
  },
  "crt/get-unreserved": {
    method: "GET",
    url: "https://example.amazonaws.com/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
  },
  "crt/get-vanilla-empty-query-key": {
    method: "GET",
    url: "https://example.amazonaws.com/?Param1=value1",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
  },
  "crt/get-vanilla-query-order-encoded": {
    method: "GET",
    url: "https://example.amazonaws.com/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
  },
  "crt/get-vanilla-query-unreserved": {
    method: "GET",
    url:
      "https://example.amazonaws.com/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
  },
  "crt/get-vanilla-utf8-query": {
    method: "GET",
    url: "https://example.amazonaws.com/?ሴ=bar",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
  },
  "crt/post-header-key-sort": {
    method: "POST",
    url: "https://example.amazonaws.com/",
    headers: [["My-Header1", "value1"]],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;my-header1;x-amz-date, Signature=c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
  },
  "crt/post-header-value-case": {
    method: "POST",
    url: "https://example.amazonaws.com/",
    headers: [["My-Header1", "VALUE1"]],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;my-header1;x-amz-date, Signature=cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
  },
  "crt/post-vanilla-query": {
    method: "POST",
    url: "https://example.amazonaws.com/?Param1=value1",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
  },
  "legacy/get-vanilla-query-order-value": {
    method: "GET",
    url: "https://example.amazonaws.com/?Param1=value2&Param1=value1",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
  },
  "legacy/normalize-path/get-special-character": {
    method: "GET",
    url: "https://example.amazonaws.com/example/$delete",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=a853c9b21b528b19643d00910d35b83a10c366a10833ceefb45edd6c80e40f27",
  },
  "legacy/post-x-www-form-urlencoded": {
    method: "POST",
    url: "https://example.amazonaws.com/",
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body: "Param1=value1",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  },
  "legacy/post-x-www-form-urlencoded-parameters": {
    method: "POST",
    url: "https://example.amazonaws.com/",
    headers: [["Content-Type", "application/x-www-form-urlencoded; charset=utf8"]],
    body: "Param1=value1",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
  },
  "smithy-rs/double-url-encode": {
    method: "POST",
    url:
      "https://lambda.us-east-2.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-west-2%3A892717189312%3Afunction%3Amy-rusty-fun/invocations",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    date: "2021-05-11T15:40:45Z",
    region: "us-east-2",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20210511/us-east-2/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=4b93abbcc68be32bd64c18e2c71150660ab4c29bbd6c32a383a7517a88fc1804",
  },
  "smithy-rs/double-encode-path": {
    method: "POST",
    url: "https://tj9n5r0m12.execute-api.us-east-1.amazonaws.com/test/@connections/JBDvjfGEIAMCERw%3D",
    headers: [],
    body: "",
    accessKeyId: "ANOTREAL",
    secretAccessKey: "notrealrnrELgWzOk3IfjzDKtFBhDby",
    date: "2015-08-30T12:36:00Z",
    region: "us-east-1",
    service: "service",
    authorization:
      "AWS4-HMAC-SHA256 Credential=ANOTREAL/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=57d157672191bac40bae387e48bbe14b15303c001fdbb01f4abf295dccb09705",
  },
};

/** When those of botocore are signed. */
export const BOTOCORE_DATE = "2026-03-01T12:00:00Z";

/** The key and the token of AWS's own examples. */
export const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN";

/** Requests with what this module signs of them unless told otherwise: `host`, `content-type` and `x-amz-*`. */
export const BOTOCORE: Readonly<Record<string, Signed>> = {
  "an invocation": {
    method: "POST",
    url:
      "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/my-fn%3A%24LATEST/invocations?Qualifier=%24LATEST",
    headers: [["content-type", "application/octet-stream"], ["x-amz-log-type", "Tail"]],
    body: '{"name":"Ada é"}',
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    sessionToken: TOKEN,
    region: "us-east-1",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-log-type;x-amz-security-token, Signature=eb472a316b28b56020117c3e8cd7e8c7fed79c0e2d128f29bab7e918625f240f",
  },
  "a body without a type of its own": {
    method: "PUT",
    url: "https://example.com:8443/a",
    headers: [["content-type", "application/json"]],
    body: "{}",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    region: "eu-central-1",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-central-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=579a7e1eddd5f17e3af7b2e16464bd8941bfb2221c38d20b11078f5b32a6462e",
  },
  "no body": {
    method: "DELETE",
    url: "https://example.com/a",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    sessionToken: TOKEN,
    region: "eu-central-1",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-central-1/lambda/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=af40c2061245add125d7f2304d7cd17c9d9eb4d67a059c1ba5ebd6bdf7c70c8a",
  },
  "another service": {
    method: "POST",
    url: "https://sts.amazonaws.com/",
    headers: [["content-type", "application/x-www-form-urlencoded"]],
    body: "Action=GetCallerIdentity&Version=2011-06-15",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    region: "us-east-1",
    service: "sts",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=cc48aed4ea960713c1c8186cb56a89435d0db2044a77420cece1b4a0e4fddf70",
  },
  "the hash of the payload": {
    method: "POST",
    url: "https://example.com/",
    headers: [["x-amz-content-sha256", "abababababababababababababababababababababababababababababababab"]],
    body: "{}",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    region: "us-east-1",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=a736e74ff3f27706cdc26d5682c21e11cd907383fa2a52130aaa19e6be8b4116",
  },
  "an unsigned payload": {
    method: "POST",
    url: "https://example.com/",
    headers: [["x-amz-content-sha256", "UNSIGNED-PAYLOAD"]],
    body: "{}",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    sessionToken: TOKEN,
    region: "us-east-1",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=0094825944143109d40f54d7b4a81cd847416f7344ffdf87d6faa76aa9d165ed",
  },
  "headers that are not signed": {
    method: "POST",
    url: "https://example.com/",
    headers: [["content-type", "text/plain"], ["x-other", "1"], ["accept", "*/*"], ["x-amz-meta", " a  b "]],
    body: "x",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    region: "us-east-1",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-meta, Signature=c298c5335316744c2dd5b856ef400584600884862c15fef15e8da40d1538a09b",
  },
  "a query to be sorted": {
    method: "GET",
    url: "https://example.com/?b=2&a=2&B=1&a=1&a=%C3%A9&a-=1&a.=1&aa=1&c",
    headers: [],
    body: "",
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: SECRET,
    date: BOTOCORE_DATE,
    region: "us-east-1",
    service: "lambda",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=4dd503f03dc9c430e8547fde80de6ffc3513d37a229efe000e33ce0c376d8eca",
  },
};

/** "headers that are not signed", once more with all of them signed. */
export const ALL_HEADERS =
  "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=accept;content-type;host;x-amz-date;x-amz-meta;x-other, Signature=706a8834c07f6685e6b8a05f333b1b53089c19022861823227a565c233fa5e5d";

/**
 * Signatures of "an invocation" with a body of `a`, half of a surrogate pair and `b`, by the bytes that are sent: as
 * Encoding has it, with U+FFFD, or as workerd has it. Made like those of BOTOCORE, by botocore 1.43.11.
 */
export const HALF_PAIR: Readonly<Record<string, string>> = {
  "97,239,191,189,98": "cf61620b300803531d992dc985f167b8ebe798653c0413722d78e3372c5f7423",
  "97,237,160,189,98": "1bdc1b3575df7ced39a20603472319b41744229858f10baf788a5997a7540995",
};

/** Secret, date, region, service, and the signature of `GET https://example.amazonaws.com/?a=1` without a token. */
export const SIGNATURES:
  readonly (readonly [secret: string, date: string, region: string, service: string, signature: string])[] = [
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-01T23:59:59Z",
      "us-east-1",
      "lambda",
      "75076d97d4c30a9b2ca7fc3d23e6a42e7d00d7b9505609a4a0703c745738c599",
    ],
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-01T23:59:59Z",
      "us-east-1",
      "sts",
      "5eb773c0cc94f2bedf11dacb14abbbfb1e7eca27bb40a1251f1897abd405d6fc",
    ],
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-01T23:59:59Z",
      "eu-central-1",
      "lambda",
      "557019ff3affcc662f0c2070f408a2b05013fad016bfdd2ed0893ca1165f241d",
    ],
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-01T23:59:59Z",
      "eu-central-1",
      "sts",
      "67541b594e030d2ab7120d3921b44fd81f8fa298dcfffebc73c71808bf7ba12c",
    ],
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-02T00:00:00Z",
      "us-east-1",
      "lambda",
      "13802b7d5c671bab79cb895f09274b05fe95a227b9939b3960bb8c492cdd89b6",
    ],
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-02T00:00:00Z",
      "us-east-1",
      "sts",
      "21a955c79b0dde7d1cd7c5e0fb9043d0085079943900f72af876866d8b05646a",
    ],
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-02T00:00:00Z",
      "eu-central-1",
      "lambda",
      "1d44fb36dc2d74feff9d57a7744d3d5ec68c2ba615d318ae2330e8ea9f3b9cfc",
    ],
    [
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      "2026-03-02T00:00:00Z",
      "eu-central-1",
      "sts",
      "45b41e11f1428ea7f786d92df2402330010309112b0b71fe5dd8164caf8377ee",
    ],
    [
      "another+secret/0123456789",
      "2026-03-01T23:59:59Z",
      "us-east-1",
      "lambda",
      "ebd2c5a480a6fe49bfa72fced11aa05ab0b5ea7693a3227c613b8104560f7464",
    ],
    [
      "another+secret/0123456789",
      "2026-03-01T23:59:59Z",
      "us-east-1",
      "sts",
      "f9a78870a0ecb90933db80fd0a533370ca035af07a17382221199b613bb41737",
    ],
    [
      "another+secret/0123456789",
      "2026-03-01T23:59:59Z",
      "eu-central-1",
      "lambda",
      "396842438a05bc2436b5cf3ac8b273bc9f5f46bf89694d30d44e2f7f1b0a280a",
    ],
    [
      "another+secret/0123456789",
      "2026-03-01T23:59:59Z",
      "eu-central-1",
      "sts",
      "d9a722621da2fdd04b8fd4995ae4ea17572be40e0adb00a5e2cc0aaab7339083",
    ],
    [
      "another+secret/0123456789",
      "2026-03-02T00:00:00Z",
      "us-east-1",
      "lambda",
      "84c95e218fb12a20c71644e29b63765b8cf28f1712e109fd8bcc40dd251f4cac",
    ],
    [
      "another+secret/0123456789",
      "2026-03-02T00:00:00Z",
      "us-east-1",
      "sts",
      "3630b6fc0a9a7e1486b73c9d35c2966c308cca8cf1a1041b5dc32c66e735dbb9",
    ],
    [
      "another+secret/0123456789",
      "2026-03-02T00:00:00Z",
      "eu-central-1",
      "lambda",
      "c46329360ae4ce97ca9c1ac78d729704b1eb8aeb2689a14e7cf25c8c793b9285",
    ],
    [
      "another+secret/0123456789",
      "2026-03-02T00:00:00Z",
      "eu-central-1",
      "sts",
      "14642203dc0b89e05d9e633c800576acd62da2c03c388ece00c21effbab0709d",
    ],
  ];

/** Inputs of Invoke, and what goes out at {@linkcode BOTOCORE_DATE} to us-east-1. */
export const INVOCATIONS: Readonly<
  Record<string, { readonly input: InvokeInput; readonly target: string; readonly authorization: string }>
> = {
  "a name alone": {
    input: { "FunctionName": "fn" },
    target: "/2015-03-31/functions/fn/invocations",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=1bcc50611f2e13bca18ab720eea7bfc52cd9dd5b8159a38cdbab454735cedc3a",
  },
  "an ARN": {
    input: { "FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:my-fn", "Payload": '{"name":"Ada"}' },
    target: "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Amy-fn/invocations",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=934938dcfa58838c61beaba033d05606e9093863938aed2e88eab0117be5b5eb",
  },
  "all members": {
    input: {
      "FunctionName": "my-fn:$LATEST",
      "Qualifier": "a b+c/$LATEST",
      "InvocationType": "RequestResponse",
      "LogType": "Tail",
      "ClientContext": "e30=",
      "TenantId": "a  b",
      "DurableExecutionName": "once",
      "Payload": '"é日"',
    },
    target: "/2015-03-31/functions/my-fn%3A%24LATEST/invocations?Qualifier=a%20b%2Bc%2F%24LATEST",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-client-context;x-amz-date;x-amz-durable-execution-name;x-amz-invocation-type;x-amz-log-type;x-amz-security-token;x-amz-tenant-id, Signature=795591538c2fe8b5ab981a41be7980b90c0692ca69cc340854878f7a3971d213",
  },
  "odd characters": {
    input: { "FunctionName": "!'()*/ü~" },
    target: "/2015-03-31/functions/%21%27%28%29%2A%2F%C3%BC~/invocations",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=dd35803901bbdda936e7dbff23046b01e0e2566f3e9d0c440d402ed33e902b01",
  },
};
