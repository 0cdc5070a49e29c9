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
import { readSignature, type SignatureClaim, unsignedHeader } from "./read_signature.ts";

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

/** Milliseconds that a signature's date may be off. */
const LARGEST_SKEW = 300_000;

/** Throws AWS's own error unless one of the keys has signed the request, here and now. */
export async function verifySignature(request: ReceivedRequest, verifier: Verifier): Promise<void> {
  const claim = readSignature(request.url, request.headers);
  checkTime(claim, verifier.now());
  checkScope(claim, verifier.region);
  checkCoverage(claim, request.headers);
  const key = findKey(claim, verifier);
  const signable = await toSignable(request, claim);
  const expected = await authorize(signable, key, { region: verifier.region, service: "lambda" }, claim.time);
  if (expected.endsWith(`Signature=${claim.signature}`)) return;
  throw await mismatch(signable, claim);
}

function checkTime({ time, expires }: SignatureClaim, now: Date): void {
  const signedAt = parseTime(time);
  const age = now.getTime() - signedAt.getTime();
  const oldest = expires === undefined ? LARGEST_SKEW : 1_000 * expires;
  const here = signingTime(now);
  if (age > oldest) {
    const earliest = signingTime(new Date(now.getTime() - oldest));
    const span = expires === undefined ? "5 min." : `${expires} sec.`;
    throw invalidSignature(`Signature expired: ${time} is now earlier than ${earliest} (${here} - ${span})`);
  }
  if (age < -LARGEST_SKEW) {
    const latest = signingTime(new Date(now.getTime() + LARGEST_SKEW));
    throw invalidSignature(`Signature not yet current: ${time} is still later than ${latest} (${here} + 5 min.)`);
  }
}

/** A date such as `20150830T123600Z`; one that no calendar has is none. */
function parseTime(time: string): Date {
  const iso = time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const date = new Date(iso);
  const isWhole = iso !== time && !Number.isNaN(date.getTime()) && signingTime(date) === time;
  if (isWhole) return date;
  throw new AwsError("IncompleteSignatureException", `Date must be in ISO-8601 'basic format'. Got '${time}'.`);
}

/** What AWS itself reads must be signed: nobody on the way may add to it. */
function checkCoverage({ signedHeaders }: SignatureClaim, headers: Headers): void {
  for (const name of headers.keys()) {
    if (name.startsWith("x-amz-") && !signedHeaders.includes(name)) throw unsignedHeader(`'${name}'`);
  }
}

/** AWS names all that is wrong with a scope at once. */
function checkScope({ scope: [date, region, service, terminator], time }: SignatureClaim, here: string): void {
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

function findKey({ accessKeyId, sessionToken }: SignatureClaim, { keys, now }: Verifier): Credentials {
  const key = keys.find((key) => key.accessKeyId === accessKeyId && (key.sessionToken ?? null) === sessionToken);
  if (!key) {
    throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  if (key.expiration && key.expiration <= now()) {
    throw new AwsError("ExpiredTokenException", "The security token included in the request is expired");
  }
  return key;
}

/** The request as its signer saw it, cut down to what was signed. */
async function toSignable(request: ReceivedRequest, claim: SignatureClaim): Promise<SignableRequest> {
  const { method, url, headers, body } = request;
  // Whoever calls in process can set neither, though a real fetch would send them.
  const unset = new Map([["host", url.host], ["content-length", String(body.length)]]);
  const signed = claim.signedHeaders.map((name) => [name, headers.get(name) ?? unset.get(name) ?? ""] as const);
  const givenHash = headers.get("x-amz-content-sha256") ?? url.searchParams.get("X-Amz-Content-Sha256");
  return {
    method,
    // As it came: a path with empty segments is another one.
    canonicalPath: canonicalPath(url.pathname),
    canonicalQuery: canonicalQuery(claim.search),
    headers: Object.fromEntries(signed),
    payloadHash: givenHash === "UNSIGNED-PAYLOAD" ? givenHash : await hash(body),
  };
}

async function mismatch(signable: SignableRequest, { signedHeaders, scope, time }: SignatureClaim): Promise<AwsError> {
  const canonical = canonicalRequest(signable, signedHeaders);
  const toSign = stringToSign(time, scope.join("/"), await hash(encodeText(canonical)));
  return invalidSignature(
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key " +
      "and signing method. Consult the service documentation for details.\n\n" +
      `The Canonical String for this request should have been\n'${canonical}'\n\n` +
      `The String-to-Sign should have been\n'${toSign}'\n`,
  );
}

function invalidSignature(message: string): AwsError {
  return new AwsError("InvalidSignatureException", message);
}
