import { decodeText } from "../base/encoding.ts";
import type { InvocationRecord } from "./invocation.ts";
import type { CompletedRun } from "./run_function.ts";

/**
 * The record of a finished event, as Lambda sends it to a destination.
 *
 * @example See the record of a failed event
 * ```ts
 * import { invoke, putFunctionEventInvokeConfig } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config, deliveries, drain } = localLambda({
 *   charge: () => {
 *     throw new Error("Out of order");
 *   },
 * });
 * await putFunctionEventInvokeConfig(config, {
 *   FunctionName: "charge",
 *   MaximumRetryAttempts: 1,
 *   DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:123456789012:failed" } },
 * });
 * await invoke(config, { FunctionName: "charge", InvocationType: "Event" });
 * await drain();
 * assert.equal(deliveries[0]?.record.requestContext.condition, "RetriesExhausted");
 * assert.equal(deliveries[0]?.record.requestContext.approximateInvokeCount, 2);
 * ```
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html}
 * @category Records
 */
export interface DestinationRecord {
  /** Always `1.0`. */
  readonly version: string;
  /** When the record was made, in ISO 8601. */
  readonly timestamp: string;
  /** The invocation, and how it ended. */
  readonly requestContext: {
    /** The id of the invocation. */
    readonly requestId: string;
    /** ARN of the function, with version or alias. */
    readonly functionArn: string;
    /** How the event ended. */
    readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
    /** How often the function ran. */
    readonly approximateInvokeCount: number;
  };
  /** The event. */
  // deno-lint-ignore no-explicit-any
  readonly requestPayload: any;
  /** How the last run ended; absent if the function never ran. */
  readonly responseContext?: {
    /** 200 */
    readonly statusCode: number;
    /** The version that ran. */
    readonly executedVersion: string;
    /** `Unhandled` if it failed. */
    readonly functionError?: string;
  };
  /** The answer of the last run; absent if the function never ran. */
  // deno-lint-ignore no-explicit-any
  readonly responsePayload?: any;
}

/**
 * A record that was sent to a destination.
 *
 * @category Records
 */
export interface LocalDelivery {
  /** The destination's ARN. */
  readonly destination: string;
  /** The record. */
  readonly record: DestinationRecord;
  /** The error that the destination failed with, if any. */
  readonly error?: unknown;
}

/** Makes the record of an event that is through. */
export function makeRecord(
  functionArn: string,
  invocation: InvocationRecord,
  last: CompletedRun | undefined,
  now: Date,
): DestinationRecord {
  const { requestId, condition, runs, event } = invocation;
  return {
    version: "1.0",
    timestamp: now.toISOString(),
    requestContext: { requestId, functionArn, condition: condition!, approximateInvokeCount: runs },
    requestPayload: event,
    ...(last && {
      responseContext: {
        statusCode: 200,
        executedVersion: last.executedVersion,
        ...(last.functionError && { functionError: last.functionError }),
      },
      responsePayload: parse(decodeText(last.payload)),
    }),
  };
}

/** A function in another form than JSON stays text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
