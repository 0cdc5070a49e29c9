import { isThrottling, judge, retryDelay } from "../../src/client/retry_policy.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

/** Codes that nobody has: each holds a piece of one that is in a table. */
const MADE_UP = [
  ...["MemoryLimitExceededException", "ExecutionTimeLimitExceeded", "ExecutionInProgressException", "LimitExceeded"],
  ...["TooManyRetriesInFunction", "TooManyRequests", "TooManyRequestsExceptions", "FunctionTooManyRequestsException"],
  ...["InvalidResponseException", "InvalidOutputException", "InvalidRuntime", "InvalidRuntimeExceptionInFunction"],
  ...["InvalidSubnetException", "InvalidSecurityGroupException", "InvalidZipException", "NotInvalidRuntimeException"],
  ...["KMSException", "KMSTimeoutException", "KMSInternalException", "KMSThrottled", "AccessDenied", "RunAccessDenied"],
  ...["EC2AccessDenied", "DownstreamAccessDeniedException", "UserDeniedException", "ConcurrencyReachedException"],
  ...["ENILimitReached", "SubnetLimitReached", "LimitReachedInFunction", "SubnetIPAddressLimitReached"],
  ...["ENINotReady", "DatabaseNotReadyException", "ResourceNotReady", "ResourceNotReadyExceptionLater", "NotReady"],
  ...["PendingException", "CodeArtifactUserPending", "PaymentPendingException", "SnapStartNotReady"],
  ...["Throttle", "ThrottlingError", "FunctionThrottlingException", "EC2Throttled", "RequestThrottle"],
  ...["SlowDownPlease", "SlowDownException", "PriorRequest", "PriorRequestNotCompleteException", "InProgress"],
  ...["TransactionInProgress", "ProvisionedThroughputExceeded", "BandwidthLimit", "RequestLimit", "throttling"],
];

test("A code that no table has is judged by its status alone", () => {
  assert(MADE_UP.length >= 50);
  for (const code of MADE_UP) {
    for (const status of [500, 502, 503, 504]) {
      assertEquals(judge(status, code), { mayHaveRun: true, transient: true, throttled: false }, code);
    }
    for (const status of [501, 505, 520]) {
      assertEquals(judge(status, code), { mayHaveRun: true, transient: false, throttled: false }, code);
    }
    for (const status of [400, 403, 404, 409]) {
      assertEquals(judge(status, code), { mayHaveRun: false, transient: false, throttled: false }, code);
    }
    assertEquals(judge(429, code), { mayHaveRun: false, transient: true, throttled: true }, code);
  }
});

test("A status that refuses nothing does not say that the function did not run", () => {
  // 0: what a browser shows of a redirect. 101: Deno hands it on. 200: of what is no Response. 303: a POST was done.
  for (const status of [0, 101, 199, 200, 299, 300, 301, 302, 303, 304, 307, 308, 399, 600, 999, NaN]) {
    assertEquals(judge(status, "Unknown"), { mayHaveRun: true, transient: false, throttled: false }, String(status));
  }
});

test("Throttling is told by the status or by a code, at any status", () => {
  assert(isThrottling(429, "Unknown"));
  assert(isThrottling(503, "SlowDown"));
  assert(!isThrottling(503, "ServiceUnavailable"));
});

test("A Retry-After that is no time does not hold a call up", () => {
  assertEquals(retryDelay(false, 0, 0.5, 0), 25);
  assertEquals(retryDelay(true, 0, 0.5, 20), 20_000);
  assertEquals(retryDelay(true, 0, 0.5, 20.001), undefined);
});
