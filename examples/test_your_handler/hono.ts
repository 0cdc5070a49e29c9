/**
 * A function that streams, written with Hono, as it is deployed: https://hono.dev/docs/getting-started/aws-lambda
 *
 * @module
 */
import { Hono } from "hono";
import { streamHandle } from "hono/aws-lambda";
import { streamSSE } from "hono/streaming";

const app = new Hono();

app.get("/count/:to", (c) =>
  streamSSE(c, async (stream) => {
    const to = Number(c.req.param("to"));
    for (let n = 1; n <= to; n++) await stream.writeSSE({ event: "count", data: String(n) });
  }));

/** What Lambda calls. */
export const handler = streamHandle(app);
