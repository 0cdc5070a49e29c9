/**
 * The AWS SDK, over HTTP, against the local Lambda: each operation through its life, each error as its own class.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import { Readable } from "node:stream";
import * as ours from "../../mod.ts";
import { type LocalFunctions, type LocalLambda, localLambda, type LocalLambdaOptions } from "../../src/local/mod.ts";
import { assert, assertEquals, assertInstanceOf, assertMatch, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";
import { turn, until } from "../support/stubs.ts";
import { normalize } from "./support/compare.ts";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
const SESSION = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret/+=", sessionToken: "a/+=token" };

interface Peer {
  readonly lambda: LocalLambda;
  readonly sdk: aws.LambdaClient;
}

/** Serves functions, and hands over the SDK's client for them. */
async function withSdk(
  functions: LocalFunctions,
  use: (peer: Peer) => Promise<void>,
  options: LocalLambdaOptions = {},
  config: aws.LambdaClientConfig = {},
): Promise<void> {
  const lambda = localLambda(functions, { retryDelay: 1, ...options });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {}, onError: () => new Response() },
    lambda.fetch,
  );
  const sdk = new aws.LambdaClient({
    region: lambda.config.region,
    credentials: lambda.config.credentials,
    endpoint: `http://127.0.0.1:${server.addr.port}`,
    maxAttempts: 1,
    ...config,
  });
  try {
    await use({ lambda, sdk });
  } finally {
    sdk.destroy();
    await server.shutdown();
  }
}

const text = (payload: Uint8Array | undefined) => new TextDecoder().decode(payload);

/** Payload and end of a stream, as the SDK reads it. */
async function readStream(output: aws.InvokeWithResponseStreamCommandOutput) {
  const chunks: string[] = [];
  let end: aws.InvokeWithResponseStreamCompleteEvent | undefined;
  for await (const { PayloadChunk, InvokeComplete } of output.EventStream!) {
    if (PayloadChunk) chunks.push(text(PayloadChunk.Payload));
    if (InvokeComplete) end = InvokeComplete;
  }
  return { chunks, end };
}

test("the AWS SDK invokes, and gets all that AWS gives", async () => {
  await withSdk({ f: (event, context) => [event, context.clientContext] }, async ({ sdk, lambda }) => {
    const output = await sdk.send(
      new aws.InvokeCommand({
        FunctionName: `${ARN}:$LATEST`,
        Payload: '{"name":"Ada é"}',
        LogType: "Tail",
        ClientContext: btoa('{"custom":{"a":1}}'),
      }),
    );
    assertEquals(JSON.parse(text(output.Payload)), [{ name: "Ada é" }, { custom: { a: 1 } }]);
    assertEquals([output.StatusCode, output.ExecutedVersion, output.FunctionError], [200, "$LATEST", undefined]);
    assertMatch(atob(output.LogResult!), /^START RequestId: .+\nEND RequestId: .+\nREPORT RequestId: .+\n$/);
    assertEquals(output.$metadata.requestId, lambda.invocations[0]?.requestId);
  });
});

for (
  const [what, credentials] of [
    ["a session token", SESSION],
    ["long-lived keys", { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "x" }],
  ] as const
) {
  test(`the AWS SDK's signature with ${what} is good`, async () => {
    await withSdk({ f: () => 1 }, async ({ sdk }) => {
      for (const FunctionName of ["f", "f:$LATEST", ARN, "123456789012:function:f"]) {
        const { StatusCode } = await sdk.send(new aws.InvokeCommand({ FunctionName, Payload: "{}" }));
        assertEquals(StatusCode, 200);
      }
    }, { credentials });
  });
}

for (
  const [what, config, name] of [
    ["a wrong secret", { credentials: { ...SESSION, secretAccessKey: "x" } }, "InvalidSignatureException"],
    ["an unknown key", { credentials: { accessKeyId: "x", secretAccessKey: "x" } }, "UnrecognizedClientException"],
    ["a wrong region", { region: "eu-west-1" }, "InvalidSignatureException"],
  ] as const
) {
  test(`the AWS SDK with ${what} does not get in`, async () => {
    await withSdk(
      { f: () => 1 },
      async ({ sdk }) => {
        const error = await assertRejects(
          () => sdk.send(new aws.InvokeCommand({ FunctionName: "f" })),
          aws.LambdaServiceException,
        );
        assertEquals([error.name, error.$metadata.httpStatusCode], [name, 403]);
      },
      { credentials: SESSION },
      config,
    );
  });
}

