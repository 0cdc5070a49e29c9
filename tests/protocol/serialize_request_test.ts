import { invoke, invokeAsync, type InvokeAsyncInput, type InvokeInput } from "../../mod.ts";
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { always } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import type { Sent } from "../support/in_process.ts";
import { BOTOCORE_DATE, INVOCATIONS } from "../support/sigv4_vectors.ts";
import { bytes } from "../support/streams.ts";

/** What goes out, as it stands. */
interface Wire {
  readonly sent: Sent;
  readonly body: Uint8Array;
}

/** Calls once and gives what was handed to `fetch`. */
async function wireOf(call: (config: Parameters<typeof invoke>[0]) => Promise<unknown>): Promise<Wire> {
  const { config, sent } = always(() => new Response());
  let body: unknown;
  const fetch = (url: string, init: RequestInit) => {
    body = init.body;
    return config.fetch!(url, init);
  };
  await call({ ...config, fetch });
  assertEquals(sent.length, 1);
  return { sent: sent[0]!, body: new Uint8Array(await new Response(body as BodyInit).arrayBuffer()) };
}

const invoked = (input: InvokeInput) => wireOf((config) => invoke(config, input));

const PATH = "/2015-03-31/functions/";

/** Names, and the one label of the path that the AWS SDK makes of them. */
const NAMES: Readonly<Record<string, string>> = {
  "my-fn": "my-fn",
  "my-fn:v1": "my-fn%3Av1",
  "my-fn:$LATEST": "my-fn%3A%24LATEST",
  "123456789012:function:my-fn:7": "123456789012%3Afunction%3Amy-fn%3A7",
  "arn:aws:lambda:us-east-1:123456789012:function:my-fn":
    "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Amy-fn",
  "arn:aws-cn:lambda:cn-north-1:123456789012:function:my-fn:live":
    "arn%3Aaws-cn%3Alambda%3Acn-north-1%3A123456789012%3Afunction%3Amy-fn%3Alive",
  "!'()*": "%21%27%28%29%2A",
  "a-b_c.d~e": "a-b_c.d~e",
  "a/../b": "a%2F..%2Fb",
  "...": "...",
  "%2E%2E": "%252E%252E",
  "ü": "%C3%BC",
  "日本": "%E6%97%A5%E6%9C%AC",
  "\u{1F980}": "%F0%9F%A6%80",
};

for (const [name, label] of Object.entries(NAMES)) {
  test(`FunctionName ${name} is one label of the path`, async () => {
    const { sent } = await invoked({ FunctionName: name });
    assertEquals([sent.method, sent.target], ["POST", `${PATH}${label}/invocations`]);
    const async = await wireOf((config) => invokeAsync(config, { FunctionName: name, InvokeArgs: "{}" }));
    assertEquals([async.sent.method, async.sent.target], [
      "POST",
      `/2014-11-13/functions/${label}/invoke-async`,
    ]);
  });
}

/** RFC 3986, section 2.3. */
const UNRESERVED = /[A-Za-z0-9\-._~]/;

test("Every character of ASCII in FunctionName and Qualifier is encoded unless RFC 3986 leaves it", async () => {
  for (let code = 0; code < 128; code++) {
    const char = String.fromCharCode(code);
    const hex = code.toString(16).toUpperCase().padStart(2, "0");
    const encoded = UNRESERVED.test(char) ? char : `%${hex}`;
    const { sent } = await invoked({ FunctionName: `a${char}b`, Qualifier: `${char}c${char}` });
    assertEquals(sent.target, `${PATH}a${encoded}b/invocations?Qualifier=${encoded}c${encoded}`);
  }
});

for (const [qualifier, query] of [["$LATEST", "?Qualifier=%24LATEST"], ["7", "?Qualifier=7"], ["", "?Qualifier="]]) {
  test(`Qualifier ${JSON.stringify(qualifier)} is ${query}`, async () => {
    assertEquals(
      (await invoked({ FunctionName: "fn", Qualifier: qualifier })).sent.target,
      `${PATH}fn/invocations${query}`,
    );
  });
}

