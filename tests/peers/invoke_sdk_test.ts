/**
 * The AWS SDK and this module send the same requests, and make the same of the same answers.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import fc from "fast-check";
import {
  invoke,
  invokeAsync,
  type InvokeAsyncInput,
  type InvokeInput,
  invokeStream,
  type InvokeStreamInput,
  type LambdaConfig,
} from "../../mod.ts";
import { assert, assertEquals, assertObjectMatch, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";
import { anyText } from "./support/any_text.ts";
import { CREDENTIALS, type Peers, withPeers } from "./support/clients.ts";
import { assertSameFailure, assertSameOutcome, assertSameRequest, type Outcome, outcomes } from "./support/compare.ts";
import { CARRIERS, MODELLED_ERRORS } from "./support/modelled_errors.ts";
import { forEachRow, type Operation, type Table, tableOf, testSameRequests } from "./support/operation.ts";
import type { Reply } from "./support/recorder.ts";

const INVOKE: Operation = {
  sdk: ({ sdk }, input) => sdk.send(new aws.InvokeCommand(input as aws.InvokeCommandInput)),
  own: ({ config }, input) => invoke(config, input as InvokeInput),
};

/** Only what is sent counts here, so the streams are left unread. */
const INVOKE_STREAM: Operation = {
  async sdk({ sdk }, input) {
    await sdk.send(new aws.InvokeWithResponseStreamCommand(input as aws.InvokeWithResponseStreamCommandInput));
  },
  async own({ config }, input) {
    await (await invokeStream(config, input as InvokeStreamInput)).EventStream.cancel();
  },
};

const INVOKE_ASYNC: Operation = {
  sdk: ({ sdk }, input) => sdk.send(new aws.InvokeAsyncCommand(input as aws.InvokeAsyncCommandInput)),
  own: ({ config }, input) => invokeAsync(config, input as InvokeAsyncInput),
};

const FUNCTION_NAMES = [
  "fn",
  "fn:live",
  "fn:$LATEST",
  "123456789012:function:fn:7",
  "arn:aws:lambda:us-east-1:123456789012:function:fn",
  "...",
  "a.b~c_d-e",
  "!'()*",
  "a/../b",
  'ü %+?#&=;,@[]|\\^`{}<>"',
  "日本 \u{1F980}",
];

const PAYLOADS: Table<unknown> = {
  "none": undefined,
  "null": null,
  "no text": "",
  "no bytes": new Uint8Array(),
  "text": '{"name":"Ada"}',
  "text outside of ASCII": '"é \u2028 \u{1F980}"',
  "bytes": Uint8Array.from({ length: 256 }, (_, at) => at),
  "part of a buffer": bytes("[1, 2, 3]").subarray(4, 5),
  "a buffer": bytes("[]").buffer,
  "a buffer's view": new DataView(bytes("[]").buffer),
  "100 KB": new Uint8Array(100_000).fill(32),
};

const MEMBERS: Table<object> = {
  "InvocationType Event": { InvocationType: "Event" },
  "InvocationType RequestResponse": { InvocationType: "RequestResponse" },
  "InvocationType DryRun": { InvocationType: "DryRun" },
  "an InvocationType that AWS may add": { InvocationType: "Later" },
  "LogType Tail": { LogType: "Tail" },
  "LogType None": { LogType: "None" },
  "ClientContext": { ClientContext: "eyJjdXN0b20iOnsiayI6IsOpIn19" },
  "DurableExecutionName": { DurableExecutionName: "order-1_2" },
  "TenantId": { TenantId: "tenant._:/=+-@ 1" },
  "runs of blanks": { TenantId: "a  b   c", ClientContext: "  around " },
  "empty headers": { TenantId: "", ClientContext: "", LogType: "", InvocationType: "", DurableExecutionName: "" },
  "Qualifier of a version": { Qualifier: "7" },
  "Qualifier $LATEST": { Qualifier: "$LATEST" },
  "Qualifier of odd characters": { Qualifier: "a b+c/d&e=f?g#é!'()*" },
  "an empty Qualifier": { Qualifier: "" },
  "members that are null": {
    Qualifier: null,
    TenantId: null,
    ClientContext: null,
    LogType: null,
    InvocationType: null,
    DurableExecutionName: null,
  },
  "members that AWS does not know": { Colour: "red", payload: "x", InvokeArgs: "x" },
  "all members": {
    InvocationType: "RequestResponse",
    LogType: "Tail",
    ClientContext: "e30=",
    DurableExecutionName: "once",
    TenantId: "blue",
    Qualifier: "live",
    Payload: "{}",
  },
};

