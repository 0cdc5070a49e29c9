import { InvocationPayload } from "../../mod.ts";
import { functionFailure } from "../../src/operations/function_failure.ts";
import { assert, assertEquals, assertLessOrEqual } from "../support/assert.ts";
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
  ["Node.js with an empty message", '{"errorType":"Error","errorMessage":"","trace":[]}', "Error", ""],
  [
    "Node.js, a stack in full",
    '{"errorType":"RangeError","errorMessage":"odd","trace":["RangeError: odd","    at Runtime.handler (file:///var/task/index.mjs:2:9)"]}',
    "RangeError",
    "odd",
    ["RangeError: odd", "    at Runtime.handler (file:///var/task/index.mjs:2:9)"],
  ],
  [
    "Python, two lines an entry",
    JSON.stringify({
      errorMessage: "'x'",
      errorType: "KeyError",
      requestId: "id",
      stackTrace: ['  File "/var/task/lambda_function.py", line 2, in lambda_handler\n    return event["x"]\n'],
    }),
    "KeyError",
    "'x'",
    ['  File "/var/task/lambda_function.py", line 2, in lambda_handler', '    return event["x"]'],
  ],
  [
    "Python 3.6, a list an entry",
    '{"errorMessage":"m","errorType":"E","stackTrace":[["/var/task/f.py",3,"handler","raise E()"]]}',
    "E",
    "m",
    ['File "/var/task/f.py", line 3, in handler'],
  ],
  [
    "Go",
    '{"errorMessage":"boom","errorType":"string","stackTrace":[{"path":"github.com/aws/aws-lambda-go@v1/lambda/errors.go","line":39,"label":"lambdaPanicResponse"},{"path":"command-line-arguments/main.go","line":12,"label":"main.handle"}]}',
    "string",
    "boom",
    [
      "lambdaPanicResponse (github.com/aws/aws-lambda-go@v1/lambda/errors.go:39)",
      "main.handle (command-line-arguments/main.go:12)",
    ],
  ],
  ["Go without a panic", '{"errorMessage":"no","errorType":"errorString"}', "errorString", "no"],
  [
    "Java",
    '{"errorMessage":"m","errorType":"java.lang.IllegalStateException","stackTrace":["com.example.Handler.handleRequest(Handler.java:12)"],"cause":{"errorMessage":"c","errorType":"E"}}',
    "java.lang.IllegalStateException",
    "m",
    ["com.example.Handler.handleRequest(Handler.java:12)"],
  ],
  [
    ".NET",
    '{"errorType":"Exception","errorMessage":"m","stackTrace":["at Function.Handler(String s)","at lambda_method(Closure )"]}',
    "Exception",
    "m",
    ["at Function.Handler(String s)", "at lambda_method(Closure )"],
  ],
  [
    "Ruby",
    '{"errorMessage":"m","errorType":"Function<StandardError>","stackTrace":["/var/task/lambda_function.rb:3:in `handler\'"]}',
    "Function<StandardError>",
    "m",
    ["/var/task/lambda_function.rb:3:in `handler'"],
  ],
  ["Rust", '{"errorType":"&str","errorMessage":"m"}', "&str", "m"],
  ["a stack that is one text", '{"errorType":"E","errorMessage":"m","stackTrace":"a\\n  b\\n"}', "E", "m", [
    "a",
    "  b",
  ]],
  ["a stack that is null", '{"errorType":"E","errorMessage":"m","stackTrace":null,"trace":["a"]}', "E", "m", ["a"]],
  ["a stack of other things", '{"errorType":"E","errorMessage":"m","trace":[1,null,{"a":2}]}', "E", "m", [
    "1",
    '{"a":2}',
  ]],
  ["a stack that is none", '{"errorType":"E","errorMessage":"m","trace":{"toString":1}}', "E", "m"],
  ["a message that is an object", '{"errorMessage":{"toString":1}}', undefined, '{"toString":1}'],
  ["a message that is a number", '{"errorMessage":404}', undefined, "404"],
  ["a type that is an object", '{"errorType":{"toString":1},"errorMessage":"m"}', undefined, "m"],
  ["a name that objects inherit", '{"errorMessage":"m","__proto__":{"errorType":"E"}}', undefined, "m"],
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
    const known = ["Unhandled", errorType, errorMessage].filter((part) => part !== undefined && part !== "");
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

/** Documents that are nested as deeply, or are as long, as Lambda lets an answer be. */
const BOMBS: Readonly<Record<string, string>> = {
  "a message of 200,000 lists in each other": `{"errorMessage":${"[".repeat(200_000)}${"]".repeat(200_000)}}`,
  "200,000 objects in each other": `${'{"errorMessage":'.repeat(200_000)}1${"}".repeat(200_000)}`,
  "a stack of 200,000 lists in each other": `{"errorMessage":"m","trace":${"[".repeat(200_000)}${"]".repeat(200_000)}}`,
  "a message of 3 MB": JSON.stringify({ errorType: "E", errorMessage: "m".repeat(3_000_000) }),
  "free text of 3 MB": "m".repeat(3_000_000),
};

for (const [what, ErrorDetails] of Object.entries(BOMBS)) {
  test(`A failure told by ${what} is this module's own error, with a short message`, () => {
    const error = functionFailure({ ErrorCode: "Unhandled", ErrorDetails, $metadata });
    assertEquals(error.name, "FunctionError");
    assertLessOrEqual(error.message.length, 5_000);
  });
}

test("A failure's JSON does not hold the payload", () => {
  const Payload = new InvocationPayload(new Uint8Array(1_000_000).buffer);
  const failure = functionFailure({ ErrorCode: "Unhandled", ErrorDetails: '{"errorMessage":"m"}', Payload, $metadata });
  assertLessOrEqual(JSON.stringify(failure).length, 1_000);
  assert(failure.payload === Payload);
});
