/**
 * A Hono app that answers some routes itself, and leaves the others to Lambda functions.
 *
 *     AWS_REGION=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… deno serve --allow-env --allow-net examples/hono_middleware.ts
 *
 * @module
 */
import { fromEnv } from "@lambda4fetch/lambda4fetch";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { Hono, type MiddlewareHandler } from "hono";
import { env } from "hono/adapter";
import { timing } from "hono/timing";

/** Middleware that hands a request on to a function. */
function lambda(FunctionName: string): MiddlewareHandler {
  return (context) => lambdaHandler(fromEnv(env(context)), { FunctionName })(context.req.raw);
}

const app: Hono = new Hono();
app.use(timing());
app.get("/hello", (context) => context.text("Hello from Hono"));
app.use("/shop/*", lambda("shop"));
app.use("/blog/*", lambda("blog"));

export default app;
