/**
 * Tests a Worker without AWS and without a network: the functions run here, and fail on request.
 *
 *     deno test examples/test_your_worker_test.ts
 *
 * @module
 */
import { type LocalLambda, localLambda } from "@lambda4fetch/lambda4fetch/local";
import { deepEqual, equal } from "node:assert/strict";
import { answer } from "./test_your_worker.ts";

/** What stands in for the real function. */
function priceList(): LocalLambda {
  return localLambda({
    price: ({ item }) => {
      if (item !== "tea") throw new RangeError(`Unknown item: ${item}`);
      return { item, cents: 350 };
    },
  });
}

/** The Worker's answer; it calls once, so that no test waits for a retry. */
function ask(lambda: LocalLambda, item: string, timeout?: number): Promise<Response> {
  return answer(new Request(`https://shop.example/?item=${item}`), { ...lambda.config, maxAttempts: 1, timeout });
}

Deno.test("The Worker hands on the function's answer", async () => {
  const lambda = priceList();
  const response = await ask(lambda, "tea");
  deepEqual([response.status, await response.json()], [200, { item: "tea", cents: 350 }]);
  deepEqual(lambda.invocations.map(({ functionName, event }) => [functionName, event]), [["price", { item: "tea" }]]);
});

Deno.test("The Worker says 404 when the function fails", async () => {
  equal((await ask(priceList(), "gold")).status, 404);
});

Deno.test("The Worker asks for patience when Lambda throttles", async () => {
  const lambda = priceList();
  lambda.inject("price", { fault: "throttle" });
  const response = await ask(lambda, "tea");
  deepEqual([response.status, response.headers.get("retry-after")], [503, "1"]);
});

for (const [fault, timeout] of [["html"], ["reset"], ["stall", 100]] as const) {
  Deno.test(`The Worker says 502 when the connection meets ${fault}`, async () => {
    const lambda = priceList();
    lambda.inject("price", { fault });
    equal((await ask(lambda, "tea", timeout)).status, 502);
  });
}
