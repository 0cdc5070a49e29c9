/**
 * The AWS SDK and this module read the same event streams; where the SDK lets a broken one pass, ours fails.
 *
 * @module
 */
import * as aws from "@aws-sdk/client-lambda";
import fc from "fast-check";
import { FunctionError, invokeStream, isLambdaError, payloadStream, readPayload } from "../../mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes, collectBytes, concat } from "../support/streams.ts";
import { type Peers, withPeers } from "./support/clients.ts";
import { normalize } from "./support/compare.ts";
import { chunk, complete, frame, rawFrame } from "./support/frames.ts";
import type { Reply } from "./support/recorder.ts";

const INPUT = { FunctionName: "fn" };

/** What a client made of a stream: what it said before it, its events, and how it ended. */
interface Reading {
  readonly output?: unknown;
  readonly events: readonly unknown[];
  readonly error?: Error & { readonly code?: string };
}

async function readSdk({ sdk }: Peers): Promise<Reading> {
  return await read(() => sdk.send(new aws.InvokeWithResponseStreamCommand(INPUT)));
}

async function readOwn({ config }: Peers): Promise<Reading> {
  return await read(() => invokeStream(config, INPUT));
}

async function read(call: () => Promise<{ EventStream?: AsyncIterable<unknown> | undefined }>): Promise<Reading> {
  const events: unknown[] = [];
  let output: unknown;
  try {
    const { EventStream, ...rest } = await call();
    output = normalize(rest);
    for await (const event of EventStream ?? []) events.push(normalize(event));
    return { output, events };
  } catch (error) {
    return { output, events, error: error as Error };
  }
}
import { outcome } from "./support/compare.ts";
const type = { ":event-type": "PayloadChunk", ":message-type": "event" };
const A = chunk("a"), B = chunk("b");
const bad = (f: Uint8Array, at: number) => { const c = f.slice(); c[at < 0 ? c.length + at : at]! ^= 1; return c; };
const T: Record<string, Uint8Array> = {
  none: new Uint8Array(),
  noComplete: A,
  stray1: concat(A, complete(), Uint8Array.of(0)),
  stray3: concat(A, complete(), Uint8Array.of(0,0,0)),
  stray4: concat(A, complete(), Uint8Array.of(0,0,0,0)),
  stray13: concat(A, complete(), new Uint8Array(13)),
  after: concat(A, complete(), B),
  twice: concat(A, complete(), complete()),
  cut: concat(A, B.slice(0, -1)),
  cut2: concat(A, B.slice(0, 5)),
  cutFirst: A.slice(0, -1),
  preludeCrc: concat(A, bad(B, 8), complete()),
  len: concat(A, bad(B, 3), complete()),
  messageCrc: concat(A, bad(B, -1), complete()),
  payloadBit: concat(A, bad(B, -5), complete()),
  firstBad: concat(bad(A, -1), complete()),
  exception: concat(A, frame({ ":message-type": "exception", ":exception-type": "ServiceException", ":content-type": "application/json" }, '{"message":"m","Type":"x"}')),
  exceptionUnknown: concat(A, frame({ ":message-type": "exception", ":exception-type": "Foo" }, 'text')),
  exceptionFirst: frame({ ":message-type": "exception", ":exception-type": "Foo" }, 'text'),
  exceptionEmpty: concat(A, frame({ ":message-type": "exception", ":exception-type": "Foo" }, '')),
  exceptionNoType: concat(A, frame({ ":message-type": "exception"}, '{}')),
  error: concat(A, frame({ ":message-type": "error", ":error-code": "Internal", ":error-message": "é" })),
  errorPayload: concat(A, frame({ ":message-type": "error", ":error-code": "Internal", ":error-message": "é" }, '{"message":"x"}')),
  errorNoMessage: concat(A, frame({ ":message-type": "error", ":error-code": "Internal"})),
  errorNo: concat(A, frame({ ":message-type": "error" })),
  unknownKind: concat(A, frame({ ":message-type": "new"})),
  noKind: concat(A, frame({ ":event-type": "PayloadChunk" })),
  noType: concat(A, frame({ ":message-type": "event" }), complete()),
  unknownType: concat(A, frame({ ":message-type": "event", ":event-type": "Other" }, "{}"), complete()),
  initial: concat(frame({ ":message-type": "event", ":event-type": "initial-response" }, "{}"), A, complete()),
  completeEmpty: concat(A, complete("")),
  completeBad: concat(A, complete("{")),
  completeNull: concat(A, complete("null")),
  completeArr: concat(A, complete("[]")),
  completeNum: concat(A, complete('{"ErrorCode":7}')),
  completeNulls: concat(A, complete('{"ErrorCode":null,"Other":1}')),
  completeErr: concat(A, complete('{"ErrorCode":"Unhandled","ErrorDetails":"d","LogResult":"bG9n"}')),
  dup: concat(A, rawFrame(concat(A.slice(12, -5), A.slice(12, -5)), bytes("z")), complete()),
  zero: concat(A, new Uint8Array(16), complete()),
  html: bytes("<html>hello</html>"),
  huge: concat(A, rawFrame(new Uint8Array(), new Uint8Array(), 3_000_000_000).slice(0, 12)),
};
test("x", () => withPeers(async (peers) => {
  for (const [name, body] of Object.entries(T)) {
    peers.server.reply = { body };
    const one = ({ events, error, output }: Reading) => `${output ? "resolved" : "rejected"} ${JSON.stringify(events)} ${error ? `${error.constructor.name} ${error.name} ${JSON.stringify(error)} ${error.message.slice(0, 90)}` : "ends"}`;
    console.log(name, "\n   ", one(await readSdk(peers)), "\n   ", one(await readOwn(peers)));
  }
}));
