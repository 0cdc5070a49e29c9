/**
 * This module calls a Lambda server that is not ours: serverless-aws-lambda, with the functions of `lambda/handler.js`.
 *
 * Where that server is not as AWS is, the test says so: it names a failure after the error's class, where AWS says
 * `Unhandled`, and it checks no signature.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import {
  decodeLogResult,
  FunctionError,
  invoke,
  invokeJson,
  invokeStream,
  type InvokeStreamOutput,
  type LambdaConfig,
  LambdaServiceException,
  payloadStream,
  readPayload,
} from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertObjectMatch, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes, collect, collectBytes } from "../support/streams.ts";
import { type ForeignLambda, startForeignLambda } from "./lambda/start.ts";
import { CREDENTIALS } from "./support/clients.ts";

let server: ForeignLambda;
let config: LambdaConfig;

Deno.test.beforeAll(async () => {
  server = await startForeignLambda();
  config = { region: "us-east-1", credentials: CREDENTIALS, endpoint: server.endpoint, maxAttempts: 1 };
});
Deno.test.afterAll(() => server.close());

test("invoke() is answered by a foreign server", async () => {
  const output = await invoke(config, {
    FunctionName: "echo",
    Payload: { text: "é" },
    ClientContext: { custom: { key: "ü" } },
  });
  assertEquals(output.StatusCode, 200);
  assertEquals(output.ExecutedVersion, "$LATEST");
  assertEquals(output.FunctionError, undefined);
  const { requestId } = output.$metadata;
  assertEquals(output.Payload?.json(), {
    event: { text: "é" },
    clientContext: { custom: { key: "ü" } },
    name: "echo",
    version: "$LATEST",
    requestId,
  });
});
