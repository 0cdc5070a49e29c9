/**
 * Streaming handlers as they are deployed. What they send and how they fail is what AWS's own runtimes make of them
 * (peers/local_runtime_test.ts runs the same ones there); that a function does not hear of a client that leaves, and goes on
 * after the end of its stream, is what users of AWS found (aws-lambda-nodejs-runtime-interface-client#145,
 * lambda-local#245).
 *
 * @module
 */
// deno-lint-ignore-file require-await -- as handlers are
import { decodeLogResult, FunctionError, invoke, invokeStream, payloadStream, readPayload } from "../../mod.ts";
import { lambdaHandler } from "../../src/http/mod.ts";
import {
  awslambda,
  type HttpResponsePrelude,
  installAwsLambda,
  type LocalLambda,
  localLambda,
  type ResponseStream,
  type StreamingFunction,
} from "../../src/local/mod.ts";
import { assert, assertEquals, assertFalse, assertInstanceOf, assertMatch, assertRejects } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes, collectBytes } from "../support/streams.ts";

const { HttpResponseStream } = awslambda;

/** A Lambda whose function `f` is this handler. */
const serve = (handler: StreamingFunction, options: { highWaterMark?: number } = {}) =>
  localLambda({ f: awslambda.streamifyResponse(handler, options) });

const open = (lambda: LocalLambda<"f">, signal?: AbortSignal) =>
  invokeStream(lambda.config, { FunctionName: "f" }, signal ? { signal } : {});

const read = async (lambda: LocalLambda<"f">) => {
  const output = await open(lambda);
  const payload = await readPayload(output);
  return [output.ResponseStreamContentType, payload.text()];
};

