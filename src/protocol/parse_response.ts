import type { ResponseMetadata } from "../base/errors.ts";
import type { Operation } from "./operations.ts";

/** Status and ids of an answer. */
export function parseMetadata({ status, headers }: Response): Partial<ResponseMetadata> {
  return {
    httpStatusCode: status,
    requestId: headers.get("x-amzn-requestid") ?? headers.get("x-amzn-request-id") ??
      headers.get("x-amz-request-id") ?? undefined,
    extendedRequestId: headers.get("x-amz-id-2") ?? undefined,
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
