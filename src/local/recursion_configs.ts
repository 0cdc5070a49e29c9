import { invalidValue } from "./aws_error.ts";
import { checkEnum, checkText, UNQUALIFIED_FUNCTION_NAME } from "./constraints.ts";
import type { FunctionRegistry } from "./function_registry.ts";

/** Runs of one function in a chain of events, after which Lambda takes the chain for a loop. */
const LONGEST_CHAIN = 16;

/** What is done about functions that call themselves. */
export class RecursionConfigs {
  readonly #registry: FunctionRegistry;
  readonly #allowed = new Set<string>();

  constructor(registry: FunctionRegistry) {
    this.#registry = registry;
  }

  /** Sets what is done about one function. */
  put(functionName: string, recursiveLoop: unknown): { RecursiveLoop: string } {
    checkText("functionName", functionName, UNQUALIFIED_FUNCTION_NAME);
    if (recursiveLoop == null) throw invalidValue("recursiveLoop", recursiveLoop, "not be null");
    const loop = checkEnum("recursiveLoop", String(recursiveLoop), ["Allow", "Terminate"]);
    const name = this.#registry.findName(functionName);
    if (loop === "Allow") this.#allowed.add(name);
    else this.#allowed.delete(name);
    return { RecursiveLoop: loop };
  }

  /** Tells what is done about one function. */
  get(functionName: string): { RecursiveLoop: string } {
    checkText("functionName", functionName, UNQUALIFIED_FUNCTION_NAME);
    return { RecursiveLoop: this.#allowed.has(this.#registry.findName(functionName)) ? "Allow" : "Terminate" };
  }

  /** How often a function may still run in a chain of events, given the names of those that led to it. */
  runsLeft(name: string, chain: readonly string[]): number {
    return this.#allowed.has(name) ? Infinity : LONGEST_CHAIN - chain.filter((link) => link === name).length;
  }
}
