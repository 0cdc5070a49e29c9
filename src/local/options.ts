import type { Credentials } from "../signing/credentials.ts";
import type { DestinationRecord } from "./destination_record.ts";
import type { LocalInvocation } from "./invocation.ts";

/**
 * Where a local Lambda is, whom it lets in, and how it treats events.
 *
 * @example Let old credentials run out
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
   * The region that it is in.
   *
   * @default {"us-east-1"}
   */
  readonly region?: string;
  /**
   * The account that it is in.
   *
   * @default {"123456789012"}
   */
  readonly accountId?: string;
  /** The keys that it knows: one, or several, of which the first is that of `config`. */
  readonly credentials?: Credentials | readonly Credentials[];
  /**
   * Whether requests must be signed.
   *
   * @default {true}
   */
  readonly verify?: boolean;
  /**
   * Further names that servers of its `fetch` may be called by, such as `host.docker.internal`. Loopback names, the name
   * that the server listens on where `fetch` is told it, and AWS's own are always answered; requests to any other host
   * are refused, lest a web page pass its own name off as this machine's.
   *
   * @default {[]}
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Origins of the web pages that may call it, such as `http://localhost:5173`; `*` stands for all of them, which lets
   * every page that is open in a browser of this machine in.
   *
   * @default {[]}
   */
  readonly allowedOrigins?: readonly string[];
  /** The clock that signatures, events and logs go by. */
  readonly now?: () => Date;
  /** Bytes that it takes and gives. */
  readonly limits?: Partial<LocalLimits>;
  /**
   * Milliseconds before an event's first retry; twice as many before its second. AWS waits for 60,000.
   *
   * @default {10}
   */
  readonly retryDelay?: number;
  /** What takes the records for destinations that are no functions, such as queues and topics, by ARN. */
  readonly destinations?: { readonly [arn: string]: (record: DestinationRecord) => unknown };
  /** Hears of each invocation when it is through. */
  readonly onInvocation?: (invocation: LocalInvocation) => void;
}

/**
 * Bytes that a local Lambda takes and gives; AWS's own numbers unless said.
 *
 * @category A local Lambda
 */
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

/** AWS's own numbers. */
export const DEFAULT_LIMITS: LocalLimits = {
  request: 6_291_456,
  event: 1_048_576,
  invokeArgs: 262_144,
  response: 6_291_556,
  stream: 209_715_200,
};
