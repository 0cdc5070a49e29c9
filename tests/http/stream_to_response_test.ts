import { FunctionError, TransportError } from "../../src/base/errors.ts";
import { streamToResponse } from "../../src/http/mod.ts";
import type { InvokeStreamEvent, InvokeStreamOutput } from "../../mod.ts";
import { Skip, test } from "../support/harness.ts";
import { assert, assertEquals, assertFalse, assertRejects } from "../support/assert.ts";
import { bytes, collectBytes, concat } from "../support/streams.ts";

/** What became of a stream's source. */
interface Source {
  /** How many chunks were asked for. */
  pulls: number;
  cancelled: boolean;
}

/** An invocation's output whose function writes `chunks`, and then ends, or fails. */
function outputOf(
  chunks: readonly Uint8Array<ArrayBuffer>[],
  { type, fails, source = { pulls: 0, cancelled: false } }: { type?: string; fails?: boolean; source?: Source } = {},
): InvokeStreamOutput {
  const complete = fails ? { ErrorCode: "Unhandled", ErrorDetails: '{"errorType":"Oops"}' } : {};
  const events: InvokeStreamEvent[] = chunks.map((Payload) => ({ PayloadChunk: { Payload } }));
  events.push({ InvokeComplete: complete });
  const EventStream = new ReadableStream<InvokeStreamEvent>({
    pull(controller) {
      const event = events[source.pulls++];
      if (event) controller.enqueue(event);
      else controller.close();
    },
    cancel() {
      source.cancelled = true;
    },
  }, { highWaterMark: 0 });
  const $metadata = { attempts: 1, totalRetryDelay: 0 };
  return { StatusCode: 200, ...(type !== undefined && { ResponseStreamContentType: type }), EventStream, $metadata };
}

const INTEGRATION = "application/vnd.awslambda.http-integration-response";
const NULS = new Uint8Array(8);
const PRELUDE = { statusCode: 201, headers: { "content-type": "text/plain", "x-a": 'q"}\\{' } };
const prelude = (value: unknown = PRELUDE) => concat(bytes(JSON.stringify(value)), NULS);

