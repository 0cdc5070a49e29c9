// The AWS SDK for JavaScript v2, told where Lambda is as the program of ./serve says: node sdk_v2.mjs URL
import AWS from "aws-sdk";

const lambda = new AWS.Lambda({ endpoint: process.argv[2], maxRetries: 0 });
const call = (operation, input) => lambda[operation](input).promise();
const refused = async (operation, input) => {
  const error = await call(operation, input).then(() => ({}), (error) => error);
  return [error.code, error.statusCode];
};

const Payload = JSON.stringify({ name: "Ada é" });
const answer = await call("invoke", { FunctionName: "greet", Payload, LogType: "Tail" });
const failed = await call("invoke", { FunctionName: "fail" });
const event = await call("invoke", { FunctionName: "greet:$LATEST", Payload, InvocationType: "Event" });
const older = await call("invokeAsync", { FunctionName: "greet", InvokeArgs: Payload });
const config = await call("putFunctionEventInvokeConfig", { FunctionName: "greet", MaximumRetryAttempts: 1 });
console.log(JSON.stringify({
  answer: [answer.StatusCode, JSON.parse(answer.Payload)],
  log: atob(answer.LogResult).includes("greeting Ada"),
  failed: [failed.FunctionError, JSON.parse(failed.Payload).errorType],
  event: event.StatusCode,
  older: older.Status,
  config: config.MaximumRetryAttempts,
  unknown: await refused("invoke", { FunctionName: "nope" }),
  invalid: await refused("invoke", { FunctionName: "bad name" }),
  tooLarge: await refused("invoke", { FunctionName: "greet", Payload: `"${"x".repeat(6_291_456)}"` }),
}));
