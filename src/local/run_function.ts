import { encodeText } from "../base/encoding.ts";
import { callHandler } from "./call_handler.ts";
import { Execution, type ExecutionHost } from "./execution.ts";
import { bufferResult } from "./function_result.ts";
import type { Target } from "./function_registry.ts";
import { type InvocationRecord, parseEvent } from "./invocation.ts";

/** What running to the end needs. */
export interface RunHost extends ExecutionHost {
  readonly limits: { readonly response: number };
}

/** A function that has run to its end, well or not. */
export interface CompletedRun {
  /** The answer, or the error document. */
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly functionError: "Unhandled" | undefined;
  readonly executedVersion: string;
  /** The end of the log, in base64. */
  readonly logResult: string;
}

/** Runs a function to its end and keeps its whole answer; never rejects. */
export async function runFunction(
  host: RunHost,
  target: Target,
  invocation: InvocationRecord,
  body: Uint8Array<ArrayBuffer>,
): Promise<CompletedRun> {
  const execution = startExecution(host, target, invocation);
  const { handler } = target.definition;
  const executedVersion = target.version;
  try {
    // Parsed anew for each run: a function may change its event.
    const payload = await execution.run(async () => {
      const value = await callHandler(handler, parseEvent(body), execution);
      return await bufferResult(value, host.limits.response, execution.context.signal);
    });
    execution.end();
    delete invocation.functionError;
    return { payload, functionError: undefined, executedVersion, logResult: execution.log.tail() };
  } catch (error) {
    const payload = encodeText(JSON.stringify(execution.fail(error)));
    invocation.functionError = "Unhandled";
    return { payload, functionError: "Unhandled", executedVersion, logResult: execution.log.tail() };
  }
}

/** Starts a run for an invocation, and counts it. */
export function startExecution(host: ExecutionHost, target: Target, invocation: InvocationRecord): Execution {
  invocation.runs++;
  return new Execution(target, invocation, host);
}
