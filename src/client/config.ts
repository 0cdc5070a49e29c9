import { checkType, refuse } from "../base/refuse.ts";
import { checkCredentials, type Credentials, type CredentialsProvider } from "../signing/credentials.ts";
import { checkHeaders } from "./check_headers.ts";
import { type EndpointState, endpointState } from "./endpoint_state.ts";
import { type Endpoint, resolveEndpoint } from "./resolve_endpoint.ts";

/**
 * One attempt of a call: the argument of {@linkcode CallOptions.onAttempt}.
 *
 * @category Configuration
 */
export interface Attempt {
  /** AWS's name of the operation, such as `Invoke`. */
  readonly operation: string;
  /** The function, as you named it; absent if the operation has no function. */
  readonly functionName?: string | undefined;
  /** The number of the attempt within the call, starting at 1. */
  readonly attempt: number;
  /** HTTP status of the answer; absent if none came. */
  readonly httpStatusCode?: number | undefined;
  /** AWS's id of the request. */
  readonly requestId?: string | undefined;
  /**
   * What the attempt failed with: usually a {@linkcode LambdaError}; after an abort, the signal's reason.
   */
  readonly error?: unknown;
  /**
   * Milliseconds that the attempt took, including signing: until the end of the answer, or until the headers of a
   * stream.
   */
  readonly duration: number;
  /**
   * Milliseconds until the next attempt; 0 if the retry only needed a corrected clock or fresh credentials. Absent if
   * there is no next attempt.
   */
  readonly retryDelay?: number | undefined;
}

/**
 * Options for a single call, or, in the config, for all calls.
 *
 * @category Configuration
 */
export interface CallOptions {
  /** Aborts the call, which then throws the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether the function can safely run twice. If so, everything that the AWS SDK would retry is retried, even if the
   * function may have run. A `DryRun`, an invocation with a `DurableExecutionName`, and every operation that does not
   * run a function are always treated as idempotent.
   *
   * @default {false}
   */
  readonly idempotent?: boolean | undefined;
  /**
   * Milliseconds that one attempt may take: until the end of the answer, or until the headers of a stream. Must be more
   * than 0; no limit by default. An attempt that exceeds it is aborted and not retried: the call fails with a
   * {@linkcode TransportError} with code `TIMEOUT`. The same limit applies to reading a `Payload` that is a `Blob` or a
   * stream.
   */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds that a stream may stay silent while a chunk is being waited for. Must be more than 0; no limit by
   * default. A stream that exceeds it fails with a {@linkcode TransportError} with code `TIMEOUT`.
   */
  readonly idleTimeout?: number | undefined;
  /**
   * The maximum number of times that a request is sent, 1 or more.
   *
   * @default {3}
   */
  readonly maxAttempts?: number | undefined;
  /**
   * Additional request headers, in printable ASCII. Those that begin with `x-amz-` are signed. `host` and the headers
   * that this module or `fetch` sets are refused. The headers of a call are added to those of the config.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The `X-Amzn-Trace-Id` of the request, or a function that returns it for each call. Inside AWS Lambda, `fromEnv`
   * sets it.
   *
   * @see {@link https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader}
   */
  readonly traceId?: string | (() => string | undefined) | undefined;
  /**
   * The maximum size of an answer that is not streamed, in bytes after decompression. If an answer is
   * larger, the call fails with a {@linkcode TransportError} with code `INVALID_RESPONSE`.
   *
   * @default {8388608}
   */
  readonly maxResponseBytes?: number | undefined;
  /** Called after each attempt. Errors that it throws or rejects with are ignored. */
  readonly onAttempt?: ((attempt: Attempt) => unknown) | undefined;
}

/**
 * The region, the credentials, and options for all calls. It is a plain object; building a new one for each call costs
 * nothing.
 *
 * @example Configure a client for slow networks
 * ```ts
 * import { fromEnv, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
 *
 * function slowConfig(): LambdaConfig {
 *   return { ...fromEnv(), timeout: 60_000, maxAttempts: 5 };
 * }
 * ```
 * @category Configuration
 */
export interface LambdaConfig extends CallOptions {
  /**
   * AWS region, such as `eu-central-1`. As in the AWS SDKs, `fips-REGION` and `REGION-fips` mean the FIPS endpoint of
   * REGION.
   */
  readonly region: string;
  /** The keys to sign with, or a function that returns them. */
  readonly credentials: Credentials | CredentialsProvider;
  /**
   * URL to call instead of the region's endpoint, optionally with a path: a VPC endpoint, a proxy, a local Lambda. It
   * must be an `https:` URL, or an `http:` URL of this machine, without user, query or fragment.
   */
  readonly endpoint?: string | undefined;
  /**
   * Whether to call the region's FIPS endpoint.
   *
   * @default {false}
   */
  readonly useFipsEndpoint?: boolean | undefined;
  /**
   * Whether to call the region's dual-stack endpoint.
   *
   * @default {false}
   */
  readonly useDualstackEndpoint?: boolean | undefined;
  /**
   * Whether `endpoint` may be a plain `http:` URL that leaves this machine.
   *
   * @default {false}
   */
  readonly allowInsecureEndpoint?: boolean | undefined;
  /**
   * A function to call instead of the global `fetch`. It gets the URL as a string, and an init with `method`,
   * `headers`, `body`, `signal` and `redirect`.
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The clock for signing; `() => new Date()` by default. */
  readonly now?: (() => Date) | undefined;
}

