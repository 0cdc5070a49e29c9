import { TransportError } from "../../src/base/errors.ts";
import { payloadToResponse } from "../../src/http/mod.ts";
import { Skip, test } from "../support/harness.ts";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { bytes } from "../support/streams.ts";

const respond = (answer: unknown, method?: string) => payloadToResponse(JSON.stringify(answer), { method });

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
for (
  const [payload, body] of [
    ['"Hello from Lambda!"', "Hello from Lambda!"],
    ['{ "message": "Hello from Lambda!" }', '{ "message": "Hello from Lambda!" }'],
    ['{"id":12345678901234567890}', '{"id":12345678901234567890}'],
    ['{"statusCode":null}', '{"statusCode":null}'],
    ["[1]", "[1]"],
    ["false", "false"],
    ["null", "null"],
    ['""', ""],
    ["", ""],
  ] as const
) {
  test(`payloadToResponse() takes ${payload || "nothing"} for a body`, async () => {
    for (const form of [payload, bytes(payload)]) {
      const response = payloadToResponse(form);
      assertEquals([response.status, response.headers.get("content-type")], [200, "application/json"]);
      assertEquals(await response.text(), body);
    }
  });
}

test("payloadToResponse() takes an absent payload for an empty body", async () => {
  assertEquals(await payloadToResponse(undefined).text(), "");
});

test("payloadToResponse() reads status, headers and body of a proxy result", async () => {
  const response = respond({
    statusCode: 201,
    headers: { "Content-Type": "text/plain", "X-Number": 1, "x-flag": true, "x-none": null, "x-list": ["a", "b"] },
    multiValueHeaders: { Vary: ["accept", "origin"], "x-both": ["same", "other"], "X-NUMBER": [1] },
    body: "é",
  });
  assertEquals(response.status, 201);
  assertEquals(await response.text(), "é");
  assertEquals(Object.fromEntries(response.headers), {
    "content-type": "text/plain",
    "x-number": "1",
    "x-flag": "true",
    "x-list": "a, b",
    vary: "accept, origin",
    "x-both": "same, other",
  });
});

for (
  const [what, answer, expected] of [
    ["a status as text", { statusCode: "404", body: "x" }, [404, "application/json", "x"]],
    ["no body", { statusCode: 200 }, [200, "application/json", ""]],
    ["a null body", { statusCode: 200, body: null }, [200, "application/json", ""]],
    ["a body that is no text", { statusCode: 200, body: { a: [1] } }, [200, "application/json", '{"a":[1]}']],
    ["no headers", { statusCode: 500, headers: null, multiValueHeaders: null }, [500, "application/json", ""]],
    ["a body in base64", { statusCode: 200, body: "w6k=", isBase64Encoded: true }, [200, "application/json", "é"]],
  ] as const
) {
  test(`payloadToResponse() reads a proxy result with ${what}`, async () => {
    const response = respond(answer);
    assertEquals([response.status, response.headers.get("content-type"), await response.text()], [...expected]);
  });
}

test("payloadToResponse() hands on any bytes", async () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const body = btoa(String.fromCharCode(...all));
  const response = respond({ statusCode: 200, headers: { "content-encoding": "br" }, body, isBase64Encoded: true });
  assertEquals(response.headers.get("content-encoding"), "br");
  assertEquals(new Uint8Array(await response.arrayBuffer()), all);
});

test("payloadToResponse() sends each cookie in a header of its own", (t) => {
  if (t.runtime === "chromium") throw new Skip("a page's Response drops Set-Cookie");
  const { headers } = respond({
    statusCode: 200,
    headers: { "Set-Cookie": "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT" },
    multiValueHeaders: { "set-cookie": ["b=2", "c=3"] },
    cookies: ["d=4; Path=/", "e=5"],
  });
  if (!headers.getSetCookie) throw new Skip("no getSetCookie at this compatibility date");
  assertEquals(headers.getSetCookie(), [
    "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    "b=2",
    "c=3",
    "d=4; Path=/",
    "e=5",
  ]);
});

test("payloadToResponse() drops what concerns the connection, and a length that may be wrong", () => {
  const { headers } = respond({
    statusCode: 200,
    headers: {
      Connection: "keep-alive, X-Internal",
      "x-internal": "1",
      "Keep-Alive": "timeout=5",
      "Transfer-Encoding": "chunked",
      Trailer: "x",
      Upgrade: "h2c",
      "Content-Length": "1000000",
      "x-kept": "1",
    },
    body: "short",
  });
  assertEquals(Object.fromEntries(headers), { "content-type": "application/json", "x-kept": "1" });
});

for (const status of [204, 205, 304]) {
  test(`payloadToResponse() sends no body with status ${status}`, async () => {
    const response = respond({ statusCode: status, headers: { etag: '"x"' }, body: "not to be seen" });
    assertEquals([response.status, response.body, await response.text()], [status, null, ""]);
    assertEquals(Object.fromEntries(response.headers), { etag: '"x"' });
  });
}

