import {
  getFunctionRecursionConfig,
  LambdaServiceException,
  putFunctionRecursionConfig,
  type PutFunctionRecursionConfigInput,
  RecursiveLoop,
  TransportError,
} from "../../mod.ts";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { inProcess } from "../support/in_process.ts";

const FN = { FunctionName: "fn" };
const PATH = "/2024-08-31/functions/fn/recursion-config";
const answer = (body: string, init: ResponseInit = {}) => () =>
  new Response(body, { headers: { "x-amzn-requestid": "id-1" }, ...init });

for (const loop of ["Allow", "Terminate", "Later"]) {
  test(`putFunctionRecursionConfig() sends and reads ${loop}`, async () => {
    const { config, sent } = inProcess(answer(`{"RecursiveLoop":"${loop}"}`));
    const { RecursiveLoop, $metadata } = await putFunctionRecursionConfig(config, { ...FN, RecursiveLoop: loop });
    assertEquals([RecursiveLoop, $metadata.requestId], [loop, "id-1"]);
    assertEquals(sent.map(({ method, target, body }) => [method, target, body]), [
      ["PUT", PATH, `{"RecursiveLoop":"${loop}"}`],
    ]);
    assertEquals(sent[0]!.headers.get("content-type"), "application/json");
  });
}

test("putFunctionRecursionConfig() sends what the model knows, and no qualifier", async () => {
  const { config, sent } = inProcess(answer("{}"));
  await putFunctionRecursionConfig(config, { ...FN, RecursiveLoop: "Allow", Qualifier: "1", Colour: "red" } as never);
  assertEquals([sent[0]!.target, sent[0]!.body], [PATH, '{"RecursiveLoop":"Allow"}']);
});

test("getFunctionRecursionConfig() sends a name alone", async () => {
  const { config, sent } = inProcess(answer('{"RecursiveLoop":"Terminate","Colour":"red"}'));
  const { $metadata, ...output } = await getFunctionRecursionConfig(config, FN);
  assertEquals(output, { RecursiveLoop: "Terminate" });
  assertEquals($metadata.httpStatusCode, 200);
  assertEquals(sent.map(({ method, target, body }) => [method, target, body]), [["GET", PATH, ""]]);
  assertEquals(sent[0]!.headers.get("content-type"), null);
});

for (const body of ["{}", "", '{"RecursiveLoop":null}']) {
  test(`getFunctionRecursionConfig() reads ${JSON.stringify(body)} as nothing`, async () => {
    const { $metadata, ...output } = await getFunctionRecursionConfig(inProcess(answer(body)).config, FN);
    assertEquals(output, {});
    assertEquals($metadata.attempts, 1);
  });
}

for (const body of ["<html>", "[]", "null", '"Allow"', "{"]) {
  test(`getFunctionRecursionConfig() takes ${body} for an unusable answer`, async () => {
    const call = () => getFunctionRecursionConfig(inProcess(answer(body)).config, FN);
    const error = await assertRejects(call, TransportError);
    assertEquals([error.code, error.$metadata?.requestId], ["INVALID_RESPONSE", "id-1"]);
  });
}

for (
  const input of [
    FN,
    { ...FN, RecursiveLoop: null },
    { ...FN, RecursiveLoop: 1 },
    { ...FN, RecursiveLoop: true },
    { RecursiveLoop: "Allow" },
    { FunctionName: "..", RecursiveLoop: "Allow" },
  ]
) {
  test(`putFunctionRecursionConfig() refuses ${JSON.stringify(input)} before it sends`, async () => {
    const { config, sent } = inProcess(answer("{}"));
    await assertRejects(() => putFunctionRecursionConfig(config, input as PutFunctionRecursionConfigInput), TypeError);
    assertEquals(sent.length, 0);
  });
}

test("putFunctionRecursionConfig() fails as Lambda refuses", async () => {
  const headers = { "x-amzn-errortype": "ResourceConflictException:http://internal.amazon.com/coral/" };
  const { config } = inProcess(answer('{"Type":"User","message":"Busy"}', { status: 409, headers }));
  const call = () => putFunctionRecursionConfig(config, { ...FN, RecursiveLoop: RecursiveLoop.Allow });
  const error = await assertRejects(call, LambdaServiceException);
  assertEquals([error.name, error.message, error.Type], ["ResourceConflictException", "Busy", "User"]);
});

test("RecursiveLoop is frozen", () => {
  assert(Object.isFrozen(RecursiveLoop));
  assertEquals({ ...RecursiveLoop }, { Allow: "Allow", Terminate: "Terminate" });
});