test("the AWS SDK corrects its clock by the local Lambda's", async () => {
  const now = () => new Date(Date.now() + 3_600_000);
  await withSdk(
    { f: () => 1 },
    async ({ sdk }) => {
      const { $metadata } = await sdk.send(new aws.InvokeCommand({ FunctionName: "f" }));
      assertEquals($metadata.attempts, 2);
    },
    { now },
    { maxAttempts: 2 },
  );
});

test("the AWS SDK sends an Event, a DryRun and an InvokeAsync", async () => {
  await withSdk({ f: () => 1 }, async ({ sdk, lambda }) => {
    for (const [InvocationType, status] of [["Event", 202], ["DryRun", 204]] as const) {
      const { StatusCode } = await sdk.send(
        new aws.InvokeCommand({ FunctionName: "f", InvocationType, Payload: "{}" }),
      );
      assertEquals(StatusCode, status);
    }
    const { Status } = await sdk.send(new aws.InvokeAsyncCommand({ FunctionName: "f", InvokeArgs: bytes("{}") }));
    assertEquals(Status, 202);
    await lambda.drain();
    assertEquals(lambda.invocations.map(({ runs, condition }) => [runs, condition]), [
      [1, "Success"],
      [0, undefined],
      [1, "Success"],
    ]);
  });
});

test("the AWS SDK sends an InvokeAsync as a stream, which it does not sign", async () => {
  await withSdk({ f: () => 1 }, async ({ sdk, lambda }) => {
    const InvokeArgs = Readable.from([bytes('{"n":'), bytes("1}")]);
    assertEquals((await sdk.send(new aws.InvokeAsyncCommand({ FunctionName: "f", InvokeArgs }))).Status, 202);
    await lambda.drain();
    assertEquals(lambda.invocations[0]?.event, { n: 1 });
  });
});

test("the AWS SDK sees a function that fails", async () => {
  const fail = () => {
    throw new RangeError("Too far");
  };
  await withSdk({ f: fail }, async ({ sdk }) => {
    const { StatusCode, FunctionError, Payload } = await sdk.send(new aws.InvokeCommand({ FunctionName: "f" }));
    assertEquals([StatusCode, FunctionError], [200, "Unhandled"]);
    const { errorType, errorMessage } = JSON.parse(text(Payload));
    assertEquals([errorType, errorMessage], ["RangeError", "Too far"]);
  });
});

/** The errors that `Invoke` declares: name by name, as in the types of the SDK's InvokeCommand. */
const DECLARED =
  "CodeArtifactUserDeleted CodeArtifactUserFailed CodeArtifactUserPending DurableExecutionAlreadyStarted " +
  "EC2AccessDenied EC2Throttled EC2Unexpected EFSIO EFSMountConnectivity EFSMountFailure EFSMountTimeout " +
  "ENILimitReached ENINotReady InvalidParameterValue InvalidRequestContent InvalidRuntime InvalidSecurityGroupID " +
  "InvalidSubnetID InvalidZipFile KMSAccessDenied KMSDisabled KMSInvalidState KMSNotFound ModeNotSupported " +
  "NoPublishedVersion RecursiveInvocation RequestTooLarge ResourceConflict ResourceNotFound ResourceNotReady " +
  "S3FilesMountConnectivity S3FilesMountFailure S3FilesMountTimeout SerializedRequestEntityTooLarge Service " +
  "ServiceQuotaExceeded SnapStart SnapStartNotReady SnapStartRegenerationFailure SnapStartTimeout " +
  "SubnetIPAddressLimitReached TooManyRequests UnsupportedMediaType";

