import { InvocationPayload } from "../../mod.ts";
import { functionFailure } from "../../src/operations/function_failure.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";

const $metadata = { httpStatusCode: 200, requestId: "id", attempts: 1, totalRetryDelay: 0 };

/** Error documents as AWS's runtimes write them, and what else has been seen; with what is to be read of each. */
const DETAILS: readonly [
  string,
  details: string | undefined,
  errorType?: unknown,
  errorMessage?: unknown,
  stack?: unknown,
][] = [
  ["Node.js", '{"errorType":"RangeError","errorMessage":"even","trace":["RangeError: even"]}', "RangeError", "even", [
    "RangeError: even",
  ]],
  [
    "Python",
    '{"errorMessage":"odd","errorType":"ValueError","requestId":"id","stackTrace":["line 1"]}',
    "ValueError",
    "odd",
    [
      "line 1",
    ],
  ],
  ["both stacks", '{"errorType":"E","errorMessage":"m","trace":["a"],"stackTrace":["b"]}', "E", "m", ["b"]],
  ["a timeout", '{"errorMessage":"Task timed out after 3.00 seconds"}', undefined, "Task timed out after 3.00 seconds"],
  ["Java without a message", '{"errorMessage":null,"errorType":"E"}', "E", '{"errorMessage":null,"errorType":"E"}'],
  ["free text", "exit status 1", undefined, "exit status 1"],
  ["a JSON string", '"boom"', undefined, '"boom"'],
  ["a JSON number", "7", undefined, "7"],
  ["null", "null", undefined, "null"],
  ["nothing", "", undefined, undefined],
  ["nothing at all", undefined, undefined, undefined],
];

for (const [what, ErrorDetails, errorType, errorMessage, stackTrace] of DETAILS) {
  test(`A failure told by ${what} is read`, () => {
    const error = functionFailure({ ErrorCode: "Unhandled", ErrorDetails, $metadata });
    assertEquals(
      [error.errorType, error.errorMessage, error.stackTrace],
      [errorType, errorMessage, stackTrace] as never,
    );
    const known = ["Unhandled", errorType, errorMessage].filter((part) => part !== undefined);
    assertEquals(error.message, ["Function failed", ...known].join(": "));
    assert(error.functionMayHaveRun);
    assertEquals(error.$metadata, $metadata);
  });
}

test("A failure keeps the answer's bytes and the log's text, and is not lost over a log that is no base64", () => {
  const Payload = new InvocationPayload(bytes("{}").buffer);
  const failure = { ErrorCode: "Handled", ErrorDetails: "{}", Payload, $metadata };
  assertEquals(functionFailure({ ...failure, LogResult: "U1RBUlQ=" }).logs, "START");
  assertEquals(functionFailure({ ...failure, LogResult: "!" }).logs, undefined);
  assert(functionFailure(failure).payload === Payload);
});
