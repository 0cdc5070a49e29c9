import { decodeText } from "../base/encoding.ts";
import { decodeBody } from "./base64.ts";
import { malformed } from "./malformed.ts";
import { type ProxyResult, responseHead, type ResponseOptions } from "./response_head.ts";

/** Arrays and objects inside each other: writing more of them takes V8 time by the square, until its stack is full. */
const DEEPEST_BODY = 1_000;

/**
 * Makes a `Response` of what a function answered, as API Gateway and function URLs do.
 *
 * An object with a `statusCode` is a proxy result: `headers`, `multiValueHeaders`, `cookies`, `body`, `isBase64Encoded`.
 * Anything else is itself the body, with status 200 and type `application/json`: a text as it is, all else as its JSON.
 *
 * In a proxy result, one header under several spellings, or in both `headers` and `multiValueHeaders`, is one header: the
 * last value counts where HTTP allows only one (`location`, `content-type` …), and a list says nothing twice. Each cookie
 * becomes a `Set-Cookie` of its own. Only `true` and `"true"` mean that the body is base64.
 *
 * @param payload The answer's bytes or JSON; absent or empty where the function answered nothing.
 * @param options The method that is answered.
 * @returns The response.
 * @throws {TransportError} With code `INVALID_RESPONSE`, if the payload is no JSON, or a status, a header or a body cannot
 * be sent. The message names the header, and shows no value.
 * @see {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html}
 * @example Read a proxy result
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
