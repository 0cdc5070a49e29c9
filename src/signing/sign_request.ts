import { prepareSigning, type SignRequestOptions } from "./prepare_signing.ts";
import { payloadHashOf, toRequest } from "./request_draft.ts";
import { canonicalPathOf } from "./signable_url.ts";
import { signedHeaders } from "./signed_headers.ts";
import { authorize, canonicalQuery } from "./sigv4.ts";

/**
 * Signs a request with AWS Signature Version 4, for any service of AWS.
 *
 * What an earlier signature left on it is replaced, a `+` in the query becomes `%20`, which is what AWS reads it as, and
 * `x-amz-content-sha256` is sent where the service wants it (S3, OpenSearch Serverless, Glacier, VPC Lattice). The body is
 * read into memory to be hashed, unless a header `x-amz-content-sha256` gives its hash or says `UNSIGNED-PAYLOAD`. The token
 * of a session of S3 Express is not a session token: send it as `x-amz-s3session-token`, which is then signed.
 *
 * @param request The request, or its URL; the body of a `Request` is used up.
 * @param options The keys, the scope, and what `new Request()` takes.
 * @returns A new request with `x-amz-date`, `authorization` and, where there is a session token, `x-amz-security-token`.
 * @throws {TypeError} If the region is missing, the host does not tell the service and `service` is missing, or if the URL, a
 * header or the credentials cannot be sent.
 * @throws {RangeError} If `date` is no date that SigV4 can write.
 * @see {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html}
 * @example Send a message to a queue
 * ```ts
 * import { fromEnv, signRequest } from "@lambda4fetch/lambda4fetch";
 *
 * async function sendMessage(QueueUrl: string, MessageBody: string): Promise<void> {
 *   const { region, credentials } = fromEnv();
 *   const request = await signRequest(`https://sqs.${region}.amazonaws.com/`, {
 *     method: "POST",
 *     headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage" },
 *     body: JSON.stringify({ QueueUrl, MessageBody }),
 *     region,
 *     credentials,
 *   });
 *   const response = await fetch(request);
 *   if (!response.ok) throw new Error(`SQS answered ${response.status}`);
 * }
 * ```
 * @example Put an object into S3, and get it
 * ```ts
 * import { fromEnv, signRequest } from "@lambda4fetch/lambda4fetch";
 *
 * async function putAndGet(bucket: string, key: string, text: string): Promise<string> {
 *   const { region, credentials } = fromEnv();
 *   const url = new URL(`https://${bucket}.s3.${region}.amazonaws.com/`);
 *   // In a path, # and ? would begin something else.
 *   url.pathname = key.split("/").map(encodeURIComponent).join("/");
 *   await fetch(await signRequest(url, { method: "PUT", body: text, region, credentials }));
 *   return await (await fetch(await signRequest(url, { region, credentials }))).text();
 * }
 * ```
 * @example Stream a file to S3 without reading it first
 * ```ts
 * import { fromEnv, signRequest } from "@lambda4fetch/lambda4fetch";
 *
 * async function upload(url: string, file: Blob): Promise<Response> {
 *   const { region, credentials } = fromEnv();
 *   const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
 *   return await fetch(await signRequest(url, { method: "PUT", headers, body: file, region, credentials }));
 * }
 * ```
 * @example Call a function by its URL
 * ```ts
 * import { fromEnv, signRequest } from "@lambda4fetch/lambda4fetch";
 *
 * // Such as https://abcdefg.lambda-url.eu-central-1.on.aws/
 * async function callFunctionUrl(url: string, order: object): Promise<unknown> {
 *   const { region, credentials } = fromEnv();
 *   const headers = { "content-type": "application/json" };
 *   const body = JSON.stringify(order);
 *   return await (await fetch(await signRequest(url, { method: "POST", headers, body, region, credentials }))).json();
 * }
 * ```
 * @example Call an API behind a domain of your own
 * ```ts
 * import { fromEnv, signRequest } from "@lambda4fetch/lambda4fetch";
 *
 * async function listOrders(): Promise<unknown> {
 *   const { region, credentials } = fromEnv();
 *   const url = "https://api.example.com/orders?state=open";
 *   return await (await fetch(await signRequest(url, { region, credentials, service: "execute-api" }))).json();
 * }
 * ```
 * @category Signing
 */
export async function signRequest(request: Request | URL | string, options: SignRequestOptions): Promise<Request> {
  const { draft, url, credentials, scope, rules, time, allHeaders } = prepareSigning(request, options);
  const { method, headers } = draft.request;
  headers.set("x-amz-date", time);
  if (credentials.sessionToken) headers.set("x-amz-security-token", credentials.sessionToken);
  else headers.delete("x-amz-security-token");
  const payloadHash = await payloadHashOf(draft, rules.payloadHeader === "UNSIGNED-PAYLOAD");
  if (rules.payloadHeader) headers.set("x-amz-content-sha256", payloadHash);
  const signable = {
    method,
    canonicalPath: canonicalPathOf(url, rules.isS3),
    canonicalQuery: canonicalQuery(url.search),
    headers: signedHeaders(url.host, headers, allHeaders),
    payloadHash,
  };
  headers.set("authorization", await authorize(signable, credentials, scope, time));
  return toRequest(draft, url);
}