/** What every request of an invocation has. */
const BASIC = ["authorization", "content-type", "x-amz-date", "x-amz-security-token"];

const namesOf = (sent: Sent) => [...sent.headers.keys()].sort();

test("A name alone is sent with no more than what a signature needs", async () => {
  for (const empty of [undefined, null]) {
    const { sent, body } = await invoked(
      {
        FunctionName: "fn",
        Qualifier: empty,
        InvocationType: empty,
        LogType: empty,
        ClientContext: empty,
        DurableExecutionName: empty,
        TenantId: empty,
        Payload: empty,
      } as InvokeInput,
    );
    assertEquals(sent.target, `${PATH}fn/invocations`);
    assertEquals(namesOf(sent), BASIC);
    assertEquals(sent.headers.get("content-type"), "application/octet-stream");
    assertEquals(body.length, 0);
  }
});

/** Header members: exactly as given. */
const HEADERS: readonly (readonly [member: string, header: string, ...values: string[]])[] = [
  ["InvocationType", "x-amz-invocation-type", "Event", "RequestResponse", "DryRun", "Later", ""],
  ["LogType", "x-amz-log-type", "Tail", "None", ""],
  ["ClientContext", "x-amz-client-context", "eyJjdXN0b20iOnsiayI6IsOpIn19", "no base64", ""],
  ["DurableExecutionName", "x-amz-durable-execution-name", "order-1_2", ""],
  ["TenantId", "x-amz-tenant-id", "tenant._:/=+-@ 1", "a  b   c", ` !"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`.trim(), ""],
];

for (const [member, header, ...values] of HEADERS) {
  test(`${member} is the header ${header}`, async () => {
    for (const value of values) {
      const { sent } = await invoked({ FunctionName: "fn", [member]: value });
      assertEquals(sent.headers.get(header), value);
      assertEquals(namesOf(sent), [...BASIC, header].sort());
      assertStringIncludes(sent.headers.get("authorization")!, header);
    }
  });
}

test("ClientContext as an object is its JSON, as UTF-8 in base64", async () => {
  // base64 of {"custom":{"k":"é"}}, {} and [1]
  const expected = ["eyJjdXN0b20iOnsiayI6IsOpIn19", "e30=", "WzFd"];
  for (const [n, ClientContext] of [{ custom: { k: "é" } }, {}, [1]].entries()) {
    const { sent } = await invoked({ FunctionName: "fn", ClientContext });
    assertEquals(sent.headers.get("x-amz-client-context"), expected[n]!);
  }
});

test("Members that AWS does not know are left out", async () => {
  const input = { FunctionName: "fn", Colour: "red", payload: "x", InvokeArgs: "x", Marker: "x" } as InvokeInput;
  const { sent, body } = await invoked(input);
  assertEquals([sent.target, namesOf(sent), body.length], [`${PATH}fn/invocations`, BASIC, 0]);
});

test("InvokeAsync has no query, and no headers of its own", async () => {
  const input = {
    FunctionName: "fn",
    InvokeArgs: "{}",
    Qualifier: "1",
    LogType: "Tail",
    InvocationType: "DryRun",
    Payload: "x",
  } as InvokeAsyncInput;
  const { sent, body } = await wireOf((config) => invokeAsync(config, input));
  assertEquals([sent.target, namesOf(sent)], ["/2014-11-13/functions/fn/invoke-async", BASIC]);
  assertEquals([sent.headers.get("content-type"), body.length], ["application/octet-stream", 2]);
});

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, at) => at);

