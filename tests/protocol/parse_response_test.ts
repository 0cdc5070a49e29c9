import { invoke, type InvokeInput, LambdaServiceException, TransportError } from "../../mod.ts";
import { redactor } from "../../src/base/redact.ts";
import { parseErrorBody } from "../../src/protocol/parse_error.ts";
import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertLessOrEqual,
  assertRejects,
  assertStringIncludes,
} from "../support/assert.ts";
import { always } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { CREDENTIALS, type Sent } from "../support/in_process.ts";
import { assertHides, ENCODINGS } from "../support/secrets.ts";
import { bytes } from "../support/streams.ts";
import { watched } from "../support/watched.ts";
import { assertQuick } from "../support/quick.ts";

const FN: InvokeInput = { FunctionName: "fn" };

interface Refusal {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit | null | undefined;
}

/** What a call fails with that is refused like this. */
async function errorOf({ status = 400, headers = {}, body = "" }: Refusal): Promise<LambdaServiceException> {
  const { config } = always(() => new Response(body, { status, headers }));
  return await assertRejects(() => invoke({ ...config, maxAttempts: 1 }, FN), LambdaServiceException);
}

const json = (value: unknown) => ({ body: JSON.stringify(value) });
const typed = (type: string, value: unknown = {}) => ({ headers: { "x-amzn-errortype": type }, ...json(value) });

/** Where AWS puts its code, and what is found of it (AWS's restJson1 protocol). */
const CODES: readonly (readonly [what: string, refusal: Refusal, name: string])[] = [
  ["the header", typed("TooManyRequestsException"), "TooManyRequestsException"],
  ["the header with a URL", typed("ServiceException:http://internal.amazon.com/coral/x/"), "ServiceException"],
  ["the header with a namespace", typed("com.amazonaws.lambda#ServiceException"), "ServiceException"],
  ["the header with both", typed("aws.lambda#ServiceException:http://internal.amazon.com/#x"), "ServiceException"],
  ["the header with a comma", typed("ServiceException, Other"), "ServiceException"],
  ["the header twice", typed("ServiceException:http://a/,ServiceException:http://b/"), "ServiceException"],
  ["code", json({ code: "ServiceException" }), "ServiceException"],
  ["Code", json({ Code: "ServiceException" }), "ServiceException"],
  ["CODE", json({ CODE: "ServiceException" }), "ServiceException"],
  ["code with a namespace and a URL", json({ code: "a.b#ServiceException:http://x/" }), "ServiceException"],
  ["__type", json({ __type: "ServiceException" }), "ServiceException"],
  ["__type with a namespace", json({ __type: "com.amazonaws.other#ServiceException" }), "ServiceException"],
  ["__type with a URL", json({ __type: "ServiceException:http://internal.amazon.com/" }), "ServiceException"],
  ["the header before code", typed("A", { code: "B", __type: "C" }), "A"],
  ["code before __type", json({ __type: "C", code: "B" }), "B"],
  ["an empty header", typed("", { code: "B" }), "B"],
  ["an empty code", json({ code: "", __type: "C" }), "C"],
  ["a code that is null", json({ code: null, __type: "C" }), "C"],
  ["a code that AWS may add", typed("BrandNewException"), "BrandNewException"],
  ["nowhere", json({ message: "x" }), "Unknown"],
  ["nowhere: a URL alone", typed(":http://x/"), "Unknown"],
  ["nowhere: a namespace alone", typed("a.b#"), "Unknown"],
  ["nowhere: an array", { body: "[]" }, "Unknown"],
  ["nowhere: a number", { body: "5" }, "Unknown"],
  ["nowhere: null", { body: "null" }, "Unknown"],
  ["nowhere: HTML", { body: "<html>code</html>" }, "Unknown"],
  ["the header, beside HTML", { ...typed("ServiceException"), body: "<html></html>" }, "ServiceException"],
  ["the header, beside nothing", { headers: { "x-amzn-errortype": "ServiceException" } }, "ServiceException"],
  ["the header, beside half a JSON", { ...typed("ServiceException"), body: '{"message":"ha' }, "ServiceException"],
];

