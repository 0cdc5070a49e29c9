import { connectionLines } from "../../src/serve/connection_lines.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const CONNECTION = {
  url: "http://127.0.0.1:9000",
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDLOCAL", secretAccessKey: "local-secret" },
  functionName: "greet",
};

const VARIABLES = {
  AWS_ENDPOINT_URL_LAMBDA: "http://127.0.0.1:9000",
  AWS_REGION: "eu-central-1",
  AWS_DEFAULT_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDLOCAL",
  AWS_SECRET_ACCESS_KEY: "local-secret",
};

test("a shell is told all variables, and to forget those that would be taken in their place", () => {
  const lines = connectionLines({ ...CONNECTION, isWindows: false });
  const exported = lines.flatMap((line) => /^ {2}export (\w+)=(\S+)$/.exec(line)?.slice(1, 3) ?? []);
  assertEquals(exported, Object.entries(VARIABLES).flat());
  assert(lines.includes("  unset AWS_PROFILE AWS_SESSION_TOKEN"));
  assert(lines.includes("  aws lambda invoke --function-name greet /dev/stdout"));
  assert(lines.includes(
    "  aws lambda invoke --endpoint-url http://127.0.0.1:9000 --function-name greet /dev/stdout",
  ));
});

test("PowerShell is told the same in its own words", () => {
  const lines = connectionLines({ ...CONNECTION, isWindows: true });
  const set = lines.flatMap((line) => /^ {2}\$env:(\w+) = "(\S+)"$/.exec(line)?.slice(1, 3) ?? []);
  assertEquals(set, Object.entries(VARIABLES).flat());
  assert(lines.includes("  $env:AWS_SESSION_TOKEN = $null"));
});

test("a name that a shell would change is quoted", () => {
  const lines = connectionLines({ ...CONNECTION, functionName: "greet:$LATEST", isWindows: false });
  assert(lines.includes("  aws lambda invoke --function-name 'greet:$LATEST' /dev/stdout"));
});
