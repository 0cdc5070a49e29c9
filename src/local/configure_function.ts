import { decodeText } from "../base/encoding.ts";
import { AwsError } from "./aws_error.ts";
import type { Call, Host } from "./host.ts";

/** `PutFunctionEventInvokeConfig`. */
export function putEventInvokeConfig({ eventInvokeConfigs }: Host, call: Call): Response {
  return Response.json(eventInvokeConfigs.put(call.label, qualifierOf(call), readBody(call)));
}

/** `UpdateFunctionEventInvokeConfig`. */
export function updateEventInvokeConfig({ eventInvokeConfigs }: Host, call: Call): Response {
  return Response.json(eventInvokeConfigs.update(call.label, qualifierOf(call), readBody(call)));
}

/** `GetFunctionEventInvokeConfig`. */
export function getEventInvokeConfig({ eventInvokeConfigs }: Host, call: Call): Response {
  return Response.json(eventInvokeConfigs.get(call.label, qualifierOf(call)));
}

/** `DeleteFunctionEventInvokeConfig`. */
export function deleteEventInvokeConfig({ eventInvokeConfigs }: Host, call: Call): Response {
  eventInvokeConfigs.delete(call.label, qualifierOf(call));
  return new Response(null, { status: 204 });
}

/** `ListFunctionEventInvokeConfigs`. */
export function listEventInvokeConfigs({ eventInvokeConfigs }: Host, { label, query }: Call): Response {
  return Response.json(eventInvokeConfigs.list(label, query.get("Marker"), query.get("MaxItems")));
}

/** `PutFunctionRecursionConfig`. */
export function putRecursionConfig({ recursionConfigs }: Host, call: Call): Response {
  return Response.json(recursionConfigs.put(call.label, readBody(call).RecursiveLoop));
}

/** `GetFunctionRecursionConfig`. */
export function getRecursionConfig({ recursionConfigs }: Host, { label }: Call): Response {
  return Response.json(recursionConfigs.get(label));
}

/** `SendDurableExecutionCallbackSuccess`. */
export function succeedCallback({ callbacks }: Host, { label, body }: Call): Response {
  callbacks.succeed(label, body);
  return Response.json({});
}

/** `SendDurableExecutionCallbackFailure`. */
export function failCallback({ callbacks }: Host, call: Call): Response {
  callbacks.fail(call.label, readBody(call));
  return Response.json({});
}

/** `SendDurableExecutionCallbackHeartbeat`. */
export function keepCallback({ callbacks }: Host, { label }: Call): Response {
  callbacks.heartbeat(label);
  return Response.json({});
}

function qualifierOf({ query }: Call): string | undefined {
  return query.get("Qualifier") ?? undefined;
}

/** The members of a JSON body. */
function readBody({ body }: Call): Record<string, unknown> {
  try {
    const members = JSON.parse(decodeText(body) || "{}");
    if (Object(members) === members) return members;
  } catch {
    // Told below.
  }
  throw new AwsError("SerializationException", "The body must be a JSON object");
}
