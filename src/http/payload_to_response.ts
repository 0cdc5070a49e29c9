import { decodeText } from "../base/encoding.ts";
import { decodeBody } from "./base64.ts";
import { malformed } from "./malformed.ts";
import { type ProxyResult, responseHead, type ResponseOptions } from "./response_head.ts";

/** Arrays and objects inside each other: writing more of them takes V8 time by the square, until its stack is full. */
const DEEPEST_BODY = 1_000;

/**
 * Converts a function's answer to a `Response`, as API Gateway and function URLs do.
 *
 * An object with a `statusCode` is a proxy result: `headers`, `multiValueHeaders`, `cookies`, `body`,
 * `isBase64Encoded`. Anything else is the body itself, with status 200 and type `application/json`: a string as it is,
 * and any other value as JSON.
 *
 * In a proxy result, a header that appears under several spellings, or in both `headers` and `multiValueHeaders`, is
 * one header. If HTTP allows only one value (`location`, `content-type` …), the last one is used; in a list, duplicates
 * are removed. Each cookie becomes its own `Set-Cookie`. Only `true` and `"true"` mean that the body is base64.
 *
 * @param payload The answer as bytes or as JSON text; absent or empty if the function returned nothing.
 * @param options The method of the request.
 * @returns The response.
 * @throws {TransportError} With code `INVALID_RESPONSE`, if the payload is not JSON; if a status, a header or the body
 * is invalid; or if there are more than 1,000 header lines, or a JSON body is nested more than 1,000 deep. The message
 * names the header, but does not show its value.
 * @see {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html}
 * @example Convert a proxy result
 * ```ts
 * import { payloadToResponse } from "@lambda4fetch/lambda4fetch/http";
 * import assert from "node:assert/strict";
 *
 * const answer = { statusCode: 201, headers: { "content-type": "text/plain" }, cookies: ["a=1", "b=2"], body: "Made" };
 * const response = payloadToResponse(JSON.stringify(answer));
 * assert.equal(response.status, 201);
 * assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
 * assert.equal(await response.text(), "Made");
 * ```
 * @category Requests and responses
 */
export function payloadToResponse(
  payload: Uint8Array<ArrayBuffer> | string | undefined,
  options: ResponseOptions = {},
): Response {
  const [result, body] = readAnswer(payload ?? "");
  const head = responseHead(result, "application/json", options);
  return new Response(head.hasBody ? body : null, head);
}

/** Tells a proxy result from a value that is a body itself. */
function readAnswer(payload: Uint8Array<ArrayBuffer> | string): [ProxyResult, BodyInit] {
  if (payload.length === 0) return [{}, ""];
  let value: unknown;
  try {
    value = JSON.parse(typeof payload === "string" ? payload : decodeText(payload));
  } catch {
    throw malformed("it must be JSON");
  }
  if (typeof value === "string") return [{}, value];
  const result = Object(value) as ProxyResult;
  // The payload itself, since JSON that is written anew may differ: in long numbers, say.
  if (result.statusCode == null) return [{}, payload];
  return [result, readBody(result)];
}

function readBody({ body, isBase64Encoded }: ProxyResult): BodyInit {
  if (body == null) return "";
  if (typeof body !== "string") return writeBody(body);
  const isBase64 = isBase64Encoded === true || isBase64Encoded === "true";
  if (!isBase64) return body;
  try {
    return decodeBody(body);
  } catch {
    throw malformed("its body must be base64, as isBase64Encoded says");
  }
}

/** A body that is no text, as its JSON. */
function writeBody(body: unknown): string {
  if (isDeeper(body, DEEPEST_BODY)) throw malformed(`its body is nested more than ${DEEPEST_BODY} deep`);
  return JSON.stringify(body);
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
}
