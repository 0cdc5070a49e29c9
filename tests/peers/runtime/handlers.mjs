// deno-lint-ignore-file require-await
// Handlers as they are deployed, which AWS's own runtimes and the local Lambda both run. `awslambda` is the global of
// whoever runs them.
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const streamed = awslambda.streamifyResponse;
const { HttpResponseStream } = awslambda;
const later = (fn) => setTimeout(fn, 5);

export const text = streamed(async (event, stream) => {
  stream.write(`Hello, ${event.name}`);
  stream.write(" é");
  stream.end();
});

export const kindsOfChunks = streamed(async (_event, stream) => {
  stream.write(Buffer.from([0xff]));
  stream.write(Uint8Array.of(0, 1));
  stream.write({ a: [1, "é"] });
  stream.write(7);
  stream.write(true);
  stream.write(new ArrayBuffer(2));
  stream.write(Uint16Array.of(3));
  stream.end();
});

export const encodings = streamed(async (_event, stream) => {
  stream.write("616263", "hex");
  stream.write("ZGVm", "base64");
  stream.end();
});

export const noType = streamed(async (_event, stream) => {
  stream.end("only");
});

export const empty = streamed(async (_event, stream) => {
  stream.end();
});

export const ownType = streamed(async (_event, stream) => {
  stream.setContentType("text/plain");
  stream.setContentType("text/html; charset=utf-8");
  stream.write("<p>");
  stream.end();
});

export const lateType = streamed(async (_event, stream) => {
  stream.write("a");
  stream.setContentType("text/html");
});

export const prelude = streamed(async (_event, stream) => {
  const site = HttpResponseStream.from(stream, {
    statusCode: 201,
    headers: { "content-type": "text/html", "x-é": "\0" },
    cookies: ["a=1", "b=2"],
  });
  site.write("<p>");
  site.write("</p>");
  site.end();
});

export const preludeOfAnEmptyWrite = streamed(async (_event, stream) => {
  HttpResponseStream.from(stream, { statusCode: 204 });
  stream.write("");
  stream.end();
});

export const preludeOfNoWrite = streamed(async (_event, stream) => {
  HttpResponseStream.from(stream, { statusCode: 204 });
  stream.end();
});

export const preludeOfAnEnd = streamed(async (_event, stream) => {
  HttpResponseStream.from(stream, { statusCode: 200 });
  stream.end("not a write");
});

export const latePrelude = streamed(async (_event, stream) => {
  stream.write("a");
  HttpResponseStream.from(stream, { statusCode: 200 });
});

export const lastPrelude = streamed(async (_event, stream) => {
  HttpResponseStream.from(stream, { statusCode: 200 });
  HttpResponseStream.from(stream, { statusCode: 500 }).write("b");
  stream.end();
});

export const ownHook = streamed(async (_event, stream) => {
  stream._onBeforeFirstWrite = (write) => write("first ");
  stream.write("second");
  stream.end();
});

export const corked = streamed(async (_event, stream) => {
  stream.cork();
  stream.write("a");
  stream.write("b");
  stream.uncork();
  stream.cork();
  stream.end("c");
});

export const piped = streamed(async (_event, stream) => {
  await pipeline(Readable.from(["a", Buffer.from("b")]), stream);
});

export const pipedGenerator = streamed(async (_event, stream) => {
  await pipeline(async function* () {
    yield "a";
    await new Promise(later);
    yield "b";
  }, stream);
});

export const pipedByHand = streamed(async (_event, stream) => {
  Readable.from(["a", "b"]).pipe(stream);
  await once(stream, "finish");
});

export const waitsForItsWrites = streamed(async (_event, stream) => {
  await new Promise((done) => stream.write("a", done));
  await new Promise((done) => stream.write("Yg==", "base64", done));
  await new Promise((done) => stream.end("c", done));
});

export const seesItsState = streamed(async (_event, stream) => {
  const state = () => [stream.writable, stream.writableEnded, stream.destroyed, stream.writableObjectMode];
  stream.write(state());
  const ending = once(stream, "finish");
  stream.write([typeof stream.writableLength, typeof stream.writableHighWaterMark, stream.writableCorked]);
  stream.end();
  await ending;
});