/** Set in a config, retries do not wait: for `./local` alone, so that tests of faults are fast. */
export const NO_BACK_OFF: unique symbol = /* @__PURE__ */ Symbol("no back-off");

/** A config that is checked and complete, with the options of one call. */
export interface Settings extends Omit<LambdaConfig, "endpoint" | "traceId" | "region"> {
  readonly endpoint: Endpoint;
  readonly state: EndpointState;
  readonly maxAttempts: number;
  readonly maxResponseBytes: number;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Date;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly traceId: string | undefined;
  readonly waits: boolean;
}

/** What a member must be, where it is set. */
type Rule = "boolean" | "signal" | "function" | "duration" | "count";

/** The options that a call may set over those of the config. */
const CALL_OPTIONS: Readonly<Record<string, Rule>> = {
  signal: "signal",
  idempotent: "boolean",
  timeout: "duration",
  idleTimeout: "duration",
  maxAttempts: "count",
  maxResponseBytes: "count",
  onAttempt: "function",
};

/** The options that only a config has. */
const CONFIG_OPTIONS: Readonly<Record<string, Rule>> = {
  useFipsEndpoint: "boolean",
  useDualstackEndpoint: "boolean",
  allowInsecureEndpoint: "boolean",
  fetch: "function",
  now: "function",
};

/** More bytes than any answer of Lambda has: the largest payload has 6,291,556. */
const MAX_RESPONSE_BYTES = 8_388_608;

type Members = Readonly<Record<string, unknown>>;

/** Checks a config, together with a call's own options, before anything is sent. */
export function resolveConfig(config: LambdaConfig, options: CallOptions = {}): Settings {
  checkArguments(config, options);
  const settings: Record<string, unknown> = {
    credentials: config.credentials,
    maxAttempts: 3,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    fetch: globalFetch,
    now: systemClock,
    waits: !(config as { [NO_BACK_OFF]?: boolean })[NO_BACK_OFF],
    headers: checkHeaders(config.headers, options.headers),
    traceId: readTraceId(options.traceId ?? config.traceId),
  };
  for (const member in CONFIG_OPTIONS) {
    setMember(settings, CONFIG_OPTIONS[member]!, member, (config as unknown as Members)[member]);
  }
  for (const member in CALL_OPTIONS) {
    const value = (options as Members)[member] ?? (config as unknown as Members)[member];
    setMember(settings, CALL_OPTIONS[member]!, member, value);
  }
  if (typeof config.credentials !== "function") checkCredentials(config.credentials);
  const endpoint = config.endpoint ?? undefined;
  if (endpoint !== undefined) checkType("string", "endpoint", endpoint);
  const { useFipsEndpoint, useDualstackEndpoint, allowInsecureEndpoint } = settings as Partial<LambdaConfig>;
  const found = resolveEndpoint({
    region: config.region,
    endpoint,
    useFipsEndpoint,
    useDualstackEndpoint,
    allowInsecureEndpoint,
  });
  settings.endpoint = found;
  settings.state = endpointState(found.stateKey);
  return settings as unknown as Settings;
}

function checkArguments(config: LambdaConfig, options: CallOptions): void {
  if (typeof config !== "object" || config === null) {
    refuse("config", "an object with region and credentials", config, TypeError, "it is the first argument");
  }
  if (config.region == null && "FunctionName" in config) {
    refuse("config", "the first argument", config, TypeError, "the input, which has FunctionName, is the second");
  }
  if (typeof options !== "object" || options === null) refuse("options", "an object", options);
}

function setMember(settings: Record<string, unknown>, rule: Rule, member: string, value: unknown): void {
  if (value == null) return;
  checkRule(rule, member, value);
  settings[member] = value;
}

function checkRule(rule: Rule, member: string, value: unknown): void {
  switch (rule) {
    case "boolean":
    case "function":
      return void checkType(rule, member, value);
    case "signal":
      if (!isAbortSignal(value as AbortSignal)) refuse(member, "an AbortSignal", value);
      return;
    case "duration":
      if (checkType("number", member, value) > 0) return;
      return refuse(member, "more than 0", value, RangeError, "leave it out for no limit");
    case "count":
      if (checkType("number", member, value) >= 1) return;
      return refuse(member, "at least 1", value, RangeError);
  }
}

/** Of any realm. What old polyfills give cannot throw its reason, which would show only once the function has run. */
function isAbortSignal({ addEventListener, throwIfAborted }: Partial<AbortSignal>): boolean {
  return typeof addEventListener === "function" && typeof throwIfAborted === "function";
}

function readTraceId(traceId: unknown): string | undefined {
  const value = typeof traceId === "function" ? traceId() : traceId;
  if (value == null || value === "") return undefined;
  const text = checkType("string", "traceId", value);
  if (/[^ -~]/.test(text)) refuse("traceId", "printable ASCII", text);
  return text;
}

/** Looked up when it is called, and called without a `this`: Workers reject it as a method of another object. */
function globalFetch(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init);
}

function systemClock(): Date {
  return new Date();
}

/** Whether a config has a `fetch` of its own, which may not heed its signal. */
export function hasOwnFetch(settings: Settings): boolean {
  return settings.fetch !== globalFetch;
}
