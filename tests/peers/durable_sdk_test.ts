/**
 * The operations on durable executions: the AWS SDK and this module send the same requests, and make the same of the
 * same answers.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import * as ours from "../../mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { type Peers, withPeers } from "./support/clients.ts";
import { assertSameFailure, assertSameOutcome } from "./support/compare.ts";
import { CARRIERS, MODELLED_ERRORS } from "./support/modelled_errors.ts";
import { forEachRow, type Operation, operation, type Table, tableOf, testSameRequests } from "./support/operation.ts";
import { sampleOf } from "./support/sample_answer.ts";

const GET = operation(aws.GetDurableExecutionCommand, ours.getDurableExecution);
const HISTORY = operation(aws.GetDurableExecutionHistoryCommand, ours.getDurableExecutionHistory);
const LIST = operation(aws.ListDurableExecutionsByFunctionCommand, ours.listDurableExecutionsByFunction);
const STOP = operation(aws.StopDurableExecutionCommand, ours.stopDurableExecution);

const ARN = "arn:aws:lambda:eu-central-1:123456789012:function:fn:$LATEST/durable-execution/order-7/0f1e2d3c";
const EXECUTION = { DurableExecutionArn: ARN };
const FUNCTION = { FunctionName: "fn" };

/** Each operation with the least that it needs, and the SDK's schema of its answer. */
const OPERATIONS = {
  GetDurableExecution: { operation: GET, input: EXECUTION, answer: aws.GetDurableExecutionResponse$ },
  GetDurableExecutionHistory: { operation: HISTORY, input: EXECUTION, answer: aws.GetDurableExecutionHistoryResponse$ },
  ListDurableExecutionsByFunction: {
    operation: LIST,
    input: FUNCTION,
    answer: aws.ListDurableExecutionsByFunctionResponse$,
  },
  StopDurableExecution: { operation: STOP, input: EXECUTION, answer: aws.StopDurableExecutionResponse$ },
};

const LABELS = [ARN, "fn:live", "!'()*", "a/../b", "ü %?#&日\u{1F980}"];

for (const [name, { operation, input }] of Object.entries(OPERATIONS)) {
  const [member] = Object.keys(input);
  testSameRequests(`${name}, ${member}`, operation, input, tableOf(LABELS, (label) => ({ [member!]: label })));
}

testSameRequests("GetDurableExecution, members", GET, EXECUTION, {
  "with data": { IncludeExecutionData: true },
  "without data": { IncludeExecutionData: false },
  "members that are null": { IncludeExecutionData: null },
});

testSameRequests("GetDurableExecutionHistory, members", HISTORY, EXECUTION, {
  "all members": { ReverseOrder: true, Marker: "a b+c/d==&é", MaxItems: 1_000, IncludeExecutionData: true },
  "members that are false or 0": { ReverseOrder: false, MaxItems: 0, IncludeExecutionData: false, Marker: "" },
  "members that are null": { ReverseOrder: null, MaxItems: undefined, IncludeExecutionData: null, Marker: null },
});

testSameRequests("ListDurableExecutionsByFunction, members", LIST, FUNCTION, {
  "all members": {
    Statuses: ["FAILED", "RUNNING"],
    StartedBefore: new Date("2026-03-04T12:00:00.120Z"),
    StartedAfter: new Date("2026-03-04T00:00:00Z"),
    ReverseOrder: true,
    Qualifier: "$LATEST",
    MaxItems: 10,
    Marker: "m",
    DurableExecutionName: "order-7",
  },
  "one status": { Statuses: ["TIMED_OUT"] },
  "no status": { Statuses: [] },
  "odd statuses": { Statuses: ["", "a b,c&d"] },
  "a date before 1970": { StartedAfter: new Date(-1_500) },
  "a date with a fraction": { StartedAfter: new Date(1_573_687_896_493) },
  "members that are null": { Statuses: null, StartedBefore: null, ReverseOrder: null, DurableExecutionName: undefined },
});

testSameRequests("StopDurableExecution, Error", STOP, EXECUTION, {
  "none": {},
  "null": { Error: null },
  "no members": { Error: {} },
  "all members, in another order": {
    Error: { StackTrace: ["at a"], ErrorData: "{}", ErrorType: "E", ErrorMessage: 'é"\n' },
  },
});

test("Same request: ListDurableExecutionsByFunction asks for the same statuses, whatever their order", () =>
  withPeers(async (peers) => {
    const input = { ...FUNCTION, Statuses: ["SUCCEEDED", "FAILED", "RUNNING"] };
    await LIST.sdk(peers, input);
    await LIST.own(peers, input);
    const [theirs, own] = peers.server.requests.map(({ target }) => {
      return new URL(target, "http://_").searchParams.getAll("Statuses").sort();
    });
    assertEquals(own, theirs);
  }));

/** Inputs of a wrong type: we refuse them before anything is sent. */
const REFUSED: Table<{ operation: Operation; input: object; member: string }> = {
  "no ARN": { operation: GET, input: {}, member: "DurableExecutionArn" },
  "an empty ARN": { operation: STOP, input: { DurableExecutionArn: "" }, member: "DurableExecutionArn" },
  "true as text": { operation: GET, input: { ...EXECUTION, IncludeExecutionData: "true" }, member: "IncludeExecution" },
  "a date as text": { operation: LIST, input: { ...FUNCTION, StartedAfter: "2026-03-04" }, member: "StartedAfter" },
  "no date": { operation: LIST, input: { ...FUNCTION, StartedAfter: new Date(NaN) }, member: "StartedAfter" },
  "a status alone": { operation: LIST, input: { ...FUNCTION, Statuses: "RUNNING" }, member: "Statuses" },
  "a status that is no text": { operation: LIST, input: { ...FUNCTION, Statuses: [7] }, member: "Statuses" },
  "an Error that is text": { operation: STOP, input: { ...EXECUTION, Error: "late" }, member: "Error" },
};