for (const [what, refusal, name] of CODES) {
  test(`The code is found in ${what}`, async () => {
    const error = await errorOf(refusal);
    assertEquals(error.name, name);
    assertEquals(Object.prototype.toString.call(error), "[object Error]");
  });
}

/** Where AWS puts its message. */
const MESSAGES: readonly (readonly [what: string, refusal: Refusal, message: string])[] = [
  ["message", json({ message: "a" }), "a"],
  ["Message", json({ Message: "A" }), "A"],
  ["message before Message", json({ Message: "A", message: "a" }), "a"],
  ["Message where message is empty", json({ Message: "A", message: "" }), "A"],
  ["Message where message is null", json({ Message: "A", message: null }), "A"],
  ["message outside of ASCII", json({ message: "é\u2028日" }), "é\u2028日"],
  ["text that is no JSON", { body: "  Bad Gateway\n" }, "Bad Gateway"],
  ["half a JSON", { body: '{"message":"half' }, '{"message":"half'],
  ["nothing, of which the status is told", { status: 503 }, "503"],
  ["blanks, of which the status is told", { status: 503, body: " \n " }, "503"],
];

for (const [what, refusal, message] of MESSAGES) {
  test(`The message is found in ${what}`, async () => {
    const error = await errorOf(refusal);
    if (/^\d+$/.test(message)) assertStringIncludes(error.message, message);
    else assertEquals(error.message, message);
  });
}

test("A long body that is no JSON gives a piece of itself", async () => {
  for (const length of [300, 10_000, 200_000]) {
    const { message } = await errorOf({ status: 502, body: `<html>${"x".repeat(length)}` });
    assertStringIncludes(message, "<html>xx");
    assertLessOrEqual(message.length, 300);
  }
});

for (let size = 1; size <= 16; size++) {
  test(`A body in pieces of ${size} bytes is one text`, async () => {
    const whole = bytes(JSON.stringify({ Type: "User", message: "é 日本 \u{1F980}" }));
    const pieces = Array.from(
      { length: Math.ceil(whole.length / size) },
      (_, n) => whole.slice(n * size, (n + 1) * size),
    );
    const error = await errorOf({ body: watched(pieces).stream });
    assertEquals([error.message, error.Type], ["é 日本 \u{1F980}", "User"]);
  });
}

for (const status of [300, 400, 403, 404, 429, 499, 500, 502, 503, 599]) {
  test(`$fault of ${status} is the ${status < 500 ? "client" : "server"}'s`, async () => {
    const error = await errorOf({ status, ...json({ message: "x" }) });
    assertEquals([error.$fault, error.$metadata?.httpStatusCode], [status < 500 ? "client" : "server", status]);
  });
}

/** The headers that a request's id may be in, in the order in which they count. */
const IDS = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"];

test("$metadata has the request's ids, in the order in which their headers count", async () => {
  for (let n = 0; n < IDS.length; n++) {
    const headers = Object.fromEntries(IDS.slice(n).map((name) => [name, `id-of-${name}`]));
    const error = await errorOf({ headers: { ...headers, "x-amz-id-2": "more" } });
    assertEquals(error.$metadata?.requestId, `id-of-${IDS[n]}`);
    assertEquals(error.$metadata?.extendedRequestId, "more");
  }
  const { $metadata } = await errorOf({});
  assertEquals([$metadata?.requestId, $metadata?.extendedRequestId], [undefined, undefined]);
});

test("All members of AWS's answer are on the error", async () => {
  const error = await errorOf({
    status: 502,
    ...typed("EC2UnexpectedException", {
      Type: "Service",
      EC2ErrorCode: "X",
      Reason: "R",
      Message: "m",
      More: [{ a: 1 }],
    }),
  });
  assertEquals([error.Type, error.EC2ErrorCode, error.Reason], ["Service", "X", "R"]);
  assertEquals((error as unknown as { More: unknown }).More, [{ a: 1 }]);
  assertEquals(error.message, "m");
});