/** Something to wait for, and what lets it go on. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  return { opened, open };
}

const once = (stream: ResponseStream, name: string) => new Promise<void>((resolve) => stream.once(name, resolve));

for (
  const [what, handler, contentType, payload] of [
    ["text", (stream) => stream.write("é"), "application/octet-stream", "é"],
    ["bytes", (stream) => stream.write(bytes("ab")), "application/octet-stream", "ab"],
    ["JSON", (stream) => stream.write({ a: 1 }) && stream.write(2), "application/octet-stream", '{"a":1}2'],
    ["base64", (stream) => stream.write("w6k=", "base64"), "application/octet-stream", "é"],
    ["nothing", () => {}, "application/octet-stream", ""],
    [
      "a content type",
      (stream) => {
        stream.setContentType("text/html");
        stream.write("<p>");
      },
      "text/html",
      "<p>",
    ],
    [
      "corked chunks",
      (stream) => {
        stream.cork();
        stream.write("a");
        stream.write("b");
        stream.uncork();
      },
      "application/octet-stream",
      "ab",
    ],
    [
      "chunks that were held back to the end",
      (stream) => {
        stream.cork();
        stream.write("a");
      },
      "application/octet-stream",
      "a",
    ],
  ] as readonly [string, (stream: ResponseStream) => unknown, string, string][]
) {
  const lambda = serve(async (_event, stream) => {
    handler(stream);
    stream.end();
  });

  test(`a streaming handler streams ${what}`, async () => {
    assertEquals(await read(lambda), [contentType, payload]);
  });

  test(`a streaming handler answers the Invoke route with ${what} in one piece`, async () => {
    const { FunctionError, Payload } = await invoke(lambda.config, { FunctionName: "f" });
    assertEquals([FunctionError, Payload?.text() ?? ""], [undefined, payload]);
  });
}

test("each write is a chunk, handed on before the next one is made", async () => {
  const next = gate();
  const lambda = serve(async (event, stream) => {
    stream.write(`Hello, ${event.name}`);
    await next.opened;
    stream.write(".");
    stream.end();
  });
  const output = await invokeStream(lambda.config, { FunctionName: "f", Payload: { name: "Ada" } });
  const reader = output.EventStream.getReader();
  assertEquals((await reader.read()).value?.PayloadChunk?.Payload, bytes("Hello, Ada"));
  next.open();
  assertEquals((await reader.read()).value?.PayloadChunk?.Payload, bytes("."));
  assertEquals((await reader.read()).value, { InvokeComplete: {} });
});

const PRELUDE: HttpResponsePrelude = {
  statusCode: 201,
  headers: { "content-type": "text/html", "x-one": "1" },
  cookies: ["a=1; Path=/", "b=2"],
};
const INTEGRATION = "application/vnd.awslambda.http-integration-response";

for (
  const [what, write, body] of [
    ["before the first write", (stream) => stream.write("<p>"), "<p>"],
    ["before an empty write", (stream) => stream.write(""), ""],
    ["once", (stream) => stream.write("a") && stream.write("b"), "ab"],
  ] as readonly [string, (stream: ResponseStream) => unknown, string][]
) {
  const lambda = serve(async (_event, stream) => {
    const site = HttpResponseStream.from(stream, PRELUDE);
    assert(site === stream);
    write(site);
    site.end();
  });

  test(`a prelude comes ${what}`, async () => {
    assertEquals(await read(lambda), [INTEGRATION, `${JSON.stringify(PRELUDE)}${"\0".repeat(8)}${body}`]);
  });

  test(`lambdaHandler reads a prelude that comes ${what}`, async () => {
    const handler = lambdaHandler(lambda.config, { FunctionName: "f", InvokeMode: "RESPONSE_STREAM" });
    const response = await handler(new Request("https://example.com/"));
    assertEquals([response.status, response.headers.get("x-one")], [201, "1"]);
    assertEquals(await response.text(), body);
  });
}

for (
  const [what, write, payload] of [
    ["that only ends", (stream) => stream.end(), ""],
    ["that writes with its end", (stream) => stream.end("x"), "x"],
  ] as readonly [string, (stream: ResponseStream) => unknown, string][]
) {
  test(`a handler ${what} sends no prelude, as on AWS`, async () => {
    const lambda = serve(async (_event, stream) => {
      write(HttpResponseStream.from(stream, PRELUDE));
    });
    assertEquals(await read(lambda), [INTEGRATION, payload]);
  });
}

for (
  const [what, write] of [
    ["a content type", (stream) => stream.setContentType("text/html")],
    ["a prelude", (stream) => HttpResponseStream.from(stream, PRELUDE)],
  ] as readonly [string, (stream: ResponseStream) => unknown][]
) {
  test(`${what} comes too late after a write`, async () => {
    const lambda = serve(async (_event, stream) => {
      stream.write("a");
      write(stream);
    });
    const error = await assertRejects(async () => await readPayload(await open(lambda)), FunctionError);
    assertEquals([error.errorType, error.errorMessage], [
      "Runtime.InvalidStreamingOperation",
      "Cannot set content-type, too late.",
    ]);
  });
}

test("write() says when there is no room, and drain when there is", async () => {
  const said: boolean[] = [];
  let drained = 0;
  const lambda = serve(async (_event, stream) => {
    assertEquals(stream.writableHighWaterMark, 10);
    for (let n = 0; n < 9; n++) {
      const hasRoom = stream.write("12345");
      said.push(hasRoom);
      assertEquals(stream.writableNeedDrain, !hasRoom);
      if (hasRoom) continue;
      await once(stream, "drain");
      assertEquals(stream.writableLength, 0);
      drained++;
    }
    stream.end();
  }, { highWaterMark: 10 });
  const reader = payloadStream(await open(lambda)).getReader();
  const before = said.length;
  assert(before <= 3, "nobody has read yet");
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) length += next.value.length;
  assertEquals([length, said.length], [45, 9]);
  assertEquals(said, [true, false, true, false, true, false, true, false, true]);
  assertEquals(drained, 4);
});

test("a handler that heeds drain runs no further than it is read", async () => {
  let written = 0;
  const lambda = serve(async (_event, stream) => {
    for (let n = 0; n < 1_000; n++) {
      written++;
      if (!stream.write("x".repeat(1_000))) await once(stream, "drain");
    }
    stream.end();
  }, { highWaterMark: 5_000 });
  const reader = payloadStream(await open(lambda)).getReader();
  await reader.read();
  assert(written < 10, `${written} chunks for one that was read`);
  await reader.cancel();
  await lambda.drain();
  assertEquals(written, 1_000);
});

test("write callbacks, finish, end callbacks and close are told, in this order", async () => {
  const heard: string[] = [];
  const closed = gate();
  const lambda = serve(async (_event, stream) => {
    for (const name of ["drain", "finish", "error"]) stream.on(name, () => heard.push(name));
    stream.on("close", closed.open);
    stream.write("a", () => heard.push("a"));
    stream.end("b", () => heard.push("end"));
    heard.push([stream.writable, stream.writableEnded, stream.writableFinished].join());
  });
  assertEquals(await read(lambda), ["application/octet-stream", "ab"]);
  await closed.opened;
  assertEquals(heard.slice(0, 2), ["false,true,false", "a"]);
  // Versions of Node.js have it one way or the other.
  assertEquals(heard.slice(2).toSorted(), ["end", "finish"]);
});

test("listeners come and go as in Node.js", async () => {
  const heard: string[] = [];
  const lambda = serve(async (_event, stream) => {
    const a = (...args: unknown[]) => heard.push(`a${args}`);
    const b = () => heard.push("b");
    stream.on("x", a).once("x", b).prependListener("x", b).prependOnceListener("x", a);
    assertEquals([stream.listenerCount("x"), stream.listeners("x").length], [4, 4]);
    assert(stream.emit("x", 1, 2));
    assertEquals(heard.splice(0), ["a1,2", "b", "a1,2", "b"]);
    assert(stream.emit("x"));
    assertEquals(heard.splice(0), ["b", "a"]);
    stream.off("x", a).removeListener("x", b);
    assertFalse(stream.emit("x"));
    stream.addListener("x", a).removeAllListeners("x");
    assertFalse(stream.eventNames().includes("x"));
    stream.end();
  });
  assertEquals(await read(lambda), ["application/octet-stream", ""]);
});

for (
  const [what, handler, chunks, type, message] of [
    ["throws at once", () => Promise.reject(new RangeError("Too far")), "", "RangeError", "Too far"],
    [
      "throws midway",
      async (stream) => {
        stream.write("a");
        stream.write("b");
        await Promise.reject(new RangeError("Too far"));
      },
      "ab",
      "RangeError",
      "Too far",
    ],
    [
      "throws a text",
      (stream) => {
        stream.write("a");
        return Promise.reject("a text");
      },
      "a",
      "string",
      "a text",
    ],
    [
      "breaks its stream off with an error",
      async (stream) => {
        stream.write("a");
        stream.write("b");
        stream.destroy(new RangeError("Too far"));
        await Promise.resolve();
      },
      "ab",
      "RangeError",
      "Too far",
    ],
    [
      "breaks its stream off",
      async (stream) => {
        stream.write("a");
        stream.destroy();
        await Promise.resolve();
      },
      "a",
      "Runtime.TruncatedResponse",
      "The response stream was broken off",
    ],
    [
      "is not async",
      (stream) => {
        stream.write("a");
      },
      "a",
      "Error",
      "Streaming does not support non-async handlers.",
    ],
  ] as readonly [string, (stream: ResponseStream) => unknown, string, string, string][]
) {
  const make = () => serve((_event, stream) => handler(stream));

  test(`a streaming handler that ${what} fails behind what it wrote`, async () => {
    const lambda = make();
    let payload = "";
    const reader = payloadStream(await open(lambda)).getReader();
    const error = await assertRejects(async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        payload += new TextDecoder().decode(next.value);
      }
    }, FunctionError);
    assertEquals([payload, error.errorType, error.errorMessage], [chunks, type, message]);
    assertEquals(lambda.invocations[0]?.functionError, "Unhandled");
  });

  test(`a streaming handler that ${what} fails on the Invoke route`, async () => {
    const { FunctionError, Payload } = await invoke(make().config, { FunctionName: "f" });
    assertEquals(FunctionError, "Unhandled");
    assertEquals(Payload?.json<{ errorType: string }>().errorType, type);
  });
}

test("to write behind the end is an error of the stream, and of nobody else", async () => {
  const told = gate();
  let error: Error | null | undefined;
  const lambda = serve(async (_event, stream) => {
    stream.end("a");
    stream.write("b", (reason) => {
      error = reason;
      told.open();
    });
  });
  await (await open(lambda)).EventStream.cancel();
  await told.opened;
  assertEquals((error as { code?: string } | undefined)?.code, "ERR_STREAM_WRITE_AFTER_END");
});

test("what a handler returns is not looked at, and the log says so", async () => {
  const lambda = serve(async (_event, stream) => {
    stream.end("a");
    return "b";
  });
  const { EventStream } = await invokeStream(lambda.config, { FunctionName: "f", LogType: "Tail" });
  let log = "";
  for await (const { InvokeComplete } of EventStream) log = decodeLogResult(InvokeComplete?.LogResult ?? "");
  assertMatch(log, /^START [^]+\tWARN\tStreaming handlers ignore return values\.\nEND [^]+\nREPORT /);
});

test("a function goes on after the end of its stream", async () => {
  const more = gate();
  const lambda = serve(async (_event, stream, context) => {
    stream.end("a");
    await more.opened;
    context.log("after all");
    done = true;
  });
  let done = false;
  assertEquals(await read(lambda), ["application/octet-stream", "a"]);
  assertEquals([done, lambda.invocations[0]?.duration], [false, undefined]);
  const drained = lambda.drain();
  more.open();
  await drained;
  assert(done);
  assert(lambda.invocations[0]?.duration !== undefined);
});

test("the log waits for a function that goes on after the end of its stream", async () => {
  const ended = gate();
  const lambda = serve(async (_event, stream, context) => {
    stream.end("a");
    await ended.opened;
    context.log("after all");
    throw new RangeError("Too late");
  });
  const { EventStream } = await invokeStream(lambda.config, { FunctionName: "f", LogType: "Tail" });
  const reader = EventStream.getReader();
  await reader.read();
  const last = reader.read();
  ended.open();
  const { InvokeComplete } = (await last).value!;
  assertEquals(InvokeComplete?.ErrorCode, undefined, "what fails after the end fails for nobody");
  assertMatch(
    decodeLogResult(InvokeComplete?.LogResult!),
    /after all\n[^]+Invoke Error[^]+Too late[^]+\nEND [^]+\nREPORT /,
  );
});

for (const how of ["cancel", "abort"] as const) {
  test(`a function does not hear on its stream of its reader's ${how}, and runs to its end`, async () => {
    const left = gate();
    const heard: string[] = [];
    const lambda = localLambda({
      f: {
        handler: awslambda.streamifyResponse(async (_event, stream, { signal }) => {
          for (const name of ["close", "error", "finish"]) stream.on(name, () => heard.push(name));
          signal.addEventListener("abort", () => heard.push(`signal: ${signal.reason}`));
          stream.write("a");
          await left.opened;
          assertEquals([stream.writable, stream.destroyed], [true, false]);
          for (let n = 0; n < 100; n++) if (!stream.write("x".repeat(10_000))) await once(stream, "drain");
          const closed = once(stream, "close");
          await new Promise<void>((resolve) => stream.end("b", resolve));
          heard.push("done");
          await closed;
        }),
        reservedConcurrency: 1,
      },
    });
    const controller = new AbortController();
    const reader = (await open(lambda, controller.signal)).EventStream.getReader();
    await reader.read();
    const rest = how === "cancel" ? reader.cancel("enough") : reader.read().catch((error) => error);
    if (how === "abort") controller.abort("enough");
    await rest;
    assertEquals(heard, ["signal: enough"]);
    const refused = await invoke({ ...lambda.config, maxAttempts: 1 }, { FunctionName: "f" }).catch((error) => error);
    assertEquals(refused.name, "TooManyRequestsException", "it runs, and has its place");
    left.open();
    await lambda.drain();
    assertEquals(heard.slice(1).toSorted(), ["close", "done", "finish"]);
    const [first] = lambda.invocations;
    assertEquals([first?.cancelled, first?.functionError], [true, undefined]);
  });
}

test("a handler that never ends is stopped by its time, though its reader has left", async () => {
  const stopped = gate();
  const lambda = localLambda({
    f: {
      handler: awslambda.streamifyResponse(async (_event, stream) => {
        const closed = once(stream, "close");
        try {
          while (!stream.destroyed) {
            if (!stream.write("x".repeat(1_000))) await Promise.race([once(stream, "drain"), closed]);
          }
        } finally {
          stopped.open();
        }
      }),
      timeout: 50,
    },
  });
  const reader = payloadStream(await open(lambda)).getReader();
  await reader.read();
  await reader.cancel();
  await Promise.all([stopped.opened, lambda.drain()]);
});

test("a streaming handler whose time is up fails, and its stream is broken off", async () => {
  const closed = gate();
  const lambda = localLambda({
    f: {
      handler: awslambda.streamifyResponse(async (_event, stream) => {
        stream.once("close", closed.open);
        stream.write("a");
        await new Promise(() => {});
      }),
      timeout: 30,
    },
  });
  const error = await assertRejects(async () => await readPayload(await open(lambda)), FunctionError);
  assertEquals(error.errorType, "Sandbox.Timedout");
  await closed.opened;
});

test("a stream that is too long fails, and its function runs to its end", async () => {
  let finished = false;
  const f = awslambda.streamifyResponse(async (_event, stream) => {
    for (let n = 0; n < 3; n++) stream.write("12345");
    await new Promise<void>((resolve) => stream.end(resolve));
    finished = true;
  });
  const lambda = localLambda({ f }, { limits: { stream: 10 } });
  const error = await assertRejects(async () => await readPayload(await open(lambda)), FunctionError);
  assertEquals(error.errorType, "Function.ResponseSizeTooLarge");
  await lambda.drain();
  assert(finished);
});

test("streamifyResponse() marks a handler as AWS's runtime does", () => {
  const handler = () => Promise.resolve();
  assert(awslambda.streamifyResponse(handler, { highWaterMark: 100.9 }) as unknown === handler);
  const marks = handler as unknown as Record<symbol, unknown>;
  assertEquals(marks[Symbol.for("aws.lambda.runtime.handler.streaming")], "response");
  assertEquals(marks[Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark")], 100);
});

test("a handler that is marked by somebody else streams too", async () => {
  const handler = async (_event: unknown, stream: ResponseStream) => {
    stream.end(String(stream.writableHighWaterMark));
  };
  const f = Object.assign(handler, {
    [Symbol.for("aws.lambda.runtime.handler.streaming")]: "response",
    [Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark")]: "500",
  });
  assertEquals(await read(localLambda({ f })), ["application/octet-stream", "500"]);
});

test("localLambda() refuses a handler that streams something else than its response", () => {
  const f = Object.assign(() => {}, { [Symbol.for("aws.lambda.runtime.handler.streaming")]: "request" });
  let thrown: unknown;
  try {
    localLambda({ f });
  } catch (error) {
    thrown = error;
  }
  assertInstanceOf(thrown, TypeError);
  assertMatch(thrown.message, /only its response can be streamed: it is marked with request/);
});

test("installAwsLambda() makes awslambda the global", () => {
  const host = globalThis as { awslambda?: unknown };
  const before = Object.getOwnPropertyDescriptor(host, "awslambda");
  try {
    installAwsLambda();
    assert(host.awslambda === awslambda);
  } finally {
    if (before) Object.defineProperty(host, "awslambda", before);
    else delete host.awslambda;
  }
});

test("the context of a streaming handler has no ways to answer, as on AWS", async () => {
  let seen: object = {};
  const lambda = serve(async (_event, stream, context) => {
    seen = context;
    stream.end();
  });
  await read(lambda);
  assertEquals(["succeed", "fail", "done"].filter((name) => name in seen), []);
  assertEquals((seen as { callbackWaitsForEmptyEventLoop?: unknown }).callbackWaitsForEmptyEventLoop, true);
});

test("an Event runs a streaming handler too, with its retries", async () => {
  let runs = 0;
  const lambda = serve(async (_event, stream) => {
    if (++runs === 1) throw new Error("It failed");
    stream.end("a");
  });
  await invoke(lambda.config, { FunctionName: "f", InvocationType: "Event" });
  await lambda.drain();
  assertEquals([runs, lambda.invocations[0]?.condition], [2, "Success"]);
});

test("a large stream comes whole", async () => {
  const chunk = bytes("0123456789".repeat(10_000));
  const lambda = serve(async (_event, stream) => {
    for (let n = 0; n < 50; n++) if (!stream.write(chunk)) await once(stream, "drain");
    stream.end();
  });
  const all = await collectBytes(payloadStream(await open(lambda)));
  assertEquals(all.length, 5_000_000);
  assert(all.every((byte, at) => byte === 48 + at % 10));
});
