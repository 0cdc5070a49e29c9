// What a user of Node.js has: all entries, and functions that are called without a network.
import assert from "node:assert/strict";
import * as main from "@lambda4fetch/lambda4fetch";
import * as credentials from "@lambda4fetch/lambda4fetch/credentials";
import * as http from "@lambda4fetch/lambda4fetch/http";
import * as local from "@lambda4fetch/lambda4fetch/local";
import * as serve from "@lambda4fetch/lambda4fetch/serve";

const lambda = local.localLambda({
  greet: ({ name }) => ({ greeting: `Hello, ${name}` }),
  async *story() {
    yield "Once upon ";
    yield "a time";
  },
  page: () => new Response("<p>", { status: 201 }),
});
const { config } = lambda;

const { Payload, StatusCode } = await main.invoke(config, {
  FunctionName: "greet",
  Payload: { name: "Ada" },
});
assert.deepEqual([StatusCode, Payload?.json()], [200, {
  greeting: "Hello, Ada",
}]);
const output = await main.invokeStream(config, { FunctionName: "story" });
assert.equal((await main.readPayload(output)).text(), "Once upon a time");
const response = await http.lambdaHandler(config, { FunctionName: "page" })(
  new Request("https://example.com/"),
);
assert.deepEqual([response.status, await response.text()], [201, "<p>"]);
await assert.rejects(
  main.invoke(config, { FunctionName: "nobody" }),
  main.LambdaServiceException,
);

const server = await serve.serve(lambda);
const served = { region: config.region, credentials: config.credentials, endpoint: server.url };
assert.deepEqual(await main.invokeJson(served, { FunctionName: "greet", Payload: { name: "Grace" } }), {
  greeting: "Hello, Grace",
});
await server.close();

// For whoever compares them with the source.
const entries = {
  ".": main,
  "./http": http,
  "./credentials": credentials,
  "./local": local,
  "./serve": serve,
};
console.log(
  JSON.stringify(
    Object.fromEntries(
      Object.entries(entries).map(([name, all]) => [name, Object.keys(all)]),
    ),
  ),
);
