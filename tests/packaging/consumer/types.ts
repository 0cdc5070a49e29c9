// What TypeScript makes of the package: compiled, not run.
import {
  type Attempt,
  fromEnv,
  invoke,
  type InvokeInput,
  invokeJson,
  invokeStream,
  type InvokeStreamEvent,
  isLambdaError,
  type LambdaConfig,
  LambdaServiceException,
  payloadStream,
  signRequest,
  TransportError,
} from "@lambda4fetch/lambda4fetch";
import { fromContainer, fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";
import { fetchFunctionUrl, lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { type Fault, localLambda } from "@lambda4fetch/lambda4fetch/local";

const credentials = fromWebIdentity({
  region: "eu-central-1",
  roleArn: "arn:aws:iam::123456789012:role/r",
  token: "t",
});

/** A `fetch` of one's own, a clock and a hook: each is a plain arrow. */
const config: LambdaConfig = {
  region: "eu-central-1",
  credentials,
  fetch: (url, init) => fetch(url, init),
  now: () => new Date(),
  onAttempt: ({ attempt, error, duration }: Attempt) => console.log(attempt, duration, String(error)),
};
export const withGlobalFetch: LambdaConfig = { ...config, fetch };

/** Answers as the function does. */
export const handler: (request: Request) => Promise<Response> = lambdaHandler(
  config,
  { FunctionName: "page" },
);

/** What `wrangler types` makes of the bindings: an interface, which is no `Record`. */
interface Env {
  readonly AWS_REGION: string;
  readonly ASSETS: { fetch(request: Request): Promise<Response> };
}

/** Answers as a Worker. */
export const worker = {
  fetch: (request: Request, env: Env): Promise<Response> =>
    lambdaHandler({ ...fromEnv(env), credentials: fromContainer(env) }, {
      FunctionName: "page",
    })(request),
};

/** Hands on what a client sent: parsed, as a stream, as bytes. */
export async function handOn(request: Request): Promise<void> {
  const FunctionName = "take";
  await invoke(config, { FunctionName, Payload: await request.clone().json() });
  await invoke(config, { FunctionName, Payload: await request.clone().blob() });
  await invoke(config, { FunctionName, Payload: request.body });
}

/** Calls, and streams. */
export async function story(): Promise<Response> {
  const { title } = await invokeJson<{ title: string }>(config, {
    FunctionName: "title",
    Payload: { id: 7 },
  });
  const output = await invokeStream(config, {
    FunctionName: "story",
    Payload: title,
  });
  const stream: ReadableStream<InvokeStreamEvent> = output.EventStream;
  return stream.locked ? new Response(title) : new Response(payloadStream(output));
}

/** Reads events, where `lib` knows of no async iterator on a stream, as Next.js and Vite have it. */
export async function countBytes(): Promise<number> {
  const { EventStream } = await invokeStream(config, { FunctionName: "story" });
  let length = 0;
  for await (const { PayloadChunk } of EventStream) {
    length += PayloadChunk?.Payload.length ?? 0;
  }
  return length;
}

/** Reads a stream as text. */
export async function readText(): Promise<ReadableStream<string>> {
  const output = await invokeStream(config, { FunctionName: "story" });
  return payloadStream(output).pipeThrough(new TextDecoderStream());
}

/** Signs what `fetch` takes, and sends it. */
export async function sign(): Promise<Response> {
  const signed: Request = await signRequest(
    "https://sqs.eu-central-1.amazonaws.com/",
    {
      method: "POST",
      body: new Uint8Array([1]),
      headers: { "content-type": "application/json" },
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
      region: "eu-central-1",
    },
  );
  await fetchFunctionUrl(
    config,
    "https://abc.lambda-url.eu-central-1.on.aws/",
    { method: "PUT", body: "text" },
  );
  return await fetch(signed);
}

/** Tells errors apart, by their class and by their names. */
export function explain(error: unknown): string {
  if (!isLambdaError(error)) return "none of ours";
  const { functionMayHaveRun } = error;
  if (error instanceof TransportError) {
    return `${error.code}: ${functionMayHaveRun}`;
  }
  if (error.name === "EventStreamError" && "code" in error) {
    return `${error.code}`;
  }
  return error instanceof LambdaServiceException ? `${error.name}: ${error.Reason}` : error.message;
}

/** A type of invocation that AWS does not have. */
export const misspelled: InvokeInput = {
  FunctionName: "f",
  // @ts-expect-error: AWS's name is `Event`
  InvocationType: "event",
};

const fault: Fault = { fault: "throttle", retryAfterSeconds: 1 };
const lambda = localLambda({ f: (event: { id: number }) => event.id });
lambda.inject("f", fault);
// @ts-expect-error There is no such function.
lambda.inject("g", fault);
