/**
 * A cron job that starts a durable function once a day, however often it is triggered: an execution's name and payload
 * are the same all day, so that Lambda starts it once. For `scheduled` of a Worker, or `Deno.cron`.
 *
 * @module
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html}
 */
import { invoke, type InvokeOutput, type LambdaConfig } from "@lambda4fetch/lambda4fetch";

/** Starts the day's report; a second call on the same day finds the first one's execution. */
export function startReport(config: LambdaConfig, now: Date): Promise<InvokeOutput> {
  const day = now.toISOString().slice(0, "2026-11-27".length);
  return invoke(config, {
    // A durable function is called by a version or an alias.
    FunctionName: "report:live",
    InvocationType: "Event",
    DurableExecutionName: `report-${day}`,
    Payload: { day },
  });
}
