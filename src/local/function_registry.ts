import { AwsError } from "./aws_error.ts";
import { isStreaming } from "./awslambda.ts";
import type { LocalCallback } from "./completion.ts";
import type { FunctionContext } from "./function_context.ts";
import { functionArn, type FunctionReference, type Location, parseFunctionName } from "./function_name.ts";

/**
 * A function as you would deploy it: it takes an event and returns an answer.
 *
 * The value that it returns, or that its promise resolves to, is sent as JSON. A `Uint8Array` is sent as bytes, a
 * `ReadableStream` or an async iterable as a stream, and a `Response` as a proxy result for function URLs and API
 * Gateway. Errors that it throws are reported as by AWS's Node.js runtime.
 *
 * A function with a third parameter answers by its callback, as in AWS's runtimes up to Node.js 22. Unless it returns a
 * promise, its return value is ignored, and it runs until it calls back.
 *
 * @param event The payload, parsed.
 * @param context The function's context.
 * @param callback Completes the invocation.
 * @returns The answer.
 * @example Answer by the callback
 * ```ts
 * import { invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { type LocalFunction, localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const greet: LocalFunction<{ name: string }> = ({ name }, _context, callback) => {
 *   setTimeout(() => callback(null, `Hello, ${name}`), 1);
 * };
 * const { config } = localLambda({ greet });
 * assert.equal(await invokeJson(config, { FunctionName: "greet", Payload: { name: "Ada" } }), "Hello, Ada");
 * ```
 * @category Functions and handlers
 */
// deno-lint-ignore no-explicit-any
export type LocalFunction<Event = any> = (event: Event, context: FunctionContext, callback: LocalCallback) => unknown;

/**
 * Any handler that can be deployed: a {@linkcode LocalFunction}, a handler that `awslambda.streamifyResponse` has
 * marked, or one that a framework has made or other packages have typed.
 *
 * @category Functions and handlers
 */
// deno-lint-ignore no-explicit-any
export type LocalHandler<Event = any> = LocalFunction<Event> | CallableFunction;

/**
 * A function with settings.
 *
 * @example Let a function time out
 * ```ts
 * import { FunctionError, invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   slow: { handler: () => new Promise(() => {}), timeout: 20 },
 * });
 * await assert.rejects(
 *   invokeJson(config, { FunctionName: "slow" }),
 *   (error) => error instanceof FunctionError && error.errorType === "Sandbox.Timedout",
 * );
 * ```
 * @category Functions and handlers
 */
// deno-lint-ignore no-explicit-any
export interface FunctionDefinition<Event = any> {
  /** The handler. */
  readonly handler: LocalHandler<Event>;
  /**
   * Milliseconds that a run may take. No limit by default, although the function's context then reports AWS's maximum
   * of 15 minutes.
   */
  readonly timeout?: number;
  /** Maximum number of concurrent runs; further calls are throttled. 0 throttles every call. No limit by default. */
  readonly reservedConcurrency?: number;
  /**
   * Whether each invocation must have a `TenantId`. Otherwise none may have one.
   *
   * @default {false}
   */
  readonly tenantIsolation?: boolean;
  /**
   * Whether it is a durable function: each of its invocations is then an execution, and must have a version or alias.
   *
   * @default {false}
   */
  readonly durable?: boolean;
  /**
   * The memory size in MB that the function's context reports.
   *
   * @default {128}
   */
  readonly memorySize?: number;
  /**
   * For an alias, the version that it points to.
   *
   * @default {"1"}
   */
  readonly version?: string;
}

/**
 * Functions by name (`greet`), by version (`greet:7`) and by alias (`greet:live`).
 *
 * @example Define a version and an alias
 * ```ts
 * import { invoke } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config } = localLambda({
 *   "greet:7": () => "Hello",
 *   "greet:live": { handler: () => "Hello", version: "7" },
 * });
 * const { ExecutedVersion } = await invoke(config, { FunctionName: "greet", Qualifier: "live" });
 * assert.equal(ExecutedVersion, "7");
 * ```
 * @category Functions and handlers
 */
export type LocalFunctions<Name extends string = string> = {
  readonly [
    /** The function of this name. */
    key in Name
  ]: LocalHandler | FunctionDefinition;
};

/**
 * The names by which functions can be called: each as it was given, and without its version or alias.
 *
 * @example See which names there are
 * ```ts
 * import type { FunctionNames } from "@lambda4fetch/lambda4fetch/local";
 *
 * const names: FunctionNames<"greet" | "price:live">[] = ["greet", "price:live", "price"];
 * ```
 * @category Functions and handlers
 */
export type FunctionNames<Key extends string> = Key extends `${infer Name}:${string}` ? Key | Name : Key;

/** A function that was asked for, and found. */
export interface Target {
  readonly name: string;
  /** The version or alias that was asked for. */
  readonly qualifier: string | undefined;
  /** The version that runs. */
  readonly version: string;
  /** As it was asked for: with the qualifier, if any. */
  readonly arn: string;
  readonly definition: FunctionDefinition;
}

/** The functions that can be invoked. */
export class FunctionRegistry {
  readonly location: Location;
  readonly #definitions: Map<string, FunctionDefinition>;

  constructor(functions: LocalFunctions, location: Location) {
    this.location = location;
    this.#definitions = new Map(Object.entries(functions).map(([key, value]) => [key, define(key, value)]));
  }

  /** Whether a function is there by exactly this key, or by this name under any version or alias. */
  has(key: string): boolean {
    return [...this.#definitions.keys()].some((known) => known === key || known.startsWith(`${key}:`));
  }

  /** Finds the function that is asked for, or says that there is none, as AWS does. */
  find(functionName: string, askedQualifier?: string): Target {
    const { name, qualifier } = this.parse(functionName, askedQualifier);
    const arn = this.arn(name, qualifier);
    const latest = qualifier === undefined || qualifier === "$LATEST";
    const definition = this.#definitions.get(latest ? name : `${name}:${qualifier}`);
    if (!definition) throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
    const version = latest ? "$LATEST" : /^\d+$/.test(qualifier) ? qualifier : definition.version ?? "1";
    return { name, qualifier, version, arn, definition };
  }

  /** Reads a function's name and qualifier, whether or not there is such a function. */
  parse(functionName: string, askedQualifier?: string): FunctionReference {
    return parseFunctionName(functionName, askedQualifier, this.location);
  }

  /** The name of a function that is there under any qualifier, for what is not done to one of them. */
  findName(functionName: string): string {
    const { name } = this.parse(functionName);
    if (this.has(name)) return name;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${this.arn(name)}`);
  }

  /** The ARN of a function, of its version or alias. */
  arn(name: string, qualifier?: string): string {
    return functionArn(this.location, name, qualifier);
  }
}

function define(key: string, value: LocalHandler | FunctionDefinition): FunctionDefinition {
  const definition = typeof value === "function" ? { handler: value } : value;
  const refuse = (what: string, rule: string, shown: unknown) => {
    throw new TypeError(`Cannot serve ${what} as it must be ${rule}: current value is ${shown}`);
  };
  if (!/^[a-zA-Z0-9-_.]+(:[a-zA-Z0-9-_]+)?$/.test(key)) refuse("name", "a function's, with an alias or not", key);
  if (typeof definition?.handler !== "function") refuse(JSON.stringify(key), "a function", value);
  isStreaming(definition.handler); // throws where it is marked with something else
  return definition;
}
