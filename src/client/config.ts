import { checkType, refuse } from "../base/refuse.ts";
import { checkCredentials, type Credentials, type CredentialsProvider } from "../signing/credentials.ts";
import { checkHeaders } from "./check_headers.ts";
import { type EndpointState, endpointState } from "./endpoint_state.ts";
import { type Endpoint, resolveEndpoint } from "./resolve_endpoint.ts";

/**
 * One attempt of a call, as {@linkcode CallOptions.onAttempt} is told of it.
 *
 * @category Configuration
 */
export interface Attempt {
  /** AWS's name of the operation, such as `Invoke`. */
  readonly operation: string;
  /** The function, as the caller named it; absent where the operation names none. */
  readonly functionName?: string | undefined;
  /** Which attempt of the call it was, from 1. */
  readonly attempt: number;
  /** Status of the answer; absent where none came. */
  readonly httpStatusCode?: number | undefined;
  /** AWS's id of the request. */
  readonly requestId?: string | undefined;
  /**
   * What the attempt failed with: mostly a {@linkcode LambdaError}, which is complete; after an abort the signal's reason.
   */
  readonly error?: unknown;
  /** Milliseconds that the attempt took, signing included: to the end of the answer, or, of a stream, to its headers. */
  readonly duration: number;
  /**
   * Milliseconds until the next attempt: 0 where the clock or the credentials are put right. Absent where there is no next
   * attempt.
   */
  readonly retryDelay?: number | undefined;
}

/**
 * What may be set for a single call, or in the config for all of them.
 *
 * @category Configuration
 */
export interface CallOptions {
  /** Ends the call; what it throws then is the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether running the function twice does no harm: then everything that the AWS SDK would retry is retried, also where the
   * function may have run. `DryRun`, a `DurableExecutionName` and every operation that runs no function are idempotent by
   * nature.
   *
   * @default {false}
   */
  readonly idempotent?: boolean | undefined;
  /**
   * Milliseconds for one attempt: to the end of the answer, or, of a stream, to its headers. More than 0; no limit by
   * default. An attempt that runs out of time is ended, and not tried again.
   */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds between two chunks of a stream, counted while one is waited for. More than 0; no limit by default.
   */
  readonly idleTimeout?: number | undefined;
  /**
   * How often a request is sent at most, at least 1.
   *
   * @default {3}
   */
  readonly maxAttempts?: number | undefined;
  /**
   * Further headers of the request, in printable ASCII. Those that begin with `x-amz-` are signed. `host` and the headers that
   * this module sets are refused. Those of a call are added to those of the config.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The `X-Amzn-Trace-Id` of the request, or a function that gives it for each call. `fromEnv` sets it inside AWS Lambda.
   *
   * @see {@link https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader}
   */
  readonly traceId?: string | (() => string | undefined) | undefined;
  /**
   * Bytes, after decompression, that an answer which is not streamed may have: more are refused.
   *
   * @default {8388608}
   */
  readonly maxResponseBytes?: number | undefined;
  /** Is told of each attempt once it has ended. What it throws, or rejects with, changes nothing about the call. */
  readonly onAttempt?: ((attempt: Attempt) => unknown) | undefined;
}

/**
 * Where Lambda is, who calls it, and how: a plain object, that may be built anew for each call.
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
  /** Keys, or a function that gives them. */
  readonly credentials: Credentials | CredentialsProvider;
  /**
   * Another URL than the region's own, with a path if need be: a VPC endpoint, a proxy, a local Lambda. It must be an
   * `https:` URL, or an `http:` one of this machine, without user, query and fragment.
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
   * What to call in place of the global `fetch`: with the URL as text, and an init that has `method`, `headers`, `body`,
   * `signal` and `redirect`.
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The clock to sign by. */
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

/** Bytes of the largest answer of Lambda, 6,291,556, and as much again as no answer has around it. */
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
  settings.state = endpointState(found.url, found.region);
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
      if (typeof (value as AbortSignal).addEventListener !== "function") refuse(member, "an AbortSignal", value);
      return;
    case "duration":
      if (checkType("number", member, value) > 0) return;
      return refuse(member, "more than 0", value, RangeError, "leave it out for no limit");
    case "count":
      if (checkType("number", member, value) >= 1) return;
      return refuse(member, "at least 1", value, RangeError);
  }
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
