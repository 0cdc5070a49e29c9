/// <reference types="npm:@types/aws-lambda@8.10.164" />
import { initTRPC } from "@trpc/server";
import { awsLambdaStreamingRequestHandler } from "@trpc/server/adapters/aws-lambda";
import { brokenStory, story } from "./story.ts";

const t = initTRPC.create();

const router = t.router({
  story: t.procedure.query(() => story()),
  broken: t.procedure.query(() => brokenStory()),
  greet: t.procedure.input((name: unknown) => String(name)).query(({ input }) => `Hello, ${input}`),
  fail: t.procedure.query((): string => {
    throw new RangeError("Too far");
  }),
});

/** For the client. */
export type AppRouter = typeof router;

export const handler = awslambda.streamifyResponse(awsLambdaStreamingRequestHandler({ router }));
