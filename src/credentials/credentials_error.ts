import { LambdaError } from "../base/errors.ts";

/**
 * Which function of `./credentials` failed.
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
 * What a {@linkcode CredentialsError} is made of.
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
  /** What it comes from, with nothing secret in it. */
  readonly cause?: unknown;
}

/**
 * No credentials are to be had: STS or the container's endpoint refused, or could not be reached or understood.
 *
 * Neither message nor properties nor cause show a token or a key. No function has run by then.
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
  /** A literal: minifiers rename classes. */
  override readonly name = "CredentialsError";
  /** The function whose provider failed. */
  readonly provider: CredentialsErrorProvider;
  /**
   * The service's own code, such as `AccessDenied`, and `Unknown` where it gives none; or, where it gave no usable
   * answer, `NETWORK`, `TIMEOUT` or `INVALID_RESPONSE`; or `SOURCE`, where what proves who asks is not to be had: the
   * token, its file, or the credentials to sign with.
   */
  readonly code: CredentialsErrorCode;
  /** HTTP status of the last answer; absent where none came. */
  declare readonly status?: number;
  /** AWS's id of the request: what AWS support asks for. */
  declare readonly requestId?: string;

  /** Made by the module; callers only catch it. */
  constructor(message: string, init: CredentialsErrorInit) {
    super(message, { functionMayHaveRun: false, ...("cause" in init && { cause: init.cause }) });
    this.provider = init.provider;
    this.code = init.code;
    if (init.status !== undefined) this.status = init.status;
    if (init.requestId !== undefined) this.requestId = init.requestId;
  }
}
