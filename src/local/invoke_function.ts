import { AwsError, errorResponse, invalidParameter } from "./aws_error.ts";
import type { Target } from "./function_registry.ts";
import type { Call, Host } from "./host.ts";
import { answerWithFault } from "./inject_faults.ts";
import { checkEnum, type InvocationRecord, parseClientContext, parseEvent } from "./invocation.ts";
import { type CompletedRun, runFunction } from "./run_function.ts";
import { streamFunction } from "./stream_response.ts";

/** An invocation that may run. */
interface Received {
  readonly call: Call;
  readonly target: Target;
  readonly invocation: InvocationRecord;
  /** To be called when the invocation is through. */
  readonly through: () => void;
  /** Set where the answer is not the end of it. */
  goesOn?: boolean;
}

/** `Invoke`. */
export function invoke(host: Host, call: Call): Promise<Response> {
  const types = ["Event", "RequestResponse", "DryRun"];
  return receive(host, call, { operation: "Invoke", types }, async (received) => {
    const { invocationType } = received.invocation;
    if (invocationType === "DryRun") return new Response(null, { status: 204 });
    const run = await durableRun(host, received);
    return invocationType === "Event" ? enqueue(host, received, run) : await answerRun(host, received, run);
  });
}

/** `InvokeAsync`: an `Event` by an older name. */
export function invokeAsync(host: Host, call: Call): Promise<Response> {
  return receive(host, call, { operation: "InvokeAsync", types: ["Event"] }, async (received) => {
    return enqueue(host, received, await durableRun(host, received));
  });
}

/** `InvokeWithResponseStream`. */
export function invokeWithResponseStream(host: Host, call: Call): Promise<Response> {
  const types = ["RequestResponse", "DryRun"];
  return receive(host, call, { operation: "InvokeWithResponseStream", types }, async (received) => {
    const { target, invocation } = received;
    if (invocation.invocationType === "DryRun") return new Response(null, { status: 204 });
    const release = host.concurrency.takeOrThrottle(target);
    received.goesOn = true;
    return await streamFunction(host, target, invocation, call.body, {
      withLog: wantsLog(call),
      ended() {
        release();
        received.through();
      },
    });
  });
}

interface Kind {
  readonly operation: InvocationRecord["operation"];
  /** The invocation types that it takes; the first is that of `InvokeAsync`, which has no header for it. */
  readonly types: readonly string[];
}

/** Keeps an invocation for assertions, checks it, and lets the faults that were asked for befall it. */
async function receive(
  host: Host,
  call: Call,
  { operation, types }: Kind,
  answer: (received: Received) => Promise<Response>,
): Promise<Response> {
  const { headers, label, query, requestId } = call;
  const unsaid = types.length === 1 ? types[0]! : "RequestResponse";
  const invocationType = headers.get("x-amz-invocation-type") ?? unsaid;
  const invocation: InvocationRecord = {
    operation,
    requestId,
    functionName: label,
    invocationType,
    event: undefined,
    runs: 0,
  };
  const received: { -readonly [member in keyof Received]?: Received[member] } = { call, invocation };
  const through = received.through = host.received(invocation);
  try {
    const target = received.target = host.registry.find(label, query.get("Qualifier") ?? undefined);
    const { name, qualifier } = target;
    Object.assign(invocation, { functionName: name, ...(qualifier !== undefined && { qualifier }) });
    const fault = host.faults.take(name, qualifier, operation === "InvokeWithResponseStream");
    if (fault) invocation.fault = fault.fault;
    const response = await answerWithFault(fault, call.signal, async () => {
      checkEnum("invocationType", invocationType, types);
      readInput(host, received as Received);
      return await answer(received as Received);
    });
    invocation.status = response.status;
    return response;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const response = errorResponse(error);
    Object.assign(invocation, { status: response.status, error: error.name });
    return response;
  } finally {
    if (!received.goesOn) through();
  }
}

/** Checks what the caller has sent, in the order in which AWS does. */
function readInput({ limits }: Host, { call, target, invocation }: Received): void {
  const { headers, body } = call;
  const { operation, invocationType } = invocation;
  const limit = operation === "InvokeAsync"
    ? limits.invokeArgs
    : invocationType === "Event"
    ? limits.event
    : limits.request;
  if (body.length > limit) {
    throw new AwsError(
      "RequestTooLargeException",
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    );
  }
  checkEnum("logType", headers.get("x-amz-log-type") ?? "None", ["None", "Tail"]);
  const tenantId = headers.get("x-amz-tenant-id");
  checkTenant(target, tenantId);
  invocation.event = parseEvent(body);
  const clientContext = parseClientContext(headers.get("x-amz-client-context"));
  const durableExecutionName = headers.get("x-amz-durable-execution-name");
  Object.assign(invocation, {
    ...(clientContext !== undefined && { clientContext }),
    ...(tenantId !== null && { tenantId }),
    ...(durableExecutionName !== null && { durableExecutionName }),
  });
}

function checkTenant({ definition }: Target, tenantId: string | null): void {
  const { tenantIsolation = false } = definition;
  if (tenantIsolation === (tenantId !== null)) return;
  throw invalidParameter(
    tenantIsolation
      ? "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again."
      : "The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.",
  );
}

/** Something that runs the function, or, where the run has a name, looks up how it went. */
interface Run {
  readonly start: () => Promise<CompletedRun>;
  readonly headers: Record<string, string>;
}

async function durableRun(host: Host, { call, target, invocation }: Received): Promise<Run> {
  const start = () => runFunction(host, target, invocation, call.body);
  const { durableExecutionName } = invocation;
  if (durableExecutionName === undefined) return { start, headers: {} };
  const execution = await host.durableExecutions.open(target, durableExecutionName, call.body);
  return {
    start: () => execution.completed ??= start(),
    headers: { "x-amz-durable-execution-arn": execution.arn },
  };
}

function enqueue(host: Host, received: Received, { start, headers }: Run): Response {
  const { target, invocation, through } = received;
  received.goesOn = true;
  host.queue.accept({ target, invocation, through, chain: [], run: start });
  return new Response(null, { status: 202, headers });
}

async function answerRun(host: Host, { call, target }: Received, { start, headers }: Run): Promise<Response> {
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
