import {
  deleteFunctionEventInvokeConfig,
  type FunctionEventInvokeConfigInput,
  getFunctionEventInvokeConfig,
  type LambdaConfig,
  LambdaServiceException,
  listFunctionEventInvokeConfigs,
  paginateFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  TransportError,
  updateFunctionEventInvokeConfig,
} from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { inProcess } from "../support/in_process.ts";

/** A call of any of the operations. */
type Call = (config: LambdaConfig, input: FunctionEventInvokeConfigInput) => Promise<unknown>;

const OPERATIONS: Readonly<Record<string, { call: Call; method: string; json: boolean }>> = {
  putFunctionEventInvokeConfig: { call: putFunctionEventInvokeConfig, method: "PUT", json: true },
  updateFunctionEventInvokeConfig: { call: updateFunctionEventInvokeConfig, method: "POST", json: true },
  getFunctionEventInvokeConfig: { call: getFunctionEventInvokeConfig, method: "GET", json: false },
  deleteFunctionEventInvokeConfig: { call: deleteFunctionEventInvokeConfig, method: "DELETE", json: false },
};

const FN = { FunctionName: "fn" };
const QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue";
const ARN = "arn:aws:lambda:us-east-1:123456789012:function:fn:$LATEST";
const HEADERS = { "x-amzn-requestid": "id-1", "content-type": "application/json" };

/** An answer with this body. */
const answer = (body: string | null, status = 200) => () => new Response(body, { status, headers: HEADERS });

/** Inputs, and what they are on the wire: by the restJson model, keys in its order. */
const INPUTS: readonly { what: string; input: object; query?: string; label?: string; body: string }[] = [
  { what: "a name alone", input: {}, body: "{}" },
  { what: "an alias in the name", input: { FunctionName: "fn:live" }, label: "fn%3Alive", body: "{}" },
  { what: "a Qualifier", input: { Qualifier: "$LATEST" }, query: "?Qualifier=%24LATEST", body: "{}" },
  {
    what: "all members, in another order",
    input: {
      DestinationConfig: { OnFailure: { Destination: QUEUE }, OnSuccess: { Destination: "é" } },
      MaximumEventAgeInSeconds: 60,
      Qualifier: "7",
      MaximumRetryAttempts: 0,
    },
    query: "?Qualifier=7",
    body: `{"MaximumRetryAttempts":0,"MaximumEventAgeInSeconds":60,"DestinationConfig":` +
      `{"OnSuccess":{"Destination":"é"},"OnFailure":{"Destination":"${QUEUE}"}}}`,
  },
  {
    what: "members that are null, undefined or unknown",
    input: {
      Qualifier: null,
      MaximumRetryAttempts: undefined,
      Colour: "red",
      DestinationConfig: { OnSuccess: null, OnTime: {} },
    },
    body: '{"DestinationConfig":{}}',
  },
];

for (const [name, { call, method, json }] of Object.entries(OPERATIONS)) {
  for (const { what, input, query = "", label = "fn", body } of INPUTS) {
    test(`${name}() sends ${what}`, async () => {
      const { config, sent } = inProcess(answer(method === "DELETE" ? null : "{}", method === "DELETE" ? 204 : 200));
      await call(config, { ...FN, ...input });
      const [request, ...more] = sent;
      assertEquals(more, []);
      assertEquals(request!.method, method);
      assertEquals(request!.target, `/2019-09-25/functions/${label}/event-invoke-config${query}`);
      assertEquals(request!.body, json ? body : "");
      assertEquals(request!.headers.get("content-type"), json ? "application/json" : null);
      assert(request!.headers.get("authorization")?.includes("/us-east-1/lambda/aws4_request"));
    });
  }

  for (
    const input of [{ FunctionName: "" }, { FunctionName: ".." }, { FunctionName: undefined }, { ...FN, Qualifier: 7 }]
  ) {
    test(`${name}() refuses ${JSON.stringify(input)} before it sends`, async () => {
      const { config, sent } = inProcess(answer("{}"));
      await assertRejects(() => call(config, input as FunctionEventInvokeConfigInput), TypeError);
      assertEquals(sent.length, 0);
    });
  }

  test(`${name}() fails as Lambda refuses, and tries again without being asked`, async () => {
    let count = 0;
    const { config, sent } = inProcess(() => {
      if (++count === 1) return new Response("<html>", { status: 503 });
      const headers = { ...HEADERS, "x-amzn-errortype": "ResourceNotFoundException" };
      return new Response('{"Type":"User","Message":"The function has no config"}', { status: 404, headers });
    });
    const error = await assertRejects(() => call({ ...config, maxAttempts: 3 }, FN), LambdaServiceException);
    assertEquals([error.name, error.message, error.$fault], [
      "ResourceNotFoundException",
      "The function has no config",
      "client",
    ]);
    assertEquals([sent.length, error.$metadata?.attempts, error.$metadata?.requestId], [2, 2, "id-1"]);
    assertEquals(error.functionMayHaveRun, false);
  });
}

