import type { Operation } from "../protocol/operations.ts";
import { AwsError, errorResponse } from "./aws_error.ts";
import { allowOrigin, answerPreflight, checkHost, checkOrigin, type SenderRules } from "./check_sender.ts";
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
  /** Which of those who have no signature at all, or know the keys, are turned away. */
  readonly senders: SenderRules;
}

/** How a request came. */
export interface Arrival {
  readonly request: Request;
  readonly signal: Call["signal"];
  /** Set where it came through a server, which anybody may have sent it to. */
  readonly server?: {
    /** The name that the server listens on, where it is known. */
    readonly hostname: string | undefined;
  };
}

/** Answers any request: checks who sends it, and hands it to its operation. */
export async function answerRequest(door: FrontDoor, arrival: Arrival): Promise<Response> {
  const { host, senders } = door;
  const { request, server } = arrival;
  const requestId = crypto.randomUUID();
  let origin: string | undefined;
  let response: Response;
  try {
    if (server) checkHost(request, senders, server.hostname);
    origin = checkOrigin(request, senders);
    response = request.method === "OPTIONS" && origin !== undefined
      ? answerPreflight(request.headers)
      : await answerOperation(door, arrival, requestId);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    response = errorResponse(error);
  }
  if (origin !== undefined) allowOrigin(response, origin);
  response.headers.set("date", host.now().toUTCString());
  response.headers.set("x-amzn-requestid", requestId);
  return response;
}

async function answerOperation(
  { host, handlers, verifier }: FrontDoor,
  { request, signal }: Arrival,
  requestId: string,
): Promise<Response> {
  const { method, headers } = request;
  const url = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  if (verifier) await verifySignature({ method, url, headers, body }, verifier);
  const [operation, label] = findOperation(handlers.keys(), method, url.pathname);
  const call = { requestId, label, query: url.searchParams, headers, body, signal };
  return await handlers.get(operation)!(host, call);
}
