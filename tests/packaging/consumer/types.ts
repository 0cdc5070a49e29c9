// What TypeScript makes of the package: compiled, not run.
import {
  fromEnv,
  invokeJson,
  invokeStream,
  type InvokeStreamEvent,
  isLambdaError,
  type LambdaConfig,
  LambdaServiceException,
  payloadStream,
  TransportError,
} from "@lambda4fetch/lambda4fetch";
import { fromContainer, fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { type Fault, localLambda } from "@lambda4fetch/lambda4fetch/local";

const credentials = fromWebIdentity({
  region: "eu-central-1",
  roleArn: "arn:aws:iam::123456789012:role/r",
  token: "t",
});
const config: LambdaConfig = { region: "eu-central-1", credentials };

/** Answers as the function does. */
export const handler: (request: Request) => Promise<Response> = lambdaHandler(config, { FunctionName: "page" });

/** What `wrangler types` makes of the bindings: an interface, which is no `Record`. */
interface Env {
  readonly AWS_REGION: string;
  readonly ASSETS: { fetch(request: Request): Promise<Response> };
}

/** Answers as a Worker. */
export const worker = {
  fetch: (request: Request, env: Env): Promise<Response> =>
    lambdaHandler({ ...fromEnv(env), credentials: fromContainer(env) }, { FunctionName: "page" })(request),
};

/** Calls, and streams. */
export async function story(): Promise<Response> {
  const { title } = await invokeJson<{ title: string }>(config, { FunctionName: "title", Payload: { id: 7 } });
  const output = await invokeStream(config, { FunctionName: "story", Payload: title });
  const stream: ReadableStream<InvokeStreamEvent> = output.EventStream;
  return stream.locked ? new Response(title) : new Response(payloadStream(output));
}

/** Reads events, where `lib` knows of no async iterator on a stream, as Next.js and Vite have it. */
export async function countBytes(): Promise<number> {
  const { EventStream } = await invokeStream(config, { FunctionName: "story" });
  let length = 0;
  for await (const { PayloadChunk } of EventStream) length += PayloadChunk?.Payload.length ?? 0;
  return length;
}

/** Reads a stream as text. */
export async function readText(): Promise<ReadableStream<string>> {
  const output = await invokeStream(config, { FunctionName: "story" });
  return payloadStream(output).pipeThrough(new TextDecoderStream());
}

/** Tells errors apart. */
export function explain(error: unknown): string {
  if (!isLambdaError(error)) return "none of ours";
  if (error instanceof TransportError) return `${error.code}: ${error.functionMayHaveRun}`;
  return error instanceof LambdaServiceException ? `${error.name}: ${error.Reason}` : error.message;
}

const fault: Fault = { fault: "throttle", retryAfterSeconds: 1 };
localLambda({ f: (event: { id: number }) => event.id }).inject("f", fault);
