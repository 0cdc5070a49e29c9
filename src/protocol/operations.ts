/** Lambda's operations as data: where each member of an input and an output is found on the wire. */

import { ERROR_OBJECT, HISTORY_EVENT } from "./durable_execution_event.ts";

/** A type of member, or the members of an object in the order in which AWS writes them, or a list of such. */
export type Shape = "string" | "number" | "boolean" | "date" | { readonly [member: string]: Shape } | readonly [Shape];

/** A type of query parameter; a list is one parameter for each of its items. */
export type QueryShape = "string" | "number" | "boolean" | "date" | readonly ["string"];

/** One operation on the wire: a row of AWS's model. */
export interface Operation {
  /** AWS's name. */
  readonly name: string;
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** What stands before and behind the label in the path; the latter may be nothing. */
  readonly path: readonly [string, string];
  /** The member that is the path's label; `FunctionName` by default. */
  readonly label?: string;
  /** Query parameters, in the order of their names. */
  readonly query?: { readonly [member: string]: QueryShape };
  /** Members that go out as headers, in lower case. */
  readonly headers?: { readonly [member: string]: string };
  /** What the body is, where there may be one. */
  readonly type?: "application/octet-stream" | "application/json";
  /** The member that is the whole body; without it, what {@linkcode body} names is taken from the input itself. */
  readonly payload?: string;
  /** Members of the JSON body. */
  readonly body?: Shape;
  /** Members of the output that are headers of the answer. */
  readonly outputHeaders?: { readonly [member: string]: string };
  /** Members of the JSON answer. */
  readonly output?: Shape;
  /** Whether it runs a function; all others are idempotent. */
  readonly runs?: true;
}

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html} */
export const INVOKE: Operation = {
  name: "Invoke",
  method: "POST",
  path: ["/2015-03-31/functions/", "/invocations"],
  query: { Qualifier: "string" },
  headers: {
    ClientContext: "x-amz-client-context",
    DurableExecutionName: "x-amz-durable-execution-name",
    InvocationType: "x-amz-invocation-type",
    LogType: "x-amz-log-type",
    TenantId: "x-amz-tenant-id",
  },
  type: "application/octet-stream",
  outputHeaders: {
    FunctionError: "x-amz-function-error",
    LogResult: "x-amz-log-result",
    ExecutedVersion: "x-amz-executed-version",
    DurableExecutionArn: "x-amz-durable-execution-arn",
  },
  runs: true,
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html} */
export const INVOKE_WITH_RESPONSE_STREAM: Operation = {
  name: "InvokeWithResponseStream",
  method: "POST",
  path: ["/2021-11-15/functions/", "/response-streaming-invocations"],
  query: { Qualifier: "string" },
  headers: {
    ClientContext: "x-amz-client-context",
    InvocationType: "x-amz-invocation-type",
    LogType: "x-amz-log-type",
    TenantId: "x-amz-tenant-id",
  },
  type: "application/octet-stream",
  outputHeaders: { ExecutedVersion: "x-amz-executed-version", ResponseStreamContentType: "content-type" },
  runs: true,
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_InvokeAsync.html} */
export const INVOKE_ASYNC: Operation = {
  name: "InvokeAsync",
  method: "POST",
  path: ["/2014-11-13/functions/", "/invoke-async"],
  type: "application/octet-stream",
  payload: "InvokeArgs",
  runs: true,
};

const CONFIG_PATH = ["/2019-09-25/functions/", "/event-invoke-config"] as const;

const DESTINATION_CONFIG = { OnSuccess: { Destination: "string" }, OnFailure: { Destination: "string" } } as const;

