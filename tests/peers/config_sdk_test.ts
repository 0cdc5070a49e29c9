/**
 * The operations on configurations and the durable callbacks: the AWS SDK and this module send the same requests, and
 * make the same of the same answers.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import fc from "fast-check";
import * as ours from "../../mod.ts";
import { assert, assertEquals, assertObjectMatch, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { anyText } from "./support/any_text.ts";
import { type Peers, withPeers } from "./support/clients.ts";
import { assertSameFailure, assertSameOutcome, assertSameRequest, outcomes } from "./support/compare.ts";
import { CARRIERS, MODELLED_ERRORS } from "./support/modelled_errors.ts";
import { forEachRow, type Operation, operation, type Table, tableOf, testSameRequests } from "./support/operation.ts";
import type { Recorded, Reply } from "./support/recorder.ts";

const PUT = operation(aws.PutFunctionEventInvokeConfigCommand, ours.putFunctionEventInvokeConfig);
const UPDATE = operation(aws.UpdateFunctionEventInvokeConfigCommand, ours.updateFunctionEventInvokeConfig);
const GET = operation(aws.GetFunctionEventInvokeConfigCommand, ours.getFunctionEventInvokeConfig);
const DELETE = operation(aws.DeleteFunctionEventInvokeConfigCommand, ours.deleteFunctionEventInvokeConfig);
const LIST = operation(aws.ListFunctionEventInvokeConfigsCommand, ours.listFunctionEventInvokeConfigs);
const PUT_RECURSION = operation(aws.PutFunctionRecursionConfigCommand, ours.putFunctionRecursionConfig);
const GET_RECURSION = operation(aws.GetFunctionRecursionConfigCommand, ours.getFunctionRecursionConfig);
const SUCCEED = operation(aws.SendDurableExecutionCallbackSuccessCommand, ours.sendDurableExecutionCallbackSuccess);
const FAIL = operation(aws.SendDurableExecutionCallbackFailureCommand, ours.sendDurableExecutionCallbackFailure);
const BEAT = operation(aws.SendDurableExecutionCallbackHeartbeatCommand, ours.sendDurableExecutionCallbackHeartbeat);

/** Each operation with the least that it needs. */
const OPERATIONS: Table<{ operation: Operation; input: object }> = {
  PutFunctionEventInvokeConfig: { operation: PUT, input: { FunctionName: "fn" } },
  UpdateFunctionEventInvokeConfig: { operation: UPDATE, input: { FunctionName: "fn" } },
  GetFunctionEventInvokeConfig: { operation: GET, input: { FunctionName: "fn" } },
  DeleteFunctionEventInvokeConfig: { operation: DELETE, input: { FunctionName: "fn" } },
  ListFunctionEventInvokeConfigs: { operation: LIST, input: { FunctionName: "fn" } },
  PutFunctionRecursionConfig: { operation: PUT_RECURSION, input: { FunctionName: "fn", RecursiveLoop: "Allow" } },
  GetFunctionRecursionConfig: { operation: GET_RECURSION, input: { FunctionName: "fn" } },
  SendDurableExecutionCallbackSuccess: { operation: SUCCEED, input: { CallbackId: "id" } },
  SendDurableExecutionCallbackFailure: { operation: FAIL, input: { CallbackId: "id" } },
  SendDurableExecutionCallbackHeartbeat: { operation: BEAT, input: { CallbackId: "id" } },
};

const LABELS = [
  "fn:live",
  "arn:aws:lambda:us-east-1:123456789012:function:fn",
  "!'()*",
  "a/../b",
  "Ab+/c9==",
  "ü %?#&日\u{1F980}",
];

for (const [name, { operation, input }] of Object.entries(OPERATIONS)) {
  const member = "CallbackId" in input ? "CallbackId" : "FunctionName";
  testSameRequests(`${name}, ${member}`, operation, input, tableOf(LABELS, (label) => ({ [member]: label })));
}

const FN = { FunctionName: "fn" };
const QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue";

