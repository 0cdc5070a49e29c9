import { redactCause, redactor } from "../../src/base/redact.ts";
import { assert, assertEquals, assertFalse, assertInstanceOf, assertLessOrEqual } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { assertShowsNone, ENCODINGS, textsOf } from "../support/secrets.ts";
import { assertQuick } from "../support/quick.ts";

const SIGNATURE = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
const AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/lambda/aws4_request, " +
  `SignedHeaders=content-type;host;x-amz-date, Signature=${SIGNATURE}`;

/** Secrets of AWS's documentation, and tokens with all that a token may hold. */
const SECRETS: Readonly<Record<string, string>> = {
  "a secret key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  "a session token":
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd==",
  "a signature": SIGNATURE,
  "an Authorization header": AUTHORIZATION,
  "a JWT": "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ0b3Atc2VjcmV0In0.c2lnbmF0dXJlLW9mLXRva2Vu",
  "an opaque token": `Atza|IQEBLjAsAhRFiXuW"pUXuR'vQ9+<PZL3>&GMFc/e%2Fyv\\=`,
  "a path of ECS": "/v2/credentials/4c8cf7a6-4e5c-4f4c-9e0f-1b2c3d4e5f60",
};

/** Where a piece of text may stand. */
const PLACES: Readonly<Record<string, (text: string) => string>> = {
  alone: (text) => text,
  "among words": (text) => `The token '${text}' is not valid`,
  twice: (text) => `${text} ${text}`,
  "behind a long text": (text) => "x".repeat(10_000) + text,
};

for (const [what, secret] of Object.entries(SECRETS)) {
  test(`redactor() takes out ${what} in every encoding`, () => {
    const redact = redactor(["", undefined, secret]);
    for (const [how, encode] of Object.entries(ENCODINGS)) {
      for (const [where, put] of Object.entries(PLACES)) {
        assertShowsNone(redact(put(encode(secret))), [secret], `${how}, ${where}`);
      }
    }
  });
}

test("redactor() takes out all of several secrets, also where they stand side by side", () => {
  const secrets = Object.values(SECRETS);
  const redact = redactor(secrets);
  for (const encode of Object.values(ENCODINGS)) {
    const shown = redact(secrets.map(encode).join(","));
    assertShowsNone(shown, secrets.filter((secret) => secret !== AUTHORIZATION));
  }
});

/** A token of STS has some hundred characters, plus signs and slashes among them. */
const LONG_TOKEN = "IQoJb3JpZ2luX2VjE" + Array.from({ length: 20 }, (_, n) => `${n}+aB/c${n * 7}Z`).join("");

const inLines = (text: string, length: number, end: string) =>
  text.replace(new RegExp(`.{${length}}`, "g"), `$&${end}`);

/** What becomes of a secret that is no encoding of all of it at once. */
const BROKEN: Readonly<Record<string, (text: string) => string>> = {
  "lines of 60": (text) => inLines(text, 60, "\n"),
  "a folded header": (text) => inLines(text, 40, "\r\n "),
  "base64 in lines of 76": (text) => inLines(btoa(text), 76, "\r\n"),
  "base64 in lines of 64": (text) => inLines(btoa(`x-amz-security-token: ${text}`), 64, "\n"),
  "base64 in short lines": (text) => inLines(btoa(text), 15, "\n"),
  "what a form reads": (text) => text.replaceAll("+", " "),
  "what a form reads of base64": (text) => btoa(text).replaceAll("+", " "),
};

for (const [what, break_] of Object.entries(BROKEN)) {
  test(`redactor() takes out a token in ${what}`, () => {
    for (const token of [LONG_TOKEN, SECRETS["a session token"]!]) {
      const shown = redactor([token])(`before\n${break_(token)}\nbehind`);
      assertShowsNone(shown, [token]);
      assertShowsNone(shown.replace(/\s/g, ""), [token.replaceAll("+", "")]);
      assert(shown.startsWith("before") && shown.endsWith("behind"), shown);
    }
  });
}

/** What is secret, whoever it belongs to: no request was signed with it. */
const FOREIGN: readonly (readonly [text: string, shown: string])[] = [
  [`'${AUTHORIZATION}' is not valid`, "'[redacted]' is not valid"],
  [`authorization: ${AUTHORIZATION.replaceAll(", ", ",")}`, "authorization: [redacted]"],
  [
    `https://lambda.example/?X-Amz-Credential=AKID&X-Amz-Signature=${SIGNATURE}&X-Amz-Security-Token=abc%2Fdef`,
    "https://lambda.example/?X-Amz-Credential=AKID&X-Amz-Signature=[redacted]&X-Amz-Security-Token=[redacted]",
  ],
  [`Bearer ${SECRETS["a JWT"]}!`, "Bearer [redacted]!"],
  [`Bearer ${SECRETS["a JWT"]!.slice(0, 30)}...`, "Bearer [redacted]"],
  [encodeURIComponent(`Bearer ${AUTHORIZATION}`), "Bearer [redacted]"],
];

for (const [text, shown] of FOREIGN) {
  test(`redactor() takes out what is secret by its form: ${text.slice(0, 40)}`, () => {
    assertEquals(redactor([])(text), shown);
  });
}

