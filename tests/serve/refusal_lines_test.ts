import { invoke, type LambdaConfig } from "../../mod.ts";
import { localLambda } from "../../src/local/mod.ts";
import { painter } from "../../src/serve/invocation_lines.ts";
import { refusalLines } from "../../src/serve/refusal_lines.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const NOON = new Date(2026, 2, 4, 12, 5, 6, 70); // where this runs
const PATH = "/2015-03-31/functions/greet/invocations";
const KEYS = "    sign with the keys AKIDLOCAL and local-secret, and without a session token";

const KEY = { accessKeyId: "AKIDLOCAL", secretAccessKey: "local-secret" };

/** How a call goes wrong, and the lines that tell of it. */
const REFUSALS: readonly (readonly [what: string, changes: Partial<LambdaConfig>, lines: readonly string[]])[] = [
  ["the right keys", {}, []],
  ["an unknown key", { credentials: { ...KEY, accessKeyId: "AKIDOTHER" } }, [
    `12:05:06.070  POST ${PATH}  403 UnrecognizedClientException`,
    KEYS,
  ]],
  ["a session token", { credentials: { ...KEY, sessionToken: "token" } }, [
    `12:05:06.070  POST ${PATH}  403 UnrecognizedClientException`,
    KEYS,
  ]],
  ["another secret", { credentials: { ...KEY, secretAccessKey: "other" } }, [
    `12:05:06.070  POST ${PATH}  403 InvalidSignatureException`,
    KEYS,
  ]],
];

for (const [what, changes, expected] of REFUSALS) {
  test(`refusalLines() tells of a call with ${what}`, async () => {
    const { config } = localLambda({ greet: () => "Hello" });
    let lines: string[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      const response = await config.fetch!(url, init);
      lines = refusalLines(new Request(url, init), response, config.credentials, NOON, painter(false));
      return response;
    };
    await invoke({ ...config, ...changes, fetch }, { FunctionName: "greet" }).catch(() => {});
    assertEquals(lines, expected);
  });
}

test("refusalLines() tells of a path that is none of Lambda's, and of no answer of an invocation", () => {
  const request = new Request("http://127.0.0.1:9000/nowhere");
  const linesOf = (status: number, code: string) => {
    const response = new Response("{}", { status, headers: { "x-amzn-errortype": code } });
    return refusalLines(request, response, KEY, NOON, painter(false));
  };
  assertEquals(linesOf(404, "UnknownOperationException"), [
    "12:05:06.070  GET /nowhere  404 UnknownOperationException",
  ]);
  for (const code of ["ResourceNotFoundException", "TooManyRequestsException", "ValidationException"]) {
    assertEquals(linesOf(400, code), []);
  }
});