test("payloadToResponse() answers a HEAD with the length of what a GET would have", () => {
  const headers = { "content-length": "1234", "content-type": "text/html" };
  const response = respond({ statusCode: 200, headers, body: "not to be seen" }, "HEAD");
  assertEquals(response.body, null);
  assertEquals(Object.fromEntries(response.headers), headers);
  assertEquals(
    respond({ statusCode: 200, headers: { "content-length": "-1" } }, "HEAD").headers.get("content-length"),
    null,
  );
});

// Only `true`, and the text that a template may make of it, mean base64; `"w6k="` is what "é" looks like in it.
for (
  const [isBase64Encoded, expected] of [
    [true, "é"],
    ["true", "é"],
    [false, "w6k="],
    ["false", "w6k="],
    ["False", "w6k="],
    ["TRUE", "w6k="],
    ["", "w6k="],
    ["yes", "w6k="],
    [0, "w6k="],
    [1, "w6k="],
    [null, "w6k="],
    [{}, "w6k="],
    [[true], "w6k="],
    [undefined, "w6k="],
  ] as const
) {
  test(`payloadToResponse() reads isBase64Encoded: ${JSON.stringify(isBase64Encoded)}`, async () => {
    assertEquals(await respond({ statusCode: 200, body: "w6k=", isBase64Encoded }).text(), expected);
  });
}

// What HTTP has one value of, and what is a list: https://www.iana.org/assignments/http-fields/http-fields.xhtml
for (
  const [answer, expected] of [
    [{ headers: { Location: "/a", location: "/a" } }, { location: "/a" }],
    [{ headers: { Location: "/a", location: "/b" } }, { location: "/b" }],
    [{ headers: { location: ["/a", "/b"] } }, { location: "/b" }],
    [{ headers: { "Content-Type": "text/html", "content-type": "text/plain" } }, { "content-type": "text/plain" }],
    [{ headers: { "content-type": "text/html" }, multiValueHeaders: { "Content-Type": ["text/plain"] } }, {
      "content-type": "text/plain",
    }],
    [{ headers: { ETag: '"a"', etag: '"b"' } }, { etag: '"b"' }],
    [{ headers: { Expires: "Thu, 01 Jan 1970 00:00:00 GMT", expires: "0" } }, { expires: "0" }],
    [{ headers: { "Access-Control-Allow-Origin": "*" }, multiValueHeaders: { "access-control-allow-origin": ["*"] } }, {
      "access-control-allow-origin": "*",
    }],
    [{ headers: { vary: "a, b" }, multiValueHeaders: { vary: ["a", "b"] } }, { vary: "a, b" }],
    [{ headers: { vary: "a,b" }, multiValueHeaders: { Vary: ["a", "b"] } }, { vary: "a, b" }],
    [{ headers: { Vary: "b" }, multiValueHeaders: { vary: ["a", "b"] } }, { vary: "a, b" }],
    [{ headers: { vary: "c" }, multiValueHeaders: { vary: ["a", "b"] } }, { vary: "c, a, b" }],
    [{ headers: { Vary: "a", vary: "a" } }, { vary: "a" }],
    [{ headers: { Vary: "a", vary: "b" } }, { vary: "a, b" }],
    [{ headers: { "x-a": ["1", "1"] } }, { "x-a": "1, 1" }],
    [{ headers: { "X-A": "1" }, multiValueHeaders: { "x-a": [1] } }, { "x-a": "1" }],
    [{ headers: { "X-A": "1", "x-a": null }, multiValueHeaders: { "x-A": [] } }, { "x-a": "1" }],
    [{ headers: { Link: '<a>; title="x, y"' }, multiValueHeaders: { link: ["<b>"] } }, {
      link: '<a>; title="x, y", <b>',
    }],
  ] as const
) {
  test(`payloadToResponse() makes one header of ${JSON.stringify(answer)}`, () => {
    const { headers } = respond({ statusCode: 200, ...answer });
    assertEquals(Object.fromEntries(headers), { "content-type": "application/json", ...expected });
  });
}

test("payloadToResponse() sends a cookie once that several members say", (t) => {
  if (t.runtime === "chromium") throw new Skip("a page's Response drops Set-Cookie");
  const { headers } = respond({
    statusCode: 200,
    headers: { "Set-Cookie": "a=1; Path=/", "set-cookie": "b=2" },
    multiValueHeaders: { "set-cookie": ["a=1; Path=/", "b=2", "c=3"] },
    cookies: ["c=3", "d=4"],
  });
  if (!headers.getSetCookie) throw new Skip("no getSetCookie at this compatibility date");
  assertEquals(headers.getSetCookie(), ["a=1; Path=/", "b=2", "c=3", "d=4"]);
});

for (
  const statusCode of [0, 99, 100, 101, 199, 600, 1000, -200, 200.5, "abc", "", "2e2", " 200", true, {}, [200], [
    200,
    1,
  ], {
    toString: 1,
    valueOf: 1,
  }]
) {
  test(`payloadToResponse() refuses the status ${JSON.stringify(statusCode)}`, () => {
    const error = assertThrows(() => respond({ statusCode }), TransportError, "status");
    assertEquals([error.code, error.functionMayHaveRun], ["INVALID_RESPONSE", true]);
  });
}

