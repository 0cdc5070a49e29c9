import { type LambdaConfig, NO_BACK_OFF } from "../client/config.ts";
import type { Credentials } from "../signing/credentials.ts";
import { isRequest } from "../signing/request_draft.ts";
import { answerRequest, type Arrival } from "./answer_request.ts";
import { senderRules } from "./check_sender.ts";
import type { LocalDelivery } from "./destination_record.ts";
import type { Fault } from "./faults.ts";
import type { FunctionNames, LocalFunctions } from "./function_registry.ts";
import { makeHandlers } from "./handlers.ts";
import { Host } from "./host.ts";
import type { LocalInvocation } from "./invocation.ts";
import { fetchInProcess, serveRequest } from "./local_fetch.ts";
import type { LocalLambdaOptions } from "./options.ts";

/**
 * Handles requests to Lambda.
 *
 * @category A local Lambda
 */
export interface LocalFetch {
  /**
   * Handles a request from any server.
   *
   * @param request The request.
   * @param info The second argument of a server's handler. If it has a `hostname`, as Bun's server does, requests to
   * that host name are accepted in addition to loopback names.
   * @returns The answer. If a fault should break the connection, its body fails.
   */
  (request: Request, info?: unknown): Promise<Response>;
  /**
   * Replaces the global `fetch`.
   *
   * @param input The URL of an operation.
   * @param init The request.
   * @returns The answer. Rejects if a fault should break the connection.
   */
  (input: Request | URL | string, init?: RequestInit): Promise<Response>;
}

/**
 * Keys, in a form that every AWS SDK takes.
 *
 * @category A local Lambda
 */
export interface LocalCredentials extends Credentials {
  /** The session token, for short-lived keys. */
  readonly sessionToken?: string;
  /** When they expire, if they do. */
  readonly expiration?: Date;
}

/**
 * The config for a local Lambda.
 *
 * @category A local Lambda
 */
export interface LocalConfig extends LambdaConfig {
  /** The first of the keys that it accepts. */
  readonly credentials: LocalCredentials;
  /** Calls the local Lambda within the process. To call it through a server, omit it and set `endpoint`. */
  readonly fetch: typeof fetch;
}

/**
 * A local Lambda whose functions have these names: see {@linkcode localLambda}.
 *
 * @category A local Lambda
 */
export interface LocalLambda<Name extends string = string> {
  /**
   * A config for this Lambda. Its calls stay within the process, and retries do not wait, so that tests are fast.
   */
  readonly config: LocalConfig;
  /** Handles requests: pass it to any server with `Request` → `Response` handlers. */
  readonly fetch: LocalFetch;
  /** The invocations that were received, in order. */
  readonly invocations: readonly LocalInvocation[];
  /** The records that were sent to destinations, in order. */
  readonly deliveries: readonly LocalDelivery[];
  /**
   * Makes the next invocations of a function fail.
   *
   * @param functionName The function's name, or `name:alias`.
   * @param fault How they fail.
   * @param times How many of them fail; one by default.
   * @throws {TypeError} If there is no such function.
   */
  inject(functionName: Name, fault: Fault, times?: number): void;
  /**
   * Removes injected faults that have not occurred yet.
   *
   * @param functionName The function whose faults are removed; by default, those of all functions.
   */
  heal(functionName?: Name): void;
  /**
   * Waits until all accepted events have ended, with their retries and deliveries, and until all streaming handlers
   * have ended that continue after the end of their stream or after their reader has disconnected.
   *
   * @returns A promise that resolves when none is left.
   */
  drain(): Promise<void>;
  /** Empties `invocations` and `deliveries`. */
  clear(): void;
}

/** As good as any, since the real ones let nobody in here. */
const LOCAL_CREDENTIALS: LocalCredentials = { accessKeyId: "AKIDLOCAL", secretAccessKey: "local-secret" };

/** Each has its own endpoint, lest clients take the clock and the load of one for those of another. */
let count = 0;

/**
 * Creates a Lambda that runs in your process: for tests without a network, or behind a server for any AWS SDK.
 *
 * It speaks Lambda's wire protocol, verifies signatures, queues events, streams in event-stream messages, and fails on
 * demand.
 *
 * @param functions The functions, by name, `name:alias` or `name:version`.
 * @param options The region and account, who may call it, and how it handles events.
 * @returns The Lambda: a config to call it with, a `fetch` to serve it with, and records of what happened.
 * @throws {TypeError} If a name is not a valid function name, or its value is neither a handler nor an object with one.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html}
 * @example Call a local function
 * ```ts
 * import { invokeJson } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const { config, invocations } = localLambda({ greet: ({ name }) => `Hello, ${name}` });
 * assert.equal(await invokeJson(config, { FunctionName: "greet", Payload: { name: "Ada" } }), "Hello, Ada");
 * assert.equal(invocations[0]?.event.name, "Ada");
 * ```
 * @category A local Lambda
 */
export function localLambda<Name extends string>(
  functions: LocalFunctions<Name>,
  options: LocalLambdaOptions = {},
): LocalLambda<FunctionNames<Name>> {
  const { region = "us-east-1", credentials = LOCAL_CREDENTIALS, verify = true, now = () => new Date() } = options;
  const keys = "accessKeyId" in credentials ? [credentials] : credentials;
  const host = new Host(functions, { ...options, region, now });
  const endpoint = `https://lambda-${++count}.${region}.invalid`;
  const door = {
    host,
    handlers: makeHandlers(),
    verifier: verify ? { keys, region, now } : undefined,
    senders: senderRules(region, endpoint, options),
  };
  const answer = (arrival: Arrival) => answerRequest(door, arrival);
  const inProcess = fetchInProcess(answer);
  return {
    config: {
      region,
      credentials: (keys[0] ?? LOCAL_CREDENTIALS) as LocalCredentials,
      endpoint,
      fetch: inProcess,
      ...(options.now && { now }),
      ...{ [NO_BACK_OFF]: true },
    },
    fetch: (input: Request | URL | string, init?: unknown) =>
      isRequest(input) ? serveRequest(answer, input, init) : inProcess(input, init as RequestInit),
    invocations: host.invocations,
    deliveries: host.deliveries,
    inject(functionName, fault, times = 1) {
      if (!host.registry.has(functionName)) {
        throw new TypeError(
          `Cannot inject fault as functionName must be one of ours: current value is ${functionName}`,
        );
      }
      host.faults.add(functionName, fault, times);
    },
    heal: (functionName) => host.faults.clear(functionName),
    drain: () => host.drain(),
    clear() {
      host.invocations.length = host.deliveries.length = 0;
    },
  };
}
