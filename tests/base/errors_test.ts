import {
  type AnyLambdaError,
  EventStreamError,
  FunctionError,
  FunctionErrorType,
  isLambdaError,
  LambdaError,
  LambdaServiceException,
  type LambdaServiceExceptionName,
  TransportError,
} from "../../mod.ts";
import { functionFailure } from "../../src/operations/function_failure.ts";
import { assert, assertEquals, assertFalse } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const $metadata = { httpStatusCode: 429, requestId: "id", attempts: 3, totalRetryDelay: 12 };
const cause = new Error("cause");

/** One of each. */
const ERRORS: readonly AnyLambdaError[] = [
  new LambdaServiceException("no", {
    name: "TooManyRequestsException",
    $fault: "client",
    functionMayHaveRun: false,
    $metadata,
    members: { Type: "User", Reason: "CallerRateLimitExceeded" },
    retryAfterSeconds: 2,
  }),
  functionFailure({
    ErrorCode: "Unhandled",
    ErrorDetails: '{"errorType":"RangeError","errorMessage":"even"}',
    $metadata,
  }),
  new EventStreamError("MESSAGE_CRC"),
  new TransportError("lost", { code: "NETWORK", functionMayHaveRun: true, $metadata, cause }),
];

/** Names are literals: minifiers rename classes. */
const NAMES = ["TooManyRequestsException", "FunctionError", "EventStreamError", "TransportError"];
const CLASSES = [LambdaServiceException, FunctionError, EventStreamError, TransportError];

for (const [n, error] of ERRORS.entries()) {
  test(`${NAMES[n]} is an Error, a LambdaError, and of its own class alone`, () => {
    assertEquals(error.name, NAMES[n]!);
    assert(error instanceof Error && error instanceof LambdaError);
    assertEquals(CLASSES.map((type) => error instanceof type), CLASSES.map((_, at) => at === n));
    assert(isLambdaError(error));
    assertEquals(Object.prototype.toString.call(error), "[object Error]");
    assertEquals(String(error), `${NAMES[n]}: ${error.message}`);
    assertEquals(typeof error.stack, "string");
    assertEquals(typeof error.functionMayHaveRun, "boolean");
  });
}

/** What a `switch` narrows; a member that is not the class's own does not compile. */
function told(error: AnyLambdaError): unknown[] {
  switch (error.name) {
    case "FunctionError":
      return error instanceof FunctionError ? [error.functionError, error.errorType, error.errorMessage] : [];
    case "EventStreamError":
      return error instanceof EventStreamError ? [error.code] : [];
    case "TransportError":
      return error instanceof TransportError ? [error.code, error.cause] : [];
    default:
      return error instanceof LambdaServiceException
        ? [error.$fault, error.Type, error.Reason, error.retryAfterSeconds]
        : [];
  }
}

test("Errors hold what they are made of", () => {
  assertEquals(ERRORS.map(told), [
    ["client", "User", "CallerRateLimitExceeded", 2],
    ["Unhandled", "RangeError", "even"],
    ["MESSAGE_CRC"],
    ["NETWORK", cause],
  ]);
  assertEquals(ERRORS.map((error) => error.functionMayHaveRun), [false, true, true, true]);
  assertEquals(ERRORS.map((error) => error.$metadata), [$metadata, $metadata, undefined, $metadata]);
});

test("isLambdaError() knows nothing else", () => {
  const others = [
    ...[undefined, null, 0, "", "LambdaError", {}, [], () => {}, Symbol("x")],
    ...[new Error("x"), new TypeError("x"), new RangeError("x"), new DOMException("x", "AbortError")],
    { name: "TransportError", message: "x", functionMayHaveRun: true },
    Object.assign(new Error("x"), { name: "TransportError" }),
  ];
  for (const other of others) assertFalse(isLambdaError(other));
});

test("isLambdaError() knows an error of another copy of the module, and nothing that only looks like one", () => {
  class Copy extends Error {
    get [Symbol.for("lambda4fetch.LambdaError")](): true {
      return true;
    }
  }
  assert(isLambdaError(new Copy("x")));
  assertFalse(isLambdaError(Object.assign(new Error("x"), { functionMayHaveRun: true })));
});

test("A name is any string, and the known ones are offered", () => {
  const names: LambdaServiceExceptionName[] = ["TooManyRequestsException", "BrandNewException"];
  for (const name of names) {
    assertEquals(new LambdaServiceException("m", { name, $fault: "server", functionMayHaveRun: true }).name, name);
  }
});

test("FunctionErrorType is what AWS has, and frozen", () => {
  assertEquals({ ...FunctionErrorType }, { Handled: "Handled", Unhandled: "Unhandled" });
  assert(Object.isFrozen(FunctionErrorType));
});
