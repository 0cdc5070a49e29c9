import { delay, within } from "../base/deadline.ts";
import { LambdaServiceException, type ResponseMetadata, TransportError } from "../base/errors.ts";
import { inTime } from "../base/in_time.ts";
import { BodyTooLongError, readWhole } from "../base/read_body.ts";
import { type Redact, redactCause } from "../base/redact.ts";
import { connectionLost, timedOut, unreachable, unusableAnswer } from "../base/transport_errors.ts";
import { parseError } from "../protocol/parse_error.ts";
import { parseRetryAfter } from "../protocol/retry_after.ts";
import type { SerializedPayload } from "../protocol/serialize_payload.ts";
import type { UnsignedRequest } from "../protocol/serialize_request.ts";
import { checkCredentials, type Credentials, type CredentialsProvider } from "../signing/credentials.ts";
import { type Call, type Failure, metadataOf, startCall } from "./call.ts";
import { hasOwnFetch, type Settings } from "./config.ts";
import { provesNothingWasSent } from "./connection_errors.ts";
import { returnTokens } from "./endpoint_state.ts";
import { prepareRetry } from "./prepare_retry.ts";
import { readPayloadInput } from "./read_payload_input.ts";
import { reportAttempt, startAttemptClock } from "./report_attempt.ts";
import { judge, type Verdict } from "./retry_policy.ts";
import { serverTime } from "./server_time.ts";
import { mayBeResent, signAttempt, type SignedRequest } from "./sign_attempt.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** An answer of success. */
export interface Answer {
  readonly response: Response;
  /** The body, read within the time limit of the attempt; empty where it is left to be streamed. */
  readonly body: Bytes;
  readonly $metadata: ResponseMetadata;
  /** Takes out of a text what the request was signed with. */
  readonly redact: Redact;
}

/** Stage 3: sends until an answer is final, the attempts are used up, or the caller aborts. */
export async function sendRequest(settings: Settings, request: UnsignedRequest, isStream = false): Promise<Answer> {
  const body = isAtHand(request.body) ? request.body : await readInput(settings, request, request.body);
  const call = startCall(settings, request, body, isStream);
  for (;;) {
    call.attempt++;
    const start = startAttemptClock(call);
    const outcome = await makeAttempt(call);
    if (!("error" in outcome)) {
      returnTokens(settings.state, call.tokens);
      reportAttempt(call, start, outcome);
      return outcome;
    }
    const retryDelay = prepareRetry(call, outcome);
    reportAttempt(call, start, { ...outcome, retryDelay });
    if (retryDelay === undefined) throw outcome.error;
    call.totalRetryDelay += retryDelay;
    if (retryDelay > 0) await delay(retryDelay, settings.signal);
  }
}

function isAtHand(body: SerializedPayload | undefined): body is Bytes | undefined {
  return body === undefined || ArrayBuffer.isView(body);
}

/** Reads a payload that is a `Blob` or a stream, within the call's signal and time. */
async function readInput(
  { timeout, signal }: Settings,
  { functionName }: UnsignedRequest,
  payload: Exclude<SerializedPayload, Bytes>,
): Promise<Bytes> {
  const body = await within(timeout, signal, (signal) => readPayloadInput(payload, signal));
  if (body) return body;
  const $metadata = { attempts: 0, totalRetryDelay: 0 };
  throw timedOut("end of Payload", functionName, timeout!, { functionMayHaveRun: false, $metadata });
}

/** Makes one attempt, within its time. */
async function makeAttempt(call: Call): Promise<Answer | Failure> {
  const { timeout, signal } = call.settings;
  const sentBefore = call.sent;
  try {
    const outcome = await within(timeout, signal, (signal) => exchange(call, signal));
    if (outcome) return outcome;
  } catch (error) {
    const isAbort = signal?.aborted === true;
    const $metadata = metadataOf(call);
    const isMarked = !isAbort && call.functionMayHaveRun;
    return { error: isMarked ? markMayHaveRun(error, $metadata) : error, $metadata };
  }
  const isSent = call.sent > sentBefore;
  if (isSent) noteRun(call, true);
  const $metadata = metadataOf(call);
  const init = { functionMayHaveRun: call.functionMayHaveRun, $metadata };
  const unsent = call.credentials ? "signature" : "credentials";
  return { error: timedOut(isSent ? "answer" : unsent, call.request.functionName, timeout!, init), $metadata };
}

/** Keeps in mind that the function may have run. */
function noteRun(call: Call, mayHaveRun: boolean): void {
  if (mayHaveRun && call.request.runs) call.functionMayHaveRun = true;
}

/**
 * Sets `functionMayHaveRun` on what a credentials function threw after an attempt that may have run, or on an error around
 * it where nothing can be set on it.
 */
function markMayHaveRun(error: unknown, $metadata: ResponseMetadata): unknown {
  if (canBeMarked(error)) return error;
  const message = "Cannot get credentials for another attempt, and the function may have run";
  return new TransportError(message, { code: "NETWORK", functionMayHaveRun: true, $metadata, cause: error });
}

