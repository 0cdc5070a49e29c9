// examples/hono_middleware.ts: Hono's routes and a function's, side by side.
import app from "../../examples/hono_middleware.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";
import { serveLambda } from "./local_server.ts";

Deno.test("the Hono app answers its own routes, and leaves the others to functions", async () => {
  await using server = serveLambda({
    shop: ({ rawPath, rawQueryString, body }) => ({
      statusCode: 201,
      headers: { "content-type": "text/plain" },
      cookies: ["cart=1", "seen=2"],
      body: `${rawPath}?${rawQueryString} ${body}`,
    }),
    blog: () => {
      throw new Error("It failed");
    },
  });
  for (const [name, value] of Object.entries(server.env)) Deno.env.set(name, value);
  try {
    const own = await app.request("/hello");
    assertEquals([own.status, await own.text()], [200, "Hello from Hono"]);
    const init = { method: "POST", headers: { "content-type": "text/plain" }, body: "two" };
    const shop = await app.request("/shop/cart?item=7", init);
    assertEquals([shop.status, await shop.text()], [201, "/shop/cart?item=7 two"]);
    assertEquals(shop.headers.getSetCookie(), ["cart=1", "seen=2"]);
    assertMatch(shop.headers.get("server-timing") ?? "", /total/);
    assertEquals((await app.request("/blog/1")).status, 502);
    assertEquals((await app.request("/elsewhere")).status, 404);
  } finally {
    for (const name of Object.keys(server.env)) Deno.env.delete(name);
  }
});
