import type { ErrorObject } from "./durable_callbacks.ts";

/**
 * The types of events in a history; AWS may add others.
 *
 * @category Durable functions
 */
export type DurableExecutionEventType =
  | "ExecutionStarted"
  | "ExecutionSucceeded"
  | "ExecutionFailed"
  | "ExecutionTimedOut"
  | "ExecutionStopped"
  | "ContextStarted"
  | "ContextSucceeded"
  | "ContextFailed"
  | "WaitStarted"
  | "WaitSucceeded"
  | "WaitCancelled"
  | "StepStarted"
  | "StepSucceeded"
  | "StepFailed"
  | "ChainedInvokeStarted"
  | "ChainedInvokeSucceeded"
  | "ChainedInvokeFailed"
  | "ChainedInvokeTimedOut"
  | "ChainedInvokeStopped"
  | "CallbackStarted"
  | "CallbackSucceeded"
  | "CallbackFailed"
  | "CallbackTimedOut"
  | "InvocationCompleted"
  | (string & Record<never, never>);

/**
 * A payload in an event.
 *
 * @category Durable functions
 */
export interface DurableEventPayload {
  /** The payload, as JSON text; absent if `IncludeExecutionData` is `false`. */
  readonly Payload?: string;
  /** Whether the payload was too large and has been truncated. */
  readonly Truncated?: boolean;
}

/**
 * An error in an event.
 *
 * @category Durable functions
 */
export interface DurableEventError {
  /** The error; absent if `IncludeExecutionData` is `false`. */
  readonly Payload?: ErrorObject;
  /** Whether the error was too large and has been truncated. */
  readonly Truncated?: boolean;
}

/**
 * Details of a success.
 *
 * @category Durable functions
 */
export interface DurableSuccessDetails {
  /** The result. */
  readonly Result: DurableEventPayload;
}

/**
 * Details of a failure.
 *
 * @category Durable functions
 */
export interface DurableFailureDetails {
  /** Why it failed. */
  readonly Error: DurableEventError;
}

/**
 * Details of an early end; it may have no reason.
 *
 * @category Durable functions
 */
export interface DurableInterruptionDetails {
  /** Why it ended. */
  readonly Error?: DurableEventError;
}

/**
 * How often a step was tried.
 *
 * @category Durable functions
 */
export interface DurableRetryDetails {
  /** Which attempt this was. */
  readonly CurrentAttempt?: number;
  /** Seconds until the next attempt. */
  readonly NextAttemptDelaySeconds?: number;
}

/**
 * One event in the history of a durable execution. `EventType` says which of the details are present.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Event.html}
 * @category Durable functions
 */
export interface DurableExecutionEvent {
  /** What happened. */
  readonly EventType?: DurableExecutionEventType;
  /** A finer distinction, such as `WaitForCallback`. */
  readonly SubType?: string;
  /** The event's number in the history, from 1. */
  readonly EventId?: number;
  /** The id of the operation that the event is about. */
  readonly Id?: string;
  /** The name that the function gave the operation. */
  readonly Name?: string;
  /** When it happened. */
  readonly EventTimestamp?: Date;
  /** The id of the operation around this one. */
  readonly ParentId?: string;
  /** Details of `ExecutionStarted`. */
  readonly ExecutionStartedDetails?: {
    /** The function's input. */
    readonly Input: DurableEventPayload;
    /** Seconds that the whole execution may take. */
    readonly ExecutionTimeout: number;
  };
  /** Details of `ExecutionSucceeded`. */
  readonly ExecutionSucceededDetails?: DurableSuccessDetails;
  /** Details of `ExecutionFailed`. */
  readonly ExecutionFailedDetails?: DurableFailureDetails;
  /** Details of `ExecutionTimedOut`. */
  readonly ExecutionTimedOutDetails?: DurableInterruptionDetails;
  /** Details of `ExecutionStopped`. */
  readonly ExecutionStoppedDetails?: DurableFailureDetails;
  /** Details of `ContextStarted`. */
  readonly ContextStartedDetails?: Record<never, never>;
  /** Details of `ContextSucceeded`. */
  readonly ContextSucceededDetails?: DurableSuccessDetails;
  /** Details of `ContextFailed`. */
  readonly ContextFailedDetails?: DurableFailureDetails;
  /** Details of `WaitStarted`. */
  readonly WaitStartedDetails?: {
    /** Seconds to wait. */
    readonly Duration: number;
    /** When the wait will end. */
    readonly ScheduledEndTimestamp: Date;
  };
  /** Details of `WaitSucceeded`. */
  readonly WaitSucceededDetails?: {
    /** Seconds waited. */
    readonly Duration?: number;
  };
  /** Details of `WaitCancelled`. */
  readonly WaitCancelledDetails?: DurableInterruptionDetails;
  /** Details of `StepStarted`. */
  readonly StepStartedDetails?: Record<never, never>;
  /** Details of `StepSucceeded`. */
  readonly StepSucceededDetails?: DurableSuccessDetails & { readonly RetryDetails: DurableRetryDetails };
  /** Details of `StepFailed`. */
  readonly StepFailedDetails?: DurableFailureDetails & { readonly RetryDetails: DurableRetryDetails };
  /** Details of `ChainedInvokeStarted`. */
  readonly ChainedInvokeStartedDetails?: {
    /** The function that is invoked. */
    readonly FunctionName: string;
    /** The tenant that it is invoked for. */
    readonly TenantId?: string;
    /** Its input. */
    readonly Input?: DurableEventPayload;
    /** The version that runs. */
    readonly ExecutedVersion?: string;
    /** ARN of its own execution, if it is a durable function too. */
    readonly DurableExecutionArn?: string;
  };
  /** Details of `ChainedInvokeSucceeded`. */
  readonly ChainedInvokeSucceededDetails?: DurableSuccessDetails;
  /** Details of `ChainedInvokeFailed`. */
  readonly ChainedInvokeFailedDetails?: DurableFailureDetails;
  /** Details of `ChainedInvokeTimedOut`. */
  readonly ChainedInvokeTimedOutDetails?: DurableFailureDetails;
  /** Details of `ChainedInvokeStopped`. */
  readonly ChainedInvokeStoppedDetails?: DurableFailureDetails;
  /** Details of `CallbackStarted`. */
  readonly CallbackStartedDetails?: {
    /** The id to complete the callback with: see `sendDurableExecutionCallbackSuccess`. */
    readonly CallbackId: string;
    /** Seconds within which a heartbeat must arrive. */
    readonly HeartbeatTimeout?: number;
    /** Seconds within which it must be completed. */
    readonly Timeout?: number;
  };
  /** Details of `CallbackSucceeded`. */
  readonly CallbackSucceededDetails?: DurableSuccessDetails;
  /** Details of `CallbackFailed`. */
  readonly CallbackFailedDetails?: DurableFailureDetails;
  /** Details of `CallbackTimedOut`. */
  readonly CallbackTimedOutDetails?: DurableFailureDetails;
  /** Details of `InvocationCompleted`: one run of the function, of which a long execution has several. */
  readonly InvocationCompletedDetails?: {
    /** When the run began. */
    readonly StartTimestamp: Date;
    /** When the run ended. */
    readonly EndTimestamp: Date;
    /** The id of the invocation. */
    readonly RequestId: string;
    /** Why the run failed, if it did. */
    readonly Error?: DurableEventError;
  };
}