test("Of members that AWS leaves out, there are none", async () => {
  const error = await errorOf({ status: 400, ...typed("X", { message: "m" }) });
  for (const member of ["Type", "Reason", "EC2ErrorCode", "cause"]) assertFalse(member in error, member);
  assertEquals(error.retryAfterSeconds, undefined);
});

/** What an answer must not get hold of. */
const HOSTILE = [
  ...["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "stack", "name", "message", "cause"],
  ...["$fault", "$metadata", "functionMayHaveRun", "retryAfterSeconds", "then", "toJSON", "__defineGetter__"],
];

/** Values of every type. */
const VALUES: readonly unknown[] = ["x", "", 0, 5, true, false, null, [], ["x"], {}, { a: 1 }, {
  toString: 1,
  valueOf: 1,
}, {
  __proto__: null,
}];

for (const member of HOSTILE) {
  test(`A member ${member} does no harm, whatever its value`, async () => {
    for (const value of VALUES) {
      // Not through an object, which would take __proto__ for its prototype.
      const body = `{"__type":"ServiceException","Message":"own",${JSON.stringify(member)}:${JSON.stringify(value)}}`;
      const error = await errorOf({ status: 500, body, headers: { "x-amzn-requestid": "id" } });
      assert(error instanceof LambdaServiceException && error instanceof Error);
      assertStrictType(error);
      assertEquals([error.name, error.$fault, error.functionMayHaveRun], ["ServiceException", "server", true]);
      assertEquals([error.$metadata?.httpStatusCode, error.$metadata?.requestId], [500, "id"]);
      assertEquals(error.$metadata?.attempts, 1);
      assertEquals(error.retryAfterSeconds, undefined);
      if (member !== "message") assertEquals(error.message, "own");
    }
    assertEquals(({} as Record<string, unknown>)["a"], undefined);
  });
}

function assertStrictType(error: LambdaServiceException): void {
  assertEquals(typeof error.message, "string");
  assertEquals(typeof error.stack, "string");
  assertEquals(typeof error.toString, "function");
  assertEquals(error.constructor, LambdaServiceException);
  assertEquals(Object.getPrototypeOf(error), LambdaServiceException.prototype);
  assertStringIncludes(String(error), "ServiceException");
  assertEquals(typeof JSON.stringify(error), "string");
}

test("A code or a message that is no text does no harm", async () => {
  for (const value of [5, true, ["x"], {}, { a: 1 }, { toString: 1, valueOf: 1 }]) {
    for (const member of ["code", "Code", "__type", "message", "Message"]) {
      const error = await errorOf(json({ [member]: value }));
      assertEquals([typeof error.name, typeof error.message], ["string", "string"]);
      assertEquals([error.$metadata?.httpStatusCode, error.functionMayHaveRun], [400, false]);
    }
  }
});

test("A retryAfterSeconds in the body is not waited for", async () => {
  for (const value of ["10", "soon", 25, -1, NaN]) {
    const { config, sent } = always(() => {
      return new Response(JSON.stringify({ retryAfterSeconds: value }), {
        status: 429,
        headers: { "retry-after": "0" },
      });
    });
    const random = Math.random;
    Math.random = () => 0;
    try {
      const error = await assertRejects(() => invoke(config, FN), LambdaServiceException);
      assertEquals([error.$metadata?.totalRetryDelay, error.retryAfterSeconds, sent.length], [0, 0, 3]);
    } finally {
      Math.random = random;
    }
  }
});

test("JSON of great depth or breadth does no harm", async () => {
  const broad = JSON.stringify(Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`m${n}`, n])));
  for (const body of ["[".repeat(50_000), `${"[".repeat(30_000)}${"]".repeat(30_000)}`, '{"a":'.repeat(9_000), broad]) {
    const error = await errorOf({ status: 500, body });
    assertEquals([error.name, error.$metadata?.httpStatusCode], ["Unknown", 500]);
  }
});

