import type { Call, Host } from "./host.ts";
import { type InvokingOperation, type Received, receiveInvocation } from "./receive_invocation.ts";
import { type CompletedRun, runFunction } from "./run_function.ts";
import { streamFunction } from "./stream_response.ts";

const INVOKE: InvokingOperation = {
  name: "Invoke",
  types: ["Event", "RequestResponse", "DryRun"],
  defaultType: "RequestResponse",
};

const INVOKE_WITH_RESPONSE_STREAM: InvokingOperation = {
  name: "InvokeWithResponseStream",
  types: ["RequestResponse", "DryRun"],
  defaultType: "RequestResponse",
};

const INVOKE_ASYNC: InvokingOperation = { name: "InvokeAsync", types: ["Event"], defaultType: "Event" };

/** `Invoke`. */
export function invoke(host: Host, call: Call): Promise<Response> {
  return receiveInvocation(host, call, INVOKE, async (received) => {
    const { invocationType } = received.invocation;
    if (invocationType === "DryRun") return new Response(null, { status: 204 });
    const run = await prepareRun(host, received);
    return invocationType === "Event" ? enqueue(host, received, run) : await answerRun(host, received, run);
  });
}

/** `InvokeAsync`: an `Event` by an older name. */
export function invokeAsync(host: Host, call: Call): Promise<Response> {
  return receiveInvocation(host, call, INVOKE_ASYNC, async (received) => {
    return enqueue(host, received, await prepareRun(host, received));
  });
}

/** `InvokeWithResponseStream`. */
export function invokeWithResponseStream(host: Host, call: Call): Promise<Response> {
  return receiveInvocation(host, call, INVOKE_WITH_RESPONSE_STREAM, async ({ target, invocation, goOn }) => {
    if (invocation.invocationType === "DryRun") return new Response(null, { status: 204 });
    const release = host.concurrency.takeOrThrottle(target);
    const through = goOn();
    return await streamFunction(host, target, invocation, call.body, {
      withLog: wantsLog(call),
      ended() {
        release();
        through();
      },
    });
  });
}

/** A run that is yet to start, or, where it has a name, may have been started by another invocation. */
interface PreparedRun {
  readonly start: () => Promise<CompletedRun>;
  /** What the answer says of it. */
  readonly headers: Readonly<Record<string, string>>;
}

async function prepareRun(host: Host, { call, target, invocation }: Received): Promise<PreparedRun> {
  const start = () => runFunction(host, target, invocation, call.body);
  const isDurable = target.definition.durable || invocation.durableExecutionName !== undefined;
  if (!isDurable) return { start, headers: {} };
  const execution = await host.durableExecutions.open(target, invocation, call.body);
  return {
    start: () => host.durableExecutions.run(execution, invocation, start),
    headers: { "x-amz-durable-execution-arn": execution.init.arn },
  };
}

function enqueue(host: Host, { target, invocation, goOn }: Received, { start, headers }: PreparedRun): Response {
  host.queue.accept({ target, invocation, chain: [], run: start, through: goOn() });
  return new Response(null, { status: 202, headers });
}

async function answerRun(host: Host, { call, target }: Received, { start, headers }: PreparedRun): Promise<Response> {
  const release = host.concurrency.takeOrThrottle(target);
  const { payload, functionError, executedVersion, logResult } = await start().finally(release);
  return new Response(payload, {
    headers: {
      ...headers,
      "content-type": "application/json",
      "x-amz-executed-version": executedVersion,
      ...(functionError && { "x-amz-function-error": functionError }),
      ...(wantsLog(call) && { "x-amz-log-result": logResult }),
    },
  });
}

function wantsLog({ headers }: Call): boolean {
  return headers.get("x-amz-log-type") === "Tail";
}
