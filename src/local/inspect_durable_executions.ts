import { checkEnum, checkText, DURABLE_EXECUTION_NAME } from "./constraints.ts";
import type { DurableExecution } from "./durable_execution.ts";
import { epochSeconds } from "./durable_history.ts";
import type { Call, Host } from "./host.ts";
import { pageOf } from "./paging.ts";
import { readDate, readFlag, readPageSize } from "./query_values.ts";
import { readJsonBody } from "./read_json_body.ts";

/** How many items a page may hold, and how many it holds where 0 or nothing is said. */
const PAGE_SIZES = [0, 1_000] as const;
const USUAL_PAGE_SIZE = 100;

const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"];

/** `GetDurableExecution`. */
export function getDurableExecution({ durableExecutions }: Host, { label, query }: Call): Response {
  return Response.json(durableExecutions.find(label).describe(readFlag(query, "IncludeExecutionData", true)));
}

/** `GetDurableExecutionHistory`. */
export function getDurableExecutionHistory({ durableExecutions }: Host, { label, query }: Call): Response {
  const events = durableExecutions.find(label).history.tell(readFlag(query, "IncludeExecutionData", true));
  if (readFlag(query, "ReverseOrder", false)) events.reverse();
  const size = readPageSize(query, PAGE_SIZES, USUAL_PAGE_SIZE);
  const { items, next } = pageOf(events, ({ EventId }) => String(EventId), query.get("Marker"), size);
  return Response.json({ Events: items, ...next });
}

/** `ListDurableExecutionsByFunction`. */
export function listDurableExecutionsByFunction(host: Host, { label, query }: Call): Response {
  const isWanted = readFilter(host, label, query);
  const executions = host.durableExecutions.ofFunction(host.registry.findName(label)).filter(isWanted);
  // Unlike events, they come from the newest to the oldest.
  if (!readFlag(query, "ReverseOrder", false)) executions.reverse();
  const size = readPageSize(query, PAGE_SIZES, USUAL_PAGE_SIZE);
  const { items, next } = pageOf(executions, ({ init }) => init.arn, query.get("Marker"), size);
  return Response.json({ DurableExecutions: items.map((execution) => execution.summary()), ...next });
}

/** `StopDurableExecution`: one that has ended stays as it is. */
export function stopDurableExecution({ durableExecutions }: Host, call: Call): Response {
  const execution = durableExecutions.find(call.label);
  const error = readJsonBody(call);
  const reason = Object.keys(error).length > 0 ? error : { ErrorMessage: "Execution stopped by user request" };
  return Response.json({ StopTimestamp: epochSeconds(execution.stop(reason)) });
}

/** Reads which executions are asked for. */
function readFilter(
  { registry }: Host,
  label: string,
  query: URLSearchParams,
): (execution: DurableExecution) => boolean {
  const name = query.get("DurableExecutionName");
  if (name !== null) checkText("durableExecutionName", name, DURABLE_EXECUTION_NAME);
  const statuses = query.getAll("Statuses").map((status) => checkEnum("statuses", status, STATUSES));
  const after = readDate(query, "StartedAfter");
  const before = readDate(query, "StartedBefore");
  const { qualifier } = registry.parse(label, query.get("Qualifier") ?? undefined);
  const version = qualifier === undefined ? undefined : registry.find(label, qualifier).version;
  return ({ init, status, startedAt }) =>
    (name === null || init.name === name) &&
    (version === undefined || init.version === version) &&
    (statuses.length === 0 || statuses.includes(status)) &&
    (after === undefined || startedAt > after) &&
    (before === undefined || startedAt < before);
}
