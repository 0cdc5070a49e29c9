/**
 * The site in several frameworks: served directly, and as functions through the adapters that their users deploy.
 *
 * @module
 */
import serverlessExpressModule from "@codegenie/serverless-express";
import fastifyAdapter from "@fastify/aws-lambda";
import { awslambda, installAwsLambda } from "@lambda4fetch/lambda4fetch/local";
import expressModule from "express";
import fastify from "fastify";
import { H3 } from "h3";
import { Hono } from "hono";
import { handle, streamHandle } from "hono/aws-lambda";
import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import serverlessHttp from "serverless-http";
import { handleLambdaEventWithStream, toLambdaHandler } from "srvx/aws-lambda";
import { site, siteOfRequests } from "./app.ts";
import { loadHattip } from "./load_hattip.ts";

// Deployed code finds it as a global.
installAwsLambda();

// deno-lint-ignore no-explicit-any
type Handler = (...args: any[]) => any;

/** Written in JavaScript, without types or with types that do not fit. */
const express = expressModule as unknown as Handler & { readonly raw: Handler };
const serverlessExpress = serverlessExpressModule as unknown as Handler;

/** A server on a loopback port. */
export interface Served {
  readonly origin: string;
  close(): Promise<void>;
}

/** A function as its users deploy it, and what it takes and gives. */
export interface Deployed {
  readonly handler: Handler;
  readonly formats: readonly ("1.0" | "2.0")[];
  readonly InvokeMode: "BUFFERED" | "RESPONSE_STREAM";
  /** What the adapter itself does not do right, by the names of the steps, and why. */
  readonly unfaithful: Readonly<Record<string, string>>;
}

/** A framework, its own server, and its functions by the names of their adapters. */
export interface Framework {
  serve(): Served | Promise<Served>;
  readonly functions: Readonly<Record<string, Deployed>>;
}

const BOTH = ["1.0", "2.0"] as const;

type Further = Partial<Pick<Deployed, "formats" | "unfaithful">>;

function buffered(handler: Handler, { formats = BOTH, unfaithful = {} }: Further = {}): Deployed {
  return { handler, formats, InvokeMode: "BUFFERED", unfaithful };
}

function streamed(handler: Handler, { formats = BOTH, unfaithful = {} }: Further = {}): Deployed {
  return { handler, formats, InvokeMode: "RESPONSE_STREAM", unfaithful };
}

/** Serves standard requests. */
export function serveRequests(handler: (request: Request) => Response | Promise<Response>): Served {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handler);
  return { origin: `http://127.0.0.1:${server.addr.port}`, close: () => server.shutdown() };
}

/** Serves Node.js's requests. */
function serveNode(listener: RequestListener): Promise<Served> {
  const server = createServer(listener);
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ origin: `http://127.0.0.1:${port}`, close });
    })
  );
}

/** The site for frameworks of Node.js's requests, which have read the body already. */
function siteOfNode(request: IncomingMessage, body: unknown, response: ServerResponse): void {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const answer = site({
    method: request.method ?? "",
    url: request.url ?? "",
    headers: Object.fromEntries(headers),
    body: body instanceof Uint8Array ? body : new Uint8Array(),
  });
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.cookies) response.setHeader("set-cookie", [...answer.cookies]);
  response.end(answer.body && Buffer.from(answer.body));
}

function makeHono(): Framework {
  const app = new Hono();
  app.all("*", (context) => siteOfRequests(context.req.raw));
  return {
    serve: () => serveRequests((request) => app.fetch(request)),
    functions: { "hono/aws-lambda": buffered(handle(app)), "hono/aws-lambda streaming": streamed(streamHandle(app)) },
  };
}

function makeH3(): Framework {
  const app = new H3();
  app.all("/**", (event) => siteOfRequests(event.req));
  const fetch = (request: Request) => Promise.resolve(app.fetch(request));
  const stream = awslambda.streamifyResponse((event, responseStream, context) =>
    // deno-lint-ignore no-explicit-any
    handleLambdaEventWithStream(fetch, event, responseStream as any, context as any)
  );
  const cookies = "It appends each cookie, and Deno joins them by commas";
  const streaming = { "sees cookies (2.0)": cookies, "sees cookies of HTTP APIs (2.0)": cookies };
  const gzip = "It reads the body as text, whatever content-encoding says";
  const whole = { ...streaming, "answers GET /gzip (1.0)": gzip, "answers GET /gzip (2.0)": gzip };
  return {
    serve: () => serveRequests(fetch),
    functions: {
      "srvx/aws-lambda": buffered(toLambdaHandler({ fetch }), { unfaithful: whole }),
      "srvx/aws-lambda streaming": streamed(stream, { unfaithful: streaming }),
    },
  };
}

async function makeHattip(): Promise<Framework> {
  const { buffered: adapt, streamed: adaptStream } = await loadHattip();
  const app = ({ request }: { readonly request: Request }) => siteOfRequests(request);
  const cookies = "It reads the header alone, which only function URLs send";
  const further = { formats: ["2.0"], unfaithful: { "sees cookies of HTTP APIs (2.0)": cookies } } as const;
  return {
    serve: () => serveRequests((request) => app({ request })),
    functions: {
      "@hattip/adapter-aws-lambda": buffered(adapt(app), further),
      "@hattip/adapter-aws-lambda streaming": streamed(adaptStream(app), further),
    },
  };
}

function makeExpress(): Framework {
  const app = express();
  app.use(express.raw({ type: () => true, limit: "10mb" }));
  app.use((request: IncomingMessage & { readonly body: unknown }, response: ServerResponse) =>
    siteOfNode(request, request.body, response)
  );
  return {
    serve: () => serveNode(app),
    functions: {
      "serverless-http": buffered(serverlessHttp(app, { binary: ["image/*"] })),
      "@codegenie/serverless-express": buffered(
        serverlessExpress({ app, binarySettings: { contentTypes: ["image/*"], contentEncodings: ["gzip"] } }),
      ),
    },
  };
}

async function makeFastify(): Promise<Framework> {
  const app = fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.all("/*", (request, reply) => {
    reply.hijack();
    siteOfNode(request.raw, request.body, reply.raw);
  });
  const binaryMimeTypes = ["image/png"];
  const adapt = fastifyAdapter(app, { binaryMimeTypes });
  const adaptStream: Handler = fastifyAdapter(app, { payloadAsStream: true, decorateRequest: false });
  const stream = awslambda.streamifyResponse(async (event, responseStream, context) => {
    const { meta, stream } = await adaptStream(event, context);
    await pipeline(stream, awslambda.HttpResponseStream.from(responseStream, meta) as unknown as NodeJS.WritableStream);
  });
  await app.ready();
  return {
    serve: () => serveNode((request, response) => app.routing(request, response)),
    functions: { "@fastify/aws-lambda": buffered(adapt), "@fastify/aws-lambda streaming": streamed(stream) },
  };
}

/** All of them. */
export async function frameworks(): Promise<Readonly<Record<string, Framework>>> {
  return {
    hono: makeHono(),
    h3: makeH3(),
    hattip: await makeHattip(),
    express: makeExpress(),
    fastify: await makeFastify(),
  };
}
