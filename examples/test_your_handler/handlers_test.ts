/**
 * Tests handlers as they are deployed, without a change and without AWS: they answer requests behind `lambdaHandler`, chunk by
 * chunk.
 *
 *     deno test -A examples/test_your_handler
 *
 * @module
 */
import { FunctionError, TransportError } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { installAwsLambda, localLambda } from "@lambda4fetch/lambda4fetch/local";
import { deepEqual, equal, rejects } from "node:assert/strict";

// Lambda's runtime has the global `awslambda` before it loads a handler; so must it be here.
installAwsLambda();
const { handler: count } = await import("./hono.ts");
const { handler: report } = await import("./middy.ts");

const lambda = localLambda({ count, report });
const errors: unknown[] = [];

/** The function behind a route, which says what went wrong to `errors`. */
const route = (FunctionName: string) =>
  lambdaHandler(lambda.config, { FunctionName, InvokeMode: "RESPONSE_STREAM" }, {
    onError: (error) => void errors.push(error),
  });
const site = { count: route("count"), report: route("report") };

Deno.test("Hono's events come one by one", async () => {
  const response = await site.count(new Request("https://example.com/count/2"));
  equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  equal((await reader.read()).value, "event: count\ndata: 1\n\n");
  equal((await reader.read()).value, "event: count\ndata: 2\n\n");
  equal((await reader.read()).done, true);
});

Deno.test("middy's middleware sets a header before the stream begins", async () => {
  const response = await site.report(new Request("https://example.com/weather"));
  deepEqual([response.status, response.headers.get("cache-control")], [200, "no-store"]);
  equal(await response.text(), "Report on /weather\nAll is well\n");
});

Deno.test("A report that breaks off breaks the response off", async () => {
  const response = await site.report(new Request("https://example.com/broken"));
  await rejects(response.text(), FunctionError);
  deepEqual(errors.splice(0).map((error) => (error as FunctionError).errorMessage), ["The data has run out"]);
});

Deno.test("The connection to Lambda is lost, and the client hears of it", async () => {
  lambda.inject("count", { fault: "cut", afterBytes: 2_000, reset: true });
  const response = await site.count(new Request("https://example.com/count/1000"));
  await rejects(response.text(), TransportError);
  deepEqual(errors.splice(0).map((error) => (error as TransportError).code), ["NETWORK"]);
  // The function does not hear of it, and runs to its end; see that it does before the test ends.
  await lambda.drain();
});
