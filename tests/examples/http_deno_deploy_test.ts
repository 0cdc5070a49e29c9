// examples/deno_deploy.ts in a Deno of its own, in front of a local Lambda.
import { assertEquals } from "../support/assert.ts";
import { serveLambda } from "./local_server.ts";
import { serveExample } from "./serve_example.ts";

Deno.test("the example for Deno Deploy serves a function, and tells it the client's address", async () => {
  await using server = serveLambda({
    site: ({ rawPath, requestContext }) => ({
      statusCode: 201,
      headers: { "content-type": "text/plain" },
      cookies: ["a=1", "b=2"],
      body: `${requestContext.http.method} ${rawPath} from ${requestContext.http.sourceIp}`,
    }),
  });
  const env = { ...server.env, FUNCTION_NAME: "site", DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0" };
  await using example = await serveExample("deno_deploy.ts", { env });
  const response = await fetch(`${example.origin}/here`, { method: "DELETE" });
  assertEquals([response.status, await response.text()], [201, "DELETE /here from 127.0.0.1"]);
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
});