for (
  const input of [
    { MaximumRetryAttempts: "2" },
    { MaximumRetryAttempts: NaN },
    { MaximumEventAgeInSeconds: Infinity },
    { DestinationConfig: QUEUE },
    { DestinationConfig: { OnSuccess: QUEUE } },
    { DestinationConfig: { OnSuccess: { Destination: 7 } } },
    { DestinationConfig: [] },
  ]
) {
  test(`putFunctionEventInvokeConfig() refuses ${JSON.stringify(input)} before it sends`, async () => {
    const { config, sent } = inProcess(answer("{}"));
    await assertRejects(() => putFunctionEventInvokeConfig(config, { ...FN, ...input as object }), TypeError);
    assertEquals(sent.length, 0);
  });
}

/** Answers, and what they say. */
const OUTPUTS: readonly { what: string; body: string; output: object }[] = [
  {
    what: "all members",
    body: `{"LastModified":1573687896.493,"FunctionArn":"${ARN}","MaximumRetryAttempts":0,` +
      `"MaximumEventAgeInSeconds":3600,"DestinationConfig":{"OnSuccess":{},"OnFailure":{"Destination":"${QUEUE}"}}}`,
    output: {
      LastModified: new Date(1_573_687_896_493),
      FunctionArn: ARN,
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 3_600,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: QUEUE } },
    },
  },
  { what: "no members", body: "{}", output: {} },
  { what: "no body", body: "", output: {} },
  {
    what: "members that are null, unknown or in lower case",
    body: '{"LastModified":null,"DestinationConfig":{"OnSuccess":null},"Colour":"red","functionArn":"x"}',
    output: { DestinationConfig: {} },
  },
];

for (const { what, body, output } of OUTPUTS) {
  test(`getFunctionEventInvokeConfig() reads ${what}`, async () => {
    const { $metadata, ...members } = await getFunctionEventInvokeConfig(inProcess(answer(body)).config, FN);
    assertEquals(members, output);
    assertEquals([$metadata.httpStatusCode, $metadata.requestId, $metadata.attempts], [200, "id-1", 1] as never);
  });
}

/** `LastModified` on the wire, and the milliseconds that the AWS SDK makes of it. */
const TIMES: readonly (readonly [json: string, ms: number])[] = [
  ["0", 0],
  ["1573687896", 1_573_687_896_000],
  ["1573687896.493", 1_573_687_896_493],
  ["1573687896.123456", 1_573_687_896_123],
  ["1573687896.9996", 1_573_687_897_000],
  ["-1.5", -1_500],
  ["1.573687896493E9", 1_573_687_896_493],
  ['"1573687896.493"', 1_573_687_896_493],
];

for (const [json, ms] of TIMES) {
  test(`LastModified of ${json} is ${ms} ms`, async () => {
    const { config } = inProcess(answer(`{"LastModified":${json}}`));
    assertEquals((await getFunctionEventInvokeConfig(config, FN)).LastModified, new Date(ms));
  });
}

/** Dates as moto's server writes them, and what they mean. */
const ISO_TIMES: Readonly<Record<string, string>> = {
  "2019-11-14T01:31:36Z": "2019-11-14T01:31:36.000Z",
  "2019-11-14T01:31:36.493Z": "2019-11-14T01:31:36.493Z",
  "2019-11-14T01:31:36.493+0000": "2019-11-14T01:31:36.493Z",
  "2019-11-14T01:31:36+02:00": "2019-11-13T23:31:36.000Z",
};

for (const [text, time] of Object.entries(ISO_TIMES)) {
  test(`LastModified may be ${text}`, async () => {
    const { config } = inProcess(answer(JSON.stringify({ LastModified: text })));
    assertEquals((await getFunctionEventInvokeConfig(config, FN)).LastModified?.toISOString(), time);
  });
}

