import { localLambda } from "@lambda4fetch/lambda4fetch/local";
import { expect, test } from "vitest";
import { handler as site } from "./site.ts";
import { answer } from "./worker.ts";

/** What stands in for AWS: the deployed page, and prices that the test knows. */
function makeLambda() {
  return localLambda({
    site,
    price: ({ item }: { item: string }) => {
      if (item !== "tea") throw new RangeError(`Unknown item: ${item}`);
      return { item, cents: 350 };
    },
  });
}

const ask = (lambda: ReturnType<typeof makeLambda>, path: string) =>
  answer(new Request(`https://shop.example${path}`), { ...lambda.config, maxAttempts: 1 });

test("it runs where Workers run", () => {
  expect(navigator.userAgent).toBe("Cloudflare-Workers");
});

test("the page comes as the function writes it", async () => {
  const response = await ask(makeLambda(), "/tea");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe("<p>You are at /tea");
  expect((await reader.read()).value).toBe(", still");
  expect((await reader.read()).done).toBe(true);
});

test("a price is handed on", async () => {
  const lambda = makeLambda();
  const response = await ask(lambda, "/price?item=tea");
  expect(await response.json()).toEqual({ item: "tea", cents: 350 });
  expect(lambda.invocations.map(({ functionName, event }) => [functionName, event])).toEqual([["price", {
    item: "tea",
  }]]);
});

test("an unknown item is a 404", async () => {
  expect((await ask(makeLambda(), "/price?item=gold")).status).toBe(404);
});

test.each(["throttle", "html", "reset"] as const)("%s on the way is a 503", async (fault) => {
  const lambda = makeLambda();
  lambda.inject("price", { fault });
  const response = await ask(lambda, "/price?item=tea");
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
});