test("each declared error is the AWS SDK's own class, with status and message of its model", async () => {
  const names = DECLARED.split(" ").map((name) => `${name}Exception`);
  assertEquals(names.length, 43);
  await withSdk({ f: () => 1 }, async ({ sdk, lambda }) => {
    const exports = aws as unknown as Record<string, unknown>;
    for (const name of names) {
      const [, , , traits, members] = exports[`${name}$`] as [number, string, string, { httpError: number }, string[]];
      lambda.inject("f", { fault: "error", name, message: "Told" });
      const error = await assertRejects(
        () => sdk.send(new aws.InvokeCommand({ FunctionName: "f" })),
        exports[name] as typeof aws.LambdaServiceException,
      );
      const { httpStatusCode } = error.$metadata;
      assertEquals([error.name, error.message, httpStatusCode], [name, "Told", traits.httpError], name);
      assertEquals((error as aws.TooManyRequestsException).Type, httpStatusCode! < 500 ? "User" : "Service", name);

      // The SDK makes one of both spellings of the message; the wire has that of the model.
      lambda.inject("f", { fault: "error", name, message: "Told" });
      const url = "http://localhost/2015-03-31/functions/f/invocations";
      const body = await (await lambda.fetch(url, { method: "POST" })).json();
      assertEquals(Object.keys(body).filter((member) => !members.includes(member)), [], name);
    }
  }, { verify: false });
});

test("the AWS SDK gets over a throttle, and says how long it was asked to wait", async () => {
  await withSdk(
    { f: () => 1 },
    async ({ sdk, lambda }) => {
      lambda.inject("f", { fault: "throttle" }, 2);
      const { $metadata } = await sdk.send(new aws.InvokeCommand({ FunctionName: "f" }));
      assertEquals($metadata.attempts, 3);
      assertEquals(lambda.invocations.map(({ status }) => status), [429, 429, 200]);
      lambda.inject("f", { fault: "throttle", reason: "CallerRateLimitExceeded", retryAfterSeconds: 0 }, 3);
      const error = await assertRejects(
        () => sdk.send(new aws.InvokeCommand({ FunctionName: "f" })),
        aws.TooManyRequestsException,
      );
      assertEquals([error.Reason, error.retryAfterSeconds], ["CallerRateLimitExceeded", "0"]);
    },
    {},
    { maxAttempts: 3 },
  );
});

test("the AWS SDK sees reserved concurrency as TooManyRequestsException", async () => {
  await withSdk({ f: { handler: () => 1, reservedConcurrency: 0 } }, async ({ sdk }) => {
    const error = await assertRejects(
      () => sdk.send(new aws.InvokeCommand({ FunctionName: "f" })),
      aws.TooManyRequestsException,
    );
    assertEquals(error.Reason, "ReservedFunctionConcurrentInvocationLimitExceeded");
    assertEquals(error.retryAfterSeconds, "1");
  });
});

for (
  const [what, input, name, status] of [
    ["an unknown function", { FunctionName: "g" }, "ResourceNotFoundException", 404],
    ["bad JSON", { FunctionName: "f", Payload: "{" }, "InvalidRequestContentException", 400],
    ["too much", { FunctionName: "f", Payload: new Uint8Array(6_291_457) }, "RequestEntityTooLargeException", 413],
    ["a tenant", { FunctionName: "f", TenantId: "t" }, "InvalidParameterValueException", 400],
    ["a bad name", { FunctionName: "bad name" }, "ValidationException", 400],
    ["an empty qualifier", { FunctionName: "f", Qualifier: "" }, "ValidationException", 400],
    ["a type that is none", { FunctionName: "f", InvocationType: "event" }, "ValidationException", 400],
    ["an unqualified durable function", { FunctionName: "durable" }, "InvalidParameterValueException", 400],
  ] as [string, aws.InvokeWithResponseStreamCommandInput, string, number][]
) {
  test(`the AWS SDK is refused for ${what}, on both routes`, async () => {
    await withSdk({ f: () => 1, durable: { handler: () => 1, durable: true } }, async ({ sdk }) => {
      const routes = [
        () => sdk.send(new aws.InvokeCommand(input)),
        () => sdk.send(new aws.InvokeWithResponseStreamCommand(input)),
      ];
      for (const call of routes) {
        const error = await assertRejects<aws.LambdaServiceException>(call, aws.LambdaServiceException);
        assertEquals([error.name, error.$metadata.httpStatusCode], [name, status]);
        assert(error.message.length > 10, error.message);
      }
    });
  });
}

