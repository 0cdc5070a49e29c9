import {
  authorize,
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  hash,
  type SignableRequest,
  signingTime,
  stringToSign,
} from "../signing/sigv4.ts";
import type { Credentials } from "../signing/credentials.ts";
import { encodeText } from "../base/encoding.ts";
import { AwsError } from "./aws_error.ts";

/** A request as it came in. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Whose signatures are good, where and when. */
export interface Verifier {
  readonly keys: readonly Credentials[];
  readonly region: string;
  readonly now: () => Date;
}

/** What an Authorization header says. */
interface Authorization {
  readonly accessKeyId: string;
  readonly scope: readonly [date: string, region: string, service: string, terminator: string];
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Milliseconds that a signature's date may be off. */
const LARGEST_SKEW = 300_000;

/** Throws AWS's own error unless one of the keys has signed the request, here and now. */
export async function verifySignature(request: ReceivedRequest, verifier: Verifier): Promise<void> {
  const authorization = parseAuthorization(request.headers.get("authorization"));
  const time = request.headers.get("x-amz-date") ?? "";
  checkTime(time, verifier.now());
  checkScope(authorization, time, verifier.region);
  const key = findKey(authorization.accessKeyId, request.headers.get("x-amz-security-token"), verifier);
  const { region } = verifier;
  const signable = await toSignable(request, authorization.signedHeaders);
  const expected = await authorize(signable, key, { region, service: "lambda" }, time);
  if (expected.endsWith(`Signature=${authorization.signature}`)) return;
  throw await mismatch(signable, authorization, time);
}

function parseAuthorization(header: string | null): Authorization {
  if (!header) throw forbidden("MissingAuthenticationTokenException", "Missing Authentication Token");
  const part = (name: string) => {
    const value = new RegExp(`[ ,]${name}=([^\\s,]+)`).exec(header)?.[1];
    if (value) return value;
    throw forbidden(
      "IncompleteSignatureException",
      `Authorization header requires '${name}' parameter. Authorization=${header.split(" ")[0]}`,
    );
  };
  const [accessKeyId = "", date = "", region = "", service = "", terminator = ""] = part("Credential").split("/");
  const signedHeaders = part("SignedHeaders").split(";");
  if (!signedHeaders.includes("host")) {
    throw invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  return { accessKeyId, scope: [date, region, service, terminator], signedHeaders, signature: part("Signature") };
}

function checkTime(time: string, now: Date): void {
  const [, day, clock] = /^(\d{8})T(\d{6})Z$/.exec(time) ?? [];
  if (!day || !clock) {
    throw forbidden("IncompleteSignatureException", `Date must be in ISO-8601 'basic format'. Got '${time}'.`);
  }
  const iso = `${day}${clock}`.replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3T$4:$5:$6Z");
  const skew = Date.parse(iso) - now.getTime();
  const [here, earliest, latest] = [0, -LARGEST_SKEW, LARGEST_SKEW].map((by) => signingTime(new Date(+now + by)));
  if (skew < -LARGEST_SKEW) {
    throw invalidSignature(`Signature expired: ${time} is now earlier than ${earliest} (${here} - 5 min.)`);
  }
  if (skew > LARGEST_SKEW) {
    throw invalidSignature(`Signature not yet current: ${time} is still later than ${latest} (${here} + 5 min.)`);
  }
}

/** AWS names all that is wrong with a scope at once. */
function checkScope({ scope: [date, region, service, terminator] }: Authorization, time: string, here: string): void {
  const [day, shownTime] = [time.slice(0, 8), `'${time}'`];
  const wrong: string[] = [];
  if (region !== here) wrong.push(`Credential should be scoped to a valid region, not '${region}'.`);
  if (service !== "lambda") wrong.push("Credential should be scoped to correct service: 'lambda'.");
  if (terminator !== "aws4_request") {
    wrong.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`);
  }
  if (date !== day) {
    wrong.push(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${date}' != '${day}', from ${shownTime}.`,
    );
  }
  if (wrong.length > 0) throw invalidSignature(wrong.join(" "));
}

function findKey(accessKeyId: string, token: string | null, { keys, now }: Verifier): Credentials {
  const key = keys.find((key) => key.accessKeyId === accessKeyId && (key.sessionToken ?? null) === token);
  if (!key) {
    throw forbidden("UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  if (key.expiration && key.expiration <= now()) {
    throw forbidden("ExpiredTokenException", "The security token included in the request is expired");
  }
  return key;
}

/** The request as its signer saw it, cut down to what was signed. */
async function toSignable(request: ReceivedRequest, names: readonly string[]): Promise<SignableRequest> {
  const { method, url, headers, body } = request;
  // Whoever calls in process can set neither, though a real fetch would send them.
  const unset: Record<string, string> = { host: url.host, "content-length": String(body.length) };
  const unsigned = headers.get("x-amz-content-sha256") === "UNSIGNED-PAYLOAD";
  return {
    method,
    canonicalPath: canonicalPath(url.pathname.replace(/\/{2,}/g, "/")),
    canonicalQuery: canonicalQuery(url.search),
    headers: Object.fromEntries(names.map((name) => [name, headers.get(name) ?? unset[name] ?? ""])),
    payloadHash: unsigned ? "UNSIGNED-PAYLOAD" : await hash(body),
  };
}

async function mismatch(signable: SignableRequest, authorization: Authorization, time: string): Promise<AwsError> {
  const canonical = canonicalRequest(signable, authorization.signedHeaders);
  const toSign = stringToSign(time, authorization.scope.join("/"), await hash(encodeText(canonical)));
  return invalidSignature(
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key " +
      "and signing method. Consult the service documentation for details.\n\n" +
      `The Canonical String for this request should have been\n'${canonical}'\n\n` +
      `The String-to-Sign should have been\n'${toSign}'\n`,
  );
}

function invalidSignature(message: string): AwsError {
  return forbidden("InvalidSignatureException", message);
}

function forbidden(name: string, message: string): AwsError {
  return new AwsError(name, message, { status: 403 });
}
