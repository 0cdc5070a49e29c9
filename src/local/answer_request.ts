import type { Operation } from "../protocol/operations.ts";
import { allowOrigins, answerPreflight } from "./allow_origins.ts";
import { AwsError, errorResponse } from "./aws_error.ts";
import type { Call, Host } from "./host.ts";
import { findOperation } from "./route_request.ts";
import { type Verifier, verifySignature } from "./verify_signature.ts";

/** What answers one operation. */
export type Handler = (host: Host, call: Call) => Promise<Response> | Response;

/** Whose requests are answered, and by what. */
export interface FrontDoor {
  readonly host: Host;
  readonly handlers: ReadonlyMap<Operation, Handler>;
  /** Absent where signatures are not looked at. */
  readonly verifier: Verifier | undefined;
}

/** Answers any request: checks who sends it, and hands it to its operation. */
export async function answerRequest(
  { host, handlers, verifier }: FrontDoor,
  request: Request,
  signal: Call["signal"],
): Promise<Response> {
  const { method, headers } = request;
  if (method === "OPTIONS") return answerPreflight(headers);
  const requestId = crypto.randomUUID();
  let response: Response;
  try {
    const url = new URL(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    if (verifier) await verifySignature({ method, url, headers, body }, verifier);
    const [operation, label] = findOperation(handlers.keys(), method, url.pathname);
    const call = { requestId, label, query: url.searchParams, headers, body, signal };
    response = await handlers.get(operation)!(host, call);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    response = errorResponse(error);
  }
  if (headers.has("origin")) allowOrigins(response);
  response.headers.set("date", host.now().toUTCString());
  response.headers.set("x-amzn-requestid", requestId);
  return response;
}
