import { decodeText, encodeText } from "../base/encoding.ts";
import type { CallbackObserver } from "./durable_callbacks.ts";
import { DurableHistory, epochSeconds, type ErrorObject, type EventDetails } from "./durable_history.ts";
import { type ErrorDocument, LambdaFailure } from "./error_document.ts";
import type { CompletedRun } from "./run_function.ts";

/** How far an execution is. */
export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED";

/** What an execution is made with. */
export interface DurableExecutionInit {
  readonly arn: string;
  readonly name: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly version: string;
  readonly traceId: string;
  /** The payload, as text. */
  readonly input: string;
  /** Tells one payload from another. */
  readonly payloadHash: string;
  /** Seconds that it may take. */
  readonly executionTimeout: number;
}

/** How an execution ended. */
interface Ending {
  readonly status: Exclude<ExecutionStatus, "RUNNING">;
  readonly at: Date;
  readonly result?: string;
  readonly error?: ErrorObject;
}

/** The event that tells of each ending. */
const LAST_EVENT: Readonly<Record<Ending["status"], string>> = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  STOPPED: "ExecutionStopped",
};

/** An execution of a durable function: it runs once, however often it is asked for. */
export class DurableExecution implements CallbackObserver {
  readonly init: DurableExecutionInit;
  readonly startedAt: Date;
  readonly history: DurableHistory = new DurableHistory();
  readonly #now: () => Date;
  readonly #id = crypto.randomUUID();
  #ending: Ending | undefined;
  #completed: Promise<CompletedRun> | undefined;
  /** Stops the function, where it runs. */
  #interrupt: ((reason: LambdaFailure) => void) | undefined;

  constructor(init: DurableExecutionInit, now: () => Date) {
    this.init = init;
    this.#now = now;
    this.startedAt = now();
    const { input, executionTimeout } = init;
    this.#note("ExecutionStarted", { Input: { Payload: input }, ExecutionTimeout: executionTimeout });
  }

  /** How far it is. */
  get status(): ExecutionStatus {
    return this.#ending?.status ?? "RUNNING";
  }

  /** Runs the function unless it has been run already, and gives what came of it. */
  run(requestId: string, run: () => Promise<CompletedRun>): Promise<CompletedRun> {
    return this.#completed ??= this.#ending ? Promise.resolve(this.#neverRan()) : this.#runOnce(requestId, run);
  }

  /** Says how the function can be stopped, once it runs. */
  onStop(interrupt: (reason: LambdaFailure) => void): void {
    this.#interrupt = interrupt;
  }

  /** Stops it, unless it has ended; gives the date of its end. */
  stop(error: ErrorObject): Date {
    if (this.#ending) return this.#ending.at;
    const at = this.#now();
    this.#end({ status: "STOPPED", at, error });
    this.#interrupt?.(new LambdaFailure(error.ErrorType ?? "Error", error.ErrorMessage ?? ""));
    return at;
  }

  callbackEvent(type: string, callbackId: string, details: EventDetails): void {
    if (!this.#ending) this.history.add(type, this.#now(), { Id: callbackId, SubType: "Callback" }, details);
  }

  /** What is told of it in a list. */
  summary(): object {
    const { arn, name, functionArn } = this.init;
    return {
      DurableExecutionArn: arn,
      DurableExecutionName: name,
      FunctionArn: functionArn,
      Status: this.status,
      StartTimestamp: epochSeconds(this.startedAt),
      ...(this.#ending && { EndTimestamp: epochSeconds(this.#ending.at) }),
    };
  }

  /** What is told of it alone. */
  describe(withData: boolean): object {
    const { input, version, traceId, executionTimeout } = this.init;
    const { result, error } = this.#ending ?? {};
    return {
      ...this.summary(),
      ...(withData && { InputPayload: input }),
      ...(withData && result !== undefined && { Result: result }),
      ...(withData && error && { Error: error }),
      Version: version,
      TraceHeader: { XAmznTraceId: traceId },
      ExecutionDataIncluded: withData,
      DurableConfig: { ExecutionTimeout: executionTimeout },
    };
  }

  async #runOnce(requestId: string, run: () => Promise<CompletedRun>): Promise<CompletedRun> {
    const startedAt = this.#now();
    const completed = await run();
    if (this.#ending) return completed; // stopped meanwhile
    const at = this.#now();
    const text = decodeText(completed.payload);
    const error = completed.functionError && toErrorObject(JSON.parse(text));
    this.#note("InvocationCompleted", {
      StartTimestamp: epochSeconds(startedAt),
      EndTimestamp: epochSeconds(at),
      RequestId: requestId,
      ...(error && { Error: { Payload: error } }),
    });
    const isTimeOut = error && error.ErrorType === "Sandbox.Timedout";
    this.#end(
      error ? { status: isTimeOut ? "TIMED_OUT" : "FAILED", at, error } : { status: "SUCCEEDED", at, result: text },
    );
    return completed;
  }

  #end(ending: Ending): void {
    this.#ending = ending;
    const { status, result, error } = ending;
    this.#note(LAST_EVENT[status], {
      ...(result !== undefined && { Result: { Payload: result } }),
      ...(error && { Error: { Payload: error } }),
    });
  }

  #note(type: string, details: EventDetails): void {
    const isRun = type === "InvocationCompleted";
    this.history.add(type, this.#now(), isRun ? {} : { Id: this.#id }, details);
  }

  /** The answer of an execution that was stopped before its function ran. */
  #neverRan(): CompletedRun {
    const { ErrorType: errorType = "Error", ErrorMessage: errorMessage = "" } = this.#ending?.error ?? {};
    return {
      payload: encodeText(JSON.stringify({ errorType, errorMessage })),
      functionError: "Unhandled",
      executedVersion: this.init.version,
      logResult: "",
    };
  }
}

function toErrorObject({ errorType, errorMessage, trace }: ErrorDocument): ErrorObject {
  return { ErrorMessage: errorMessage, ErrorType: errorType, ...(trace && { StackTrace: trace }) };
}