/** Members of a wrong type, and how the error names them. */
const WRONG_MEMBERS: Readonly<Record<string, string>> = {
  '{"LastModified":"soon"}': "LastModified must be a date",
  '{"DestinationConfig":"x"}': "DestinationConfig must be an object",
  '{"DestinationConfig":{"OnFailure":7}}': "OnFailure must be an object",
  "[]": "it must be an object",
  "{": "it must be JSON",
};

for (const [body, message] of Object.entries(WRONG_MEMBERS)) {
  test(`An unusable answer ${body} is told: ${message}`, async () => {
    const { config } = inProcess(answer(body));
    const error = await assertRejects(() => getFunctionEventInvokeConfig(config, FN), TransportError);
    assertEquals(error.message, `Cannot read the answer: ${message}`);
  });
}

/** Bodies that are no such object. */
const UNUSABLE = [
  "<html>",
  "{",
  "null",
  "7",
  '"text"',
  "true",
  "[]",
  '[{"FunctionArn":"x"}]',
  '{"LastModified":true}',
  '{"LastModified":"soon"}',
  '{"LastModified":""}',
  '{"LastModified":[5]}',
  '{"LastModified":{}}',
  '{"DestinationConfig":"x"}',
  '{"DestinationConfig":[]}',
  '{"DestinationConfig":{"OnFailure":7}}',
];

for (const body of UNUSABLE) {
  test(`getFunctionEventInvokeConfig() takes ${body} for an unusable answer`, async () => {
    const { config, sent } = inProcess(answer(body));
    const error = await assertRejects(
      () => getFunctionEventInvokeConfig({ ...config, maxAttempts: 3 }, FN),
      TransportError,
    );
    assertEquals([error.code, error.functionMayHaveRun, sent.length], ["INVALID_RESPONSE", false, 1]);
    assertEquals([error.$metadata?.requestId, error.$metadata?.httpStatusCode], ["id-1", 200]);
  });
}

test("deleteFunctionEventInvokeConfig() gives nothing but $metadata, whatever the body", async () => {
  for (const respond of [answer(null, 204), answer('{"a":1}'), answer("<html>")]) {
    const output = await deleteFunctionEventInvokeConfig(inProcess(respond).config, FN);
    assertEquals(Object.keys(output), ["$metadata"]);
    assertEquals(output.$metadata.requestId, "id-1");
  }
});

// Pages

for (
  const { input, query } of [
    { input: {}, query: "" },
    { input: { MaxItems: 50, Marker: "a b+c/d==" }, query: "?Marker=a%20b%2Bc%2Fd%3D%3D&MaxItems=50" },
    { input: { MaxItems: 0, Marker: "" }, query: "?Marker=&MaxItems=0" },
    { input: { MaxItems: undefined, Marker: null }, query: "" },
  ]
) {
  test(`listFunctionEventInvokeConfigs() sends ${JSON.stringify(input)}`, async () => {
    const { config, sent } = inProcess(answer("{}"));
    await listFunctionEventInvokeConfigs(config, { ...FN, ...input as object });
    assertEquals(sent[0]!.method, "GET");
    assertEquals(sent[0]!.target, `/2019-09-25/functions/fn/event-invoke-config/list${query}`);
    assertEquals([sent[0]!.body, sent[0]!.headers.get("content-type")], ["", null]);
  });
}

for (const input of [{ MaxItems: "50" }, { Marker: 7 }]) {
  test(`listFunctionEventInvokeConfigs() refuses ${JSON.stringify(input)} before it sends`, async () => {
    const { config, sent } = inProcess(answer("{}"));
    const call = () => listFunctionEventInvokeConfigs(config, { ...FN, ...input as object });
    await assertRejects(call, TypeError);
    assertEquals(sent.length, 0);
  });
}

test("listFunctionEventInvokeConfigs() reads a page", async () => {
  const body = '{"FunctionEventInvokeConfigs":[{"LastModified":1.5,"FunctionArn":"a"},null,{}],"NextMarker":"m"}';
  const { config } = inProcess(answer(body));
  const { $metadata, ...page } = await listFunctionEventInvokeConfigs(config, FN);
  assertEquals(page, {
    FunctionEventInvokeConfigs: [{ LastModified: new Date(1_500), FunctionArn: "a" }, null, {}] as never,
    NextMarker: "m",
  });
  assertEquals($metadata.requestId, "id-1");
});