const CONFIG_MEMBERS: Table<object> = {
  "a Qualifier": { Qualifier: "live" },
  "Qualifier $LATEST": { Qualifier: "$LATEST" },
  "an empty Qualifier": { Qualifier: "" },
  "a Qualifier of odd characters": { Qualifier: "a b+c/d&e=f?g#é!'()*" },
  "no retries": { MaximumRetryAttempts: 0 },
  "more retries than AWS allows": { MaximumRetryAttempts: 99 },
  "half a retry": { MaximumRetryAttempts: 1.5 },
  "an age": { MaximumEventAgeInSeconds: 21_600 },
  "no destinations": { DestinationConfig: {} },
  "one destination": { DestinationConfig: { OnFailure: { Destination: QUEUE } } },
  "both destinations, in another order": {
    DestinationConfig: { OnFailure: { Destination: QUEUE }, OnSuccess: { Destination: QUEUE } },
  },
  "a destination that is empty": { DestinationConfig: { OnSuccess: { Destination: "" }, OnFailure: {} } },
  "a destination outside of ASCII": { DestinationConfig: { OnSuccess: { Destination: 'é"\\\n\u2028\u{1F980}' } } },
  "members that are null": {
    Qualifier: null,
    MaximumRetryAttempts: null,
    MaximumEventAgeInSeconds: undefined,
    DestinationConfig: { OnSuccess: null, OnFailure: { Destination: null } },
  },
  "members that AWS does not know": {
    Colour: "red",
    DestinationConfig: { OnTime: {}, OnFailure: { destination: "x" } },
  },
  "all members, in another order": {
    DestinationConfig: { OnFailure: { Destination: QUEUE }, OnSuccess: { Destination: QUEUE } },
    MaximumEventAgeInSeconds: 60,
    MaximumRetryAttempts: 2,
    Qualifier: "7",
  },
};

testSameRequests("PutFunctionEventInvokeConfig, members", PUT, FN, CONFIG_MEMBERS);
testSameRequests("UpdateFunctionEventInvokeConfig, members", UPDATE, FN, CONFIG_MEMBERS);
testSameRequests("GetFunctionEventInvokeConfig, members", GET, FN, CONFIG_MEMBERS);
testSameRequests("DeleteFunctionEventInvokeConfig, members", DELETE, FN, CONFIG_MEMBERS);

const LIST_MEMBERS: Table<object> = {
  "a Marker": { Marker: "a b+c/d==&é" },
  "an empty Marker": { Marker: "" },
  "MaxItems": { MaxItems: 50 },
  "MaxItems of 0": { MaxItems: 0 },
  "MaxItems beyond what AWS allows": { MaxItems: 1e21 },
  "MaxItems and Marker": { MaxItems: 1, Marker: "m" },
  "a Qualifier, which it does not have": { Qualifier: "live" },
  "members that are null": { Marker: null, MaxItems: null },
};

testSameRequests("ListFunctionEventInvokeConfigs, members", LIST, FN, LIST_MEMBERS);

const LOOPS = tableOf(["Allow", "Terminate", "Later", ""], (RecursiveLoop) => ({ RecursiveLoop }));
testSameRequests("PutFunctionRecursionConfig, RecursiveLoop", PUT_RECURSION, FN, LOOPS);

testSameRequests("SendDurableExecutionCallbackSuccess, Result", SUCCEED, { CallbackId: "id" }, {
  "null": { Result: null },
  "no text": { Result: "" },
  "no bytes": { Result: new Uint8Array() },
  "text": { Result: '{"ok":"é"}' },
  "bytes": { Result: Uint8Array.from({ length: 256 }, (_, at) => at) },
});

testSameRequests("SendDurableExecutionCallbackFailure, Error", FAIL, { CallbackId: "id" }, {
  "null": { Error: null },
  "no members": { Error: {} },
  "a message": { Error: { ErrorMessage: 'é"\n' } },
  "an empty stack": { Error: { StackTrace: [] } },
  "a stack": { Error: { StackTrace: ["at a", ""] } },
  "members that are null": { Error: { ErrorMessage: null, StackTrace: null } },
  "members that AWS does not know": { Error: { Colour: "red", errorType: "E" } },
  "all members, in another order": {
    Error: { StackTrace: ["at a"], ErrorData: "{}", ErrorType: "E", ErrorMessage: "m" },
  },
});