const FN = { FunctionName: "fn" };
const names = tableOf(FUNCTION_NAMES, (FunctionName) => ({ FunctionName }));

testSameRequests("Invoke, FunctionName", INVOKE, {}, names);
testSameRequests("InvokeWithResponseStream, FunctionName", INVOKE_STREAM, {}, names);
testSameRequests("InvokeAsync, FunctionName", INVOKE_ASYNC, { InvokeArgs: "{}" }, names);
testSameRequests("Invoke, Payload", INVOKE, FN, payloadsAs("Payload"));
testSameRequests("InvokeWithResponseStream, Payload", INVOKE_STREAM, FN, payloadsAs("Payload"));
// A buffer is no InvokeArgs to the SDK, and none at all is no request to us.
const isArgs = (value: unknown) => value != null && !(value instanceof ArrayBuffer) && !(value instanceof DataView);
testSameRequests("InvokeAsync, InvokeArgs", INVOKE_ASYNC, FN, payloadsAs("InvokeArgs", isArgs));
testSameRequests("Invoke, other members", INVOKE, FN, MEMBERS);
// Among them a DurableExecutionName, which neither client sends with it.
testSameRequests("InvokeWithResponseStream, other members", INVOKE_STREAM, FN, MEMBERS);

function payloadsAs(member: string, isTaken: (value: unknown) => boolean = () => true): Table<object> {
  const taken = Object.entries(PAYLOADS).filter(([, value]) => isTaken(value));
  return Object.fromEntries(taken.map(([name, value]) => [name, { [member]: value }]));
}

for (const path of ["/base", "/a/b%20c"]) {
  test(`Same request: endpoint with ${path}`, () => withPeers((peers) => sendBoth(peers, FN), { path }));
}

test("Same request: long-lived credentials", () => {
  const { sessionToken: _, ...credentials } = CREDENTIALS;
  return withPeers((peers) => sendBoth(peers, FN), { credentials });
});

function sendBoth(peers: Peers, sdk: object, own: object = sdk): Promise<void> {
  return assertSameRequest(peers, () => INVOKE.sdk(peers, sdk), () => INVOKE.own(peers, own));
}

/** What can stand in a header and in a URL alike: all that both clients let through. */
const header = fc.string({ unit: "grapheme-ascii", maxLength: 60 });
const text = anyText({ maxLength: 60 });
const payload = fc.oneof(text, fc.uint8Array({ maxLength: 200 }));
const functionName = text.filter((name) => !/^\.{0,2}$/.test(name));

const invocation = {
  FunctionName: functionName,
  Qualifier: text,
  TenantId: header,
  ClientContext: header,
  InvocationType: fc.constantFrom("RequestResponse", "DryRun"),
  LogType: fc.constantFrom("None", "Tail"),
  Payload: payload,
};
const durable = { DurableExecutionName: header, InvocationType: fc.constantFrom("Event", "RequestResponse", "DryRun") };
const requiredKeys: ["FunctionName"] = ["FunctionName"];

const ANY_INPUT: Table<{ operation: Operation; input: fc.Arbitrary<object> }> = {
  Invoke: { operation: INVOKE, input: fc.record({ ...invocation, ...durable }, { requiredKeys }) },
  InvokeWithResponseStream: { operation: INVOKE_STREAM, input: fc.record(invocation, { requiredKeys }) },
  InvokeAsync: { operation: INVOKE_ASYNC, input: fc.record({ FunctionName: functionName, InvokeArgs: payload }) },
};

