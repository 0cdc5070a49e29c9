import { CALLBACK_ID, checkText } from "./constraints.ts";
import type { Call, Host } from "./host.ts";
import { readPageSize } from "./query_values.ts";
import { readJsonBody } from "./read_json_body.ts";

/** How many configs a page may hold. */
const PAGE_SIZES = [1, 50] as const;

/** `PutFunctionEventInvokeConfig`. */
export function putEventInvokeConfig({ eventInvokeConfigs }: Host, call: Call): Response {
  return Response.json(eventInvokeConfigs.put(call.label, qualifierOf(call), readJsonBody(call)));
}

/** `UpdateFunctionEventInvokeConfig`. */
export function updateEventInvokeConfig({ eventInvokeConfigs }: Host, call: Call): Response {
  return Response.json(eventInvokeConfigs.update(call.label, qualifierOf(call), readJsonBody(call)));
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
  return Response.json(eventInvokeConfigs.list(label, query.get("Marker"), readPageSize(query, PAGE_SIZES, 50)));
}

/** `PutFunctionRecursionConfig`. */
export function putRecursionConfig({ recursionConfigs }: Host, call: Call): Response {
  return Response.json(recursionConfigs.put(call.label, readJsonBody(call).RecursiveLoop));
}

/** `GetFunctionRecursionConfig`. */
export function getRecursionConfig({ recursionConfigs }: Host, { label }: Call): Response {
  return Response.json(recursionConfigs.get(label));
}

/** `SendDurableExecutionCallbackSuccess`. */
export function succeedCallback({ callbacks }: Host, call: Call): Response {
  callbacks.succeed(callbackIdOf(call), call.body);
  return Response.json({});
}

/** `SendDurableExecutionCallbackFailure`. */
export function failCallback({ callbacks }: Host, call: Call): Response {
  callbacks.fail(callbackIdOf(call), readJsonBody(call));
  return Response.json({});
}

/** `SendDurableExecutionCallbackHeartbeat`. */
export function keepCallback({ callbacks }: Host, call: Call): Response {
  callbacks.heartbeat(callbackIdOf(call));
  return Response.json({});
}

function callbackIdOf({ label }: Call): string {
  return checkText("callbackId", label, CALLBACK_ID);
}

function qualifierOf({ query }: Call): string | undefined {
  return query.get("Qualifier") ?? undefined;
}
