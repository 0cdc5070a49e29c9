/**
 * How far a durable execution is.
 *
 * @category Durable functions
 */
export type DurableExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED";

/**
 * How far a durable execution is.
 *
 * @category Durable functions
 */
export const DurableExecutionStatus: {
  /** It runs, or waits for something. */
  readonly RUNNING: "RUNNING";
  /** The function has returned. */
  readonly SUCCEEDED: "SUCCEEDED";
  /** The function has failed for good. */
  readonly FAILED: "FAILED";
  /** It took longer than its function is configured to. */
  readonly TIMED_OUT: "TIMED_OUT";
  /** Somebody has stopped it. */
  readonly STOPPED: "STOPPED";
} = /* @__PURE__ */ Object.freeze({
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  TIMED_OUT: "TIMED_OUT",
  STOPPED: "STOPPED",
});

/**
 * A durable execution, as a list tells of it.
 *
 * @category Durable functions
 */
export interface DurableExecution {
  /** ARN of the execution. */
  readonly DurableExecutionArn: string;
  /** The name that it was started with, or one that Lambda gave it. */
  readonly DurableExecutionName: string;
  /** ARN of the function. */
  readonly FunctionArn: string;
  /** How far it is. */
  readonly Status: DurableExecutionStatus | (string & Record<never, never>);
  /** When it started. */
  readonly StartTimestamp: Date;
  /** When it ended; absent while it runs. */
  readonly EndTimestamp?: Date;
  /** ARN of the key that its payloads are encrypted with, where that is a customer's own. */
  readonly KMSKeyArn?: string;
}