test("the AWS SDK reads streams", async () => {
  const functions = {
    async *tokens(_event: unknown, context: { log(line: string): void }) {
      context.log("hello");
      yield "a";
      yield "é";
    },
    plain: () => ({ a: 1 }),
    page: () => new Response("<p>", { headers: { "content-type": "text/html" } }),
    async *late() {
      yield "a";
      throw new RangeError("Too far");
    },
    early: () => {
      throw new RangeError("Too far");
    },
  };
  await withSdk(functions, async ({ sdk }) => {
    const open = (FunctionName: string) =>
      sdk.send(new aws.InvokeWithResponseStreamCommand({ FunctionName, LogType: "Tail" }));
    const tokens = await open("tokens");
    assertEquals([tokens.StatusCode, tokens.ExecutedVersion], [200, "$LATEST"]);
    const { chunks, end } = await readStream(tokens);
    assertEquals([chunks, end?.ErrorCode], [["a", "é"], undefined]);
    assertMatch(atob(end!.LogResult!), /\thello\n/);
    assertEquals((await readStream(await open("plain"))).chunks, ['{"a":1}']);
    const page = await open("page");
    assertEquals(page.ResponseStreamContentType, "application/vnd.awslambda.http-integration-response");
    assertEquals((await readStream(page)).chunks.join("").split("\0".repeat(8))[1], "<p>");
    for (const [name, sent] of [["late", ["a"]], ["early", []]] as const) {
      const { chunks, end } = await readStream(await open(name));
      assertEquals([chunks, end?.ErrorCode], [[...sent], "Unhandled"]);
      assertEquals(JSON.parse(end!.ErrorDetails!).errorType, "RangeError");
    }
  });
});

for (const [fault, message] of [["flip", /mismatch|checksum/i], ["checksum", /checksum/i]] as const) {
  test(`the AWS SDK notices a stream with the fault ${fault}`, async () => {
    await withSdk({ f: () => "whole" }, async ({ sdk, lambda }) => {
      lambda.inject("f", fault === "flip" ? { fault, bit: 8 * 20 } : { fault });
      const output = sdk.send(new aws.InvokeWithResponseStreamCommand({ FunctionName: "f" }));
      const error = await output.then(readStream).then(() => undefined, (error: Error) => error);
      assertMatch(String(error?.message), message);
    });
  });
}

test("the AWS SDK's stream is left in mid-stream, and the function learns of it", async () => {
  let left = () => {};
  const gone = new Promise<void>((resolve) => left = resolve);
  const functions = {
    async *f() {
      try {
        for (;;) {
          yield new Uint8Array(1_024);
          await turn();
        }
      } finally {
        left();
      }
    },
  };
  await withSdk(functions, async ({ sdk, lambda }) => {
    const controller = new AbortController();
    const command = new aws.InvokeWithResponseStreamCommand({ FunctionName: "f" });
    const { EventStream } = await sdk.send(command, { abortSignal: controller.signal });
    for await (const _event of EventStream!) break;
    sdk.destroy();
    controller.abort();
    await gone;
    assert(lambda.invocations[0]?.cancelled);
  });
});

test("the AWS SDK takes an event-invoke-config through its life", async () => {
  await withSdk(
    { f: () => {}, "f:live": () => {}, g: () => {} },
    async ({ sdk }) => {
      const key = { FunctionName: "f", Qualifier: "live" };
      const put = await sdk.send(
        new aws.PutFunctionEventInvokeConfigCommand({ ...key, MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }),
      );
      assertEquals(put.LastModified, new Date(1_573_687_896_493));
      const { $metadata: _put, ...config } = put;
      const { $metadata: _get, ...got } = await sdk.send(new aws.GetFunctionEventInvokeConfigCommand(key));
      assertEquals(got, config);
      const Destination = "arn:aws:lambda:us-east-1:123456789012:function:g";
      const update = await sdk.send(
        new aws.UpdateFunctionEventInvokeConfigCommand({ ...key, DestinationConfig: { OnFailure: { Destination } } }),
      );
      assertEquals([update.MaximumRetryAttempts, update.MaximumEventAgeInSeconds], [0, 60]);
      assertEquals(update.DestinationConfig, { OnSuccess: {}, OnFailure: { Destination } });
      assertEquals(update.FunctionArn, `${ARN}:live`);
      const { FunctionEventInvokeConfigs = [] } = await sdk.send(
        new aws.ListFunctionEventInvokeConfigsCommand({ FunctionName: "f" }),
      );
      assertEquals(FunctionEventInvokeConfigs.map(({ FunctionArn }) => FunctionArn), [`${ARN}:live`]);
      assertEquals((await sdk.send(new aws.DeleteFunctionEventInvokeConfigCommand(key))).$metadata.httpStatusCode, 204);
      for (const Command of [aws.GetFunctionEventInvokeConfigCommand, aws.DeleteFunctionEventInvokeConfigCommand]) {
        const error = await sdk.send(new Command(key) as aws.GetFunctionEventInvokeConfigCommand).catch((error) =>
          error
        );
        assertInstanceOf(error, aws.ResourceNotFoundException);
        assertEquals(error.message, `The function ${ARN}:live doesn't have an EventInvokeConfig`);
      }
      const command = new aws.PutFunctionEventInvokeConfigCommand({ ...key, MaximumRetryAttempts: 3 });
      const error = await assertRejects(() => sdk.send(command), aws.LambdaServiceException);
      assertEquals(error.name, "ValidationException");
    },
    { now: () => new Date(1_573_687_896_493) },
    { systemClockOffset: 1_573_687_896_493 - Date.now() },
  );
});