test("A body that is not UTF-8 does no harm", async () => {
  const error = await errorOf({ status: 500, body: Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0xc3) });
  assertEquals(error.$metadata?.httpStatusCode, 500);
});

// Secrets

const { secretAccessKey, sessionToken } = CREDENTIALS;

/** All that a request must not be told by: what it was signed with, and what came of that. */
function secretsOf(sent: Sent): string[] {
  const authorization = sent.headers.get("authorization")!;
  return [secretAccessKey, sessionToken, signatureOf(authorization), authorization];
}

function signatureOf(authorization: string): string {
  return authorization.slice(authorization.indexOf("Signature=") + "Signature=".length);
}

/** Answers that echo a text; an encoded text stays what it is. */
const ECHOES: Readonly<Record<string, (echo: string) => Response>> = {
  "the message": (echo) => new Response(JSON.stringify({ message: echo }), { status: 403 }),
  "another member": (echo) => new Response(JSON.stringify({ Type: echo }), { status: 403 }),
  "a member's name": (echo) => new Response(JSON.stringify({ message: "m", [echo]: 1 }), { status: 403 }),
  "the name of a member deep down": (echo) => new Response(JSON.stringify({ a: [{ [echo]: 1 }] }), { status: 403 }),
  "a member deep down": (echo) => new Response(JSON.stringify({ a: [{ b: [echo, { c: echo }] }] }), { status: 403 }),
  "the code": (echo) => new Response(JSON.stringify({ code: echo }), { status: 403 }),
  "__type": (echo) => new Response(JSON.stringify({ __type: echo }), { status: 403 }),
  "the header of the code": (echo) => new Response("", { status: 403, headers: { "x-amzn-errortype": echo } }),
  "the request's id": (echo) => new Response("", { status: 403, headers: { "x-amzn-requestid": echo } }),
  "the request's id by other names": (echo) =>
    new Response("", { status: 403, headers: { "x-amz-request-id": echo, "x-amzn-request-id": echo } }),
  "the request's second id": (echo) => new Response("", { status: 403, headers: { "x-amz-id-2": echo } }),
  "HTML": (echo) => new Response(`<html><p>${echo}</p></html>`, { status: 502 }),
  "half a JSON": (echo) => new Response(`{"message":"${echo}`, { status: 500 }),
  "plain text": (echo) => new Response(echo, { status: 400 }),
  "a text that is cut": (echo) => new Response(`${"x".repeat(150)}${echo}`, { status: 400 }),
  "a JSON text": (echo) => new Response(JSON.stringify(echo), { status: 400 }),
};

/** What is echoed of a request. */
const SECRETS: Readonly<Record<string, (sent: Sent) => string>> = {
  "The secret key": () => secretAccessKey,
  "The session token": (sent) => sent.headers.get("x-amz-security-token")!,
  "The signature": (sent) => signatureOf(sent.headers.get("authorization")!),
  "The Authorization header": (sent) => sent.headers.get("authorization")!,
};

for (const [where, answer] of Object.entries(ECHOES)) {
  for (const [what, secret] of Object.entries(SECRETS)) {
    test(`${what} in ${where} is not shown, in any encoding`, async () => {
      for (const [how, encode] of Object.entries(ENCODINGS)) {
        let sent: Sent | undefined;
        const { config } = always((request) => {
          sent = request;
          return answer(encode(secret(request)));
        });
        const error = await assertRejects(() => invoke({ ...config, maxAttempts: 1 }, FN), LambdaServiceException);
        assertHides(error, secretsOf(sent!), how);
      }
    });
  }
}