export const waitsForDrain = streamed(async (_event, stream) => {
  let full = false;
  for (let n = 0; n < 40; n++) {
    if (!stream.write("x".repeat(10_000))) {
      full = true;
      await once(stream, "drain");
    }
  }
  stream.end(full ? "was full" : "was never full");
});

export const failsAtOnce = streamed(async () => {
  throw new RangeError("Too far");
});

export const failsMidway = streamed(async (_event, stream) => {
  stream.write("a");
  await new Promise((done) => stream.write("b", done));
  throw new RangeError("Too far");
});

export const failsWithText = streamed(async (_event, stream) => {
  stream.write("a");
  throw "a text";
});

export const failsAfterItsEnd = streamed(async (_event, stream) => {
  stream.write("a");
  stream.end();
  await once(stream, "finish");
  throw new RangeError("Too late");
});

export const isNotAsync = streamed((_event, stream) => {
  stream.write("a");
  stream.end();
});

export const isNotAsyncAndOpen = streamed((_event, stream) => {
  stream.write("a");
});

export const returnsToo = streamed(async (_event, stream) => {
  stream.write("a");
  stream.end();
  return "b";
});

export const failsWithNothingToSay = streamed(async () => {
  throw undefined;
});

export const goesOnAfterItsEnd = streamed(async (_event, stream) => {
  stream.end("a");
  await new Promise(later);
});

// From here on nothing streams. What has a callback runs on Node.js 22 and before.

export const calledBack = (event, _context, callback) => callback(null, { name: event.name });
export const calledBackLater = (_event, _context, callback) => later(() => callback(null, "later"));
export const calledBackWithNothing = (_event, _context, callback) => callback();
export const calledBackTwice = (_event, _context, callback) => {
  callback(null, 1);
  callback(null, 2);
};
export const calledBackWithAnError = (_event, _context, callback) => callback(new RangeError("Too far"), "ignored");
export const calledBackWithText = (_event, _context, callback) => later(() => callback("a text"));
export const calledBackThenThrown = (_event, _context, callback) => {
  callback(null, 1);
  throw new Error("Too late");
};
export const calledBackAndReturned = (_event, _context, callback) => {
  later(() => callback(null, "of the callback"));
  return "ignored";
};
export const doesNotWait = (_event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  callback(null, context.callbackWaitsForEmptyEventLoop);
};
export const asyncWithCallbackFirst = async (_event, _context, callback) => {
  callback(null, "of the callback");
  return "of the promise";
};
export const asyncWithCallbackLater = async (_event, _context, callback) => {
  later(() => callback(null, "of the callback"));
  return "of the promise";
};
export const asyncWithCallbackAlone = async (_event, _context, callback) => {
  callback(null, "of the callback");
};
export const asyncWithErrorInCallback = async (_event, _context, callback) => {
  callback(new RangeError("Too far"));
  return "of the promise";
};
export const succeeds = (_event, context) => context.succeed({ a: 1 });
export const succeedsLater = (_event, { succeed }) => {
  later(() => succeed("later"));
};
export const succeedsByPromise = (_event, context) => {
  Promise.resolve("of a promise").then(context.succeed, context.fail);
};
export const succeedsTwice = (_event, context) => {
  context.succeed(1);
  context.fail(new Error("Too late"));
};
export const fails = (_event, context) => context.fail(new RangeError("Too far"));
export const failsWithNothing = (_event, context) => context.fail();
export const isDone = (_event, context) => context.done(null, "done");
export const isDoneWithAnError = (_event, context) => context.done("a text", "ignored");
export const isDoneWithNothing = (_event, context) => context.done();

export const returnsAPromise = () => Promise.resolve("a");
export const returnsNothing = async () => {};
export const returnsWhatIsNoJson = async () => 1n;
export const throwsAnError = async () => {
  throw new RangeError("Too far");
};
export const throwsAtOnce = () => {
  throw new RangeError("Too far");
};
export const throwsText = async () => {
  throw "a text";
};
export const throwsNothing = async () => {
  throw undefined;
};
export const throwsAnObject = async () => {
  throw { message: "not an error", code: 1 };
};
export const throwsASubclass = async () => {
  throw new (class extends Error {
    name = "Own.Name";
  })("Too\x7Ffar");
};
