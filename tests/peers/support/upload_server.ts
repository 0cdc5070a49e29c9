/**
 * A server with a function behind it, in a process of its own whose memory is watched: `GET /peak` gives the most that it has
 * held, in bytes. Prints its port.
 *
 * @module
 */
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";

/** Milliseconds between two looks at the memory. */
const PERIOD = 10;

const { config } = localLambda({ length: ({ body }) => new Response(String(atob(body).length)) });
const handler = lambdaHandler(config, { FunctionName: "length" });

let peak = 0;
const look = () => {
  peak = Math.max(peak, Deno.memoryUsage().rss);
};
setInterval(look, PERIOD);

Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen: ({ port }) => console.log(port),
}, async (request) => {
  look();
  if (new URL(request.url).pathname === "/peak") return new Response(String(peak));
  const response = await handler(request);
  look();
  return response;
});
