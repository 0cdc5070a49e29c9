// What Vitest runs where it has put a DOM in the place of much of the platform.
import { invokeJson, invokeStream, payloadStream } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";

const { config } = localLambda({
  greet: ({ name }) => `Hello, ${name}`,
  site: ({ rawPath }) => ({ statusCode: 200, body: rawPath }),
  async *story() {
    yield "Once upon ";
    yield "a time";
  },
});
const limited = { ...config, timeout: 60_000, signal: new AbortController().signal };

test("there is a DOM", () => {
  expect(document.createElement("p").tagName).toBe("P");
});

for (const [name, settings] of Object.entries({ config, limited })) {
  test(`invokeJson() with ${name}`, async () => {
    expect(await invokeJson(settings, { FunctionName: "greet", Payload: { name: "Ada" } })).toBe("Hello, Ada");
  });

  test(`invokeStream() with ${name}`, async () => {
    const stream = payloadStream(await invokeStream(settings, { FunctionName: "story" }));
    expect(await new Response(stream).text()).toBe("Once upon a time");
  });

  test(`lambdaHandler() with ${name}`, async () => {
    const response = await lambdaHandler(settings, { FunctionName: "site" })(new Request("https://example.com/page"));
    expect(await response.text()).toBe("/page");
  });
}