test("Same request: PutFunctionEventInvokeConfig, whatever the members", () =>
  withPeers(async (peers) => {
    const text = anyText({ maxLength: 40 });
    const destination = fc.record({ Destination: text }, { requiredKeys: [] });
    const inputs = fc.record({
      FunctionName: text.filter((name) => !/^\.{0,2}$/.test(name)),
      Qualifier: text,
      MaximumRetryAttempts: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      MaximumEventAgeInSeconds: fc.integer(),
      DestinationConfig: fc.record({ OnSuccess: destination, OnFailure: destination }, { requiredKeys: [] }),
    }, { requiredKeys: ["FunctionName"] });
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        await assertSameRequest(peers, () => PUT.sdk(peers, input), () => PUT.own(peers, input));
      }),
      { numRuns: 60 },
    );
  }));

/** Inputs of a wrong type: the SDK sends them, we refuse them before anything is sent. */
const REFUSED: Table<{ operation: Operation; input: object; member: string }> = {
  "an empty FunctionName": { operation: GET, input: { FunctionName: "" }, member: "FunctionName" },
  "CallbackId ..": { operation: BEAT, input: { CallbackId: ".." }, member: "CallbackId" },
  "no RecursiveLoop": { operation: PUT_RECURSION, input: { FunctionName: "fn" }, member: "RecursiveLoop" },
  "a number as text": {
    operation: PUT,
    input: { FunctionName: "fn", MaximumRetryAttempts: "2" },
    member: "MaximumRetryAttempts",
  },
  "NaN": { operation: PUT, input: { FunctionName: "fn", MaximumRetryAttempts: NaN }, member: "MaximumRetryAttempts" },
  "a number as text in a query": { operation: LIST, input: { FunctionName: "fn", MaxItems: "2" }, member: "MaxItems" },
  "a RecursiveLoop that is no text": {
    operation: PUT_RECURSION,
    input: { FunctionName: "fn", RecursiveLoop: true },
    member: "RecursiveLoop",
  },
};

for (const [name, { operation, input, member }] of Object.entries(REFUSED)) {
  test(`Other request: ${name} is sent by the SDK, and refused here`, () =>
    withPeers(async (peers) => {
      await assertRejects(() => operation.own(peers, input), TypeError, `${member} must be`);
      assertEquals(peers.server.requests.length, 0);
      await operation.sdk(peers, input);
      assertEquals(peers.server.requests.length, 1);
    }));
}

const CONFIG = {
  LastModified: 1573687896.493,
  FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:fn:live",
  MaximumRetryAttempts: 0,
  MaximumEventAgeInSeconds: 3_600,
  DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: QUEUE } },
};
const IDS = { "x-amzn-requestid": "id-1", "x-amz-id-2": "id-2" };

const json = (value: unknown, reply: Reply = {}): Reply => ({ ...reply, body: JSON.stringify(value) });

/** Answers that every operation may be given: each takes what it knows. */
const ANSWERS: Table<Reply> = {
  "no body": {},
  "204": { status: 204, headers: IDS },
  "202": { status: 202, body: "{}" },
  "an empty object": { body: "{}", headers: IDS },
  "a configuration": json(CONFIG, { headers: IDS }),
  "a page": json({ FunctionEventInvokeConfigs: [CONFIG, {}], NextMarker: "m" }),
  "an empty page": json({ FunctionEventInvokeConfigs: [], NextMarker: "" }),
  "a page with null in it": { body: '{"FunctionEventInvokeConfigs":[null,{"LastModified":null}],"NextMarker":null}' },
  "recursion": { body: '{"RecursiveLoop":"Terminate"}' },
  "members that are null": {
    body: '{"LastModified":null,"FunctionArn":null,"MaximumRetryAttempts":null,"DestinationConfig":null,' +
      '"FunctionEventInvokeConfigs":null,"RecursiveLoop":null}',
  },
  "inner members that are null": { body: '{"DestinationConfig":{"OnSuccess":null,"OnFailure":{"Destination":null}}}' },
  "members that are not known": { body: '{"Colour":"red","functionArn":"x","DestinationConfig":{"OnTime":{"a":1}}}' },
  "values of another type": { body: '{"FunctionArn":7,"MaximumRetryAttempts":"2","RecursiveLoop":[],"NextMarker":1}' },
  "a member that comes twice": {
    body: '{"RecursiveLoop":"Allow","FunctionArn":"a","RecursiveLoop":"x","FunctionArn":"b"}',
  },
  "blanks around": { body: ' \n{ "FunctionArn" : "é\\u00e9" }\n' },
};

for (const [name, { operation, input }] of Object.entries(OPERATIONS)) {
  test(`Same answer: ${name}`, () =>
    withPeers((peers) =>
      forEachRow(ANSWERS, (reply) => {
        return assertSameOutcome(peers, reply, () => operation.sdk(peers, input), () => operation.own(peers, input));
      })
    ));
}

