/// <reference types="npm:@types/aws-lambda@8.10.164" />
import awsLambdaFastify from "@fastify/aws-lambda";
import Fastify from "fastify";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { brokenStory, HEAD, story } from "./story.ts";

const app = Fastify();

app.get("/story", (_request, reply) =>
  reply
    .status(HEAD.status)
    .headers(HEAD.headers)
    .header("set-cookie", [...HEAD.cookies])
    .send(Readable.from(story())));
app.get("/empty", (_request, reply) => reply.status(204).send());
app.get("/broken", (_request, reply) => reply.send(Readable.from(brokenStory())));
app.post("/echo", ({ headers, query, body }) => `${headers.cookie} ${(query as { q: string }).q} ${body}`);

const proxy = awsLambdaFastify(app, { payloadAsStream: true });

// As its README has it.
export const handler = awslambda.streamifyResponse(async (event, responseStream, context) => {
  const { meta, stream } = await proxy(event, context);
  responseStream = awslambda.HttpResponseStream.from(responseStream, meta as unknown as Record<string, unknown>);
  await pipeline(stream, responseStream);
});
await app.ready();
