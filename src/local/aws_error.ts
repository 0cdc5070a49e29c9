import type { LambdaServiceExceptionName } from "../base/errors.ts";

/** What AWS's answer to a refused request holds beside code and message. */
export interface AwsErrorInit {
  /** HTTP status; by default that of AWS where the code is known, otherwise 400. */
  readonly status?: number | undefined;
  /** Further members of the body, such as `Reason`. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** Seconds that the caller is asked to wait. */
  readonly retryAfterSeconds?: number | undefined;
}

/** The errors of Lambda's model by status. A star marks those whose message member is `Message`, as the model has it. */
const MODEL: Readonly<Record<number, string>> = {
  400: "InvalidParameterValueException InvalidRequestContentException ModeNotSupportedException " +
    "NoPublishedVersionException* RecursiveInvocationException* SnapStartException* CallbackTimeoutException*",
  402: "ServiceQuotaExceededException*",
  403: "EFSMountFailureException* S3FilesMountFailureException*",
  404: "ResourceNotFoundException*",
  408: "EFSMountConnectivityException* EFSMountTimeoutException* S3FilesMountConnectivityException* " +
    "S3FilesMountTimeoutException* SnapStartTimeoutException*",
  409: "CodeArtifactUserDeletedException CodeArtifactUserFailedException CodeArtifactUserPendingException " +
    "DurableExecutionAlreadyStartedException* ResourceConflictException SnapStartNotReadyException* " +
    "SnapStartRegenerationFailureException*",
  410: "EFSIOException*",
  413: "RequestTooLargeException SerializedRequestEntityTooLargeException",
  415: "UnsupportedMediaTypeException",
  429: "TooManyRequestsException",
  500: "ServiceException*",
  502: "EC2AccessDeniedException* EC2ThrottledException* EC2UnexpectedException* ENILimitReachedException* " +
    "ENINotReadyException* InvalidRuntimeException* InvalidSecurityGroupIDException* InvalidSubnetIDException* " +
    "InvalidZipFileException* KMSAccessDeniedException* KMSDisabledException* KMSInvalidStateException* " +
    "KMSNotFoundException* ResourceNotReadyException SubnetIPAddressLimitReachedException*",
};

/** Errors that are in no model, as AWS answers them in practice: they come from before Lambda itself. */
const BEFORE_LAMBDA: Readonly<Record<number, readonly string[]>> = {
  400: ["SerializationException", "ValidationException"],
  403: [
    "AccessDeniedException",
    "ExpiredTokenException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "UnrecognizedClientException",
  ],
  404: ["UnknownOperationException"],
  413: ["RequestEntityTooLargeException"],
};

/** A request that is refused, in AWS's words. */
export class AwsError extends Error {
  /** AWS's code, such as `ResourceNotFoundException`. */
  override readonly name: string;
  /** What the answer holds beside code and message. */
  readonly init: AwsErrorInit;

  constructor(name: LambdaServiceExceptionName, message: string, init: AwsErrorInit = {}) {
    super(message);
    this.name = name;
    this.init = init;
  }
}

/** Refuses a member of an input. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

/** Refuses a value that breaks a rule of AWS's model, in the words of its validation. */
export function invalidValue(member: string, value: unknown, rule: string): AwsError {
  const shown = value == null ? "null" : `'${value}'`;
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}

/** The answer that tells of an error as Lambda does: the code in a header, the message in the body. */
export function errorResponse({ name, message, init }: AwsError): Response {
  const { members, retryAfterSeconds } = init;
  const [modelled, messageMember] = findInModel(name);
  const status = init.status ?? modelled ?? findBeforeLambda(name) ?? 400;
  const body = {
    // Only Lambda's own errors have a type; those of the signature check come from before it.
    ...(modelled && { Type: status < 500 ? "User" : "Service" }),
    [messageMember]: message,
    ...members,
  };
  const headers = new Headers({ "content-type": "application/json", "x-amzn-errortype": name });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  return new Response(JSON.stringify(body), { status, headers });
}

function findInModel(code: string): [status: number | undefined, messageMember: "message" | "Message"] {
  for (const [status, names] of Object.entries(MODEL)) {
    for (const name of names.split(" ")) {
      if (name === code) return [Number(status), "message"];
      if (name === `${code}*`) return [Number(status), "Message"];
    }
  }
  return [undefined, "message"];
}

function findBeforeLambda(code: string): number | undefined {
  const row = Object.entries(BEFORE_LAMBDA).find(([, codes]) => codes.includes(code));
  return row && Number(row[0]);
}
