import { encodeText } from "../base/encoding.ts";
import { Concurrency } from "./concurrency.ts";
import type { DestinationRecord, LocalDelivery } from "./destination_record.ts";
import { DurableCallbacks } from "./durable_callbacks.ts";
import { DurableExecutions } from "./durable_executions.ts";
import { EventInvokeConfigs } from "./event_invoke_configs.ts";
import { EventQueue } from "./event_queue.ts";
import { FaultQueue } from "./faults.ts";
import { FunctionRegistry, type LocalFunctions } from "./function_registry.ts";
import type { InvocationRecord, LocalInvocation } from "./invocation.ts";
import { DEFAULT_LIMITS, type LocalLambdaOptions, type LocalLimits } from "./options.ts";
import { RecursionConfigs } from "./recursion_configs.ts";
import { runFunction } from "./run_function.ts";
import { continueTrace } from "./trace_id.ts";

/** A request whose signature is good, on its way to its operation. */
export interface Call {
  readonly requestId: string;
  /** The path's label: a function name, or a callback's id. */
  readonly label: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Gives what aborts when the caller has gone. Only where it is needed: Deno warns whoever looks at a request's. */
  readonly signal: () => AbortSignal | undefined;
}

/** The parts of a local Lambda, put together. */
export class Host {
  readonly now: () => Date;
  readonly limits: LocalLimits;
  readonly registry: FunctionRegistry;
  readonly callbacks: DurableCallbacks = new DurableCallbacks();
  readonly concurrency: Concurrency = new Concurrency();
  readonly faults: FaultQueue = new FaultQueue();
  readonly queue: EventQueue;
  readonly eventInvokeConfigs: EventInvokeConfigs;
  readonly recursionConfigs: RecursionConfigs;
  readonly durableExecutions: DurableExecutions;
  readonly invocations: LocalInvocation[] = [];
  readonly deliveries: LocalDelivery[] = [];
  readonly #options: LocalLambdaOptions;
  readonly #background = new Set<Promise<void>>();

  constructor(
    functions: LocalFunctions,
    options: LocalLambdaOptions & { readonly region: string; readonly now: () => Date },
  ) {
    const { region, accountId = "123456789012", now, limits, retryDelay = 10 } = options;
    this.#options = options;
    this.now = now;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.registry = new FunctionRegistry(functions, { region, accountId });
    this.queue = new EventQueue(this, retryDelay, (...delivery) => this.#deliver(...delivery));
    this.eventInvokeConfigs = new EventInvokeConfigs(this.registry, now);
    this.recursionConfigs = new RecursionConfigs(this.registry);
    this.durableExecutions = new DurableExecutions(this.registry, now);
  }

  /** Keeps a new invocation; what it returns is to be called once, when the invocation is through. */
  received(invocation: InvocationRecord): () => void {
    const start = this.now().getTime();
    this.invocations.push(invocation);
    return () => {
      invocation.duration = this.now().getTime() - start;
      this.#options.onInvocation?.(invocation);
    };
  }

  /** Keeps what goes on though nobody waits for its answer any more. */
  background(work: Promise<void>): void {
    const done = work.finally(() => this.#background.delete(done));
    this.#background.add(done);
  }

  /** Waits until nothing goes on that nobody waits for: events, and functions that run on after their answer. */
  async drain(): Promise<void> {
    await this.queue.drain();
    while (this.#background.size > 0) {
      await Promise.all(this.#background);
      await this.queue.drain();
    }
  }

  async #deliver(destination: string, record: DestinationRecord, chain: readonly string[]): Promise<void> {
    const delivery: { -readonly [member in keyof LocalDelivery]: LocalDelivery[member] } = { destination, record };
    this.deliveries.push(delivery);
    try {
      if (/^arn:[^:]+:lambda:/.test(destination)) this.#invoke(destination, record, chain);
      else await this.#options.destinations?.[destination]?.(record);
    } catch (error) {
      delivery.error = error;
    }
  }

  /** A function that is a destination is invoked as by an `Event`. */
  #invoke(functionArn: string, record: DestinationRecord, chain: readonly string[]): void {
    const target = this.registry.find(functionArn);
    // That it was stopped in a loop has been told already.
    if (this.recursionConfigs.runsLeft(target.name, chain) < 0) return;
    const body = encodeText(JSON.stringify(record));
    const invocation: InvocationRecord = {
      operation: "Invoke",
      requestId: crypto.randomUUID(),
      functionName: target.name,
      ...(target.qualifier !== undefined && { qualifier: target.qualifier }),
      invocationType: "Event",
      event: JSON.parse(JSON.stringify(record)),
      traceId: continueTrace(null, this.now()),
      runs: 0,
    };
    const through = this.received(invocation);
    this.queue.accept({ target, invocation, chain, through, run: () => runFunction(this, target, invocation, body) });
  }
}
