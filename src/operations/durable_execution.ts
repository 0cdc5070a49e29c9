/**
 * The status of a durable execution.
 *
 * @category Durable functions
 */
export type DurableExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED";

/**
 * The status of a durable execution.
 *
 * @category Durable functions
 */
export const DurableExecutionStatus: {
  /** It is running, or waiting for something. */
  readonly RUNNING: "RUNNING";
  /** The function has returned. */
  readonly SUCCEEDED: "SUCCEEDED";
  /** The function has failed, and is not retried. */
  readonly FAILED: "FAILED";
  /** It took longer than the function's execution timeout. */
  readonly TIMED_OUT: "TIMED_OUT";
  /** It was stopped. */
  readonly STOPPED: "STOPPED";
} = /* @__PURE__ */ Object.freeze({
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  TIMED_OUT: "TIMED_OUT",
  STOPPED: "STOPPED",
});

/**
 * A durable execution, as it appears in a list.
 *
 * @category Durable functions
 */
export interface DurableExecution {
  /** ARN of the execution. */
  readonly DurableExecutionArn: string;
  /** The name that it was started with, or one that Lambda chose. */
  readonly DurableExecutionName: string;
  /** ARN of the function. */
  readonly FunctionArn: string;
  /** Its status. */
  readonly Status: DurableExecutionStatus | (string & Record<never, never>);
  /** When it started. */
  readonly StartTimestamp: Date;
  /** When it ended; absent while it runs. */
  readonly EndTimestamp?: Date;
  /** ARN of the KMS key that its payloads are encrypted with, if that is a customer managed key. */
  readonly KMSKeyArn?: string;
}
