import type { Concurrency } from "./concurrency.ts";
import type { DurableExecutions } from "./durable_executions.ts";
import type { EventInvokeConfigs } from "./event_invoke_configs.ts";
import type { EventQueue } from "./event_queue.ts";
import type { ExecutionHost } from "./execution.ts";
import type { FaultQueue } from "./faults.ts";
import type { FunctionRegistry } from "./function_registry.ts";
import type { InvocationRecord } from "./invocation.ts";
import type { RecursionConfigs } from "./recursion_configs.ts";

/** Bytes that a local Lambda takes and gives; AWS's own numbers unless said. */
export interface LocalLimits {
  /**
   * A payload whose answer is waited for.
   *
   * @default {6291456}
   */
  readonly request: number;
  /**
   * The payload of an `Event`.
   *
   * @default {1048576}
   */
  readonly event: number;
  /**
   * The payload of an `InvokeAsync`.
   *
   * @default {262144}
   */
  readonly invokeArgs: number;
  /**
   * An answer that is not streamed.
   *
   * @default {6291556}
   */
  readonly response: number;
  /**
   * An answer that is streamed.
   *
   * @default {209715200}
   */
  readonly stream: number;
}

/** What a local Lambda is made of: what all its operations work with. */
export interface Host extends ExecutionHost {
  readonly registry: FunctionRegistry;
  readonly limits: LocalLimits;
  readonly concurrency: Concurrency;
  readonly faults: FaultQueue;
  readonly queue: EventQueue;
  readonly eventInvokeConfigs: EventInvokeConfigs;
  readonly recursionConfigs: RecursionConfigs;
  readonly durableExecutions: DurableExecutions;
  /** Keeps a new invocation; what it returns is called once when the invocation is through. */
  received(invocation: InvocationRecord): () => void;
}

/** A request whose signature is good, on its way to its operation. */
export interface Call {
  readonly requestId: string;
  /** The path's label: a function name, or a callback's id. */
  readonly label: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal | undefined;
}