for (const [name, { operation, input }] of Object.entries(ANY_INPUT)) {
  test(`Same request: ${name}, whatever the members`, () =>
    withPeers(async (peers) => {
      await fc.assert(
        fc.asyncProperty(input, async (members) => {
          await assertSameRequest(peers, () => operation.sdk(peers, members), () => operation.own(peers, members));
        }),
        { numRuns: 60 },
      );
    }));
}

/** Where the SDK sends what cannot arrive as it is signed, or fails late, we refuse before anything is sent. */
const REFUSED: Table<{ operation: Operation; input: object; sdk: "sends" | RegExp; own: RegExp }> = {
  "no FunctionName": { operation: INVOKE, input: {}, sdk: /HTTP label: FunctionName/, own: /FunctionName must be/ },
  "an empty FunctionName": {
    operation: INVOKE,
    input: { FunctionName: "" },
    sdk: "sends",
    own: /FunctionName must be/,
  },
  "FunctionName .": { operation: INVOKE, input: { FunctionName: "." }, sdk: "sends", own: /FunctionName must be/ },
  "FunctionName ..": { operation: INVOKE, input: { FunctionName: ".." }, sdk: "sends", own: /FunctionName must be/ },
  "a TenantId outside of ASCII": {
    operation: INVOKE,
    input: { FunctionName: "fn", TenantId: "é" },
    sdk: "sends",
    own: /TenantId must be/,
  },
  "no InvokeArgs": {
    operation: INVOKE_ASYNC,
    input: { FunctionName: "fn" },
    sdk: "sends",
    own: /InvokeArgs must be/,
  },
};

for (const [name, { operation, input, sdk, own }] of Object.entries(REFUSED)) {
  test(`Other request: ${name} is refused here, and by the SDK ${sdk === "sends" ? "sent" : "too"}`, () =>
    withPeers(async (peers) => {
      const error = await assertRejects(() => operation.own(peers, input), TypeError);
      assertEquals(own.test(error.message), true, error.message);
      assertEquals(peers.server.requests.length, 0);
      if (sdk === "sends") {
        await operation.sdk(peers, input);
        assertEquals(peers.server.requests.length, 1);
      } else {
        const theirs = await assertRejects(() => operation.sdk(peers, input), Error);
        assertEquals(sdk.test(theirs.message), true, theirs.message);
      }
    }));
}

/** What the SDK refuses, we send as what the SDK would take. */
const ACCEPTED: Table<{ own: object; sdk: object }> = {
  "an object as Payload": { own: { Payload: { name: "é" } }, sdk: { Payload: '{"name":"é"}' } },
  "an array as Payload": { own: { Payload: [1, null] }, sdk: { Payload: "[1,null]" } },
  "a number as Payload": { own: { Payload: 0 }, sdk: { Payload: "0" } },
  "a boolean as Payload": { own: { Payload: false }, sdk: { Payload: "false" } },
  "a Date as Payload": { own: { Payload: new Date(0) }, sdk: { Payload: '"1970-01-01T00:00:00.000Z"' } },
  "an object as ClientContext": {
    own: { ClientContext: { custom: { k: "é" } } },
    sdk: { ClientContext: btoa(String.fromCharCode(...bytes('{"custom":{"k":"é"}}'))) },
  },
};

test("Same request: payloads and contexts that only we take, as text for the SDK", () =>
  withPeers((peers) => forEachRow(ACCEPTED, ({ own, sdk }) => sendBoth(peers, { ...FN, ...sdk }, { ...FN, ...own }))));

test("Other request: an endpoint's slash at the end gives the SDK an empty segment, and us none", () =>
  withPeers(async (peers) => {
    await INVOKE.sdk(peers, { FunctionName: "fn" });
    await INVOKE.own(peers, { FunctionName: "fn" });
    assertEquals(peers.server.requests.map(({ target }) => target), [
      "/base//2015-03-31/functions/fn/invocations",
      "/base/2015-03-31/functions/fn/invocations",
    ]);
  }, { path: "/base/" }));

