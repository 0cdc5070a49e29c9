import { LambdaError } from "../base/errors.ts";

/**
 * The function of `./credentials` whose provider failed.
 *
 * @category Errors
 */
export type CredentialsErrorProvider = "fromWebIdentity" | "assumeRole" | "fromContainer";

/**
 * Why there are no credentials: see {@linkcode CredentialsError.code}.
 *
 * @category Errors
 */
export type CredentialsErrorCode =
  | "NETWORK"
  | "TIMEOUT"
  | "INVALID_RESPONSE"
  | "SOURCE"
  | (string & Record<never, never>);

/**
 * Constructor options of {@linkcode CredentialsError}.
 *
 * @category Errors
 */
export interface CredentialsErrorInit {
  /** See {@linkcode CredentialsError.provider}. */
  readonly provider: CredentialsErrorProvider;
  /** See {@linkcode CredentialsError.code}. */
  readonly code: CredentialsErrorCode;
  /** See {@linkcode CredentialsError.status}. */
  readonly status?: number | undefined;
  /** See {@linkcode CredentialsError.requestId}. */
  readonly requestId?: string | undefined;
  /** The cause, with all secrets removed. */
  readonly cause?: unknown;
}

/**
 * No credentials could be obtained: STS or the container's endpoint refused, could not be reached, or gave an answer
 * that cannot be read.
 *
 * Message, properties and cause contain no token and no key. `functionMayHaveRun` is `false`, unless an earlier attempt
 * of the same call may have run the function.
 *
 * @see {@link https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html}
 * @example Tell a role that may not be assumed from a network that is down
 * ```ts
 * import { CredentialsError } from "@lambda4fetch/lambda4fetch/credentials";
 *
 * function explain(error: unknown): string {
 *   if (!(error instanceof CredentialsError)) throw error;
 *   if (error.code === "AccessDenied") return `${error.provider}: the role's trust policy does not allow it`;
 *   return `${error.message} [Request ID: ${error.requestId}]`;
 * }
 * ```
 * @category Errors
 */
export class CredentialsError extends LambdaError {
  /** A string literal, so that it survives minification. */
  override readonly name = "CredentialsError";
  /** The function whose provider failed. */
  readonly provider: CredentialsErrorProvider;
  /**
   * The service's error code, such as `AccessDenied`, or `Unknown` if the answer has none. Without a usable answer:
   * `NETWORK`, `TIMEOUT` or `INVALID_RESPONSE`. `SOURCE` if the proof of identity could not be obtained: the token, its
   * file, or the credentials to sign with.
   */
  readonly code: CredentialsErrorCode;
  /** HTTP status of the last answer; absent if none came. */
  declare readonly status?: number;
  /** AWS's id of the request, which AWS support asks for. */
  declare readonly requestId?: string;

  /** Created by this module; you only need to catch it. */
  constructor(message: string, init: CredentialsErrorInit) {
    super(message, { functionMayHaveRun: false, ...("cause" in init && { cause: init.cause }) });
    this.provider = init.provider;
    this.code = init.code;
    if (init.status !== undefined) this.status = init.status;
    if (init.requestId !== undefined) this.requestId = init.requestId;
  }
}
