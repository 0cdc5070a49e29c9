import type { CallbackObserver, DurableCallbacks } from "./durable_callbacks.ts";
import { describeError, type ErrorDocument, LambdaFailure } from "./error_document.ts";
import { ExecutionLog } from "./execution_log.ts";
import type { StreamingContext } from "./function_context.ts";
import type { Target } from "./function_registry.ts";

/** What a run is told of the invocation that it is for. */
export interface ExecutionRequest {
  readonly requestId: string;
  readonly traceId: string;
  readonly clientContext?: unknown;
  readonly tenantId?: string | undefined;
  /** Is set when the run has ended. */
  logs?: string;
}

/** What all runs share. */
export interface ExecutionHost {
  readonly now: () => Date;
  readonly callbacks: DurableCallbacks;
  /** Tells which of the durable executions a request runs, if it runs one. */
  readonly durableExecutions: { of(request: ExecutionRequest): DurableRun | undefined };
}

/** What a run of a durable execution has beside itself. */
interface DurableRun extends CallbackObserver {
  /** Is told how the run can be stopped. */
  onStop(stop: (reason: LambdaFailure) => void): void;
}

/** What a function is told of its time where no limit was set. Nobody is stopped by it, least of all at a breakpoint. */
const LONGEST_TIMEOUT = 900_000;

/** Memory of a function that is created without a word on it, in MB. */
const DEFAULT_MEMORY = 128;

/** One run of a function: its context, its log, its time. */
export class Execution {
  readonly context: StreamingContext;
  readonly log: ExecutionLog;
  readonly #target: Target;
  readonly #request: ExecutionRequest;
  readonly #now: () => Date;
  readonly #start: Date;
  readonly #controller = new AbortController();
  readonly #callbacks: DurableCallbacks;
  /** Ids of the callbacks that the function has opened. */
  readonly #callbackIds: string[] = [];
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why it was stopped before its end. */
  #stopped: LambdaFailure | undefined;
  /** Reject what is waited for now. */
  readonly #interrupts = new Set<(reason: LambdaFailure) => void>();

  constructor(target: Target, request: ExecutionRequest, { now, callbacks, durableExecutions }: ExecutionHost) {
    const { timeout } = target.definition;
    const durable = durableExecutions.of(request);
    this.#target = target;
    this.#request = request;
    this.#now = now;
    this.#start = now();
    this.log = new ExecutionLog(request.requestId, target.version, now);
    if (timeout !== undefined) this.#timer = setTimeout(() => this.#timeOut(timeout), timeout);
    durable?.onStop((reason) => this.#stop(reason));
    this.#callbacks = callbacks;
    const createCallback: StreamingContext["createCallback"] = (options) => {
      const callback = callbacks.create(options, durable);
      this.#callbackIds.push(callback.callbackId);
      return callback;
    };
    this.context = this.#makeContext(request, Date.now() + (timeout ?? LONGEST_TIMEOUT), createCallback);
  }

  /** Waits for a part of the run; rejects when the time is up. */
  async run<T>(work: () => Promise<T> | T): Promise<T> {
    if (this.#stopped) throw this.#stopped;
    let interrupt = (_reason: LambdaFailure) => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        // Not Promise.race: it would hold on to each chunk of a stream until the time is up.
        interrupt = reject;
        this.#interrupts.add(interrupt);
        (async () => await work())().then(resolve, reject);
      });
    } finally {
      this.#interrupts.delete(interrupt);
    }
  }

  /** Tells the function that nobody wants its answer any more. */
  cancel(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Ends the run well. */
  end(): void {
    clearTimeout(this.#timer);
    this.log.end(this.#now().getTime() - this.#start.getTime(), this.#memorySize);
    this.#request.logs = this.log.text;
  }

  /** Ends the run, and says what its caller is told. */
  fail(error: unknown): ErrorDocument {
    const document = this.logFailure(error);
    this.end();
    return document;
  }

  /** Writes a failure to the log. */
  logFailure(error: unknown): ErrorDocument {
    const document = describeError(error);
    const isTimeOut = error === this.#stopped && document.errorType === "Sandbox.Timedout";
    if (isTimeOut) this.log.timedOut(document.errorMessage.replace(/^RequestId: (\S+) Error:/, "$1"));
    else this.log.error(document);
    return document;
  }

  get #memorySize(): number {
    return this.#target.definition.memorySize ?? DEFAULT_MEMORY;
  }

  #timeOut(timeout: number): void {
    const message = `RequestId: ${this.#request.requestId} Error: Task timed out after ${
      (timeout / 1_000).toFixed(2)
    } seconds`;
    this.#stop(new LambdaFailure("Sandbox.Timedout", message));
  }

  #stop(reason: LambdaFailure): void {
    this.#stopped = reason;
    for (const interrupt of this.#interrupts) interrupt(reason);
    this.#controller.abort(reason);
    for (const callbackId of this.#callbackIds) this.#callbacks.abandon(callbackId);
  }

  #makeContext(
    request: ExecutionRequest,
    deadline: number,
    createCallback: StreamingContext["createCallback"],
  ): StreamingContext {
    const { name, version, arn } = this.#target;
    const { clientContext, tenantId, traceId } = request;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionName: name,
      functionVersion: version,
      invokedFunctionArn: arn,
      memoryLimitInMB: String(this.#memorySize),
      awsRequestId: request.requestId,
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: `${this.#start.toISOString().slice(0, 10).replaceAll("-", "/")}/[${version}]${name}`,
      ...(clientContext !== undefined && { clientContext }),
      ...(tenantId !== undefined && { tenantId }),
      traceId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      log: (...values) => this.log.info(...values),
      signal: this.#controller.signal,
      createCallback,
    };
  }
}