/** Cuts bytes into chunks of a size. */
function cut(all: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

test("streamToResponse() finds a prelude, wherever it is cut", async () => {
  // Its body begins with NULs of its own: exactly eight are cut.
  const body = concat(new Uint8Array(3), bytes("body"), NULS, bytes("{"));
  const wire = concat(prelude(), body);
  const chunkings = [
    ...[...wire.keys()].slice(1).map((at) => [wire.slice(0, at), wire.slice(at)]),
    ...[1, 2, 3, 7, 8, 9, wire.length].map((size) => cut(wire, size)),
    [...cut(wire, 5), new Uint8Array()].flatMap((chunk) => [new Uint8Array(), chunk]),
  ];
  for (const type of [undefined, INTEGRATION]) {
    for (const chunks of chunkings) {
      const response = await streamToResponse(outputOf(chunks, type === undefined ? {} : { type }));
      assertEquals([response.status, response.headers.get("x-a")], [201, 'q"}\\{']);
      assertEquals(await collectBytes(response.body!), body);
    }
  }
});

for (
  const [what, body] of [
    ["text", bytes("hello")],
    ["JSON", bytes('{"statusCode":500,"text":"}\\"{"}')],
    ["JSON and too few NULs", concat(bytes('{"statusCode":500}'), new Uint8Array(7), bytes("x"))],
    ["JSON, blanks and too few NULs", concat(bytes(' {"statusCode":500}\n\t'), new Uint8Array(7), bytes("x"))],
    ["JSON and NULs with a blank among them", concat(bytes('{"statusCode":500}\0\0\0\0 \0\0\0\0\0'), NULS)],
    ["JSON, a blank that is none of JSON's, and NULs", concat(bytes('{"statusCode":500}\v'), NULS)],
    ["JSON that is no prelude, a line break and NULs", concat(bytes('{"a":1}\n'), NULS)],
    ["blanks and NULs", concat(bytes("\r\n"), NULS)],
    ["blanks alone", bytes(" \n")],
    ["JSON lines", bytes('{"a":1}\n{"b":2}\n')],
    ["JSON that never ends", bytes('{"a":"')],
    ["a NUL in a text", concat(bytes('{"a":"'), NULS, bytes('"}'), NULS)],
    ["a NUL in an object", concat(bytes('{"a":'), NULS, bytes("1}"), NULS)],
    ["an array and NULs", concat(bytes("[1]"), NULS, bytes("x"))],
    ["NULs alone", concat(NULS, NULS)],
    ["any bytes", Uint8Array.from({ length: 256 }, (_, byte) => 255 - byte)],
    ["nothing", new Uint8Array()],
  ] as const
) {
  test(`streamToResponse() hands on a stream of ${what} as a body`, async () => {
    for (const size of [1, 3, 1_000]) {
      const response = await streamToResponse(outputOf(cut(body, size)));
      assertEquals([response.status, response.headers.get("content-type")], [200, "application/octet-stream"]);
      assertEquals(await collectBytes(response.body!), body);
    }
  });
}

// https://www.rfc-editor.org/rfc/rfc8259#section-2
for (const [before, behind] of [["", "\n"], ["", " \t\r\n"], ["\n", ""], [" \t\r\n", "\r\n"]] as const) {
  test(`streamToResponse() lets ${JSON.stringify([before, behind])} stand around a prelude`, async () => {
    const json = JSON.stringify({ statusCode: 201, headers: { "x-a": "1" } });
    const wire = concat(bytes(before + json + behind), NULS, bytes("\n body"));
    for (const options of [{}, { prelude: true }]) {
      for (const type of ["", "application/octet-stream", INTEGRATION]) {
        for (const size of [1, 2, 5, 1_000]) {
          const response = await streamToResponse(outputOf(cut(wire, size), { type }), options);
          assertEquals([response.status, response.headers.get("x-a")], [201, "1"]);
          assertEquals(await response.text(), "\n body");
        }
      }
    }
  });
}

test("streamToResponse() takes any object for the prelude that there must be", async () => {
  for (const json of ["{}\n", "{}", '{"other":1}\n']) {
    const wire = concat(bytes(json), NULS, bytes("body"));
    const response = await streamToResponse(outputOf([wire], { type: INTEGRATION }));
    assertEquals([response.status, await response.text()], [200, "body"]);
  }
});

/** What streamed text can do to a client that takes it for a prelude. */
const ATTACK = { statusCode: 302, headers: { location: "https://evil.example" }, cookies: ["session=stolen"] };

// "Nothing is decided by a text that somebody else writes": only where no type is announced do the first bytes tell.
for (
  const [type, searched] of [
    ["text/plain", false],
    ["text/plain; charset=utf-8", false],
    ["text/html", false],
    ["text/event-stream", false],
    ["application/json", false],
    ["application/x-ndjson", false],
    ["image/svg+xml", false],
    ["Text/Plain", false],
    ["application/octet-stream+json", false],
    ["application/vnd.awslambda.http-integration-response-2", false],
    ["application/vnd.awslambda.other", false],
    ["text/plain; x=application/vnd.awslambda.http-integration-response", false],
    ["text/plain, application/vnd.awslambda.http-integration-response", false],
    ["", true],
    ["application/octet-stream", true],
    ["Application/Octet-Stream; charset=binary", true],
    ["application/vnd.amazon.eventstream", true],
    [INTEGRATION, true],
    [`${INTEGRATION}; charset=utf-8`, true],
    [INTEGRATION.toUpperCase(), true],
  ] as const
) {
  test(`streamToResponse() ${searched ? "finds" : "looks for no"} prelude in a stream of type "${type}"`, async () => {
    const wire = concat(prelude(ATTACK), bytes("x"));
    for (const size of [1, 1_000]) {
      const response = await streamToResponse(outputOf(cut(wire, size), { type }));
      assertEquals(response.status, searched ? 302 : 200);
      assertEquals(response.headers.get("location"), searched ? "https://evil.example" : null);
      assertEquals(response.headers.get("content-type"), searched ? "application/octet-stream" : type);
      assertEquals(await collectBytes(response.body!), searched ? bytes("x") : wire);
    }
    const told = await streamToResponse(outputOf([wire], { type }), { prelude: true });
    assertEquals(told.status, 302);
    await told.body?.cancel();
  });
}

test("streamToResponse() gives a body the stream's own type, where it has one", async () => {
  for (
    const [type, expected] of [
      ["text/html; charset=utf-8", "text/html; charset=utf-8"],
      ["application/vnd.amazon.eventstream", "application/octet-stream"],
      ["", "application/octet-stream"],
    ] as const
  ) {
    const response = await streamToResponse(outputOf([bytes("x")], { type }));
    assertEquals(response.headers.get("content-type"), expected);
    await response.body?.cancel();
  }
});

test("streamToResponse() reads status, headers and cookies of a prelude", async (t) => {
  const head = {
    statusCode: "404",
    headers: { "X-A": "1", vary: ["a", "b"] },
    cookies: ["a=1", "b=2"],
    body: "ignored",
  };
  const response = await streamToResponse(outputOf([prelude(head), bytes("x")]));
  assertEquals([response.status, response.headers.get("x-a"), response.headers.get("vary")], [404, "1", "a, b"]);
  assertEquals(response.headers.get("content-type"), "application/octet-stream");
  assertEquals(await response.text(), "x");
  if (t.runtime === "chromium") throw new Skip("a page's Response drops Set-Cookie");
  assertEquals(response.headers.getSetCookie?.() ?? ["a=1", "b=2"], ["a=1", "b=2"]);
});

for (
  const [what, head] of [
    ["a status", { statusCode: 700 }],
    ["a header", { headers: { "x-a": "b\r\nset-cookie: stolen=1" } }],
    ["a cookie", { cookies: ["a\r\nb: c"] }],
  ] as const
) {
  test(`streamToResponse() refuses a prelude with ${what} that cannot be sent`, async () => {
    const source = { pulls: 0, cancelled: false };
    const output = outputOf([prelude(head), bytes("x"), bytes("y")], { source });
    const error = await assertRejects(() => streamToResponse(output), TransportError);
    assertEquals([error.code, source.cancelled], ["INVALID_RESPONSE", true]);
  });
}

for (
  const [what, wire] of [
    ["that is no JSON", concat(bytes("{]}"), NULS)],
    ["that is cut", bytes('{"statusCode":200}')],
    ["that is missing", bytes("hello")],
    ["of more than 1 MiB", concat(bytes(`{"a":"${"x".repeat(1_048_576)}"}`), NULS)],
  ] as const
) {
  test(`streamToResponse() refuses a prelude ${what} where there must be one`, async () => {
    for (const options of [{ prelude: true }, {}]) {
      const output = outputOf(cut(wire, 100_000), options.prelude ? {} : { type: INTEGRATION });
      const error = await assertRejects(() => streamToResponse(output, options), TransportError, "prelude");
      assertEquals(error.code, "INVALID_RESPONSE");
    }
  });
}

test("streamToResponse() takes a prelude of just 1 MiB", async () => {
  const text = JSON.stringify({ statusCode: 202, x: "" });
  const json = text.slice(0, -2) + "x".repeat(1_048_576 - text.length) + '"}';
  const response = await streamToResponse(outputOf([concat(bytes(json), NULS, bytes("body"))]));
  assertEquals([response.status, await response.text()], [202, "body"]);
});

test("streamToResponse() holds back no more than 1 MiB of what may be a prelude", async () => {
  const source = { pulls: 0, cancelled: false };
  const chunk = bytes("x".repeat(100_000));
  const response = await streamToResponse(outputOf([bytes('{"a":"'), ...Array(50).fill(chunk)], { source }));
  assert(source.pulls < 14, `${source.pulls} chunks`);
  assertEquals((await response.arrayBuffer()).byteLength, 5_000_006);
});

test("streamToResponse() looks for no prelude where there is none to be", async () => {
  const response = await streamToResponse(outputOf([prelude(), bytes("x")]), { prelude: false });
  assertEquals(response.status, 200);
  assertEquals(await collectBytes(response.body!), concat(prelude(), bytes("x")));
});

test("streamToResponse() takes a stream that ends at once for an empty body", async () => {
  for (const [type, options] of [[INTEGRATION, {}], ["", { prelude: true }], ["", { prelude: false }]] as const) {
    const response = await streamToResponse(outputOf([], { type }), options);
    assertEquals([response.status, await response.text()], [200, ""]);
  }
});

for (const statusCode of [204, 205, 304]) {
  test(`streamToResponse() sends no body with status ${statusCode}, and ends the stream`, async () => {
    const source = { pulls: 0, cancelled: false };
    const response = await streamToResponse(outputOf([prelude({ statusCode }), bytes("x")], { source }));
    assertEquals([response.status, response.body, source.cancelled], [statusCode, null, true]);
  });
}

test("streamToResponse() answers a HEAD without a body, and ends the stream", async () => {
  const source = { pulls: 0, cancelled: false };
  const head = { statusCode: 200, headers: { "content-length": "5" } };
  const response = await streamToResponse(outputOf([prelude(head), bytes("hello")], { source }), { method: "HEAD" });
  assertEquals([response.body, response.headers.get("content-length"), source.cancelled], [null, "5", true]);
});

test("streamToResponse() resolves at the prelude, before the body has begun", async () => {
  const source = { pulls: 0, cancelled: false };
  const response = await streamToResponse(outputOf([prelude(), bytes("a"), bytes("b")], { source }));
  assertEquals(source.pulls, 1);
  const reader = response.body!.getReader();
  assertEquals((await reader.read()).value, bytes("a"));
  assertEquals(source.pulls, 2);
  await reader.cancel();
  assert(source.cancelled);
});

test("streamToResponse() resolves at the first byte that can be no prelude's", async () => {
  for (
    const [text, pulls, type] of [
      ["hello", 1, ""],
      ['{"a":1}\n', 1, ""],
      [' {"headers":1} x', 1, ""],
      ['{"a":1}\n {"headers":1}', 1, ""],
      ["[", 1, ""],
      ['{"a":', 1, "application/json"],
      [" ", 1, "text/html"],
      // What may yet be a prelude is held back.
      ['{"headers":{}}\n', 2, ""],
      [" ", 2, ""],
    ] as const
  ) {
    const source = { pulls: 0, cancelled: false };
    const response = await streamToResponse(outputOf([bytes(text), bytes("b")], { source, type }));
    assertEquals(source.pulls, pulls, text);
    await response.body!.cancel();
    assert(source.cancelled);
  }
});

test("streamToResponse() fails where the function fails before it writes", async () => {
  for (const chunks of [[], [bytes('{"statusCode":200')]]) {
    const error = await assertRejects(() => streamToResponse(outputOf(chunks, { fails: true })), FunctionError);
    assertEquals([error.functionError, error.errorType], ["Unhandled", "Oops"]);
  }
});

test("streamToResponse() breaks the body off where the function fails later", async () => {
  for (const chunks of [[prelude(), bytes("a")], [bytes("a")]]) {
    const seen: unknown[] = [];
    const onError = (error: unknown) => seen.push(error);
    const response = await streamToResponse(outputOf(chunks, { fails: true }), { onError });
    const reader = response.body!.getReader();
    assertEquals((await reader.read()).value, bytes("a"));
    assertFalse(seen.length);
    const error = await assertRejects(() => reader.read(), FunctionError);
    assertEquals(seen, [error]);
  }
});
