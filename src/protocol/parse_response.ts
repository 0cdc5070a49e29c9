import type { Redact } from "../base/redact.ts";
import type { Operation } from "./operations.ts";
import { readId } from "./read_id.ts";

/** Where AWS puts the id of a request; the AWS SDKs look in this order. */
const REQUEST_ID_HEADERS = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"];

const EXTENDED_REQUEST_ID_HEADERS = ["x-amz-id-2"];

/** Status and ids of an answer. */
interface AnswerMetadata {
  readonly httpStatusCode: number;
  readonly requestId: string | undefined;
  readonly extendedRequestId: string | undefined;
}

/** Reads them. */
export function parseMetadata({ status, headers }: Response, redact: Redact): AnswerMetadata {
  return {
    httpStatusCode: status,
    requestId: readId(headers, REQUEST_ID_HEADERS, redact),
    extendedRequestId: readId(headers, EXTENDED_REQUEST_ID_HEADERS, redact),
  };
}

/** The status, and the members of an output that are headers; where there is no header, there is no member. */
export function parseHead(
  { status, headers }: Response,
  { outputHeaders }: Operation,
): { StatusCode: number; [member: string]: string | number } {
  const members: ReturnType<typeof parseHead> = { StatusCode: status };
  for (const member in outputHeaders) {
    const value = headers.get(outputHeaders[member]!);
    if (value !== null) members[member] = value;
  }
  return members;
}