for (const [name, { operation, input, member }] of Object.entries(REFUSED)) {
  test(`Other request: ${name} is refused before anything is sent`, () =>
    withPeers(async (peers) => {
      await assertRejects(() => operation.own(peers, input), TypeError, member);
      assertEquals(peers.server.requests.length, 0);
    }));
}

for (const [name, { operation, input, answer }] of Object.entries(OPERATIONS)) {
  test(`Same answer: ${name}`, () =>
    withPeers((peers) => {
      const all = sampleOf(answer) as Record<string, unknown>;
      const nothing = Object.fromEntries(Object.keys(all).map((member) => [member, null]));
      const answers = {
        "all members of the model": { body: JSON.stringify(all), headers: { "x-amzn-requestid": "id-1" } },
        "members that are null": { body: JSON.stringify(nothing) },
        "members that are not known": { body: JSON.stringify({ ...all, Colour: "red" }) },
        "an empty object": { body: "{}" },
        "no body": {},
      };
      return forEachRow(answers, (reply) => {
        return assertSameOutcome(peers, reply, () => operation.sdk(peers, input), () => operation.own(peers, input));
      });
    }));

  test(`Same error: all that ${name} declares, in every carrier`, () =>
    withPeers(async (peers) => {
      const declared = MODELLED_ERRORS.filter(({ code }) => DECLARED.includes(code));
      assertEquals(declared.length, DECLARED.length);
      for (const { code, status, member } of declared) {
        for (const carry of Object.values(CARRIERS)) {
          const reply = { ...carry(code, { Type: "User", [member]: `why ${code}` }), status };
          await assertSameFailure(peers, reply, () => operation.sdk(peers, input), () => operation.own(peers, input));
        }
      }
    }));
}

/** As the types of the SDK's commands declare them. */
const DECLARED = [
  "InvalidParameterValueException",
  "KMSAccessDeniedException",
  "KMSDisabledException",
  "KMSInvalidStateException",
  "KMSNotFoundException",
  "ResourceNotFoundException",
  "ServiceException",
  "TooManyRequestsException",
];

/** Pages of numbers by the marker that asks for them. */
const PAGES: Readonly<Record<string, { items: number[]; next?: string }>> = {
  "": { items: [1, 2], next: "a" },
  a: { items: [], next: "é +/=&?%" },
  "é +/=&?%": { items: [3], next: "" },
};

/** Both paginators over {@linkcode PAGES}: what they give, one by one. The SDK's writes into its input. */
const PAGINATORS: Table<{ member: string; item: (n: number) => object; sdk: Walk; own: Walk }> = {
  GetDurableExecutionHistory: {
    member: "Events",
    item: (EventId) => ({ EventId }),
    sdk: ({ sdk: client }) => flat(aws.paginateGetDurableExecutionHistory({ client }, { ...EXECUTION }), "Events"),
    own: ({ config }) => ours.paginateDurableExecutionHistory(config, EXECUTION),
  },
  ListDurableExecutionsByFunction: {
    member: "DurableExecutions",
    item: (n) => ({ DurableExecutionName: `order-${n}` }),
    sdk: ({ sdk: client }) => {
      return flat(aws.paginateListDurableExecutionsByFunction({ client }, { ...FUNCTION }), "DurableExecutions");
    },
    own: ({ config }) => ours.paginateDurableExecutionsByFunction(config, FUNCTION),
  },
};

type Walk = (peers: Peers) => AsyncIterable<unknown>;

async function* flat<Member extends string>(
  pages: AsyncIterable<{ [member in Member]?: readonly unknown[] | undefined }>,
  member: Member,
): AsyncGenerator<unknown> {
  for await (const page of pages) yield* page[member] ?? [];
}

for (const [name, { member, item, sdk, own }] of Object.entries(PAGINATORS)) {
  test(`Same pages: ${name}`, () =>
    withPeers(async (peers) => {
      peers.server.reply = ({ target }) => {
        const { items, next } = PAGES[new URL(target, "http://_").searchParams.get("Marker") ?? ""]!;
        return { body: JSON.stringify({ [member]: items.map(item), NextMarker: next }) };
      };
      const theirs = await Array.fromAsync(sdk(peers));
      const asked = peers.server.requests.splice(0).map(({ target }) => target);
      assertEquals(theirs.length, 3);
      assertEquals(await Array.fromAsync(own(peers)), theirs);
      assertEquals(peers.server.requests.map(({ target }) => target), asked);
    }));

  test(`Other pages: a marker that leads back fails ${name}`, () =>
    withPeers(async (peers) => {
      peers.server.reply = { body: JSON.stringify({ [member]: [item(1)], NextMarker: "a" }) };
      const error = await assertRejects(() => Array.fromAsync(own(peers)), ours.TransportError, "NextMarker");
      assertEquals([error.code, peers.server.requests.length], ["INVALID_RESPONSE", 2]);
    }));
}
