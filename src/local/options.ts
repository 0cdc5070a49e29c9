import type { Credentials } from "../signing/credentials.ts";
import type { DestinationRecord } from "./destination_record.ts";
import type { LocalInvocation } from "./invocation.ts";

/**
 * Options of a local Lambda: the region and account, who may call it, and how it handles events.
 *
 * @example Use expired credentials
 * ```ts
 * import { invoke, LambdaServiceException } from "@lambda4fetch/lambda4fetch";
 * import { localLambda } from "@lambda4fetch/lambda4fetch/local";
 * import assert from "node:assert/strict";
 *
 * const credentials = { accessKeyId: "ASIAOLD", secretAccessKey: "secret", expiration: new Date(0) };
 * const { config } = localLambda({ greet: () => "Hello" }, { credentials });
 * await assert.rejects(
 *   invoke(config, { FunctionName: "greet" }),
 *   (error) => error instanceof LambdaServiceException && error.name === "ExpiredTokenException",
 * );
 * ```
 * @category A local Lambda
 */
export interface LocalLambdaOptions {
  /**
   * The region of the local Lambda.
   *
   * @default {"us-east-1"}
   */
  readonly region?: string;
  /**
   * The account of the local Lambda.
   *
   * @default {"123456789012"}
   */
  readonly accountId?: string;
  /** The keys that it accepts: one, or several, of which the first is used in `config`. */
  readonly credentials?: Credentials | readonly Credentials[];
  /**
   * Whether requests must be signed.
   *
   * @default {true}
   */
  readonly verify?: boolean;
  /**
   * Additional host names by which servers of its `fetch` may be called, such as `host.docker.internal`. Loopback
   * names, the name that the server listens on (if `fetch` gets it), and AWS's own names are always accepted. Requests
   * to any other host are refused, so that a web page cannot reach it by DNS rebinding.
   *
   * @default {[]}
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Origins of web pages that may call it, such as `http://localhost:5173`. `*` allows all of them, including every
   * page that is open in a browser on this machine.
   *
   * @default {[]}
   */
  readonly allowedOrigins?: readonly string[];
  /** The clock for signatures, events and logs; `() => new Date()` by default. */
  readonly now?: () => Date;
  /** The maximum sizes of payloads and answers. */
  readonly limits?: Partial<LocalLimits>;
  /**
   * Milliseconds before an event's first retry; the second retry waits twice as long. AWS uses 60,000.
   *
   * @default {10}
   */
  readonly retryDelay?: number;
  /** Functions that receive the records for destinations that are not functions, such as queues and topics, by ARN. */
  readonly destinations?: { readonly [arn: string]: (record: DestinationRecord) => unknown };
  /** Called after each invocation has ended. */
  readonly onInvocation?: (invocation: LocalInvocation) => void;
}

/**
 * The maximum sizes of payloads and answers, in bytes. The defaults are AWS's.
 *
 * @category A local Lambda
 */
export interface LocalLimits {
  /**
   * The payload of a synchronous invocation.
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
   * A buffered answer.
   *
   * @default {6291556}
   */
  readonly response: number;
  /**
   * A streamed answer.
   *
   * @default {209715200}
   */
  readonly stream: number;
}

/** AWS's own numbers. */
export const DEFAULT_LIMITS: LocalLimits = {
  request: 6_291_456,
  event: 1_048_576,
  invokeArgs: 262_144,
  response: 6_291_556,
  stream: 209_715_200,
};
