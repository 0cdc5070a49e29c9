import { decodeText, encodeHex } from "../base/encoding.ts";
import { AwsError } from "./aws_error.ts";
import { checkText, DURABLE_EXECUTION_ARN } from "./constraints.ts";
import { DurableExecution } from "./durable_execution.ts";
import type { FunctionRegistry, Target } from "./function_registry.ts";
import type { InvocationRecord } from "./invocation.ts";
import type { CompletedRun } from "./run_function.ts";

/** Milliseconds that an execution may take where nothing is said: AWS's longest, a year. */
const LONGEST_EXECUTION = 31_536_000_000;

/** The executions of durable functions. */
export class DurableExecutions {
  readonly #registry: FunctionRegistry;
  readonly #now: () => Date;
  readonly #byArn = new Map<string, DurableExecution>();
  /** By function, version and name. */
  readonly #byName = new Map<string, DurableExecution>();
  /** By the invocation that runs the function. */
  readonly #byInvocation = new WeakMap<object, DurableExecution>();

  constructor(registry: FunctionRegistry, now: () => Date) {
    this.#registry = registry;
    this.#now = now;
  }

  /** Finds the execution of this name, or makes it; refuses the name where it belongs to another payload. */
  async open(
    target: Target,
    { durableExecutionName: name = crypto.randomUUID(), traceId }: InvocationRecord,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<DurableExecution> {
    const payloadHash = encodeHex(await crypto.subtle.digest("SHA-256", body));
    const { name: functionName, version, definition } = target;
    const key = `${functionName}:${version}/${name}`;
    const known = this.#byName.get(key);
    if (known && known.init.payloadHash !== payloadHash) {
      throw new AwsError(
        "DurableExecutionAlreadyStartedException",
        `An execution named ${name} has already been started with another payload: ${known.init.arn}`,
      );
    }
    if (known) return known;
    const execution = new DurableExecution({
      arn: `${this.#registry.arn(functionName, version)}/durable-execution/${name}/${crypto.randomUUID()}`,
      name,
      functionName,
      functionArn: this.#registry.arn(functionName),
      version,
      traceId,
      input: decodeText(body) || "{}",
      payloadHash,
      executionTimeout: Math.ceil((definition.timeout ?? LONGEST_EXECUTION) / 1_000),
    }, this.#now);
    this.#byName.set(key, execution);
    this.#byArn.set(execution.init.arn, execution);
    return execution;
  }

  /** Runs an execution's function for an invocation, unless another has done so. */
  run(
    execution: DurableExecution,
    invocation: InvocationRecord,
    run: () => Promise<CompletedRun>,
  ): Promise<CompletedRun> {
    return execution.run(invocation.requestId, () => {
      this.#byInvocation.set(invocation, execution);
      return run();
    });
  }

  /** The execution that an invocation runs, if it runs one. */
  of(invocation: object): DurableExecution | undefined {
    return this.#byInvocation.get(invocation);
  }

  /** Finds an execution, or says that there is none, as AWS does. */
  find(arn: string): DurableExecution {
    const execution = this.#byArn.get(checkText("durableExecutionArn", arn, DURABLE_EXECUTION_ARN));
    if (execution) return execution;
    throw new AwsError("ResourceNotFoundException", `Durable execution not found: ${arn}`);
  }

  /** The executions of a function, from the oldest to the newest. */
  ofFunction(functionName: string): DurableExecution[] {
    return [...this.#byArn.values()].filter(({ init }) => init.functionName === functionName);
  }
}
