import { functionsOf } from "../../src/serve/load_functions.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const f = () => {};
const slow = { handler: f, timeout: 3_000 };

for (
  const [what, module, expected] of [
    ["functions", { f, g: f }, { f, g: f }],
    ["a function with settings", { slow }, { slow }],
    ["a default function", { default: f }, { default: f }],
    ["a default object", { default: { f, "f:live": slow } }, { f, "f:live": slow }],
    ["both", { default: { f, g: slow }, g: f }, { f, g: f }],
    ["what is no function beside them", { f, a: 1, b: "x", c: null, d: {}, e: undefined, h: { handler: 1 } }, { f }],
    ["a module of CommonJS, as Node.js has it", { default: { f }, f, "module.exports": { f, handler: f } }, { f }],
    ["nothing", {}, {}],
    ["nothing by default", { default: null }, {}],
    ["a text by default", { default: "f" }, {}],
  ] as const
) {
  test(`functionsOf() finds the functions in ${what}`, () => assertEquals(functionsOf(module), expected));
}
