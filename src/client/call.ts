import type { ResponseMetadata } from "../base/errors.ts";
import type { Redact } from "../base/redact.ts";
import { parseMetadata } from "../protocol/parse_response.ts";
import type { UnsignedRequest } from "../protocol/serialize_request.ts";
import type { Credentials } from "../signing/credentials.ts";
import type { Settings } from "./config.ts";
import type { Verdict } from "./retry_policy.ts";

/** A call, and what is known of it over all of its attempts. */
export interface Call {
  readonly settings: Settings;
  readonly request: UnsignedRequest;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** Whether the body of the answer is left to be streamed. */
  readonly isStream: boolean;
  /** Attempts that were begun. */
  attempt: number;
  /** How often the request was handed to `fetch`. */
  sent: number;
  /** Attempts that were repeated after a wait. */
  retries: number;
  /** Tokens that the last retry has cost, which a success gives back. */
  tokens: number;
  /** Milliseconds spent waiting between the attempts. */
  totalRetryDelay: number;
  /** Whether the function may have run, in any attempt so far. */
  functionMayHaveRun: boolean;
  /** What requests are signed with; absent until a provider has given it. */
  credentials: Credentials | undefined;
  /** Credentials that AWS has refused, once it has. */
  refused: Credentials | undefined;
  /** Whether the clock was put right. */
  isClockCorrected: boolean;
}

/** An attempt that failed. */
export interface Failure {
  /** Complete: whoever catches it needs to know no more. */
  readonly error: unknown;
  readonly $metadata: ResponseMetadata;
  /** What it means for the next attempt; absent where there must be none. */
  readonly verdict?: Omit<Verdict, "mayHaveRun">;
  /** AWS's code, where an answer has one. */
  readonly code?: string;
  readonly retryAfterSeconds?: number | undefined;
  /** The time that was signed, in milliseconds. */
  readonly signedTime?: number;
  /** The time by the clock that answered, in milliseconds, where it can be believed. */
  readonly serverTime?: number | undefined;
}

/** Begins a call. */
export function startCall(
  settings: Settings,
  request: UnsignedRequest,
  body: Uint8Array<ArrayBuffer> | undefined,
  isStream: boolean,
): Call {
  const { credentials } = settings;
  return {
    settings,
    request,
    body,
    isStream,
    attempt: 0,
    sent: 0,
    retries: 0,
    tokens: 1,
    totalRetryDelay: 0,
    functionMayHaveRun: false,
    credentials: typeof credentials === "function" ? undefined : credentials,
    refused: undefined,
    isClockCorrected: false,
  };
}

/** What is known of a call after an attempt, and of its answer where one came. */
export function metadataOf(call: Call, response?: Response, redact?: Redact): ResponseMetadata {
  const { sent: attempts, totalRetryDelay } = call;
  if (!response || !redact) return { attempts, totalRetryDelay };
  const { httpStatusCode, requestId, extendedRequestId } = parseMetadata(response, redact);
  // Member by member, which V8 does in no time: spreading an object into it takes 2.5 µs.
  return { httpStatusCode, requestId, extendedRequestId, attempts, totalRetryDelay };
}
