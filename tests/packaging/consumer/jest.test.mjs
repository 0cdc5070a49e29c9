// A user's tests, with functions and faults that need no network.
import { expect, test } from "@jest/globals";
import { invokeJson, LambdaError } from "@lambda4fetch/lambda4fetch";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";

const lambda = localLambda({ greet: ({ name }) => `Hello, ${name}` });

test("greets", async () => {
  await expect(
    invokeJson(lambda.config, {
      FunctionName: "greet",
      Payload: { name: "Ada" },
    }),
  ).resolves.toBe("Hello, Ada");
});

test("fails as Lambda does", async () => {
  await expect(invokeJson(lambda.config, { FunctionName: "nobody" })).rejects
    .toBeInstanceOf(LambdaError);
});
