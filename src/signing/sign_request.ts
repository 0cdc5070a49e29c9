import { prepareSigning, type SignRequestOptions } from "./prepare_signing.ts";
import { payloadHashOf, toRequest } from "./request_draft.ts";
import { canonicalPathOf } from "./signable_url.ts";
import { signedHeaders } from "./signed_headers.ts";
import { authorize, canonicalQuery } from "./sigv4.ts";

/**
 * Signs a request with AWS Signature Version 4, for any AWS service.
 *
 * An earlier signature is replaced. A `+` in the query becomes `%20`, which is how AWS reads it. `x-amz-content-sha256`
 * is added for the services that require it (S3, OpenSearch Serverless, Glacier, VPC Lattice). The body is read into
 * memory to be hashed, unless you set the header `x-amz-content-sha256` to its hash or to `UNSIGNED-PAYLOAD`. For S3
 * Express, send the token of the session as the header `x-amz-s3session-token`, not as `sessionToken`.
 *
 * @param request The request, or its URL; the body of a `Request` is consumed.
 * @param options The credentials, the region and the service, together with the options of `new Request()`.
 * @returns A new request with `x-amz-date`, `authorization` and, if there is a session token, `x-amz-security-token`.
 * @throws {TypeError} If the region is missing, if `service` is missing and cannot be derived from the host, or if the
 * URL, a header or the credentials are invalid.
 * @throws {RangeError} If `date` is not a date from 1970 to 9999.
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
