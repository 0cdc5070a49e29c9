// Functions written for AWS's own runtime, on a Lambda server that is not ours, through `lambdaHandler`.
import { FunctionError, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { assertEquals, assertRejects } from "../support/assert.ts";
import { startForeignLambda } from "./lambda/start.ts";

Deno.test("functions of a foreign Lambda come out right through lambdaHandler()", async (t) => {
  const foreign = await startForeignLambda();
  const config: LambdaConfig = {
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    endpoint: foreign.endpoint,
  };
  try {
    await t.step("streamifyResponse with HttpResponseStream.from", async () => {
      const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" });
      const response = await handler(new Request("https://example.com/a%20b"));
      assertEquals([response.status, response.headers.get("x-path")], [201, "/a%20b"]);
      assertEquals(response.headers.get("content-type"), "text/plain; charset=utf-8");
      assertEquals(response.headers.getSetCookie(), ["a=1; Path=/", "b=2; HttpOnly"]);
      const reader = response.body!.getReader();
      const decoder = new TextDecoder();
      const { value } = await reader.read();
      // The function pauses behind its first word: it comes alone.
      assertEquals(decoder.decode(value), "first ");
      let rest = "";
      for (let next; !(next = await reader.read()).done;) rest += decoder.decode(next.value, { stream: true });
      assertEquals(rest, `séc${"\0".repeat(8)}ond`);
    });

    await t.step("the function of examples/stream_to_browser", async () => {
      const handler = lambdaHandler(config, { FunctionName: "story", InvokeMode: "RESPONSE_STREAM" });
      const response = await handler(new Request("https://example.com/story"));
      assertEquals([response.status, response.headers.get("content-type")], [200, "text/plain; charset=utf-8"]);
      const reader = response.body!.getReader();
      assertEquals(new TextDecoder().decode((await reader.read()).value), "Once ");
      await reader.cancel();
    });

    await t.step("a stream that fails under way", async () => {
      const errors: unknown[] = [];
      const onError = (error: unknown): void => void errors.push(error);
      const handler = lambdaHandler(config, { FunctionName: "site", InvokeMode: "RESPONSE_STREAM" }, { onError });
      const response = await handler(new Request("https://example.com/fails"));
      assertEquals(response.status, 201);
      const error = await assertRejects(() => response.text(), FunctionError);
      assertEquals([error.errorType, error.errorMessage], ["RangeError", "It failed late"]);
      assertEquals(errors, [error]);
    });

    await t.step("a stream that fails before it begins, and a function that fails", async () => {
      for (const InvokeMode of ["BUFFERED", "RESPONSE_STREAM"] as const) {
        const input = { FunctionName: "fail", InvokeMode };
        const response = await lambdaHandler(config, input, { onError: () => {} })(new Request("https://a.b/"));
        assertEquals([response.status, await response.json()], [502, { message: "Bad Gateway" }]);
      }
    });

    await t.step("a proxy result of payload format 2.0", async () => {
      const handler = lambdaHandler(config, { FunctionName: "proxy" });
      const headers = { cookie: "x=1; y=2", "content-type": "text/plain" };
      const request = new Request("https://example.com/p?q=1&q=%20", { method: "POST", headers, body: "é" });
      const response = await handler(request);
      assertEquals([response.status, response.headers.get("x-method")], [201, "POST"]);
      assertEquals(response.headers.getSetCookie(), ["a=1; Path=/", "b=2; HttpOnly"]);
      assertEquals(await response.json(), { path: "/p", query: "q=1&q=%20", cookies: ["x=1", "y=2"], body: "é" });
    });
  } finally {
    await foreign.close();
  }
});