/** What has no secret in it, though it may look like something that has. */
const READABLE: readonly string[] = [
  "The security token included in the request is expired",
  "Function not found: arn:aws:lambda:us-east-1:123456789012:function:my-function:$LATEST",
  "The Canonical String for this request should have been\n'POST\n/2015-03-31/functions/f/invocations\n\nhost:lambda'",
  "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/lambda/aws4_request\nf536'",
  "https://docs.example/a%20b%2Fc?d=e%3Df&amp;g",
  '{"Message":"User: arn:aws:iam::123456789012:user\\/me is not authorized to perform: lambda:InvokeFunction"}',
  "Eyjafjallajökull, eyJa, key: 8f2c",
  "AWS4-HMAC-SHA256 is the only algorithm",
  "C:\\\\Program Files\\\\nodejs &lt;b&gt;",
  "\u{1F980} 日本 \0",
  "",
];

for (const text of READABLE) {
  test(`redactor() leaves readable what is no secret: ${JSON.stringify(text.slice(0, 60))}`, () => {
    assertEquals(redactor([...Object.values(SECRETS), "short", "the"])(text), text);
  });
}

test("redactor() takes any value, and never throws", () => {
  const redact = redactor(Object.values(SECRETS));
  const values = [
    null,
    5,
    5n,
    Symbol("s"),
    {},
    Object.create(null),
    { toString: null },
    {
      toString() {
        throw new Error("no");
      },
    },
    new Proxy({}, {
      get() {
        throw new Error("no");
      },
    }),
  ];
  for (const value of values) assertEquals(typeof redact(value), "string");
  assertEquals([redact(undefined), redact(5), redact(null)], ["", "5", "null"]);
});

/** Texts of so many characters that made a pattern take quadratic time, or may. */
const HOSTILE: Readonly<Record<string, string>> = {
  "beginnings of JWTs": "-eyJ",
  "long beginnings of JWTs": "eyJaaaaaaaaaaaaa.-",
  "beginnings of Authorization headers": "AWS4-HMAC-SHA256 Cred ",
  "Authorization headers without an end": "AWS4-HMAC-SHA256 Credential=",
  "algorithms": "AWS4-",
  "parameters": "Signature=",
  "blanks": " ",
  "beginnings of secrets": SECRETS["a secret key"]!.slice(0, 20),
  "nearly secrets": SECRETS["a secret key"]!.slice(0, -1),
  "entities": "&#x0000",
  "percent signs": "%25",
  "backslashes": "\\",
  "presigned URLs": "X-Amz-Signature=",
};

for (const [what, piece] of Object.entries(HOSTILE)) {
  test(`redactor() is done with a megabyte of ${what} at once`, () => {
    const redact = redactor(Object.values(SECRETS));
    for (const length of [65_536, 262_144, 1_048_576]) {
      const text = piece.repeat(Math.ceil(length / piece.length));
      assertQuick(() => redact(text));
      assertLessOrEqual(redact(text).length, 100_000);
    }
  });
}

const KEY = SECRETS["a secret key"]!;
const redact = redactor([KEY]);

test("redactCause() copies name, message, code and frames along the chain of causes", () => {
  const cause = Object.assign(new RangeError(`deep ${KEY}`), { code: "ECONNREFUSED", request: { headers: KEY } });
  const error = new TypeError(`fetch failed: ${KEY}`, { cause });
  const copy = redactCause(error, redact);
  assertInstanceOf(copy, Error);
  assertEquals([copy.name, copy.message], ["TypeError", "fetch failed: [redacted]"]);
  assert(copy.stack!.startsWith("TypeError: fetch failed: [redacted]"), copy.stack);
  const deep = copy.cause as Error & { code: string };
  assertEquals([deep.name, deep.message, deep.code], ["RangeError", "deep [redacted]", "ECONNREFUSED"]);
  assertEquals(Object.keys(copy), []);
  assertFalse(textsOf(copy).includes(KEY));
});

test("redactCause() keeps the frames of a stack, and nothing that was a message", () => {
  const error = new Error("first");
  const { stack } = error;
  const copy = redactCause(error, redact);
  // Firefox and Safari write no message into a stack, so that nobody knows where it ends.
  if (stack!.includes("first")) assert(copy.stack!.includes("\n    at "), copy.stack);
  error.message = "second";
  assertEquals(redactCause(error, redact).stack, "Error: second");
});

const throwing = (name: string) =>
  Object.defineProperty(new Error("x"), name, {
    get() {
      throw new Error("no");
    },
  });
const circle = new Error("round") as Error & { cause: unknown };
circle.cause = circle;

/** What a custom `fetch` may fail with. */
const FAILURES: Readonly<Record<string, unknown>> = {
  "nothing": undefined,
  "null": null,
  "a text": `text ${KEY}`,
  "a number": 5,
  "a symbol": Symbol(KEY),
  "an object": { message: KEY, name: KEY, code: KEY, stack: KEY },
  "an object without a prototype": Object.assign(Object.create(null), { message: KEY }),
  "members without a prototype": { message: Object.create(null), name: Object.create(null), code: Object.create(null) },
  "a message that throws": throwing("message"),
  "a name that throws": throwing("name"),
  "a stack that throws": throwing("stack"),
  "a code that throws": throwing("code"),
  "a cause that throws": throwing("cause"),
  "a proxy that throws": new Proxy(new Error("x"), {
    get() {
      throw new Error("no");
    },
  }),
  "a circle": circle,
  "a message of a megabyte": new Error(KEY.repeat(25_000)),
  "a function": () => KEY,
  "an error that is frozen": Object.freeze(new Error(KEY)),
};

for (const [what, failure] of Object.entries(FAILURES)) {
  test(`redactCause() copies ${what}`, () => {
    const copy = redactCause(failure, redact);
    assertInstanceOf(copy, Error);
    const shown = textsOf(copy);
    assertFalse(shown.includes(KEY.slice(0, 16)), shown);
    assertLessOrEqual(shown.length, 1_000_000);
  });
}