const REGIONS = [
  ...[
    "us-east-1",
    "eu-central-1",
    "me-central-1",
    "mx-central-1",
    "il-central-1",
    "EU-West-1",
    "xx-nowhere-9",
    "local",
  ],
  ...["cn-north-1", "eusc-de-east-1", "us-gov-west-1"],
  ...["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"],
];

for (const region of REGIONS) {
  test(`Same host: ${region}`, async () => {
    for (const useFipsEndpoint of [false, true]) {
      for (const useDualstackEndpoint of [false, true]) {
        const config = { region, credentials: CREDENTIALS, useFipsEndpoint, useDualstackEndpoint, maxAttempts: 1 };
        assertEquals(await ownOrigin(config), await sdkOrigin(config));
      }
    }
  });
}

async function sdkOrigin(config: aws.LambdaClientConfig): Promise<string> {
  let origin = "";
  const requestHandler = {
    handle({ protocol, hostname }: { protocol: string; hostname: string }): Promise<never> {
      origin = `${protocol}//${hostname}`;
      return Promise.reject(new Error("Not sent"));
    },
  };
  const client = new aws.LambdaClient({ ...config, requestHandler });
  await assertRejects(() => client.send(new aws.InvokeCommand({ FunctionName: "fn" })), Error, "Not sent");
  return origin;
}

async function ownOrigin(config: LambdaConfig): Promise<string> {
  let origin = "";
  const fetch = (input: Request | URL | string) => {
    origin = new URL(input as string).origin;
    return Promise.resolve(new Response());
  };
  await invoke({ ...config, fetch }, { FunctionName: "fn" });
  return origin;
}

const IDS = { "x-amzn-requestid": "id-1", "x-amz-id-2": "id-2" };

/** Answers of which both make the same. */
const ANSWERS: Table<Reply> = {
  "no header, no body": {},
  "a payload": { body: '{"answer":42}' },
  "bytes as payload": { body: Uint8Array.from({ length: 256 }, (_, at) => at) },
  "a payload that looks like an error": { body: '{"__type":"ServiceException","message":"no"}' },
  "the header of an error at 200": { headers: { "x-amzn-errortype": "ServiceException" }, body: "{}" },
  "all headers": {
    headers: {
      ...IDS,
      "X-Amz-Function-Error": "Unhandled",
      "X-Amz-Log-Result": "U1RBUlQ=",
      "X-Amz-Executed-Version": "$LATEST",
      "X-Amz-Durable-Execution-Arn": "arn:aws:lambda:us-east-1:1:function:fn:1/durable-execution/a/b",
    },
    body: '{"errorType":"Error","errorMessage":"é"}',
  },
  "headers that are empty": {
    headers: {
      "x-amz-function-error": "",
      "x-amz-log-result": "",
      "x-amz-executed-version": "",
      "x-amz-durable-execution-arn": "",
    },
  },
  "FunctionError alone": { headers: { "x-amz-function-error": "Handled" }, body: "null" },
  "LogResult alone": { headers: { "x-amz-log-result": "not base64!" } },
  "a header that comes twice": { headers: { "x-amz-executed-version": ["1", "2"] } },
  "202": { status: 202, headers: IDS },
  "204": { status: 204, headers: { "x-amz-executed-version": "3" } },
  "201, which is not modelled": { status: 201, body: "[]" },
  "299, which is not modelled": { status: 299, body: "[]" },
  "the second name of the request id": { headers: { "x-amzn-request-id": "id-3" } },
  "the third name of the request id": { headers: { "x-amz-request-id": "id-4" } },
  "all names of the request id": {
    headers: { "x-amz-request-id": "c", "x-amzn-request-id": "b", "x-amzn-requestid": "a" },
  },
};