const EVENT_INVOKE_CONFIG = {
  LastModified: "date",
  FunctionArn: "string",
  MaximumRetryAttempts: "number",
  MaximumEventAgeInSeconds: "number",
  DestinationConfig: DESTINATION_CONFIG,
} as const;

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html} */
export const PUT_FUNCTION_EVENT_INVOKE_CONFIG: Operation = {
  name: "PutFunctionEventInvokeConfig",
  method: "PUT",
  path: CONFIG_PATH,
  query: { Qualifier: "string" },
  type: "application/json",
  body: { MaximumRetryAttempts: "number", MaximumEventAgeInSeconds: "number", DestinationConfig: DESTINATION_CONFIG },
  output: EVENT_INVOKE_CONFIG,
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html} */
export const UPDATE_FUNCTION_EVENT_INVOKE_CONFIG: Operation = {
  name: "UpdateFunctionEventInvokeConfig",
  method: "POST",
  path: CONFIG_PATH,
  query: { Qualifier: "string" },
  type: "application/json",
  body: { MaximumRetryAttempts: "number", MaximumEventAgeInSeconds: "number", DestinationConfig: DESTINATION_CONFIG },
  output: EVENT_INVOKE_CONFIG,
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html} */
export const GET_FUNCTION_EVENT_INVOKE_CONFIG: Operation = {
  name: "GetFunctionEventInvokeConfig",
  method: "GET",
  path: CONFIG_PATH,
  query: { Qualifier: "string" },
  output: EVENT_INVOKE_CONFIG,
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html} */
export const DELETE_FUNCTION_EVENT_INVOKE_CONFIG: Operation = {
  name: "DeleteFunctionEventInvokeConfig",
  method: "DELETE",
  path: CONFIG_PATH,
  query: { Qualifier: "string" },
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html} */
export const LIST_FUNCTION_EVENT_INVOKE_CONFIGS: Operation = {
  name: "ListFunctionEventInvokeConfigs",
  method: "GET",
  path: ["/2019-09-25/functions/", "/event-invoke-config/list"],
  query: { Marker: "string", MaxItems: "number" },
  output: { FunctionEventInvokeConfigs: [EVENT_INVOKE_CONFIG], NextMarker: "string" },
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html} */
export const PUT_FUNCTION_RECURSION_CONFIG: Operation = {
  name: "PutFunctionRecursionConfig",
  method: "PUT",
  path: ["/2024-08-31/functions/", "/recursion-config"],
  type: "application/json",
  body: { RecursiveLoop: "string" },
  output: { RecursiveLoop: "string" },
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html} */
export const GET_FUNCTION_RECURSION_CONFIG: Operation = {
  name: "GetFunctionRecursionConfig",
  method: "GET",
  path: ["/2024-08-31/functions/", "/recursion-config"],
  output: { RecursiveLoop: "string" },
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackSuccess.html} */
export const SEND_DURABLE_EXECUTION_CALLBACK_SUCCESS: Operation = {
  name: "SendDurableExecutionCallbackSuccess",
  method: "POST",
  path: ["/2025-12-01/durable-execution-callbacks/", "/succeed"],
  label: "CallbackId",
  type: "application/octet-stream",
  payload: "Result",
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackFailure.html} */
export const SEND_DURABLE_EXECUTION_CALLBACK_FAILURE: Operation = {
  name: "SendDurableExecutionCallbackFailure",
  method: "POST",
  path: ["/2025-12-01/durable-execution-callbacks/", "/fail"],
  label: "CallbackId",
  type: "application/json",
  body: ERROR_OBJECT,
  payload: "Error",
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_SendDurableExecutionCallbackHeartbeat.html} */
export const SEND_DURABLE_EXECUTION_CALLBACK_HEARTBEAT: Operation = {
  name: "SendDurableExecutionCallbackHeartbeat",
  method: "POST",
  path: ["/2025-12-01/durable-execution-callbacks/", "/heartbeat"],
  label: "CallbackId",
};

/** What is told of each execution in a list of them. */
const EXECUTION = {
  DurableExecutionArn: "string",
  DurableExecutionName: "string",
  FunctionArn: "string",
  Status: "string",
  StartTimestamp: "date",
  EndTimestamp: "date",
  KMSKeyArn: "string",
} as const;

const EXECUTIONS_PATH = "/2025-12-01/durable-executions/";

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetDurableExecution.html} */
export const GET_DURABLE_EXECUTION: Operation = {
  name: "GetDurableExecution",
  method: "GET",
  path: [EXECUTIONS_PATH, ""],
  label: "DurableExecutionArn",
  query: { IncludeExecutionData: "boolean" },
  output: {
    DurableExecutionArn: "string",
    DurableExecutionName: "string",
    FunctionArn: "string",
    StartTimestamp: "date",
    Status: "string",
    InputPayload: "string",
    Result: "string",
    Error: ERROR_OBJECT,
    EndTimestamp: "date",
    Version: "string",
    TraceHeader: { XAmznTraceId: "string" },
    ExecutionDataIncluded: "boolean",
    DurableConfig: { KMSKeyArn: "string", RetentionPeriodInDays: "number", ExecutionTimeout: "number" },
  },
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_GetDurableExecutionHistory.html} */
export const GET_DURABLE_EXECUTION_HISTORY: Operation = {
  name: "GetDurableExecutionHistory",
  method: "GET",
  path: [EXECUTIONS_PATH, "/history"],
  label: "DurableExecutionArn",
  query: { IncludeExecutionData: "boolean", Marker: "string", MaxItems: "number", ReverseOrder: "boolean" },
  output: { Events: [HISTORY_EVENT], NextMarker: "string" },
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_ListDurableExecutionsByFunction.html} */
export const LIST_DURABLE_EXECUTIONS_BY_FUNCTION: Operation = {
  name: "ListDurableExecutionsByFunction",
  method: "GET",
  path: ["/2025-12-01/functions/", "/durable-executions"],
  query: {
    DurableExecutionName: "string",
    Marker: "string",
    MaxItems: "number",
    Qualifier: "string",
    ReverseOrder: "boolean",
    StartedAfter: "date",
    StartedBefore: "date",
    Statuses: ["string"],
  },
  output: { DurableExecutions: [EXECUTION], NextMarker: "string" },
};

/** @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_StopDurableExecution.html} */
export const STOP_DURABLE_EXECUTION: Operation = {
  name: "StopDurableExecution",
  method: "POST",
  path: [EXECUTIONS_PATH, "/stop"],
  label: "DurableExecutionArn",
  type: "application/json",
  body: ERROR_OBJECT,
  payload: "Error",
  output: { StopTimestamp: "date" },
};