/** LastModified on the wire, as JSON. */
const DATES = [
  ...["1573687896", "1573687896.493", "1573687896.123456", "1573687896.9996", "1573687896.4995", "0", "-1.5", "1e9"],
  ...["1.573687896493E9", '"1573687896.493"', '"-1"', '"1e9"', "null", "253402300800", "8.64e12"],
];

const DATED: Table<{ operation: Operation; answer: (date: string) => string }> = {
  GetFunctionEventInvokeConfig: { operation: GET, answer: (date) => `{"LastModified":${date}}` },
  ListFunctionEventInvokeConfigs: {
    operation: LIST,
    answer: (date) => `{"FunctionEventInvokeConfigs":[{"LastModified":${date}}]}`,
  },
};

for (const [name, { operation, answer }] of Object.entries(DATED)) {
  test(`Same answer: ${name}, LastModified`, () =>
    withPeers((peers) =>
      forEachRow(tableOf(DATES, (date) => ({ body: answer(date) })), (reply) => {
        return assertSameOutcome(peers, reply, () => operation.sdk(peers, FN), () => operation.own(peers, FN));
      })
    ));
}

/** Answers that we cannot read, and how the SDK ends: with a bare error mostly, where ours tells the request id. */
const UNREADABLE: Table<{ body: string; sdk: "TypeError" | "SyntaxError" | "takes it" }> = {
  "a date as text": { body: '{"LastModified":"13 November 2019"}', sdk: "TypeError" },
  "an empty date": { body: '{"LastModified":""}', sdk: "TypeError" },
  "a date without end": { body: '{"LastModified":"Infinity"}', sdk: "TypeError" },
  "a date that is a list": { body: '{"LastModified":[]}', sdk: "TypeError" },
  "a date that is true": { body: '{"LastModified":true}', sdk: "TypeError" },
  "HTML": { body: "<html>", sdk: "SyntaxError" },
  "JSON that is cut off": { body: '{"FunctionArn":', sdk: "SyntaxError" },
  "a blank": { body: " ", sdk: "SyntaxError" },
  "null": { body: "null", sdk: "TypeError" },
  "text": { body: '"a configuration"', sdk: "takes it" },
  "a number": { body: "7", sdk: "takes it" },
  "a list": { body: "[]", sdk: "takes it" },
  "text in place of an object": { body: '{"DestinationConfig":"x"}', sdk: "takes it" },
};

for (const [name, { body, sdk }] of Object.entries(UNREADABLE)) {
  test(`Other error: ${name} in place of a configuration`, () =>
    withPeers(async (peers) => {
      const both = await outcomes(peers, { body, headers: IDS }, () => GET.sdk(peers, FN), () => GET.own(peers, FN));
      assertObjectMatch(both.own, {
        error: { name: "TransportError", code: "INVALID_RESPONSE", $metadata: { requestId: "id-1" } },
      });
      if (sdk === "takes it") assert("output" in both.sdk);
      else assertObjectMatch(both.sdk, { error: { name: sdk } });
    }));
}

const DECLARED =
  /^(InvalidParameterValue|ResourceConflict|ResourceNotFound|Service|TooManyRequests|CallbackTimeout)Exc/;

for (const [name, { operation, input }] of Object.entries(OPERATIONS)) {
  test(`Same error: all that ${name} declares, in every carrier`, () =>
    withPeers(async (peers) => {
      const declared = MODELLED_ERRORS.filter(({ code }) => DECLARED.test(code));
      assertEquals(declared.length, 6);
      for (const { code, status, member } of declared) {
        for (const carry of Object.values(CARRIERS)) {
          const reply = { ...carry(code, { Type: "User", [member]: `why ${code}` }), status };
          await assertSameFailure(peers, reply, () => operation.sdk(peers, input), () => operation.own(peers, input));
        }
      }
    }));
}

/** A page by the marker that asks for it. */
type Pages = Readonly<Record<string, { readonly items: readonly number[]; readonly next?: string | null }>>;

