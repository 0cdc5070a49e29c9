import {
  decodeLogResult,
  FunctionError,
  InvocationPayload,
  InvocationType,
  invoke,
  invokeAsync,
  type InvokeInput,
  invokeJson,
  LambdaServiceException,
  LogType,
  TransportError,
} from "../../mod.ts";
import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../support/assert.ts";
import { always, replies } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { CREDENTIALS } from "../support/in_process.ts";
import { assertHides } from "../support/secrets.ts";
import { bytes } from "../support/streams.ts";

const FN: InvokeInput = { FunctionName: "fn" };

/** Members of the output, and the headers that they come from (AWS's model of Invoke). */
const HEADERS = {
  FunctionError: "x-amz-function-error",
  LogResult: "x-amz-log-result",
  ExecutedVersion: "x-amz-executed-version",
  DurableExecutionArn: "x-amz-durable-execution-arn",
} as const;

const $metadata = {
  httpStatusCode: 200,
  requestId: undefined,
  extendedRequestId: undefined,
  attempts: 1,
  totalRetryDelay: 0,
};

async function outputOf(body: BodyInit | null, init: ResponseInit = {}) {
  return await invoke(replies(new Response(body, init)).config, FN);
}

test("invoke() gives no more than the status where nothing else comes", async () => {
  for (const body of [null, "", new Uint8Array()]) {
    const output = await outputOf(body);
    assertEquals(Object.keys(output).sort(), ["$metadata", "StatusCode"]);
    assertEquals(output, { StatusCode: 200, $metadata });
  }
});

for (const [member, header] of Object.entries(HEADERS)) {
  test(`invoke() gives ${member} as its header has it, and only that`, async () => {
    for (const value of ["Unhandled", "", "$LATEST", "not base64!", "a, b"]) {
      const output = await outputOf(null, { headers: { [header]: value } });
      assertEquals(output, { StatusCode: 200, [member]: value, $metadata });
    }
  });
}

test("invoke() gives all members at once", async () => {
  const headers = {
    "X-Amz-Function-Error": "Handled",
    "X-Amz-Log-Result": "U1RBUlQ=",
    "X-Amz-Executed-Version": "7",
    "X-Amz-Durable-Execution-Arn": "arn:aws:lambda:us-east-1:1:function:fn:1/durable-execution/a/b",
    "x-amzn-requestid": "id-1",
    "x-amz-id-2": "id-2",
    "x-amzn-errortype": "ServiceException",
  };
  const { Payload, ...output } = await outputOf("[1]", { headers });
  assertEquals(output, {
    StatusCode: 200,
    FunctionError: "Handled",
    LogResult: "U1RBUlQ=",
    ExecutedVersion: "7",
    DurableExecutionArn: "arn:aws:lambda:us-east-1:1:function:fn:1/durable-execution/a/b",
    $metadata: { ...$metadata, requestId: "id-1", extendedRequestId: "id-2" },
  });
  assertEquals(Payload?.json(), [1]);
});

for (const status of [200, 201, 202, 204, 299]) {
  test(`invoke() takes ${status} for a success`, async () => {
    const output = await outputOf(status === 204 ? null : "1", { status });
    assertEquals([output.StatusCode, output.$metadata.httpStatusCode], [status, status]);
    assertEquals(output.Payload?.text(), status === 204 ? undefined : "1");
  });
}

test("invoke() takes a body that looks like an error for a payload", async () => {
  const body = '{"__type":"ServiceException","message":"no"}';
  assertEquals((await outputOf(body)).Payload?.text(), body);
});

test("invoke() reports a failed function as AWS does", async () => {
  const document = '{"errorType":"Error","errorMessage":"boom"}';
  const output = await outputOf(document, { headers: { "x-amz-function-error": "Unhandled" } });
  assertEquals([output.FunctionError, output.Payload?.json()], ["Unhandled", JSON.parse(document)]);
});

test("invoke() gives the bytes as they are", async () => {
  const all = Uint8Array.from({ length: 256 }, (_, at) => at);
  const { Payload } = await outputOf(all);
  assertInstanceOf(Payload, InvocationPayload);
  assertInstanceOf(Payload, Uint8Array);
  assertEquals([...Payload], [...all]);
});

/** Bytes, and the text that they are. */
const TEXTS: readonly (readonly [bytes: Uint8Array<ArrayBuffer>, text: string])[] = [
  [bytes('{"é":"日\u{1F980}"}'), '{"é":"日\u{1F980}"}'],
  [bytes(" 1 "), " 1 "],
  [Uint8Array.of(0x22, 0xff, 0x22), '"\ufffd"'],
  [Uint8Array.of(0xe6, 0x97), "\ufffd"],
];

