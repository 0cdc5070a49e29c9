/**
 * The local Lambda beside a Lambda server that is not ours (serverless-aws-lambda on osls): what they say on the wire.
 *
 * Where they differ, AWS's documentation or model is on our side, and the test says so.
 *
 * @module
 */
import { EventStreamDecoderStream, type EventStreamMessage } from "../../mod.ts";
import { type FunctionContext, localLambda } from "../../src/local/mod.ts";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { collect } from "../support/streams.ts";
import { startForeignLambda } from "./lambda/start.ts";

type Send = (path: string, init: RequestInit) => Promise<Response>;

/** The functions of `lambda/handler.js`, as the local Lambda takes them. */
const local = localLambda({
  echo: (event, { clientContext, functionName, functionVersion, awsRequestId }: FunctionContext) => ({
    event,
    clientContext,
    name: functionName,
    version: functionVersion,
    requestId: awsRequestId,
  }),
  fail: () => {
    throw new TypeError("It failed");
  },
  async *stream({ chunks = [], failEarly, failLate }) {
    if (failEarly) throw new RangeError("It failed early");
    yield* chunks;
    if (failLate) throw new RangeError("It failed late");
  },
  site: ({ rawPath }) => {
    const headers = new Headers([
      ["Content-Type", "text/plain; charset=utf-8"],
      ["X-Path", rawPath],
      ["set-cookie", "a=1; Path=/"],
      ["set-cookie", "b=2; HttpOnly"],
    ]);
    return new Response(`first séc${"\0".repeat(8)}ond`, { status: 201, headers });
  },
}, { verify: false });

const invocation = (name: string, query = "") =>
  `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`;
const streaming = (name: string) => `/2021-11-15/functions/${name}/response-streaming-invocations`;

/** What both are asked, and what both must say. */
async function askInvoke(send: Send): Promise<unknown> {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await send(path, { method: "POST", body: JSON.stringify(body), headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: text && JSON.parse(text) };
  };
  const echo = await post(invocation("echo"), { a: "é" }, { "x-amz-client-context": btoa('{"custom":{"b":1}}') });
  assertMatch(echo.json.requestId, /^[0-9a-f-]{36}$/);
  assertMatch(echo.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
  const byArn = await post(invocation("arn:aws:lambda:us-east-1:123456789012:function:echo"), {});
  const event = await post(invocation("echo"), {}, { "x-amz-invocation-type": "Event" });
  const dryRun = await post(invocation("echo"), {}, { "x-amz-invocation-type": "DryRun" });
  const unknown = await post(invocation("nope"), {});
  const failed = await post(invocation("fail"), {});
  // The foreign one names the class here, AWS says "Unhandled": so only that it is there.
  assert(failed.headers.has("x-amz-function-error"));
  assert(failed.json.trace.length > 1);
  return {
    echo: [echo.status, echo.headers.get("x-amz-executed-version"), { ...echo.json, requestId: undefined }],
    byArn: [byArn.status, byArn.json.name],
    event: [event.status, event.json],
    dryRun: [dryRun.status, dryRun.json],
    unknown: [unknown.status, unknown.headers.get("x-amzn-errortype")],
    failed: [failed.status, failed.json.errorType, failed.json.errorMessage, failed.json.trace[0]],
  };
}

/** Names of a frame's headers, its types, and its payload. */
function describe({ headers, payload }: EventStreamMessage): [names: string[], types: unknown[], payload: string] {
  const types = [":message-type", ":event-type", ":content-type"].map((name) => headers.get(name)?.value);
  return [[...headers.keys()].sort(), types, new TextDecoder().decode(payload)];
}

async function askStream(send: Send): Promise<unknown> {
  const frames = async (name: string, body: object) => {
    const response = await send(streaming(name), { method: "POST", body: JSON.stringify(body) });
    assertEquals(response.status, 200);
    return (await collect(response.body!.pipeThrough(new EventStreamDecoderStream()))).map(describe);
  };
  const whole = await frames("stream", { chunks: ["a", "é"] });
  const empty = await frames("stream", { chunks: [] });
  const failures = [];
  for (const how of ["failEarly", "failLate"]) {
    const [last, ...others] = (await frames("stream", { chunks: ["a"], [how]: true })).reverse();
    const { ErrorCode, ErrorDetails } = JSON.parse(last![2]);
    // The foreign one gives the class and a text of its own, we give what clients of AWS look for.
    assert(ErrorCode && ErrorDetails);
    failures.push([others, last!.slice(0, 2)]);
  }
  // One writes the prelude and its NULs in one chunk, the other in two; so what counts is the payload.
  const site = await frames("site", { rawPath: "/a" });
  const [prelude, ...body] = site.slice(0, -1).map(([, , payload]) => payload).join("").split("\0".repeat(8));
  const { statusCode, headers, cookies } = JSON.parse(prelude!);
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { whole, empty, failures, site: [statusCode, Object.fromEntries(lower), cookies, body, site.at(-1)] };
}

Deno.test("the local Lambda and a foreign one say the same", async (t) => {
  const foreign = await startForeignLambda();
  try {
    const here: Send = (path, init) => local.fetch(`http://localhost${path}`, init);
    const there: Send = (path, init) => fetch(`${foreign.endpoint}${path}`, init);
    await t.step("on the Invoke route", async () => assertEquals(await askInvoke(here), await askInvoke(there)));
    await t.step("on the streaming route", async () => assertEquals(await askStream(here), await askStream(there)));
  } finally {
    await foreign.close();
  }
});
