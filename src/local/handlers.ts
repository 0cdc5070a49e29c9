import {
  DELETE_FUNCTION_EVENT_INVOKE_CONFIG,
  GET_DURABLE_EXECUTION,
  GET_DURABLE_EXECUTION_HISTORY,
  GET_FUNCTION_EVENT_INVOKE_CONFIG,
  GET_FUNCTION_RECURSION_CONFIG,
  INVOKE,
  INVOKE_ASYNC,
  INVOKE_WITH_RESPONSE_STREAM,
  LIST_DURABLE_EXECUTIONS_BY_FUNCTION,
  LIST_FUNCTION_EVENT_INVOKE_CONFIGS,
  type Operation,
  PUT_FUNCTION_EVENT_INVOKE_CONFIG,
  PUT_FUNCTION_RECURSION_CONFIG,
  SEND_DURABLE_EXECUTION_CALLBACK_FAILURE,
  SEND_DURABLE_EXECUTION_CALLBACK_HEARTBEAT,
  SEND_DURABLE_EXECUTION_CALLBACK_SUCCESS,
  STOP_DURABLE_EXECUTION,
  UPDATE_FUNCTION_EVENT_INVOKE_CONFIG,
} from "../protocol/operations.ts";
import type { Handler } from "./answer_request.ts";
import * as configure from "./configure_function.ts";
import * as durable from "./inspect_durable_executions.ts";
import { invoke, invokeAsync, invokeWithResponseStream } from "./invoke_function.ts";

/** What answers each operation. */
export function makeHandlers(): ReadonlyMap<Operation, Handler> {
  return new Map<Operation, Handler>([
    [INVOKE, invoke],
    [INVOKE_WITH_RESPONSE_STREAM, invokeWithResponseStream],
    [INVOKE_ASYNC, invokeAsync],
    [PUT_FUNCTION_EVENT_INVOKE_CONFIG, configure.putEventInvokeConfig],
    [UPDATE_FUNCTION_EVENT_INVOKE_CONFIG, configure.updateEventInvokeConfig],
    [GET_FUNCTION_EVENT_INVOKE_CONFIG, configure.getEventInvokeConfig],
    [DELETE_FUNCTION_EVENT_INVOKE_CONFIG, configure.deleteEventInvokeConfig],
    [LIST_FUNCTION_EVENT_INVOKE_CONFIGS, configure.listEventInvokeConfigs],
    [PUT_FUNCTION_RECURSION_CONFIG, configure.putRecursionConfig],
    [GET_FUNCTION_RECURSION_CONFIG, configure.getRecursionConfig],
    [GET_DURABLE_EXECUTION, durable.getDurableExecution],
    [GET_DURABLE_EXECUTION_HISTORY, durable.getDurableExecutionHistory],
    [LIST_DURABLE_EXECUTIONS_BY_FUNCTION, durable.listDurableExecutionsByFunction],
    [STOP_DURABLE_EXECUTION, durable.stopDurableExecution],
    [SEND_DURABLE_EXECUTION_CALLBACK_SUCCESS, configure.succeedCallback],
    [SEND_DURABLE_EXECUTION_CALLBACK_FAILURE, configure.failCallback],
    [SEND_DURABLE_EXECUTION_CALLBACK_HEARTBEAT, configure.keepCallback],
  ]);
}
