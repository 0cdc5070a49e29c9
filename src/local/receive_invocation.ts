import { AwsError, errorResponse, invalidParameter } from "./aws_error.ts";
import { checkEnum, checkText, DURABLE_EXECUTION_NAME, TENANT_ID } from "./constraints.ts";
import type { Target } from "./function_registry.ts";
import type { Call, Host } from "./host.ts";
import { answerWithFault } from "./inject_faults.ts";
import { type InvocationRecord, parseClientContext, parseEvent } from "./invocation.ts";
import type { LocalLimits } from "./options.ts";
import { continueTrace } from "./trace_id.ts";

/** What an operation that invokes takes. */
export interface InvokingOperation {
  readonly name: InvocationRecord["operation"];
  readonly types: readonly string[];
  /** The type of a call that says none. */
  readonly defaultType: string;
}

/** An invocation that has come in, and may run. */
export interface Received {
  readonly call: Call;
  readonly target: Target;
  readonly invocation: InvocationRecord;
  /** Takes it on beyond the answer: what it returns is to be called when the invocation is through. */
  goOn(): () => void;
}

/** Keeps an invocation for assertions, checks it, and lets the faults that were asked for befall it. */
export async function receiveInvocation(
  host: Host,
  call: Call,
  operation: InvokingOperation,
  answer: (received: Received) => Promise<Response>,
): Promise<Response> {
  const { label, query, requestId } = call;
  const { name, defaultType } = operation;
  const invocationType = call.headers.get("x-amz-invocation-type") ?? defaultType;
  const traceId = continueTrace(call.headers.get("x-amzn-trace-id"), host.now());
  const invocation: InvocationRecord = {
    operation: name,
    requestId,
    functionName: label,
    invocationType,
    event: undefined,
    traceId,
    runs: 0,
  };
  const through = host.received(invocation);
  let goesOn = false;
  const goOn = () => {
    goesOn = true;
    return through;
  };
  try {
    checkModel(call, operation, invocationType);
    const target = host.registry.find(label, query.get("Qualifier") ?? undefined);
    const response = await answerWithFault(takeFault(host, target, invocation), call.signal, async () => {
      readInput(host.limits, call, target, invocation);
      return await answer({ call, target, invocation, goOn });
    });
    return noteAnswer(invocation, response);
  } catch (error) {
    if (error instanceof AwsError) return noteAnswer(invocation, errorResponse(error));
    throw error;
  } finally {
    if (!goesOn) through();
  }
}

function takeFault({ faults }: Host, { name, qualifier }: Target, invocation: InvocationRecord) {
  invocation.functionName = name;
  if (qualifier !== undefined) invocation.qualifier = qualifier;
  const fault = faults.take(name, qualifier, invocation.operation === "InvokeWithResponseStream");
  if (fault) invocation.fault = fault.fault;
  return fault;
}

function noteAnswer(invocation: InvocationRecord, response: Response): Response {
  invocation.status = response.status;
  const error = response.headers.get("x-amzn-errortype");
  if (error !== null) invocation.error = error;
  response.headers.set("x-amzn-trace-id", invocation.traceId);
  return response;
}

/** Checks what AWS's model says of each member by itself, which comes before all else. */
function checkModel({ headers }: Call, { types }: InvokingOperation, invocationType: string): void {
  checkEnum("invocationType", invocationType, types);
  checkEnum("logType", headers.get("x-amz-log-type") ?? "None", ["None", "Tail"]);
  const texts = [
    ["tenantId", "x-amz-tenant-id", TENANT_ID],
    ["durableExecutionName", "x-amz-durable-execution-name", DURABLE_EXECUTION_NAME],
  ] as const;
  for (const [member, header, rule] of texts) {
    const value = headers.get(header);
    if (value !== null) checkText(member, value, rule);
  }
}

/** Checks what the caller has sent, and notes it. */
function readInput(
  limits: LocalLimits,
  { headers, body }: Call,
  target: Target,
  invocation: InvocationRecord,
): void {
  checkSize(body.length, limits, invocation);
  const tenantId = headers.get("x-amz-tenant-id");
  const durableExecutionName = headers.get("x-amz-durable-execution-name");
  checkTenant(target.definition.tenantIsolation ?? false, tenantId !== null);
  checkDurable(target, durableExecutionName !== null);
  invocation.event = parseEvent(body);
  const clientContext = parseClientContext(headers.get("x-amz-client-context"));
  if (clientContext !== undefined) invocation.clientContext = clientContext;
  if (tenantId !== null) invocation.tenantId = tenantId;
  if (durableExecutionName !== null) invocation.durableExecutionName = durableExecutionName;
}

function checkSize(length: number, limits: LocalLimits, { operation, invocationType }: InvocationRecord): void {
  const isEvent = invocationType === "Event";
  const ofEvents = operation === "InvokeAsync" ? limits.invokeArgs : limits.event;
  const limit = isEvent ? ofEvents : limits.request;
  if (length <= limit) return;
  // Not the model's RequestTooLargeException: awslabs/aws-athena-query-federation#793, ASFHyP3/hyp3#2241.
  throw new AwsError(
    "RequestEntityTooLargeException",
    isEvent
      ? `${length} byte payload is too large for the Event invocation type (limit ${limit} bytes)`
      : `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
  );
}

/** An execution may go on for a year, with the version that it began with: serverless/serverless#13589. */
function checkDurable({ definition, qualifier }: Target, isNamed: boolean): void {
  const isDurable = definition.durable || isNamed;
  if (!isDurable || qualifier !== undefined) return;
  throw invalidParameter("You cannot invoke a durable function using an unqualified ARN.");
}

/** @see {@link https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-troubleshooting.html} */
function checkTenant(isIsolated: boolean, isGiven: boolean): void {
  if (isIsolated && !isGiven) {
    throw invalidParameter(
      "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.",
    );
  }
  if (isGiven && !isIsolated) {
    throw invalidParameter(
      "The invoked function is not enabled with tenancy configuration. Remove the tenant ID in your request and try again.",
    );
  }
}
