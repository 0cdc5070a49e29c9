// CommonJS gets the same module by both ways.
const assert = require("node:assert/strict");
const { invokeJson } = require("@lambda4fetch/lambda4fetch");
const { localLambda } = require("@lambda4fetch/lambda4fetch/local");

const { config } = localLambda({ greet: ({ name }) => `Hello, ${name}` });
const print = async () => {
  assert.equal(
    (await import("@lambda4fetch/lambda4fetch")).invokeJson,
    invokeJson,
  );
  console.log(
    await invokeJson(config, {
      FunctionName: "greet",
      Payload: { name: "Ada" },
    }),
  );
};
print();
