import { LambdaError, type LambdaServiceException, type TransportError } from "../base/errors.ts";
import { isThrottling } from "../client/retry_policy.ts";
import { BodyTooLargeError } from "./read_request_body.ts";

/** Seconds after which a throttled client is asked to try again where AWS does not say, or says nothing that can be sent. */
const RETRY_AFTER = 1;

/** What a client is told of each status: the same words for all reasons, so that nothing internal shows. */
const MESSAGES = {
  413: "Content Too Large",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** Tells a client that its request failed, in the form of API Gateway's own errors. */
export function errorToResponse(error: unknown, method: string): Response {
  const status = statusOf(error);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (status === 503) headers["retry-after"] = String(retryAfter(error as LambdaServiceException));
  return new Response(method === "HEAD" ? null : JSON.stringify({ message: MESSAGES[status] }), { status, headers });
}

function statusOf(error: unknown): keyof typeof MESSAGES {
  if (error instanceof BodyTooLargeError) return 413;
  // What is none of Lambda's errors is a mistake on this side: in the config, or in what gives the credentials.
  if (!(error instanceof LambdaError)) return 500;
  const status = error.$metadata?.httpStatusCode ?? 0;
  // The one refusal that is the client's own affair.
  if (status === 413) return 413;
  if (isThrottling(status, error.name)) return 503;
  return (error as TransportError).code === "TIMEOUT" ? 504 : 502;
}

/** Whole seconds, as the header has them. */
function retryAfter({ retryAfterSeconds = RETRY_AFTER }: LambdaServiceException): number {
  const seconds = Math.ceil(retryAfterSeconds);
  return Number.isSafeInteger(seconds) ? seconds : RETRY_AFTER;
}
