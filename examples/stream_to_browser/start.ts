/**
 * The example without AWS and without Cloudflare: the Worker under `Deno.serve`, and a local Lambda behind it.
 *
 *     deno run --allow-net examples/stream_to_browser/start.ts [port]
 *
 * @module
 */
import { localLambda } from "@lambda4fetch/lambda4fetch/local";
import { tellStory } from "./story.mjs";
import worker from "./worker.ts";

const hostname = "127.0.0.1";
const lambda = localLambda({
  story: () => new Response(ReadableStream.from(tellStory()).pipeThrough(new TextEncoderStream())),
});
const api = Deno.serve({ hostname, port: 0, onListen: () => {} }, lambda.fetch);

const { region, credentials } = lambda.config;
const env = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_ENDPOINT_URL_LAMBDA: `http://${hostname}:${api.addr.port}`,
};
Deno.serve({ hostname, port: Number(Deno.args[0] ?? 8000) }, (request) => worker.fetch(request, env));
