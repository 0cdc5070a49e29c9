import { decodeText } from "../base/encoding.ts";
import type { InvocationRecord } from "./invocation.ts";
import type { CompletedRun } from "./run_function.ts";

/**
 * What Lambda tells a destination of an event that is through.
 *
 * @example Learn of an event that failed
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
  /** `1.0` */
  readonly version: string;
  /** When it was made, in ISO 8601. */
  readonly timestamp: string;
  /** Which event it is about, and what became of it. */
  readonly requestContext: {
    /** The id of the invocation. */
    readonly requestId: string;
    /** The function, with version or alias. */
    readonly functionArn: string;
    /** What became of the event. */
    readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
    /** How often the function ran. */
    readonly approximateInvokeCount: number;
  };
  /** The event. */
  // deno-lint-ignore no-explicit-any
  readonly requestPayload: any;
  /** How the last run went; absent where there was none. */
  readonly responseContext?: {
    /** 200 */
    readonly statusCode: number;
    /** The version that ran. */
    readonly executedVersion: string;
    /** `Unhandled` where it failed. */
    readonly functionError?: string;
  };
  /** What the last run answered; absent where there was none. */
  // deno-lint-ignore no-explicit-any
  readonly responsePayload?: any;
}

/**
 * A record that went to a destination.
 *
 * @category Records
 */
export interface LocalDelivery {
  /** The destination's ARN. */
  readonly destination: string;
  /** What it was told. */
  readonly record: DestinationRecord;
  /** What the destination failed with, if it did. */
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
