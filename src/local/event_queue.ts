import { type DestinationRecord, makeRecord } from "./destination_record.ts";
import type { EventInvokeConfigs } from "./event_invoke_configs.ts";
import type { Concurrency } from "./concurrency.ts";
import type { FunctionRegistry, Target } from "./function_registry.ts";
import type { RecursionConfigs } from "./recursion_configs.ts";
import type { InvocationRecord } from "./invocation.ts";
import type { CompletedRun } from "./run_function.ts";

/** An event that has been accepted, and so will not be lost. */
export interface QueuedEvent {
  readonly target: Target;
  readonly invocation: InvocationRecord;
  /** Names of the functions whose records led to it. */
  readonly chain: readonly string[];
  /** Runs the function once. */
  readonly run: () => Promise<CompletedRun>;
  /** Called when the event is through. */
  readonly through: () => void;
}

/** AWS's, where nothing is configured. */
const DEFAULT_RETRIES = 2;
const LONGEST_AGE_SECONDS = 21_600;

/** Hands a record to a destination, with the names of the functions that led to it. */
type Deliver = (destination: string, record: DestinationRecord, chain: readonly string[]) => Promise<void>;

/** What decides how an event is treated. */
interface QueueHost {
  readonly now: () => Date;
  readonly registry: FunctionRegistry;
  readonly concurrency: Concurrency;
  readonly eventInvokeConfigs: EventInvokeConfigs;
  readonly recursionConfigs: RecursionConfigs;
}

/** What an event ended with. */
interface Ending {
  readonly condition: NonNullable<InvocationRecord["condition"]>;
  readonly last: CompletedRun | undefined;
}

/** The queue behind `Event` invocations: retries, age, destinations. */
export class EventQueue {
  readonly #host: QueueHost;
  readonly #retryDelay: number;
  readonly #deliver: Deliver;
  readonly #pending = new Set<Promise<void>>();

  constructor(host: QueueHost, retryDelay: number, deliver: Deliver) {
    this.#host = host;
    this.#retryDelay = retryDelay;
    this.#deliver = deliver;
  }

  /** Takes an event on. */
  accept(event: QueuedEvent): void {
    const done = this.#process(event).finally(() => this.#pending.delete(done));
    this.#pending.add(done);
  }

  /** Waits until there is no event left, with all that came of them. */
  async drain(): Promise<void> {
    // A record that is delivered to a function is a new event.
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async #process(event: QueuedEvent): Promise<void> {
    const receivedAt = this.#host.now().getTime();
    const { condition, last } = await this.#runUntilEnd(event, receivedAt);
    event.invocation.condition = condition;
    const { DestinationConfig } = this.#host.eventInvokeConfigs.find(event.target);
    const { Destination } = (condition === "Success" ? DestinationConfig?.OnSuccess : DestinationConfig?.OnFailure) ??
      {};
    if (Destination) {
      const { name, qualifier = "$LATEST" } = event.target;
      const functionArn = this.#host.registry.arn(name, qualifier);
      const record = makeRecord(functionArn, event.invocation, last, this.#host.now());
      await this.#deliver(Destination, record, [...event.chain, event.target.name]);
    }
    event.through();
  }

  async #runUntilEnd(event: QueuedEvent, receivedAt: number): Promise<Ending> {
    const { target, chain } = event;
    const { now, concurrency, eventInvokeConfigs, recursionConfigs } = this.#host;
    let last: CompletedRun | undefined;
    // Without a single place there is none to wait for: AWS gives such events up at once.
    if (target.definition.reservedConcurrency === 0 || recursionConfigs.runsLeft(target.name, chain) <= 0) {
      return { condition: "RetriesExhausted", last };
    }
    for (let failures = 0;;) {
      // Asked for each time: the config may be changed while an event waits.
      const { MaximumRetryAttempts = DEFAULT_RETRIES, MaximumEventAgeInSeconds = LONGEST_AGE_SECONDS } =
        eventInvokeConfigs.find(target);
      if (failures > MaximumRetryAttempts) return { condition: "RetriesExhausted", last };
      if (now().getTime() - receivedAt > MaximumEventAgeInSeconds * 1_000) {
        return { condition: "EventAgeExceeded", last };
      }
      const release = concurrency.take(target);
      if (!release) {
        await concurrency.nextRelease();
        continue;
      }
      last = await event.run().finally(release);
      if (!last.functionError) return { condition: "Success", last };
      // As AWS has it: one minute before the first retry, two before the second.
      if (++failures <= MaximumRetryAttempts) {
        await new Promise((done) => setTimeout(done, failures * this.#retryDelay));
      }
    }
  }
}
