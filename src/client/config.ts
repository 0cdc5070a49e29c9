import { serviceEndpoint } from "./endpoint.ts";
import { checkType, refuse } from "../base/refuse.ts";
import { remember } from "../base/bounded_map.ts";
import { checkCredentials, type Credentials, type CredentialsProvider } from "../signing/credentials.ts";

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
  /** Tokens that retries have cost, less those that successes gave back. */
  spent: number;
  /** Milliseconds that Lambda's clock is ahead of ours. */
  skew: number;
}

/** A config that is checked and complete, with the options of one call. */
export interface Settings extends Omit<LambdaConfig, "endpoint"> {
  readonly endpoint: Endpoint;
  readonly maxAttempts: number;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
}

/** What members must be where they are set: of a type, or a number that is at least this one. */
const RULES: Readonly<Record<string, "string" | "boolean" | "object" | "function" | number>> = {
  region: "string",
  endpoint: "string",
  useFipsEndpoint: "boolean",
  useDualstackEndpoint: "boolean",
  allowInsecureEndpoint: "boolean",
  idempotent: "boolean",
  signal: "object",
  fetch: "function",
  now: "function",
  timeout: 0,
  idleTimeout: 0,
  maxAttempts: 1,
};

type Members = Record<string, unknown>;

/** Checks a config, together with a call's own options, before anything is sent. */
export function resolveConfig(config: LambdaConfig, options: CallOptions = {}): Settings {
  const { credentials } = config;
  const settings: Members = { credentials, maxAttempts: 3, fetch, now: () => new Date() };
  for (const member in RULES) {
    const rule = RULES[member]!;
    const value = (options as Members)[member] ?? (config as unknown as Members)[member];
    if (value == null) continue;
    if (typeof rule === "string") checkType(rule, member, value);
    else if (!(checkType("number", member, value) >= rule)) refuse(member, `at least ${rule}`, value, RangeError);
    settings[member] = value;
  }
  if (typeof credentials !== "function") checkCredentials(credentials);
  settings.endpoint = resolveEndpoint(settings as unknown as LambdaConfig);
  return settings as unknown as Settings;
}

const endpoints = new Map<string, Endpoint>();

/** Whom requests may be sent to unless `allowInsecureEndpoint` is set. */
const SECURE = /^http(s:|:..(localhost|127[\d.]+|\[::1\])(:|$))/;

function resolveEndpoint(
  { region, endpoint, useFipsEndpoint: fips, useDualstackEndpoint: dualstack, allowInsecureEndpoint }: LambdaConfig,
): Endpoint {
  const key = [region, endpoint, fips, dualstack, allowInsecureEndpoint].join();
  const known = endpoints.get(key);
  if (known) return known;
  const standard = serviceEndpoint("lambda", region, { fips, dualstack });
  try {
    const { origin, host, pathname, href } = new URL(endpoint ?? standard);
    const isSecure = allowInsecureEndpoint || SECURE.test(origin);
    // Between the two slashes and the host stand user and password.
    if (isSecure && href.startsWith(`${origin}/`) && !(endpoint && (fips || dualstack))) {
      return remember(endpoints, key, { origin, host, path: pathname.replace(/\/+(?=\/|$)/g, ""), spent: 0, skew: 0 });
    }
  } catch {
    // No URL.
  }
  // A user or a password is not shown.
  refuse("endpoint", "https or loopback, no user, FIPS or dual stack", endpoint!.split("@").pop());
}