test("Same answer: Invoke", () =>
  withPeers((peers) =>
    forEachRow(ANSWERS, async (reply) => {
      const { sdk, own } = await outcomes(peers, reply, () => INVOKE.sdk(peers, FN), () => INVOKE.own(peers, FN));
      assertEquals(own, withoutEmptyPayload(sdk));
    })
  ));

test("Same answer: InvokeAsync", () =>
  withPeers((peers) =>
    forEachRow(ANSWERS, (reply) => {
      const input = { ...FN, InvokeArgs: "{}" };
      return assertSameOutcome(
        peers,
        reply,
        () => INVOKE_ASYNC.sdk(peers, input),
        () => INVOKE_ASYNC.own(peers, input),
      );
    })
  ));

/** Difference: of an empty body the SDK makes `Payload: null`, and we none. */
function withoutEmptyPayload(outcome: Outcome): Outcome {
  if (!("output" in outcome)) return outcome;
  const { Payload, ...rest } = outcome.output as { Payload?: unknown };
  return { output: Payload === null ? rest : outcome.output };
}

test("The SDK's schemas hold the errors of Lambda's model", () => {
  const codes = MODELLED_ERRORS.map(({ code }) => code);
  assert(codes.length >= 43, `${codes.length}`);
  for (const code of ["TooManyRequestsException", "SnapStartTimeoutException", "KMSNotFoundException"]) {
    assert(codes.includes(code), code);
  }
});

for (const [carrier, carry] of Object.entries(CARRIERS)) {
  test(`Same error: all that are modelled, told by ${carrier}`, () =>
    withPeers(async (peers) => {
      for (const { code, status, member } of MODELLED_ERRORS) {
        const reply = carry(code, {
          Type: "User",
          [member]: `why ${code}`,
          EC2ErrorCode: "e",
          Reason: "r",
          extra: [1],
        });
        await assertSameError(peers, { ...reply, status, headers: { ...IDS, ...reply.headers } });
      }
    }));
}

const ERRORS: Table<Reply> = {
  "a code that is not modelled": coded("AccessDeniedException", { status: 403 }),
  "a code that is not modelled, at 500": coded("InternalFailure", { status: 500 }),
  "a foreign namespace": { status: 404, body: '{"__type":"foreign#ResourceNotFoundException","Message":"m"}' },
  "namespace and URL": coded("ns#ServiceException:http://x/y,z#A", { status: 500 }),
  "a code with a comma": coded("ServiceException,Other", { status: 500 }),
  "header before code before __type": coded("A", { status: 400, body: '{"code":"B","__type":"C","message":"m"}' }),
  "code before __type": { status: 400, body: '{"__type":"C","code":"B","message":"m"}' },
  "a code in capitals": { status: 400, body: '{"CODE":"B","message":"m"}' },
  "no code": { status: 418, body: '{"message":"m"}' },
  "message before Message": coded("A", { status: 400, body: '{"Message":"upper","message":"lower"}' }),
  "an empty message beside Message": coded("A", { status: 400, body: '{"Message":"upper","message":""}' }),
  "a redirect": { status: 301, headers: { location: "http://127.0.0.1:1/" }, body: '{"message":"elsewhere"}' },
  "300": coded("A", { status: 300 }),
  "304": { status: 304, headers: { "x-amzn-errortype": "A" } },
  "Retry-After in seconds": coded("TooManyRequestsException", { status: 429, headers: { "retry-after": "7" } }),
  "members like those of an Error": coded("A", { status: 400, body: '{"message":"m","name":"n","$fault":"f"}' }),
};

function coded(code: string, { headers, ...reply }: Reply): Reply {
  return {
    body: '{"Message":"why","Type":"User"}',
    ...reply,
    headers: { "x-amzn-errortype": code, ...IDS, ...headers },
  };
}

test("Same error: odd ones", () => withPeers((peers) => forEachRow(ERRORS, (reply) => assertSameError(peers, reply))));

function assertSameError(peers: Peers, reply: Reply): Promise<void> {
  return assertSameFailure(peers, reply, () => INVOKE.sdk(peers, FN), () => INVOKE.own(peers, FN));
}