test("InvocationPayload is text, and JSON, and bytes", () => {
  for (const [raw, text] of TEXTS) {
    const payload = new InvocationPayload(raw.buffer);
    assertEquals([payload.text(), payload.transformToString(), payload.length], [text, text, raw.length]);
  }
  assertEquals(new InvocationPayload(bytes('{"a":[1,null]}').buffer).json(), { a: [1, null] });
  assertThrows(() => new InvocationPayload(bytes("{").buffer).json(), SyntaxError);
  assertThrows(() => new InvocationPayload(new ArrayBuffer(0)).json(), SyntaxError);
});

/** Answers, and what invokeJson() makes of them. */
const VALUES: readonly (readonly [body: string, value: unknown])[] = [
  ["0", 0],
  ["-0.5", -0.5],
  ["false", false],
  ["true", true],
  ["null", null],
  ['""', ""],
  ['"text"', "text"],
  ["[]", []],
  ["{}", {}],
  [' {"a": [1, "é"]}\n', { a: [1, "é"] }],
  ["", undefined],
];

for (const [body, value] of VALUES) {
  test(`invokeJson() reads ${body || "nothing"}`, async () => {
    const { config, sent } = replies(new Response(body));
    assertEquals(await invokeJson(config, { ...FN, Payload: { a: 1 } }), value);
    assertEquals(sent[0]?.body, '{"a":1}');
  });
}

for (const [InvocationType, status] of [["Event", 202], ["DryRun", 204]] as const) {
  test(`invokeJson() gives undefined for ${InvocationType}`, async () => {
    const { config, sent } = replies(new Response(null, { status }));
    assertEquals(await invokeJson(config, { ...FN, InvocationType }), undefined);
    assertEquals(sent[0]?.headers.get("x-amz-invocation-type"), InvocationType);
  });
}

for (const body of ["{", "undefined", "hello", '{"a":1}x', "NaN", "'a'"]) {
  test(`invokeJson() fails with INVALID_RESPONSE for ${body}, once`, async () => {
    const { config, sent } = always(() => new Response(body, { headers: { "x-amzn-requestid": "id" } }));
    const error = await assertRejects(() => invokeJson(config, FN, { idempotent: true }), TransportError);
    assertEquals([error.code, error.functionMayHaveRun, sent.length], ["INVALID_RESPONSE", true, 1]);
    assertEquals([error.$metadata?.httpStatusCode, error.$metadata?.requestId], [200, "id"]);
  });
}

test("invokeJson() shows nothing of an answer that is no JSON: a proxy may echo what the request was signed with", async () => {
  const { secretAccessKey, sessionToken } = CREDENTIALS;
  for (const body of [sessionToken, `{${sessionToken}`, `{"a":${secretAccessKey}}`, `"${sessionToken}`]) {
    const { config } = always(() => new Response(body));
    const error = await assertRejects(() => invokeJson(config, FN), TransportError);
    assertHides(error, [sessionToken.slice(0, 20), secretAccessKey]);
    assertEquals((error.cause as Error).name, "SyntaxError");
  }
});

/** Error documents as the runtimes write them, and what is read of them. */
const DOCUMENTS: readonly (readonly [
  what: string,
  body: string,
  read: { errorType?: string; errorMessage?: string; stackTrace?: string[] },
])[] = [
  [
    "Node.js",
    '{"errorType":"RangeError","errorMessage":"even","trace":["RangeError: even","    at handler"]}',
    { errorType: "RangeError", errorMessage: "even", stackTrace: ["RangeError: even", "    at handler"] },
  ],
  [
    "Python",
    '{"errorMessage":"even","errorType":"ValueError","requestId":"x","stackTrace":["  File a"]}',
    { errorType: "ValueError", errorMessage: "even", stackTrace: ["  File a"] },
  ],
  ["a timeout", '{"errorMessage":"Task timed out after 3.00 seconds"}', {
    errorMessage: "Task timed out after 3.00 seconds",
  }],
  [
    "a crash",
    '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 1 Error: Runtime exited"}',
    { errorType: "Runtime.ExitError", errorMessage: "RequestId: 1 Error: Runtime exited" },
  ],
  ["free text", "it broke", { errorMessage: "it broke" }],
  ["nothing", "", {}],
];

