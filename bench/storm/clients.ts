/**
 * The contenders: each isolate has a client of its own, with its own token bucket and its own idea of the time.
 *
 * @module
 */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { AwsClient } from "aws4fetch";
import { build, stop } from "esbuild";
import type * as module from "../../mod.ts";
import { ROOT } from "../bundle.ts";
import { CREDENTIALS, REGION } from "../cold/input.ts";
import type { Reply, Service } from "./service.ts";

/** Calls the function once, whatever that takes; rejects where the caller is told of a failure. */
export type Client = (id: string) => Promise<unknown>;

/** Makes the client of an isolate whose clock is `skew` milliseconds ahead. */
export type MakeClient = (service: Service, skew: number) => Client;

/** Where a call's id travels: all three can be told to send it. */
const ID_HEADER = "x-amz-client-context";

const PATH = "/2015-03-31/functions/fn/invocations";
const PAYLOAD = JSON.stringify({ order: 7 });

/** What Node's `fetch` rejects with where a connection was lost. */
function connectionLost(): TypeError {
  const cause = Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" });
  return new TypeError("fetch failed", { cause });
}

function toResponse(reply: Reply): Response {
  if (reply === "lost") throw connectionLost();
  return new Response(reply.body, { status: reply.status, headers: reply.headers });
}

/** This module, evaluated anew for each isolate. */
export async function ours(idempotent: boolean): Promise<MakeClient> {
  const { outputFiles } = await build({
    stdin: { contents: `export { invoke } from "./mod.ts"`, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    format: "iife",
    globalName: "isolate",
    logLevel: "error",
    target: "es2022",
    write: false,
  });
  await stop();
  const evaluate = new Function(`${outputFiles[0]!.text}; return isolate;`) as () => Pick<typeof module, "invoke">;
  return (service, skew) => {
    const { invoke } = evaluate();
    const fetch = async (_: string, init: RequestInit) => {
      const headers = new Headers(init.headers);
      return toResponse(await service.handle(headers.get(ID_HEADER)!, headers.get("x-amz-date")!));
    };
    const now = () => new Date(Date.now() + skew);
    const config = { region: REGION, credentials: CREDENTIALS, fetch, now, idempotent };
    return (id) => invoke(config, { FunctionName: "fn", ClientContext: id, Payload: PAYLOAD });
  };
}

/** The AWS SDK, with a transport that fails as its own for Node does. */
export function sdk(): MakeClient {
  return (service, skew) => {
    const handle = async ({ headers }: { headers: Record<string, string> }) => {
      const reply = await service.handle(headers[ID_HEADER]!, headers["x-amz-date"]!);
      if (reply === "lost") {
        throw Object.assign(new Error("socket hang up"), { name: "TimeoutError", code: "ECONNRESET" });
      }
      const body = new TextEncoder().encode(reply.body);
      return { response: { statusCode: reply.status, headers: { ...reply.headers }, body } };
    };
    const client = new LambdaClient({
      region: REGION,
      credentials: CREDENTIALS,
      requestHandler: { handle } as never,
      // How it keeps what it has learned of the clock: as if its own were right, or were off by so much.
      systemClockOffset: skew,
    });
    return (id) => client.send(new InvokeCommand({ FunctionName: "fn", ClientContext: id, Payload: PAYLOAD }));
  };
}

/** aws4fetch, over the global `fetch`, which is the only one that it takes. */
export function aws4fetch(): MakeClient {
  return (service, skew) => {
    const client = new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" });
    globalThis.fetch = async (request) => {
      const { headers } = request as Request;
      return toResponse(await service.handle(headers.get(ID_HEADER)!, headers.get("x-amz-date")!));
    };
    return async (id) => {
      const time = new Date(Date.now() + skew).toISOString();
      const response = await client.fetch(`https://lambda.${REGION}.amazonaws.com${PATH}`, {
        method: "POST",
        headers: { [ID_HEADER]: id },
        body: PAYLOAD,
        aws: { datetime: time.replace(/[:-]|\.\d{3}/g, "") },
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
    };
  };
}
