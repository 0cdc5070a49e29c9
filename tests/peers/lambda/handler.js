// Functions as they are written for AWS: `awslambda` is a global of its Node.js runtime.
// deno-lint-ignore-file require-await -- that runtime wants promises
/* global awslambda */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Tells what it was called with. */
exports.echo = async (event, context) => ({
  event,
  clientContext: context.clientContext,
  name: context.functionName,
  version: context.functionVersion,
  requestId: context.awsRequestId,
});

exports.fail = async () => {
  throw new TypeError("It failed");
};

/** Takes longer than it may. */
exports.slow = async () => {
  await pause(3_000);
};

/** Writes `chunks`; before each but the first it pauses, or asks `gate` for leave; fails before the first, or after the last. */
exports.stream = awslambda.streamifyResponse(
  async ({ chunks = [], pauseMs = 50, gate, type, failEarly, failLate }, response) => {
    if (failEarly) throw new RangeError("It failed early");
    if (type) response.setContentType(type);
    for (const [n, chunk] of chunks.entries()) {
      if (n > 0) await (gate ? fetch(gate) : pause(pauseMs));
      response.write(chunk);
    }
    if (failLate) throw new RangeError("It failed late");
    response.end();
  },
);

/** A streamed web page: status, headers and cookies first, then the body. */
exports.site = awslambda.streamifyResponse(async (event, response) => {
  const page = awslambda.HttpResponseStream.from(response, {
    statusCode: 201,
    headers: { "Content-Type": "text/plain; charset=utf-8", "X-Path": event.rawPath },
    cookies: ["a=1; Path=/", "b=2; HttpOnly"],
  });
  page.write("first ");
  await pause(300);
  page.write(Buffer.from("séc"));
  page.write(Buffer.alloc(8)); // NULs that belong to the body
  page.write("ond");
  if (event.rawPath === "/fails") throw new RangeError("It failed late");
  page.end();
});

/** A proxy result of payload format 2.0. */
exports.proxy = async (event) => ({
  statusCode: 201,
  headers: { "Content-Type": "application/json", "X-Method": event.requestContext.http.method },
  cookies: ["a=1; Path=/", "b=2; HttpOnly"],
  body: JSON.stringify({ path: event.rawPath, query: event.rawQueryString, cookies: event.cookies, body: event.body }),
});

/** The function of examples/stream_to_browser. */
exports.story = require("./function.mjs").handler;