for (const [what, body, { errorType, errorMessage, stackTrace }] of DOCUMENTS) {
  for (const kind of ["Handled", "Unhandled", "Later"]) {
    test(`invokeJson() throws the FunctionError of ${what}, ${kind}`, async () => {
      const headers = { "x-amz-function-error": kind, "x-amz-log-result": "U1RBUlQg6Q==", "x-amzn-requestid": "id" };
      const { config, sent } = always(() => new Response(body, { headers }));
      const error = await assertRejects(() => invokeJson(config, FN, { idempotent: true }), FunctionError);
      assertEquals(
        [error.name, error.functionError, error.errorType, error.errorMessage, error.stackTrace],
        ["FunctionError", kind, errorType, errorMessage, stackTrace],
      );
      assertEquals([error.functionMayHaveRun, sent.length], [true, 1]);
      // 0xE9 alone is no UTF-8.
      assertEquals([error.logs, error.$metadata?.requestId], ["START \ufffd", "id"]);
      assertEquals(error.payload?.text(), body || undefined);
      for (const part of [kind, errorType, errorMessage]) assertStringIncludes(error.message, part ?? "");
    });
  }
}

test("invokeJson() keeps a failure whose log cannot be read, or is not there", async () => {
  for (const headers of [{}, { "x-amz-log-result": "not base64!" }] as HeadersInit[]) {
    const init = { headers: { ...headers as Record<string, string>, "x-amz-function-error": "Unhandled" } };
    const { config } = replies(new Response("{}", init));
    const error = await assertRejects(() => invokeJson(config, FN), FunctionError);
    assertEquals(error.logs, undefined);
  }
});

test("invokeJson() throws what invoke() throws", async () => {
  const { config } = always(() => new Response('{"message":"no"}', { status: 404 }));
  await assertRejects(() => invokeJson(config, FN), LambdaServiceException, "no");
  await assertRejects(() => invokeJson(config, { FunctionName: "" }), TypeError, "FunctionName");
});

test("invokeAsync() gives the status, and nothing of the body", async () => {
  for (const status of [202, 200]) {
    const headers = { "x-amz-function-error": "Unhandled", "x-amzn-requestid": "id" };
    const { config, sent } = replies(new Response("whatever", { status, headers }));
    const output = await invokeAsync(config, { FunctionName: "fn", InvokeArgs: { line: 1 } });
    assertEquals(output, { Status: status, $metadata: { ...$metadata, httpStatusCode: status, requestId: "id" } });
    assertEquals([sent[0]?.method, sent[0]?.body], ["POST", '{"line":1}']);
  }
});

test("decodeLogResult() reads base64 of UTF-8", () => {
  // base64 of "START é\nEND", as Python's base64 writes it
  assertEquals(decodeLogResult("U1RBUlQgw6kKRU5E"), "START é\nEND");
  assertEquals(decodeLogResult(""), "");
  assertThrows(() => decodeLogResult("!"));
});

test("The enumerations are what AWS has, and frozen", () => {
  assertEquals({ ...InvocationType }, { Event: "Event", RequestResponse: "RequestResponse", DryRun: "DryRun" });
  assertEquals({ ...LogType }, { None: "None", Tail: "Tail" });
  assert(Object.isFrozen(InvocationType) && Object.isFrozen(LogType));
});

test("invoke() over the wire gives every byte of an answer, however it is cut", async (t) => {
  const whole = Uint8Array.from({ length: 5_000 }, (_, at) => at % 251);
  const chunks = [1, 2, 3, 100, 1_000, 3_894].map((size, n, sizes) => {
    const start = sizes.slice(0, n).reduce((sum, size) => sum + size, 0);
    return { bytes: whole.slice(start, start + size), delayMs: 1 };
  });
  const headers = { "x-amz-executed-version": "$LATEST", "x-amzn-requestid": "id" };
  const script = await t.script([{ headers, chunks }, { status: 204 }, { status: 202 }]);
  const config = {
    region: "us-east-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    endpoint: script.endpoint,
  };
  const output = await invoke(config, FN);
  assertEquals([...output.Payload!], [...whole]);
  assertEquals([output.ExecutedVersion, output.$metadata.requestId], ["$LATEST", "id"]);
  assertEquals((await invoke(config, { ...FN, InvocationType: "DryRun" })).StatusCode, 204);
  const event = await invoke(config, { ...FN, InvocationType: "Event", Payload: "{}" });
  assertEquals(event.StatusCode, 202);
  assertFalse("Payload" in event);
});