const PAGES: Table<Pages> = {
  "one page": { "": { items: [0, 1] } },
  "no items": { "": { items: [] } },
  "many pages": { "": { items: [0], next: "a" }, "a": { items: [1, 2], next: "b" }, "b": { items: [0] } },
  "an empty page among them": { "": { items: [], next: "a" }, "a": { items: [], next: "b" }, "b": { items: [1] } },
  "an empty marker at the end": { "": { items: [0], next: "a" }, "a": { items: [1], next: "" } },
  "a null marker at the end": { "": { items: [0], next: null } },
  "markers of odd characters": { "": { items: [0], next: "é +/=&?%" }, "é +/=&?%": { items: [1] } },
};

/** Serves pages by their markers. */
function serve(pages: Pages): (request: Recorded) => Reply {
  return ({ target }) => {
    const page = pages[new URL(target, "http://_").searchParams.get("Marker") ?? ""];
    if (!page) return { status: 400, body: '{"message":"no such page"}' };
    const FunctionEventInvokeConfigs = page.items.map((MaximumRetryAttempts) => ({ MaximumRetryAttempts }));
    return json({ FunctionEventInvokeConfigs, NextMarker: page.next });
  };
}

async function paginateSdk({ sdk: client }: Peers, input: object, most = Infinity): Promise<unknown[]> {
  const items: unknown[] = [];
  const given = { FunctionName: "fn", ...input };
  for await (const page of aws.paginateListFunctionEventInvokeConfigs({ client }, given)) {
    for (const item of page.FunctionEventInvokeConfigs ?? []) if (items.push(item) >= most) return items;
  }
  return items;
}

async function paginateOwn({ config }: Peers, input: object, most = Infinity): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of ours.paginateFunctionEventInvokeConfigs(config, { FunctionName: "fn", ...input })) {
    if (items.push(item) >= most) break;
  }
  return items;
}

/** Fails unless both find the same, by the same requests; gives the requests' targets. */
async function assertSamePages(peers: Peers, pages: Pages, input: object, most?: number): Promise<string[]> {
  const { server } = peers;
  server.reply = serve(pages);
  const theirs = await paginateSdk(peers, input, most);
  const expected = server.requests.splice(0).map(({ target }) => target);
  assertEquals(await paginateOwn(peers, input, most), theirs);
  assertEquals(server.requests.map(({ target }) => target), expected);
  return expected;
}

for (const [name, pages] of Object.entries(PAGES)) {
  test(`Same pages: ${name}`, () =>
    withPeers(async (peers) => {
      assertEquals((await assertSamePages(peers, pages, {})).length, Object.keys(pages).length);
    }));
}

test("Same pages: sizes of pages and a marker to begin at are handed on", () =>
  withPeers(async (peers) => {
    const targets = await assertSamePages(peers, PAGES["many pages"]!, { Marker: "a", MaxItems: 2 });
    assertEquals(targets.map((target) => target.split("?")[1]), ["Marker=a&MaxItems=2", "Marker=b&MaxItems=2"]);
  }));

test("Same pages: nothing is asked for once the loop is left", () =>
  withPeers(async (peers) => {
    assertEquals((await assertSamePages(peers, PAGES["many pages"]!, {}, 2)).length, 2);
  }));

test("Same pages: any pages", () =>
  withPeers(async (peers) => {
    const sizes = fc.array(fc.array(fc.nat(2), { maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const pages = sizes.map((items, at) => {
          return [at ? `m${at}` : "", { items, ...(at + 1 < sizes.length && { next: `m${at + 1}` }) }];
        });
        peers.server.requests.length = 0;
        await assertSamePages(peers, Object.fromEntries(pages), {});
      }),
      { numRuns: 30 },
    );
  }));

test("Other pages: a marker that leads back ends the SDK's loop only if it is told to, and fails ours", () =>
  withPeers(async (peers) => {
    const { sdk: client, server } = peers;
    server.reply = serve({ "": { items: [0], next: "a" }, "a": { items: [1], next: "a" } });
    const found: unknown[] = [];
    const settings = { client, stopOnSameToken: true };
    for await (const page of aws.paginateListFunctionEventInvokeConfigs(settings, { FunctionName: "fn" })) {
      found.push(page.FunctionEventInvokeConfigs?.[0]?.MaximumRetryAttempts);
    }
    assertEquals(found, [0, 1]);
    server.requests.length = 0;
    const error = await assertRejects(() => paginateOwn(peers, {}), ours.TransportError, "NextMarker");
    assertEquals([error.code, server.requests.length], ["INVALID_RESPONSE", 2]);
  }));
