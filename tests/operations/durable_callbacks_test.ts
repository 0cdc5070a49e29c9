import {
  type DurableExecutionCallbackFailureInput,
  type DurableExecutionCallbackInput,
  type DurableExecutionCallbackSuccessInput,
  type LambdaConfig,
  LambdaServiceException,
  sendDurableExecutionCallbackFailure,
  sendDurableExecutionCallbackHeartbeat,
  sendDurableExecutionCallbackSuccess,
} from "../../mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { inProcess } from "../support/in_process.ts";
import { bytes } from "../support/streams.ts";

const ID = "Ab+/c9==";
const PATH = "/2025-12-01/durable-execution-callbacks/Ab%2B%2Fc9%3D%3D";
const answer = () => new Response("{}", { headers: { "x-amzn-requestid": "id-1" } });

type Call = (config: LambdaConfig, input: DurableExecutionCallbackInput) => Promise<unknown>;

const OPERATIONS: Readonly<Record<string, Call>> = {
  sendDurableExecutionCallbackSuccess,
  sendDurableExecutionCallbackFailure,
  sendDurableExecutionCallbackHeartbeat,
};

/** Results as they are handed over, and as they go out. */
const RESULTS:
  readonly (readonly [what: string, Result: DurableExecutionCallbackSuccessInput["Result"], body: string])[] = [
    ["nothing", undefined, ""],
    ["null", null, ""],
    ["no text", "", ""],
    ["text as it is", '{"a":1}', '{"a":1}'],
    ["bytes as they are", bytes("é"), "é"],
    ["an object as JSON", { a: ["é"] }, '{"a":["é"]}'],
    ["a number as JSON", 7, "7"],
    ["false as JSON", false, "false"],
  ];

for (const [what, Result, body] of RESULTS) {
  test(`sendDurableExecutionCallbackSuccess() sends ${what}`, async () => {
    const { config, sent } = inProcess(answer);
    const output = await sendDurableExecutionCallbackSuccess(config, { CallbackId: ID, Result });
    assertEquals(Object.keys(output), ["$metadata"]);
    assertEquals(output.$metadata.requestId, "id-1");
    assertEquals(sent.map((request) => [request.method, request.target, request.body]), [[
      "POST",
      `${PATH}/succeed`,
      body,
    ]]);
    assertEquals(sent[0]!.headers.get("content-type"), "application/octet-stream");
  });
}

/** Errors, and their JSON: keys in the model's order. */
const ERRORS: readonly (readonly [what: string, Error: DurableExecutionCallbackFailureInput["Error"], body: string])[] =
  [
    ["nothing", undefined, "{}"],
    ["no members", {}, "{}"],
    [
      "all members, in another order",
      { StackTrace: ["at a", ""], ErrorData: "{}", ErrorType: "E", ErrorMessage: "é" },
      '{"ErrorMessage":"é","ErrorType":"E","ErrorData":"{}","StackTrace":["at a",""]}',
    ],
    ["members that are null or unknown", { ErrorMessage: undefined, colour: "red" } as object, "{}"],
  ];

for (const [what, Error, body] of ERRORS) {
  test(`sendDurableExecutionCallbackFailure() sends ${what}`, async () => {
    const { config, sent } = inProcess(answer);
    const output = await sendDurableExecutionCallbackFailure(config, { CallbackId: ID, Error });
    assertEquals(Object.keys(output), ["$metadata"]);
    assertEquals(sent.map((request) => [request.method, request.target, request.body]), [[
      "POST",
      `${PATH}/fail`,
      body,
    ]]);
    assertEquals(sent[0]!.headers.get("content-type"), "application/json");
  });
}

for (const Error of ["text", { ErrorMessage: 7 }, { StackTrace: "at a" }, { StackTrace: [7] }]) {
  test(`sendDurableExecutionCallbackFailure() refuses ${JSON.stringify(Error)} before it sends`, async () => {
    const { config, sent } = inProcess(answer);
    const input = { CallbackId: ID, Error } as DurableExecutionCallbackFailureInput;
    await assertRejects(() => sendDurableExecutionCallbackFailure(config, input), TypeError);
    assertEquals(sent.length, 0);
  });
}

test("sendDurableExecutionCallbackHeartbeat() sends the id alone", async () => {
  const { config, sent } = inProcess(answer);
  const output = await sendDurableExecutionCallbackHeartbeat(config, { CallbackId: ID });
  assertEquals(Object.keys(output), ["$metadata"]);
  assertEquals(sent.map((request) => [request.method, request.target, request.body]), [[
    "POST",
    `${PATH}/heartbeat`,
    "",
  ]]);
});

for (const [name, call] of Object.entries(OPERATIONS)) {
  for (const CallbackId of ["", ".", "..", undefined, null, 7]) {
    test(`${name}() refuses ${JSON.stringify(CallbackId)} as CallbackId before it sends`, async () => {
      const { config, sent } = inProcess(answer);
      await assertRejects(() => call(config, { CallbackId } as DurableExecutionCallbackInput), TypeError, "CallbackId");
      assertEquals(sent.length, 0);
    });
  }

  test(`${name}() fails as Lambda refuses, and tries again without being asked`, async () => {
    let count = 0;
    const { config, sent } = inProcess(() => {
      if (++count === 1) return new Response(null, { status: 500 });
      return new Response('{"__type":"CallbackTimeoutException","message":"Too late"}', { status: 400 });
    });
    const error = await assertRejects(
      () => call({ ...config, maxAttempts: 2 }, { CallbackId: ID }),
      LambdaServiceException,
      "Too late",
    );
    assertEquals([error.name, error.functionMayHaveRun, sent.length], ["CallbackTimeoutException", false, 2]);
  });

  test(`${name}() takes any body of success`, async () => {
    for (const body of ["", "{}", "<html>"]) {
      await call(inProcess(() => new Response(body)).config, { CallbackId: ID });
    }
  });
}