for (
  const headers of [
    { "x-a": "b\r\nset-cookie: stolen=1" },
    { "x-a": "b\nc" },
    { "x-a": "b\rc" },
    { "x-a": "b\r\n" },
    { "x-a": "b\0c" },
    { "x-a": "\u010d" },
    { "x-a": "b\x7f" },
    { "x-a": ["fine", "b\r\nc"] },
    { "x-a": { b: 1 } },
    { "x-a": { toString: 1, valueOf: 1 } },
    { "x-a": [{ toString: 1 }] },
    { "x-a": [["b"]] },
    { "x-a\r\nset-cookie": "b" },
    { "x a": "b" },
    { "x:a": "b" },
    { ":status": "200" },
    { "": "b" },
    { "\u00e9": "b" },
    ["a"],
    "x-a: b",
    5,
  ]
) {
  for (const member of ["headers", "multiValueHeaders"]) {
    test(`payloadToResponse() refuses the ${member} ${JSON.stringify(headers)}`, () => {
      const error = assertThrows(() => respond({ statusCode: 200, [member]: headers }), TransportError, "header");
      assertEquals(error.code, "INVALID_RESPONSE");
    });
  }
}

for (
  const cookies of [["a=1\r\nx: y"], [{}], { toString: 1, valueOf: 1 }, [{ toString: 1 }], [["a"]], { a: "b" }, "a\nb"]
) {
  test(`payloadToResponse() refuses the cookies ${JSON.stringify(cookies)}`, () => {
    assertThrows(() => respond({ statusCode: 200, cookies }), TransportError, "header");
  });
}

test("payloadToResponse() sends bytes above ASCII as they are", () => {
  assertEquals(respond({ statusCode: 200, headers: { "x-a": "\xe9" } }).headers.get("x-a"), "\xe9");
});

for (const [payload, problem] of [["{", "JSON"], ["\0", "JSON"], ["undefined", "JSON"]] as const) {
  test(`payloadToResponse() refuses the payload ${JSON.stringify(payload)}`, () => {
    const error = assertThrows(() => payloadToResponse(payload), TransportError, problem);
    assertEquals(error.code, "INVALID_RESPONSE");
  });
}

test("payloadToResponse() refuses a body that is not the base64 that it says", () => {
  const error = assertThrows(() => respond({ statusCode: 200, body: "é", isBase64Encoded: true }), TransportError);
  assertEquals(error.code, "INVALID_RESPONSE");
});

test("payloadToResponse() refuses a body that is nested too deeply to be written again", async () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  const answer = (body: string) => payloadToResponse(`{"statusCode":200,"body":${body}}`);
  assertEquals(await answer(nested(1_000)).text(), nested(1_000));
  for (const depth of [1_001, 200_000]) {
    const error = assertThrows(() => answer(nested(depth)), TransportError);
    assertEquals(error.code, "INVALID_RESPONSE");
  }
});

test("payloadToResponse() names the header that cannot be sent, and shows no value", () => {
  for (
    const [answer, shown] of [
      [{ headers: { "X-Key": "s3cret\n" } }, '"X-Key"'],
      [{ multiValueHeaders: { "x-key": ["fine", "s3cret\0"] } }, '"x-key"'],
      [{ headers: { "x key": "s3cret" } }, '"x key"'],
      [{ headers: { "x-key\r\nset-cookie": "s3cret" } }, '"x-key\\r\\nset-cookie"'],
      [{ headers: { "x-key": { s3cret: "s3cret" } } }, '"x-key"'],
      [{ cookies: ["id=s3cret\n"] }, '"set-cookie"'],
    ] as const
  ) {
    const error = assertThrows(() => respond({ statusCode: 200, ...answer }), TransportError, shown);
    assertEquals(/s3cret/.test(`${error.message} ${error.stack}`), false);
  }
  const long = assertThrows(() => respond({ statusCode: 200, headers: { ["é".repeat(10_000)]: "" } }), TransportError);
  assert(long.message.length < 200);
});

test("payloadToResponse() sends up to 1,000 headers, and refuses more", () => {
  const headers = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, "1"]));
  assertEquals(respond({ statusCode: 200, headers: headers(1_000) }).headers.get("x-999"), "1");
  const cookies = Array.from({ length: 1_001 }, (_, n) => `a${n}=1`);
  for (const answer of [{ headers: headers(1_001) }, { multiValueHeaders: headers(1_001) }, { cookies }]) {
    const error = assertThrows(() => respond({ statusCode: 200, ...answer }), TransportError, "1000 headers");
    assertEquals(error.code, "INVALID_RESPONSE");
  }
});

test("payloadToResponse() tells which status cannot be sent", () => {
  for (const [statusCode, shown] of [[999, "999"], ["s3cret", "of type string"], [{}, "of type object"]] as const) {
    const error = assertThrows(() => respond({ statusCode }), TransportError, `current value is ${shown}`);
    assertEquals(/s3cret/.test(error.message), false);
  }
});