/** Payloads, and the bytes they go out as. */
const PAYLOADS: Readonly<Record<string, readonly [payload: InvokeInput["Payload"], bytes: Uint8Array]>> = {
  "no text": ["", bytes("")],
  "no bytes": [new Uint8Array(), bytes("")],
  "text, which is JSON already": ['{"name":"Ada"}', bytes('{"name":"Ada"}')],
  "text that is no JSON": ["hello", bytes("hello")],
  "a blank": [" ", bytes(" ")],
  "text outside of ASCII": ['"é\u2028日"', Uint8Array.of(0x22, 0xc3, 0xa9, 0xe2, 0x80, 0xa8, 0xe6, 0x97, 0xa5, 0x22)],
  "a byte order mark": ["\ufeff1", Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)],
  "bytes": [ALL_BYTES, ALL_BYTES],
  "a buffer": [ALL_BYTES.slice().buffer, ALL_BYTES],
  "part of a buffer": [bytes("[1, 2, 3]").subarray(4, 5), bytes("2")],
  "a view": [new DataView(bytes("[1]").buffer, 1, 1), bytes("1")],
  "an array of wider numbers": [new Uint16Array(bytes("ab").buffer), bytes("ab")],
  "an object": [{ b: 1, a: { é: [null] } }, bytes('{"b":1,"a":{"é":[null]}}')],
  "an empty object": [{}, bytes("{}")],
  "an object without a prototype": [Object.assign(Object.create(null), { a: 1 }), bytes('{"a":1}')],
  "an array": [[1, "2", null], bytes('[1,"2",null]')],
  "an empty array": [[], bytes("[]")],
  "zero": [0, bytes("0")],
  "a number": [-1.5e-7, bytes("-1.5e-7")],
  "false": [false, bytes("false")],
  "true": [true, bytes("true")],
  "a Date": [new Date(0), bytes('"1970-01-01T00:00:00.000Z"')],
  "what says itself how it is written": [{ toJSON: () => ({ n: 1 }) }, bytes('{"n":1}')],
};

for (const [what, [payload, expected]] of Object.entries(PAYLOADS)) {
  test(`Payload and InvokeArgs go out as they are, or as their JSON: ${what}`, async () => {
    const { body } = await invoked({ FunctionName: "fn", Payload: payload });
    assertEquals(body, expected);
    const async = await wireOf((config) => invokeAsync(config, { FunctionName: "fn", InvokeArgs: payload! }));
    assertEquals(async.body, expected);
  });
}

test("A Payload of a megabyte is sent whole", async () => {
  const payload = Uint8Array.from({ length: 1_048_576 }, (_, at) => at * 7);
  assertEquals((await invoked({ FunctionName: "fn", Payload: payload })).body, payload);
});

for (const [what, { input, target, authorization }] of Object.entries(INVOCATIONS)) {
  test(`botocore signs the same: ${what}`, async () => {
    const seen: { url: string; headers: Headers }[] = [];
    const config = {
      region: "us-east-1",
      credentials: {
        accessKeyId: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        sessionToken: "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
      },
      now: () => new Date(BOTOCORE_DATE),
      fetch: ((url, init) => {
        seen.push({ url: String(url), headers: new Headers(init?.headers) });
        return Promise.resolve(new Response());
      }) as typeof fetch,
    };
    await invoke(config, input);
    assertEquals(seen[0]?.url, `https://lambda.us-east-1.amazonaws.com${target}`);
    assertEquals(seen[0]?.headers.get("authorization"), authorization);
  });
}

test("An input is not changed, and may be frozen", async () => {
  const input = Object.freeze({
    FunctionName: "fn",
    Payload: Object.freeze({ a: 1 }),
    ClientContext: Object.freeze({ b: 2 }),
    Qualifier: "1",
  });
  await invoked(input);
  await invoked(input);
  assertEquals(Object.keys(input), ["FunctionName", "Payload", "ClientContext", "Qualifier"]);
});

const circle: { self?: unknown } = {};
circle.self = circle;

