/**
 * The events of a durable execution's history as AWS's model has them: for each kind, the details that come with it.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Event.html}
 * @module
 */

/** Why something failed, as durable functions tell it. */
export const ERROR_OBJECT = {
  ErrorMessage: "string",
  ErrorType: "string",
  ErrorData: "string",
  StackTrace: ["string"],
} as const;

const PAYLOAD = { Payload: "string", Truncated: "boolean" } as const;

const FAILURE = { Payload: ERROR_OBJECT, Truncated: "boolean" } as const;

const RETRY_DETAILS = { CurrentAttempt: "number", NextAttemptDelaySeconds: "number" } as const;

const RESULT = { Result: PAYLOAD } as const;

const ERROR = { Error: FAILURE } as const;

/** One event. */
export const HISTORY_EVENT = {
  EventType: "string",
  SubType: "string",
  EventId: "number",
  Id: "string",
  Name: "string",
  EventTimestamp: "date",
  ParentId: "string",
  ExecutionStartedDetails: { Input: PAYLOAD, ExecutionTimeout: "number" },
  ExecutionSucceededDetails: RESULT,
  ExecutionFailedDetails: ERROR,
  ExecutionTimedOutDetails: ERROR,
  ExecutionStoppedDetails: ERROR,
  ContextStartedDetails: {},
  ContextSucceededDetails: RESULT,
  ContextFailedDetails: ERROR,
  WaitStartedDetails: { Duration: "number", ScheduledEndTimestamp: "date" },
  WaitSucceededDetails: { Duration: "number" },
  WaitCancelledDetails: ERROR,
  StepStartedDetails: {},
  StepSucceededDetails: { Result: PAYLOAD, RetryDetails: RETRY_DETAILS },
  StepFailedDetails: { Error: FAILURE, RetryDetails: RETRY_DETAILS },
  ChainedInvokeStartedDetails: {
    FunctionName: "string",
    TenantId: "string",
    Input: PAYLOAD,
    ExecutedVersion: "string",
    DurableExecutionArn: "string",
  },
  ChainedInvokeSucceededDetails: RESULT,
  ChainedInvokeFailedDetails: ERROR,
  ChainedInvokeTimedOutDetails: ERROR,
  ChainedInvokeStoppedDetails: ERROR,
  CallbackStartedDetails: { CallbackId: "string", HeartbeatTimeout: "number", Timeout: "number" },
  CallbackSucceededDetails: RESULT,
  CallbackFailedDetails: ERROR,
  CallbackTimedOutDetails: ERROR,
  InvocationCompletedDetails: { StartTimestamp: "date", EndTimestamp: "date", RequestId: "string", Error: FAILURE },
} as const;
