import { invoke } from "../../mod.ts";
import type { LocalLambda } from "../../src/local/mod.ts";
import { assertEquals, assertStringIncludes } from "./assert.ts";
import { runCase, test } from "./harness.ts";
import { localLambda } from "./local_lambda.ts";
import { until } from "./stubs.ts";

for (const [what, end] of [["drains", "ok"], ["leaves", "failed"]] as const) {
  test(`a case that ${what} its events is ${end}`, async (t) => {
    let lambda: LocalLambda | undefined;
    let go = () => {};
    const run = async () => {
      lambda = localLambda({ slow: () => new Promise<void>((resolve) => go = resolve) });
      await invoke(lambda.config, { FunctionName: "slow", InvocationType: "Event" });
      if (what === "leaves") return;
      await until(() => lambda!.invocations[0]?.runs === 1);
      go();
      await lambda.drain();
    };
    const { status, error = "" } = await runCase({ file: "", name: "", run }, t);
    assertEquals(status, end);
    if (end === "failed") assertStringIncludes(error, "events were queued for slow: call drain()");
    await until(() => lambda!.invocations[0]?.runs === 1);
    go();
    await lambda!.drain();
  });
}
