/**
 * The local Lambda's types beside those that handlers are written with: @types/aws-lambda and Node.js's own.
 *
 * @module
 */
import { invokeJson, invokeStream, readPayload } from "@lambda4fetch/lambda4fetch";
import {
  awslambda as local,
  type FunctionContext,
  installAwsLambda,
  type LocalFunction,
  localLambda,
  type ResponseStream,
} from "@lambda4fetch/lambda4fetch/local";
import type { Callback, Context, Handler, StreamifyHandler } from "aws-lambda";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gunzipSync } from "node:zlib";
import { assert, assertEquals } from "../support/assert.ts";

interface Greeting {
  readonly name: string;
}

/** Compiles where an `A` can stand in for a `B`. */
const standsIn = <A extends B, B>(..._: [A?, B?]) => {};

Deno.test("what handlers are written with can be handed what the local Lambda has", () => {
  standsIn<FunctionContext, Context>();
  standsIn<Parameters<LocalFunction>[2], Callback>();
  standsIn<ResponseStream, NodeJS.WritableStream>();
  standsIn<Handler<Greeting, string>, LocalFunction<Greeting>>();
});

Deno.test("handlers that others have typed run", async () => {
  installAwsLambda();
  const promised: Handler<Greeting, string> = ({ name }) => Promise.resolve(`Hello, ${name}`);
  const calledBack: Handler<Greeting, string> = ({ name }, context, callback) => {
    context.callbackWaitsForEmptyEventLoop = false;
    callback(null, `Hello, ${name}`);
  };
  const streamed: StreamifyHandler<Greeting> = awslambda.streamifyResponse(
    async ({ name }: Greeting, responseStream) => {
      responseStream.setContentType("application/json");
      await pipeline(Readable.from([`"Hello, ${name}"`]), responseStream);
    },
  );
  const { config } = localLambda({ promised, calledBack, streamed, defined: { handler: streamed, timeout: 5_000 } });
  for (const FunctionName of ["promised", "calledBack", "streamed", "defined"]) {
    assertEquals(await invokeJson(config, { FunctionName, Payload: { name: "Ada" } }), "Hello, Ada");
  }
});

Deno.test("the stream of a handler is a Writable of Node.js", async () => {
  const { config } = localLambda({
    zipped: local.streamifyResponse(async (_event, responseStream) => {
      assert(responseStream instanceof Writable);
      await pipeline(Readable.from(["Hello, ", "Ada"]), createGzip(), responseStream);
    }),
    web: local.streamifyResponse(async (_event, responseStream) => {
      const writer = Writable.toWeb(responseStream as unknown as Writable).getWriter();
      await writer.write("Hello, ");
      await writer.write("Ada");
      await writer.close();
    }),
  });
  const read = async (FunctionName: string) => await readPayload(await invokeStream(config, { FunctionName }));
  assertEquals(new TextDecoder().decode(gunzipSync(await read("zipped"))), "Hello, Ada");
  assertEquals((await read("web")).text(), "Hello, Ada");
});