for (const body of ['{"FunctionEventInvokeConfigs":{}}', '{"FunctionEventInvokeConfigs":[7]}', "[]"]) {
  test(`listFunctionEventInvokeConfigs() takes ${body} for an unusable answer`, async () => {
    const call = () => listFunctionEventInvokeConfigs(inProcess(answer(body)).config, FN);
    assertEquals((await assertRejects(call, TransportError)).code, "INVALID_RESPONSE");
  });
}

/** Lambda with these pages; the last one's marker as given. */
function pages(count: number, last: string) {
  return inProcess(({ target }) => {
    const n = Number(new URL(target, "https://a").searchParams.get("Marker") ?? 0);
    const marker = n + 1 < count ? `"NextMarker":"${n + 1}"` : last;
    const items = [0, 1].map((item) => `{"MaximumRetryAttempts":${n * 2 + item}}`);
    const members = [`"FunctionEventInvokeConfigs":[${items}]`, ...(marker ? [marker] : [])];
    return new Response(`{${members}}`, { headers: HEADERS });
  });
}

for (const last of ["", '"NextMarker":""', '"NextMarker":null']) {
  test(`paginateFunctionEventInvokeConfigs() goes on until ${last || "there is no NextMarker"}`, async () => {
    const { config, sent } = pages(3, last);
    const found = [];
    for await (const { MaximumRetryAttempts } of paginateFunctionEventInvokeConfigs(config, { ...FN, MaxItems: 2 })) {
      found.push(MaximumRetryAttempts);
    }
    assertEquals(found, [0, 1, 2, 3, 4, 5]);
    const path = "/2019-09-25/functions/fn/event-invoke-config/list";
    assertEquals(sent.map(({ target }) => target), [
      `${path}?MaxItems=2`,
      `${path}?Marker=1&MaxItems=2`,
      `${path}?Marker=2&MaxItems=2`,
    ]);
  });
}

for (const [what, last] of [["the one before", "1"], ["itself", "2"], ["the first", "0"]] as const) {
  test(`paginateFunctionEventInvokeConfigs() fails where a marker leads to ${what}`, async () => {
    const { config, sent } = pages(3, `"NextMarker":"${last}"`);
    const found: unknown[] = [];
    const error = await assertRejects(async () => {
      for await (const one of paginateFunctionEventInvokeConfigs(config, { ...FN, Marker: "0" })) found.push(one);
    }, TransportError);
    assertEquals([found.length, sent.length, error.code, error.$metadata?.requestId], [
      6,
      3,
      "INVALID_RESPONSE",
      "id-1",
    ]);
  });
}

test("paginateFunctionEventInvokeConfigs() begins where it is told, and asks no further than it is read", async () => {
  const { config, sent } = pages(9, "");
  const found = [];
  for await (const { MaximumRetryAttempts } of paginateFunctionEventInvokeConfigs(config, { ...FN, Marker: "4" })) {
    found.push(MaximumRetryAttempts);
    if (found.length === 2) break;
  }
  assertEquals(found, [8, 9]);
  assertEquals(sent.length, 1);
  paginateFunctionEventInvokeConfigs(config, FN);
  assertEquals(sent.length, 1, "nothing is asked before it is read");
});

test("paginateFunctionEventInvokeConfigs() passes over pages without configurations", async () => {
  const { config } = inProcess(({ target }) => new Response(target.includes("Marker") ? "{}" : '{"NextMarker":"1"}'));
  for await (const one of paginateFunctionEventInvokeConfigs(config, FN)) assert(!one);
});

test("paginateFunctionEventInvokeConfigs() fails as a page does, and heeds the signal", async () => {
  const { config } = inProcess(({ target }) =>
    target.includes("Marker")
      ? new Response("{}", { status: 404, headers: { "x-amzn-errortype": "ResourceNotFoundException" } })
      : new Response('{"FunctionEventInvokeConfigs":[{}],"NextMarker":"1"}')
  );
  const items = paginateFunctionEventInvokeConfigs(config, FN);
  assertEquals((await items.next()).done, false);
  assertInstanceOf(await assertRejects(() => items.next()), LambdaServiceException);
  assertEquals((await items.next()).done, true);
  const controller = new AbortController();
  const aborted = paginateFunctionEventInvokeConfigs(config, FN, { signal: controller.signal });
  await aborted.next();
  controller.abort(new Error("enough"));
  await assertRejects(() => aborted.next(), Error, "enough");
});
