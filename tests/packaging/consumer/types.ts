// What TypeScript makes of the package: compiled, not run.
import {
  invokeJson,
  invokeStream,
  type InvokeStreamEvent,
  isLambdaError,
  type LambdaConfig,
  LambdaServiceException,
  payloadStream,
  TransportError,
} from "@lambda4fetch/lambda4fetch";
import { fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";
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

/** Calls, and streams. */
export async function story(): Promise<Response> {
  const { title } = await invokeJson<{ title: string }>(config, { FunctionName: "title", Payload: { id: 7 } });
  const output = await invokeStream(config, { FunctionName: "story", Payload: title });
  const stream: ReadableStream<InvokeStreamEvent> = output.EventStream;
  return stream.locked ? new Response(title) : new Response(payloadStream(output));
}

/** Tells errors apart. */
export function explain(error: unknown): string {
  if (!isLambdaError(error)) return "none of ours";
  if (error instanceof TransportError) return `${error.code}: ${error.functionMayHaveRun}`;
  return error instanceof LambdaServiceException ? `${error.name}: ${error.Reason}` : error.message;
}

const fault: Fault = { fault: "throttle", retryAfterSeconds: 1 };
localLambda({ f: (event: { id: number }) => event.id }).inject("f", fault);
