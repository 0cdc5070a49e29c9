import { AwsError } from "./aws_error.ts";

/** What a signed request says of its signature, in its header or its query. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly scope: readonly [date: string, region: string, service: string, terminator: string];
  /** Names in lower case, in the order in which they were signed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** When it was signed, such as `20150830T123600Z`. */
  readonly time: string;
  /** Seconds for which it is good, where it says so. */
  readonly expires: number | undefined;
  readonly sessionToken: string | null;
  /** The query that is signed, as a URL has it. */
  readonly search: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/** Seconds of a week: no presigned request is good for longer. */
const LONGEST_EXPIRES = 604_800;

/** The parts that both forms have. */
interface Parts {
  readonly Credential: string;
  readonly SignedHeaders: string;
  readonly Signature: string;
}

/** Reads what a request says of its signature, or says in AWS's words what is missing. */
export function readSignature(url: URL, headers: Headers): SignatureClaim {
  const authorization = headers.get("authorization");
  if (authorization) return readHeader(authorization, url, headers);
  if (url.searchParams.has("X-Amz-Algorithm")) return readQuery(url);
  throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
}

function readHeader(authorization: string, url: URL, headers: Headers): SignatureClaim {
  const [algorithm = "", ...rest] = authorization.split(" ");
  checkAlgorithm(algorithm);
  const given = new Map(rest.join(" ").split(",").map((part) => part.trim().split("=", 2) as [string, string]));
  const part = (name: keyof Parts) => {
    const value = given.get(name);
    if (value) return value;
    throw incomplete(`Authorization header requires '${name}' parameter. Authorization=${algorithm}`);
  };
  return {
    ...readParts({
      Credential: part("Credential"),
      SignedHeaders: part("SignedHeaders"),
      Signature: part("Signature"),
    }),
    time: headers.get("x-amz-date") ?? "",
    expires: undefined,
    sessionToken: headers.get("x-amz-security-token"),
    search: url.search,
  };
}

/** @see {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html} */
function readQuery({ search, searchParams }: URL): SignatureClaim {
  checkAlgorithm(searchParams.get("X-Amz-Algorithm") ?? "");
  const part = (name: keyof Parts | "Date") => {
    const value = searchParams.get(`X-Amz-${name}`);
    if (value) return value;
    throw incomplete(
      `AWS query-string parameters must include 'X-Amz-${name}'. Re-examine the query-string parameters.`,
    );
  };
  return {
    ...readParts({
      Credential: part("Credential"),
      SignedHeaders: part("SignedHeaders"),
      Signature: part("Signature"),
    }),
    time: part("Date"),
    expires: readExpires(searchParams.get("X-Amz-Expires")),
    sessionToken: searchParams.get("X-Amz-Security-Token"),
    search: `?${search.slice(1).split("&").filter((pair) => !pair.startsWith("X-Amz-Signature=")).join("&")}`,
  };
}

function readParts(
  parts: Parts,
): Pick<SignatureClaim, "accessKeyId" | "scope" | "signedHeaders" | "signature"> {
  const [accessKeyId = "", date = "", region = "", service = "", terminator = ""] = parts.Credential.split("/");
  const signedHeaders = parts.SignedHeaders.split(";");
  if (!signedHeaders.includes("host")) throw unsignedHeader("'Host' or ':authority'");
  return { accessKeyId, scope: [date, region, service, terminator], signedHeaders, signature: parts.Signature };
}

function readExpires(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= LONGEST_EXPIRES) return seconds;
  throw incomplete(`X-Amz-Expires must be between 1 and ${LONGEST_EXPIRES} seconds. Got '${text}'.`);
}

function checkAlgorithm(algorithm: string): void {
  if (algorithm !== ALGORITHM) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
}

function incomplete(message: string): AwsError {
  return new AwsError("IncompleteSignatureException", message);
}

/** Refuses a header that is not covered by the signature, though it must be. */
export function unsignedHeader(shown: string): AwsError {
  return new AwsError(
    "InvalidSignatureException",
    `${shown} must be a 'SignedHeader' in the AWS Authorization.`,
  );
}