test("A code is cut only after its secrets are taken out: what is left of one is not told by its end", async () => {
  const token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN+with/characters=that+HTML/escapes=andALongTailBehindThem";
  for (const [how, encode] of Object.entries(ENCODINGS)) {
    const headers = { "x-amzn-errortype": encode(token) };
    const { config } = always(() => new Response("{}", { status: 403, headers }));
    const call = { ...config, credentials: { ...CREDENTIALS, sessionToken: token }, maxAttempts: 1 };
    const error = await assertRejects(() => invoke(call, FN), LambdaServiceException);
    assertHides(error, [token], how);
  }
});

/** All that a request was signed with, as a proxy may print it. */
function everything(sent: Sent): string {
  return secretsOf(sent).map((secret) => `${secret}\n`.repeat(2)).join(" and ");
}

test("Secrets of a provider are not shown either", async () => {
  const { config, sent } = always((request) => new Response(everything(request), { status: 500 }));
  const error = await assertRejects(() => invoke({ ...config, credentials: () => CREDENTIALS, maxAttempts: 1 }, FN));
  assertHides(error, secretsOf(sent[0]!));
});

test("An id that is none is not shown", async () => {
  const ids = ["two words", "<script>", "x".repeat(200), '"quoted"', "a,b", ""];
  for (const id of ids) {
    const error = await errorOf({ headers: { "x-amzn-requestid": id, "x-amz-id-2": id } });
    assertEquals([error.$metadata?.requestId, error.$metadata?.extendedRequestId], [undefined, undefined], id);
  }
});

test("What is around a secret stays", async () => {
  const { config } = always(() => {
    return new Response(JSON.stringify({ message: `before ${secretAccessKey} after` }), { status: 400 });
  });
  const { message } = await assertRejects(() => invoke(config, FN), LambdaServiceException);
  assertStringIncludes(message, "before ");
  assertStringIncludes(message, " after");
});

/** What a custom fetch may throw: the whole request, somewhere in it. */
const THROWN: Readonly<Record<string, (request: Request, text: string) => unknown>> = {
  "the message": (_, text) => new Error(text),
  "the name": (_, text) => Object.assign(new Error("x"), { name: text }),
  "the code": (_, text) => Object.assign(new Error("x"), { code: text }),
  "the stack": (_, text) => Object.assign(new Error("x"), { stack: text }),
  "a property": (request) => Object.assign(new Error("x"), { request, config: { headers: request.headers } }),
  "a property as text": (_, text) => Object.assign(new Error("x"), { options: { headers: [text] } }),
  "the cause": (_, text) => new TypeError("x", { cause: new Error(text) }),
  "a cause that is text": (_, text) => new TypeError("x", { cause: text }),
  "a cause that is no error": (_, text) => new TypeError("x", { cause: { request: text } }),
  "the cause of the cause": (_, text) => new Error("x", { cause: new Error("y", { cause: new Error(text) }) }),
  "a circle of causes": (_, text) => {
    const error = new Error(text);
    error.cause = new Error(text, { cause: error });
    return error;
  },
  "an AggregateError": (_, text) => new AggregateError([new Error(text)], text),
  "text": (_, text) => text,
  "an object": (request, text) => ({ message: text, request }),
};

for (const [where, thrown] of Object.entries(THROWN)) {
  test(`Secrets in what fetch throws are not shown: ${where}`, async () => {
    for (const [how, encode] of Object.entries(ENCODINGS)) {
      const { config, sent } = always((request) => {
        const text = encode(everything(request));
        throw thrown(new Request("https://h.example", { headers: request.headers }), text);
      });
      const error = await assertRejects(() => invoke({ ...config, maxAttempts: 1 }, FN), TransportError);
      assertInstanceOf(error.cause, Error);
      assertHides(error, secretsOf(sent[0]!), how);
    }
  });
}

const throwsAll = {
  get() {
    throw new Error("no");
  },
  has() {
    throw new Error("no");
  },
  getPrototypeOf() {
    throw new Error("no");
  },
};
const odd = {
  message: Object.create(null),
  code: Object.create(null),
  cause: Object.create(null),
  errors: { length: 1e9 },
};

