// examples/function_url.ts in a Deno of its own, in front of a server that stands for a function URL.
import { assert, assertEquals } from "../support/assert.ts";
import { serveExample } from "./serve_example.ts";

Deno.test("the example for function URLs signs what its clients ask for", async () => {
  const seen: { readonly line: string; readonly headers: Headers }[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    seen.push({ line: `${request.method} ${request.url}`, headers: new Headers(request.headers) });
    return new Response("made", { status: 201, headers: { "set-cookie": "a=1" } });
  });
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const env = {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    AWS_ENDPOINT_URL_LAMBDA: origin,
    FUNCTION_URL: `${origin}/base`,
    DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0",
  };
  await using example = await serveExample("function_url.ts", { env });
  const headers = { "x-forwarded-for": "6.6.6.6", "x-custom": "1" };
  const response = await fetch(`${example.origin}/orders?item=1`, { method: "POST", headers, body: "two" });
  assertEquals([response.status, await response.text()], [201, "made"]);
  assertEquals(response.headers.getSetCookie(), ["a=1"]);
  const { line, headers: received } = seen[0]!;
  assertEquals(line, `POST ${origin}/base/orders?item=1`);
  assert(received.get("authorization")?.includes("/eu-central-1/lambda/aws4_request"));
  assertEquals([received.get("x-custom"), received.get("x-forwarded-for")], ["1", null]);
});
