import { lambdaEndpoint } from "./endpoint.ts";
import { checkType, refuse } from "./refuse.ts";
import { remember } from "./remember.ts";
import { RETRY_TOKENS } from "./retry_policy.ts";
import type { Credentials } from "./sigv4.ts";

/** What may be said of a single call, or in the config of all of them. */
export interface CallOptions {
  /** Ends the call; what it throws then is the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether running the function twice does no harm: then what the AWS SDK would retry is retried, also where the
   * function may have run. `DryRun`, a `DurableExecutionName` and every operation that runs no function are idempotent
   * by nature.
   *
   * @default {false}
   */
  readonly idempotent?: boolean | undefined;
  /**
   * Milliseconds for one attempt: to the end of the answer, or, of a stream, to its headers. No limit unless said; an
   * attempt that runs out is ended, and not tried again.
   */
  readonly timeout?: number | undefined;
}

/** What a {@linkcode CredentialsProvider} is told. */
export interface CredentialsRequest {
  /** Whether AWS has just refused what the provider gave last. */
  readonly forceRefresh?: boolean | undefined;
  /** Ends the wait for them. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives credentials whenever a request is to be signed; keeping them until they expire is its own affair. */
export type CredentialsProvider = (request?: CredentialsRequest) => Promise<Credentials> | Credentials;

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
 */
export interface LambdaConfig extends CallOptions {
  /** AWS region, such as `eu-central-1`. */
  readonly region: string;
  /** Keys, or a function that gives them. */
  readonly credentials: Credentials | CredentialsProvider;
  /** Another URL than the region's own, with a path if need be: a VPC endpoint, a proxy, a local Lambda. */
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
   * How often a request is sent at most.
   *
   * @default {3}
   */
  readonly maxAttempts?: number | undefined;
  /** Milliseconds between two chunks of a stream, while one is waited for. No limit unless said. */
  readonly idleTimeout?: number | undefined;
  /**
   * Whether `endpoint` may be a plain `http:` URL that leaves this machine.
   *
   * @default {false}
   */
  readonly allowInsecureEndpoint?: boolean | undefined;
  /** What to call in place of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** The clock to sign by. */
  readonly now?: (() => Date) | undefined;
}

/** Where requests go: what calls to one endpoint and region share. Values alone, so that a Worker's requests may. */
export interface Endpoint {
  readonly origin: string;
  readonly host: string;
  /** Path that all paths are below, without empty segments. */
  readonly path: string;
  /** What retries are paid with. */
  tokens: number;
  /** Milliseconds that Lambda's clock is ahead of ours. */
  clockOffset: number;
}

/** A config whose values are checked, with the options of one call. */
export interface Settings extends Omit<LambdaConfig, "endpoint"> {
  readonly endpoint: Endpoint;
}

/** Checks a config, together with a call's own options, before anything is sent. */
export function resolveConfig(config: LambdaConfig, options: CallOptions = {}): Settings {
  const settings = {
    ...config,
    endpoint: resolveEndpoint(config),
    signal: options.signal ?? config.signal,
    idempotent: options.idempotent ?? config.idempotent,
    timeout: options.timeout ?? config.timeout,
  };
  if (typeof config.credentials !== "function") checkCredentials(config.credentials);
  checkType("function", "fetch", config.fetch ?? refuse);
  checkType("function", "now", config.now ?? refuse);
  checkNumber("timeout", settings.timeout, 0);
  checkNumber("idleTimeout", config.idleTimeout, 0);
  checkNumber("maxAttempts", config.maxAttempts, 1);
  return settings;
}

function checkNumber(member: string, value: number | undefined, least: number): void {
  if (!(checkType("number", member, value ?? least) >= least)) refuse(member, `at least ${least}`, value, RangeError);
}

/** Checks what a request would be signed with; no message shows it. */
export function checkCredentials(credentials: Credentials): Credentials {
  for (const member of ["accessKeyId", "secretAccessKey", "sessionToken"] as const) {
    const value = credentials?.[member] ?? (member === "sessionToken" ? "-" : "");
    // A line break that came along with an environment variable would break the header or the signature.
    if (typeof value !== "string" || !/^[!-~]+$/.test(value)) {
      refuse(`credentials.${member}`, "text without blanks", value && "[redacted]");
    }
  }
  return credentials;
}

const endpoints = new Map<string, Endpoint>();

function resolveEndpoint(config: LambdaConfig): Endpoint {
  const { region, endpoint, useFipsEndpoint: fips, useDualstackEndpoint: dualstack, allowInsecureEndpoint } = config;
  const key = [region, endpoint, fips, dualstack, allowInsecureEndpoint].join();
  const known = endpoints.get(key);
  if (known) return known;
  if (endpoint && (fips || dualstack)) refuse("endpoint", "absent beside FIPS or dual stack", endpoint);
  const { origin, host, pathname } = parseEndpoint(
    endpoint ?? lambdaEndpoint(region, { fips, dualstack }),
    allowInsecureEndpoint,
  );
  const path = pathname.replace(/\/+(?=\/|$)/g, "");
  return remember(endpoints, key, { origin, host, path, tokens: RETRY_TOKENS, clockOffset: 0 });
}

/** What may be called unless `allowInsecureEndpoint` is set. */
const SECURE = /^(https:..[^@/]+|http:..(localhost|127(\.\d+){3}|\[::1\])(:\d+)?)\//;

function parseEndpoint(endpoint: string, insecure: boolean | undefined): URL {
  let url: URL | undefined;
  try {
    url = new URL(endpoint);
  } catch {
    // Told below.
  }
  if (!url || !(insecure ? /^https?:..[^@/]+\// : SECURE).test(url.href)) {
    // A user or a password is not shown.
    refuse("endpoint", "https: without user, or http: on loopback", endpoint.replace(/\/\/.*@/, "//"));
  }
  return url;
}
