import { type Arguments, parseArguments, UsageError } from "../../src/serve/parse_arguments.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const USUAL: Arguments = { module: "f.mjs", port: 9_000, region: "us-east-1", watch: false };

for (
  const [line, expected] of [
    ["f.mjs", USUAL],
    ["f.mjs --port=8080", { ...USUAL, port: 8_080 }],
    ["--port 8080 f.mjs", { ...USUAL, port: 8_080 }],
    ["--port=0 f.mjs", { ...USUAL, port: 0 }],
    ["f.mjs --region=eu-central-1 --watch", { ...USUAL, region: "eu-central-1", watch: true }],
    ["f.mjs --region us-gov-west-1", { ...USUAL, region: "us-gov-west-1" }],
    ["./a=b.mjs", { ...USUAL, module: "./a=b.mjs" }],
    ["f.mjs --help", undefined],
    ["--help --port=x", undefined],
    ["-h", undefined],
  ] as [string, Arguments | undefined][]
) {
  test(`the arguments ${line} are read`, () => assertEquals(parseArguments(line.split(" ")), expected));
}

for (
  const [line, message] of [
    ["", "Name the module that exports the functions"],
    ["--watch", "Name the module that exports the functions"],
    ["f.mjs g.mjs", "Name one module only: there is g.mjs behind f.mjs"],
    ["f.mjs --colour=red", "There is no option --colour=red"],
    ["f.mjs -p", "There is no option -p"],
    ["f.mjs --watch=no", "There is no option --watch=no"],
    ["f.mjs --constructor=x", "There is no option --constructor=x"],
    ["f.mjs --port=x", '--port must be a number from 0 to 65535: current value is "x"'],
    ["f.mjs --port=65536", '--port must be a number from 0 to 65535: current value is "65536"'],
    ["f.mjs --port=-1", "--port must be"],
    ["f.mjs --port=1e3", "--port must be"],
    ["f.mjs --port=", "--port must be"],
    ["f.mjs --port", "--port must be"],
    ["f.mjs --region=", "--region must be a region's name"],
    ["f.mjs --region=Frankfurt", "--region must be a region's name"],
  ] as const
) {
  test(`the arguments ${line || "of an empty line"} are refused`, () => {
    assertThrows(() => parseArguments(line.split(" ").filter(Boolean)), UsageError, message);
  });
}