/** What a custom fetch may reject with, all of it odd. */
const ODD: Readonly<Record<string, unknown>> = {
  "nothing": undefined,
  "null": null,
  "a number": 5,
  "a symbol": Symbol("s"),
  "a function": () => 1,
  "an object without a prototype": Object.create(null),
  "members without a prototype": Object.assign(Object.create(null), odd),
  "an error with such members": Object.assign(new Error("x"), odd),
  "an error that throws": new Proxy(new Error("x"), throwsAll),
  "an object that throws": new Proxy({}, throwsAll),
};

for (const [what, thrown] of Object.entries(ODD)) {
  test(`What fetch throws becomes this module's own error: ${what}`, async () => {
    const { config } = always(() => {
      throw thrown;
    });
    const error = await assertRejects(() => invoke({ ...config, maxAttempts: 1 }, FN), TransportError);
    assertEquals([error.code, error.functionMayHaveRun], ["NETWORK", true]);
    assertEquals(typeof JSON.stringify(error) + String(error).slice(0, 14), "stringTransportError");
  });
}

test("Secrets in the failure of a body are not shown", async () => {
  const { config, sent } = always((request) => {
    return new Response(watched([bytes("{")], new Error(everything(request))).stream);
  });
  const error = await assertRejects(() => invoke({ ...config, maxAttempts: 1 }, FN), TransportError);
  assertHides(error, secretsOf(sent[0]!));
});

/** What an answer must not take long over: patterns that were quadratic, and JSON that explodes. */
const BODIES: Readonly<Record<string, string>> = {
  "beginnings of JWTs": "-eyJ",
  "beginnings of Authorization headers": "AWS4-HMAC-SHA256 Cred ",
  "names and colons": "a:#,",
  "blanks": " ",
  "brackets": "[",
  "objects in each other": '{"a":',
  "members": '{"a":1},',
  "escapes": "&#x2F;",
};

for (const [what, piece] of Object.entries(BODIES)) {
  test(`An error body of a megabyte of ${what} is read at once`, () => {
    const redact = redactor([secretAccessKey, sessionToken]);
    for (const length of [65_536, 262_144, 1_048_576]) {
      const text = piece.repeat(length / piece.length);
      for (const body of [text, JSON.stringify({ code: text, message: text }), JSON.stringify({ [text]: 1 })]) {
        assertQuick(() => parseErrorBody(body, redact, text));
      }
    }
  });
}

test("Only a JSON object gives members", async () => {
  for (const body of ['"a text of 50,000"', JSON.stringify("x".repeat(50_000)), '["a","b"]', "5", "true", "null"]) {
    const error = await errorOf({ body, headers: { "x-amzn-errortype": "X" } });
    const own = Object.keys(error).filter((name) =>
      !["name", "$fault", "$metadata", "functionMayHaveRun"].includes(name)
    );
    assertEquals(own, [], body.slice(0, 40));
  }
});

test("An error body is read where streams cannot be iterated, as in Safari", async () => {
  const prototype = ReadableStream.prototype as unknown as Record<symbol, unknown>;
  const iterate = Object.getOwnPropertyDescriptor(prototype, Symbol.asyncIterator);
  if (iterate) delete prototype[Symbol.asyncIterator];
  try {
    const error = await errorOf({ status: 409, ...json({ __type: "ResourceConflictException", Message: "busy" }) });
    assertEquals([error.name, error.message], ["ResourceConflictException", "busy"]);
  } finally {
    if (iterate) Object.defineProperty(prototype, Symbol.asyncIterator, iterate);
  }
});

test("An error body without end is closed", async () => {
  function* endless() {
    for (;;) yield new Uint8Array(10_000);
  }
  const source = watched(endless());
  await errorOf({ status: 500, body: source.stream });
  assert(source.cancelled);
  assertLessOrEqual(source.pulled, 20);
});
