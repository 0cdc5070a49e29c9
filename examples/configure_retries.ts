/**
 * What an application says about its asynchronous invocations: how often Lambda tries again, how old an event may grow,
 * and where failures go. Runs against a local Lambda: `deno run examples/configure_retries.ts`.
 *
 * @module
 */
import {
  deleteFunctionEventInvokeConfig,
  invoke,
  paginateFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  updateFunctionEventInvokeConfig,
} from "../mod.ts";
import { localLambda } from "../src/local/mod.ts";

const failures: unknown[] = [];
const lambda = localLambda({
  charge: () => {
    throw new Error("The card has expired");
  },
  "keep-failure": (record) => {
    failures.push(record.requestContext.condition);
  },
});
const { config } = lambda;

// Try once more, for an hour at most …
await putFunctionEventInvokeConfig(config, {
  FunctionName: "charge",
  MaximumRetryAttempts: 1,
  MaximumEventAgeInSeconds: 3600,
});
// … and hand what failed for good to another function.
const Destination = `arn:aws:lambda:${config.region}:123456789012:function:keep-failure`;
await updateFunctionEventInvokeConfig(config, {
  FunctionName: "charge",
  DestinationConfig: { OnFailure: { Destination } },
});

for await (const configured of paginateFunctionEventInvokeConfigs(config, { FunctionName: "charge" })) {
  console.log(configured.MaximumRetryAttempts, configured.MaximumEventAgeInSeconds, configured.DestinationConfig);
}

await invoke(config, { FunctionName: "charge", InvocationType: "Event", Payload: { cents: 500 } });
await lambda.drain();
console.log(`Ran ${lambda.invocations[0]?.runs} times`);
console.log(`Failed for good: ${failures}`);

await deleteFunctionEventInvokeConfig(config, { FunctionName: "charge" });
console.log("Back to Lambda's defaults");
