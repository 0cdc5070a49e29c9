// What any runtime with npm packages runs.
import { invokeJson } from "@lambda4fetch/lambda4fetch";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";

const { config } = localLambda({ greet: ({ name }) => `Hello, ${name}` });
console.log(
  await invokeJson(config, { FunctionName: "greet", Payload: { name: "Ada" } }),
);