test("the AWS SDK's paginator turns all the pages", async () => {
  const names = ["f", ...Array.from({ length: 7 }, (_, n) => `f:${n + 1}`)];
  await withSdk(Object.fromEntries(names.map((name) => [name, () => {}])), async ({ sdk }) => {
    for (const FunctionName of names) {
      await sdk.send(new aws.PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }));
    }
    const pages: number[] = [];
    const arns: (string | undefined)[] = [];
    for await (
      const { FunctionEventInvokeConfigs = [] } of aws.paginateListFunctionEventInvokeConfigs(
        { client: sdk, pageSize: 3 },
        { FunctionName: "f" },
      )
    ) {
      pages.push(FunctionEventInvokeConfigs.length);
      arns.push(...FunctionEventInvokeConfigs.map(({ FunctionArn }) => FunctionArn));
    }
    assertEquals(pages, [3, 3, 2]);
    assertEquals(arns, [`${ARN}:$LATEST`, ...names.slice(1).map((name) => ARN.replace(/f$/, name))]);
  });
});

test("the AWS SDK sets and reads a recursion config", async () => {
  await withSdk({ f: () => {} }, async ({ sdk }) => {
    const FunctionName = "f";
    const get = async () => (await sdk.send(new aws.GetFunctionRecursionConfigCommand({ FunctionName }))).RecursiveLoop;
    assertEquals(await get(), "Terminate");
    const put = await sdk.send(new aws.PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }));
    assertEquals([put.RecursiveLoop, await get()], ["Allow", "Allow"]);
  });
});

test("the AWS SDK starts a durable execution, and answers its callbacks", async () => {
  const ids: string[] = [];
  const functions: LocalFunctions = {
    async f(_event, context) {
      const { callbackId, result } = context.createCallback();
      ids.push(callbackId);
      return await result;
    },
  };
  const nextId = async (count: number) => {
    await until(() => ids.length >= count);
    return ids[count - 1]!;
  };
  await withSdk(functions, async ({ sdk }) => {
    const start = (DurableExecutionName: string, Payload = "{}") =>
      sdk.send(new aws.InvokeCommand({ FunctionName: "f:$LATEST", DurableExecutionName, Payload }));
    const paid = start("order-1");
    const CallbackId = await nextId(1);
    await sdk.send(new aws.SendDurableExecutionCallbackHeartbeatCommand({ CallbackId }));
    await sdk.send(new aws.SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: bytes('{"paid":true}') }));
    const output = await paid;
    assertEquals(JSON.parse(text(output.Payload)), { paid: true });
    assertMatch(output.DurableExecutionArn!, /:function:f:\$LATEST\/durable-execution\/order-1\//);
    assertEquals((await start("order-1")).DurableExecutionArn, output.DurableExecutionArn);
    const other = await start("order-1", "[]").catch((error) => error);
    assertInstanceOf(other, aws.DurableExecutionAlreadyStartedException);

    const declined = start("order-2");
    const Error = { ErrorType: "CardDeclined", ErrorMessage: "No funds", ErrorData: "{}", StackTrace: ["till"] };
    await sdk.send(new aws.SendDurableExecutionCallbackFailureCommand({ CallbackId: await nextId(2), Error }));
    assertEquals(JSON.parse(text((await declined).Payload)).errorType, "CardDeclined");
    const again = new aws.SendDurableExecutionCallbackSuccessCommand({ CallbackId });
    assertInstanceOf(await sdk.send(again).catch((error) => error), aws.CallbackTimeoutException);
    const unknown = new aws.SendDurableExecutionCallbackHeartbeatCommand({ CallbackId: btoa("none") });
    assertInstanceOf(await sdk.send(unknown).catch((error) => error), aws.ResourceNotFoundException);
  });
});

