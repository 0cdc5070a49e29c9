import { type LambdaConfig, NO_BACK_OFF } from "../client/config.ts";
import type { Credentials } from "../signing/credentials.ts";
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
 * Answers requests to Lambda.
 *
 * @category A local Lambda
 */
export interface LocalFetch {
  /**
   * Answers a request, from wherever it came.
   *
   * @param request The request.
   * @param info What servers hand over beside it. A `hostname` of it, as Bun's server has one, is the name by which the
   * server may be called beside loopback ones.
   * @returns The answer. Where a connection is to be lost, one whose body breaks.
   */
  (request: Request, info?: unknown): Promise<Response>;
  /**
   * Stands in for the global `fetch`.
   *
   * @param input The URL of an operation.
   * @param init The request.
   * @returns The answer; rejects where a connection is to be lost.
   */
  (input: Request | URL | string, init?: RequestInit): Promise<Response>;
}

/**
 * Keys, as any AWS SDK takes them.
 *
 * @category A local Lambda
 */
export interface LocalCredentials extends Credentials {
  /** The token that short-lived keys come with. */
  readonly sessionToken?: string;
  /** When they run out, where they do. */
  readonly expiration?: Date;
}

/**
 * A config for a Lambda that runs here.
 *
 * @category A local Lambda
 */
export interface LocalConfig extends LambdaConfig {
  /** The first of the keys that it knows. */
  readonly credentials: LocalCredentials;
  /** Calls it without leaving the process. Leave it out, and give an `endpoint`, to call it through a server. */
  readonly fetch: typeof fetch;
}

/**
 * A Lambda that runs here, whose functions have these names: see {@linkcode localLambda}.
 *
 * @category A local Lambda
 */
export interface LocalLambda<Name extends string = string> {
  /** A ready config, whose calls stay within the process and, unlike those of any other, are retried without a pause. */
  readonly config: LocalConfig;
  /** Answers requests: give it to any server that takes a `Request` and wants a `Response`. */
  readonly fetch: LocalFetch;
  /** What was received, in order. */
  readonly invocations: readonly LocalInvocation[];
  /** The records that went to destinations, in order. */
  readonly deliveries: readonly LocalDelivery[];
  /**
   * Lets the next invocations of a function go wrong.
   *
   * @param functionName Its name, or name and alias.
   * @param fault What goes wrong.
   * @param times How often; once, unless said.
   * @throws {TypeError} If there is no such function.
   */
  inject(functionName: Name, fault: Fault, times?: number): void;
  /**
   * Forgets the faults that have not befallen anyone yet.
   *
   * @param functionName Those of one function; of all, unless said.
   */
  heal(functionName?: Name): void;
  /**
   * Waits until each event that was accepted is through, with its retries and deliveries, and each streaming handler that
   * runs on after its stream has ended, or after its reader has left.
   *
   * @returns When there is none left.
   */
  drain(): Promise<void>;
  /** Forgets what was received and delivered so far. */
  clear(): void;
}

/** As good as any, since the real ones let nobody in here. */
const LOCAL_CREDENTIALS: LocalCredentials = { accessKeyId: "AKIDLOCAL", secretAccessKey: "local-secret" };

/** Each has its own endpoint, lest clients take the clock and the load of one for those of another. */
let count = 0;

/**
 * Makes a Lambda that runs here: in tests without a network, or behind a server for any AWS SDK.
 *
 * It speaks Lambda's own wire, checks signatures, queues events, streams in frames, and fails on request.
 *
 * @param functions What it runs, by name, `name:alias` or `name:version`.
 * @param options Where it is, whom it lets in, and how it treats events.
 * @returns The Lambda: a config to call it with, a `fetch` to serve it with, and what there is to see.
 * @throws {TypeError} If one of the functions is none.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html}
 * @example Call a function that runs here
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
      input instanceof Request ? serveRequest(answer, input, init) : inProcess(input, init as RequestInit),
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
