import { InvocationPayload } from "../../mod.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";
import { bytes } from "../support/streams.ts";

const payload = (text: string) => new InvocationPayload(bytes(text).buffer);

test("JSON of an output shows the payload's text", () => {
  const output = { StatusCode: 200, Payload: payload('{"a":"é"}') };
  assertEquals(JSON.stringify(output), '{"StatusCode":200,"Payload":"{\\"a\\":\\"é\\"}"}');
});

/** What each runtime's console asks an object for. */
const INSPECTORS = ["nodejs.util.inspect.custom", "Deno.customInspect"];

for (const name of INSPECTORS) {
  test(`A log shows the payload's text, and not all of a long one: ${name}`, () => {
    const show = (text: string) => (payload(text) as unknown as Record<symbol, () => string>)[Symbol.for(name)]!();
    assertEquals(show('{"a":1}'), 'InvocationPayload(7) "{\\"a\\":1}"');
    assertEquals(show("x".repeat(1_001)), `InvocationPayload(1001) "${"x".repeat(1_000)}…"`);
  });
}

test("console's own formatter shows the payload's text, where a runtime lends it", () => {
  type Util = { inspect(value: unknown): string } | undefined;
  type Host = { process?: { getBuiltinModule?(name: string): Util }; Deno?: { inspect(value: unknown): string } };
  const { process, Deno: deno } = globalThis as unknown as Host;
  const shown = 'Payload: InvocationPayload(7) "{\\"a\\":1}"';
  for (const inspect of [deno?.inspect, process?.getBuiltinModule?.("node:util")?.inspect]) {
    if (inspect) assertEquals(inspect({ Payload: payload('{"a":1}') }).includes(shown), true);
  }
});
