// aws-lite: node aws_lite.mjs URL
import awsLite from "@aws-lite/client";
import lambda from "@aws-lite/lambda";

const aws = await awsLite({ endpoint: process.argv[2], plugins: [lambda], keepAlive: false });
const call = (input) => aws.Lambda.Invoke(input);
const refused = async (input) => {
  const error = await call(input).then(() => ({}), (error) => error);
  // It reads no code out of a header, but hands the headers on.
  return [error.headers?.["x-amzn-errortype"], error.statusCode];
};

const answer = await call({ FunctionName: "greet", Payload: { name: "Ada é" } });
const failed = await call({ FunctionName: "fail", Payload: {} });
const event = await call({ FunctionName: "greet", Payload: {}, InvocationType: "Event" });
console.log(JSON.stringify({
  answer: [answer.StatusCode, answer.Payload],
  failed: [failed.FunctionError, failed.Payload.errorType],
  event: event.StatusCode,
  unknown: await refused({ FunctionName: "nope", Payload: {} }),
}));
