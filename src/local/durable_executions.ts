import { encodeHex } from "../base/encoding.ts";
import { AwsError, invalidValue } from "./aws_error.ts";
import type { FunctionRegistry, Target } from "./function_registry.ts";
import type { CompletedRun } from "./run_function.ts";

/** An execution that has a name: it runs once, however often it is asked for. */
export interface DurableExecution {
  readonly arn: string;
  readonly payloadHash: string;
  /** Set by whoever starts it. */
  completed?: Promise<CompletedRun>;
}

/** The executions by function and name. */
export class DurableExecutions {
  readonly #registry: FunctionRegistry;
  readonly #executions = new Map<string, DurableExecution>();

  constructor(registry: FunctionRegistry) {
    this.#registry = registry;
  }

  /** Finds the execution of this name, or makes it; refuses the name where it belongs to another payload. */
  async open(
    { name: functionName, version }: Target,
    name: string,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<DurableExecution> {
    if (!/^[a-zA-Z0-9-_]{1,64}$/.test(name)) {
      throw invalidValue("durableExecutionName", name, "satisfy regular expression pattern: [a-zA-Z0-9-_]+");
    }
    const payloadHash = encodeHex(await crypto.subtle.digest("SHA-256", body));
    const key = `${functionName}:${version}/${name}`;
    const arn = `${this.#registry.arn(functionName, version)}/durable-execution/${name}/${crypto.randomUUID()}`;
    const execution = this.#executions.get(key) ?? { arn, payloadHash };
    if (execution.payloadHash !== payloadHash) {
      throw new AwsError(
        "DurableExecutionAlreadyStartedException",
        `An execution named ${name} has already been started with another payload: ${execution.arn}`,
      );
    }
    this.#executions.set(key, execution);
    return execution;
  }
}