test("the AWS SDK and this module read the same of durable executions", async () => {
  let callbackId = "";
  const functions: LocalFunctions = {
    f: (_event, context) => {
      const callback = context.createCallback({ timeout: 60_000 });
      callbackId = callback.callbackId;
      return callback.result;
    },
    fail: () => {
      throw new RangeError("Too far");
    },
  };
  await withSdk(functions, async ({ sdk, lambda: { config } }) => {
    const start = async (FunctionName: string, DurableExecutionName: string) => {
      const input = { FunctionName, DurableExecutionName, InvocationType: "Event", Payload: '{"n":1}' } as const;
      return (await sdk.send(new aws.InvokeCommand(input))).DurableExecutionArn!;
    };
    /** What both say, member by member, but for what is of the call itself. */
    const both = async (theirs: Promise<object>, ours: Promise<object>) => {
      const [sdk, own] = (await Promise.all([theirs, ours])).map((output) => {
        const { $metadata: _call, ...members } = normalize(output) as Record<string, unknown>;
        return members;
      });
      assertEquals(own, sdk!);
      return sdk!;
    };
    const see = async (DurableExecutionArn: string) => {
      for (const IncludeExecutionData of [undefined, true, false]) {
        const input = { DurableExecutionArn, IncludeExecutionData };
        await both(sdk.send(new aws.GetDurableExecutionCommand(input)), ours.getDurableExecution(config, input));
        await both(
          sdk.send(new aws.GetDurableExecutionHistoryCommand({ ...input, ReverseOrder: true, MaxItems: 2 })),
          ours.getDurableExecutionHistory(config, { ...input, ReverseOrder: true, MaxItems: 2 }),
        );
      }
      const input = { DurableExecutionArn };
      const { Status } = await sdk.send(new aws.GetDurableExecutionCommand(input));
      const pages = aws.paginateGetDurableExecutionHistory({ client: sdk, pageSize: 1 }, { ...input });
      const types: string[] = [];
      for await (const { Events } of pages) types.push(...Events!.map(({ EventType }) => String(EventType)));
      return [Status, ...types];
    };

    const stopped = await start("f:$LATEST", "order-1");
    await until(() => callbackId !== "");
    assertEquals(await see(stopped), ["RUNNING", "ExecutionStarted", "CallbackStarted"]);
    const Error = { ErrorType: "OrderCancelled", ErrorMessage: "Changed her mind", StackTrace: ["at the till"] };
    const stop = { DurableExecutionArn: stopped, Error };
    await both(sdk.send(new aws.StopDurableExecutionCommand(stop)), ours.stopDurableExecution(config, stop));
    assertEquals(await see(stopped), ["STOPPED", "ExecutionStarted", "CallbackStarted", "ExecutionStopped"]);

    const failed = await start("fail:$LATEST", "order-2");
    await until(async () => {
      const { Status } = await sdk.send(new aws.GetDurableExecutionCommand({ DurableExecutionArn: failed }));
      return Status !== "RUNNING";
    });
    assertEquals(await see(failed), ["FAILED", "ExecutionStarted", "InvocationCompleted", "ExecutionFailed"]);

    await start("f:$LATEST", "order-3");
    const filter = { FunctionName: "f", Statuses: ["RUNNING", "STOPPED"], StartedAfter: new Date(0) } as const;
    const listed = await both(
      sdk.send(new aws.ListDurableExecutionsByFunctionCommand({ ...filter, Statuses: [...filter.Statuses] })),
      ours.listDurableExecutionsByFunction(config, filter),
    );
    const executions = listed.DurableExecutions as aws.Execution[];
    assertEquals(executions.map(({ DurableExecutionName }) => DurableExecutionName), ["order-3", "order-1"]);
    await sdk.send(new aws.StopDurableExecutionCommand({ DurableExecutionArn: executions[0]!.DurableExecutionArn }));

    const none = { DurableExecutionArn: stopped.replace("order-1", "order-9") };
    for (
      const command of [
        new aws.GetDurableExecutionCommand(none),
        new aws.GetDurableExecutionHistoryCommand(none),
        new aws.StopDurableExecutionCommand(none),
      ]
    ) {
      const error = await sdk.send(command as aws.GetDurableExecutionCommand).catch((error) => error);
      assertInstanceOf(error, aws.ResourceNotFoundException);
    }
  });
});