/** Sets `functionMayHaveRun` on an object, and tells whether it can now be read there. */
function canBeMarked(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  try {
    return Reflect.set(error, "functionMayHaveRun", true) && Reflect.get(error, "functionMayHaveRun") === true;
  } catch {
    return false; // a setter that throws, or a proxy
  }
}

/** Signs and sends once. */
async function exchange(call: Call, signal: AbortSignal | undefined): Promise<Answer | Failure> {
  const { settings } = call;
  const credentials = call.credentials ?? await obtainCredentials(call, signal);
  const signed = await signAttempt(call, credentials, signal);
  signal?.throwIfAborted();
  call.sent++;
  // Not as a method: Workers reject the global `fetch` with a `this`.
  const { fetch } = settings;
  let response: Response;
  try {
    response = checkResponse(await fetch(signed.url, signed.init));
  } catch (error) {
    return fetchFailure(call, error, signed);
  }
  inTime(response, signal);
  const bodySignal = hasOwnFetch(settings) ? signal : undefined;
  try {
    return response.ok
      ? await readAnswer(call, response, signed, bodySignal)
      : await readRefusal(call, response, signed, bodySignal);
  } catch (error) {
    signal?.throwIfAborted();
    return unreadable(call, error, signed);
  }
}

/** The failure of what is no `Response`, though it looks like one: a custom `fetch` gave it, so a request was sent. */
function unreadable(call: Call, error: unknown, { redact }: SignedRequest): Failure {
  noteRun(call, true);
  const $metadata = metadataOf(call);
  const cause = redactCause(error, redact);
  const init = { functionMayHaveRun: call.functionMayHaveRun, $metadata, cause };
  return { error: unusableAnswer(cause.message, init, call.request.functionName), $metadata };
}

/** A `fetch` of the caller's may give anything. */
function checkResponse(response: Response): Response {
  if (typeof response?.status !== "number") throw new TypeError("fetch gave no Response");
  return response;
}

/** Not every `fetch` gives a web stream, and one that logs answers may have read it. */
function checkStream(body: ReadableStream | null): void {
  const isReadable = body === null || (typeof body?.getReader === "function" && !body.locked);
  if (!isReadable) throw new TypeError("its body must be a ReadableStream that nobody reads");
}

/** Asks the provider, which is done once a call, and once more where AWS has refused what it gave. */
async function obtainCredentials(call: Call, signal: AbortSignal | undefined): Promise<Credentials> {
  const provide = call.settings.credentials as CredentialsProvider;
  const { refused } = call;
  const credentials = await provide({ forceRefresh: refused !== undefined, refused, signal });
  call.credentials = checkCredentials(credentials);
  return call.credentials;
}

const NO_ANSWER: Omit<Verdict, "mayHaveRun"> = { transient: true, throttled: false };

function fetchFailure(call: Call, error: unknown, { redact, init: sent }: SignedRequest): Failure {
  const mayHaveRun = !provesNothingWasSent(error, { mayHaveBeenResent: mayBeResent(sent) });
  noteRun(call, mayHaveRun);
  const $metadata = metadataOf(call);
  const init = { functionMayHaveRun: call.functionMayHaveRun, $metadata };
  return {
    error: unreachable(call.settings.endpoint.host, call.request.functionName, error, redact, init),
    $metadata,
    verdict: NO_ANSWER,
  };
}

async function readAnswer(
  call: Call,
  response: Response,
  { redact }: SignedRequest,
  signal: AbortSignal | undefined,
): Promise<Answer | Failure> {
  const $metadata = metadataOf(call, response, redact);
  if (call.isStream) {
    checkStream(response.body);
    return { response, body: new Uint8Array(), $metadata, redact };
  }
  const { maxResponseBytes } = call.settings;
  try {
    return { response, body: await readWhole(response, maxResponseBytes, signal), $metadata, redact };
  } catch (error) {
    // An answer had begun: the function may have run, whatever the runtime says of the connection.
    noteRun(call, true);
    const init = { functionMayHaveRun: call.functionMayHaveRun, $metadata };
    if (!(error instanceof BodyTooLongError)) {
      return {
        error: connectionLost(call.request.functionName, error, redact, init),
        $metadata,
        verdict: NO_ANSWER,
      };
    }
    const limit = `it must have ${maxResponseBytes} bytes at most (maxResponseBytes)`;
    return { error: unusableAnswer(limit, init, call.request.functionName), $metadata };
  }
}

async function readRefusal(
  call: Call,
  response: Response,
  { redact, time }: SignedRequest,
  signal: AbortSignal | undefined,
): Promise<Failure> {
  const { message, name, members } = await parseError(response, redact, signal);
  const verdict = judge(response.status, name);
  noteRun(call, verdict.mayHaveRun);
  const $metadata = metadataOf(call, response, redact);
  const answeredAt = serverTime(response.headers, time);
  const retryAfterSeconds = parseRetryAfter(response.headers, answeredAt ?? time);
  const error = new LambdaServiceException(message, {
    name,
    members,
    $fault: response.status < 500 ? "client" : "server",
    functionMayHaveRun: call.functionMayHaveRun,
    retryAfterSeconds,
    $metadata,
  });
  return { error, $metadata, verdict, code: name, retryAfterSeconds, signedTime: time, serverTime: answeredAt };
}