/** What each client says of an answer that they read differently. */
interface OtherError {
  readonly reply: Reply;
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<string, unknown>>;
}

const OTHER_ERRORS: Table<OtherError> = {
  "an HTML body, and the code in the header": {
    reply: coded("ServiceException", { status: 500, body: "<html>Sorry</html>" }),
    sdk: { name: "SyntaxError", $fault: undefined },
    own: { name: "ServiceException", message: "<html>Sorry</html>", $fault: "server" },
  },
  "an HTML body": {
    reply: { status: 502, body: "<html>Bad Gateway</html>" },
    sdk: { name: "SyntaxError" },
    own: { name: "Unknown", message: "<html>Bad Gateway</html>", $fault: "server" },
  },
  "JSON that is cut off": {
    reply: coded("A", { status: 400, body: '{"message":' }),
    sdk: { name: "SyntaxError" },
    own: { name: "A", message: '{"message":' },
  },
  "a blank": {
    reply: coded("A", { status: 400, body: " " }),
    sdk: { name: "SyntaxError" },
    own: { name: "A", message: "HTTP 400" },
  },
  "no body": {
    reply: coded("A", { status: 400, body: "" }),
    sdk: { name: "A", message: "UnknownError" },
    own: { name: "A", message: "HTTP 400" },
  },
  "neither code nor body": {
    reply: { status: 503 },
    sdk: { name: "Unknown", message: "UnknownError" },
    own: { name: "Unknown", message: "HTTP 503" },
  },
  "no message": {
    reply: coded("A", { status: 400, body: '{"errorMessage":"m"}' }),
    sdk: { name: "A", message: "UnknownError" },
    own: { name: "A", message: '{"errorMessage":"m"}', errorMessage: "m" },
  },
  "JSON that is no object": {
    reply: coded("A", { status: 400, body: "null" }),
    sdk: { name: "A", message: "UnknownError" },
    own: { name: "A", message: "null" },
  },
  "a code that is null": {
    reply: { status: 400, body: '{"code":null,"__type":"T","message":"m"}' },
    sdk: { name: "TypeError" },
    own: { name: "T", message: "m" },
  },
  "a code that is empty": {
    reply: { status: 400, body: '{"code":"","__type":"T","message":"m"}' },
    sdk: { name: "" },
    own: { name: "T", message: "m" },
  },
  "a header that is empty": {
    reply: coded("", { status: 400, body: '{"code":"B","message":"m"}' }),
    sdk: { name: "" },
    own: { name: "B" },
  },
  "a fault of the service at a status of the client's": {
    reply: coded("ServiceException", { status: 400 }),
    sdk: { name: "ServiceException", $fault: "server" },
    own: { name: "ServiceException", $fault: "client" },
  },
  "Retry-After beside any code": {
    reply: coded("ServiceException", { status: 503, headers: { "retry-after": "7" } }),
    sdk: { name: "ServiceException", retryAfterSeconds: undefined },
    own: { name: "ServiceException", retryAfterSeconds: 7 },
  },
  "Retry-After as text": {
    reply: coded("TooManyRequestsException", { status: 429, headers: { "retry-after": "7" } }),
    sdk: { retryAfterSeconds: "7" },
    own: { retryAfterSeconds: 7 },
  },
  "a message that is Message": {
    reply: coded("A", { status: 400, body: '{"Message":"m"}' }),
    sdk: { message: "m", Message: undefined },
    own: { message: "m", Message: "m" },
  },
};

for (const [name, { reply, sdk, own }] of Object.entries(OTHER_ERRORS)) {
  test(`Other error: ${name}`, () =>
    withPeers(async (peers) => {
      const both = await outcomes(peers, reply, () => INVOKE.sdk(peers, FN), () => INVOKE.own(peers, FN));
      const metadata = { $metadata: { httpStatusCode: reply.status } };
      assertObjectMatch(both.sdk, { error: { ...sdk, ...metadata } });
      assertObjectMatch(both.own, { error: { ...own, ...metadata } });
    }));
}