/** Control characters, DEL, and what lies outside of ASCII. */
const UNPRINTABLE = [
  ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)),
  ..."\x7f\x80é\xff",
  "Ā",
  "日",
  "\u2028",
  "\u{1F980}",
];

/**
 * What says more than its JSON, as far as that can be told: Bun's errors, and the classes of Workers of 2022, have members
 * that JSON can hold, and the latter call themselves plain objects.
 */
const EMPTY_IN_JSON = [
  ...[
    new Request("https://h.example"),
    new Response(),
    new Headers(),
    new URLSearchParams("a=1"),
    new FormData(),
    new Error("x"),
  ],
].filter((value) => JSON.stringify(value) === "{}" && String(value) !== "[object Object]");

/** Members, and values that none of them may have. */
const REFUSED: Readonly<Record<string, readonly unknown[]>> = {
  FunctionName: [undefined, null, "", ".", "..", 5, true, {}, ["fn"]],
  Qualifier: [7, true, {}, []],
  InvocationType: [1, false, {}],
  LogType: [true, {}],
  DurableExecutionName: [1, {}, ...UNPRINTABLE],
  TenantId: [7, {}, ...UNPRINTABLE.map((char) => `a${char}b`)],
  ClientContext: [5, true, () => {}, circle, { n: 1n }, new Map([[1, 2]]), ...UNPRINTABLE],
  Payload: [
    1n,
    NaN,
    Infinity,
    Symbol("x"),
    () => {},
    circle,
    { n: 1n },
    new Map([["a", 1]]),
    new Set([1]),
    new WeakMap(),
    Promise.resolve(1),
    /x/,
    { toJSON: () => undefined },
    ...EMPTY_IN_JSON,
  ],
};

for (const [member, values] of Object.entries(REFUSED)) {
  test(`${member} is refused where it cannot be sent, and named`, async () => {
    for (const value of values) {
      const { config, sent } = always(() => new Response());
      const input = { FunctionName: "fn", [member]: value } as unknown as InvokeInput;
      const error = await assertRejects(() => invoke(config, input), TypeError);
      assertStringIncludes(error.message, member);
      if (typeof value === "string") assertStringIncludes(error.message, JSON.stringify(value));
      if (typeof value === "number") assertStringIncludes(error.message, String(value));
      assertEquals(sent.length, 0);
    }
  });
}

test("InvokeArgs are refused where they cannot be sent, or where there are none", async () => {
  for (const value of [undefined, null, ...REFUSED.Payload!]) {
    const { config, sent } = always(() => new Response());
    const input = { FunctionName: "fn", InvokeArgs: value } as unknown as InvokeAsyncInput;
    assertStringIncludes((await assertRejects(() => invokeAsync(config, input), TypeError)).message, "InvokeArgs");
    assertEquals(sent.length, 0);
  }
});

test("FunctionName of InvokeAsync is refused like that of Invoke", async () => {
  for (const value of REFUSED.FunctionName!) {
    const { config, sent } = always(() => new Response());
    const input = { FunctionName: value, InvokeArgs: "{}" } as InvokeAsyncInput;
    assertStringIncludes((await assertRejects(() => invokeAsync(config, input), TypeError)).message, "FunctionName");
    assertEquals(sent.length, 0);
  }
});

test("What is refused is not shown: of an object no more than that it is one", async () => {
  const { config } = always(() => new Response());
  const secret = { password: "hunter2-hunter2", self: 1n };
  for (const member of ["Payload", "ClientContext", "TenantId", "Qualifier"]) {
    for (const value of [secret, ["hunter2", 1n], Object.assign(Object.create(null), secret)]) {
      const input = { FunctionName: "fn", [member]: value } as unknown as InvokeInput;
      const error = await assertRejects(() => invoke(config, input));
      assertInstanceOf(error, TypeError);
      assertStringIncludes(error.message, member);
      assert(!error.message.includes("hunter2"), error.message);
    }
  }
});
