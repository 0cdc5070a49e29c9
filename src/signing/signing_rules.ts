/** What a service's signatures have of their own. */
export interface SigningRules {
  /** Paths are encoded once, and stay as they are: a key of S3 may hold `//`. */
  readonly isS3: boolean;
  /** `x-amz-content-sha256` is sent, since the service insists on it: the body's hash, or that it is not signed. */
  readonly payloadHeader: "hash" | "UNSIGNED-PAYLOAD" | undefined;
}

const S3: SigningRules = { isS3: true, payloadHeader: "hash" };
const HASHED: SigningRules = { isS3: false, payloadHeader: "hash" };
const PLAIN: SigningRules = { isS3: false, payloadHeader: undefined };

/**
 * The services that are not like the others, by the names of their signatures.
 *
 * @see {@link https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html} of S3
 * @see {@link https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-clients.html} of `aoss`
 * @see {@link https://docs.aws.amazon.com/amazonglacier/latest/dev/amazon-glacier-signing-requests.html} of `glacier`
 * @see {@link https://docs.aws.amazon.com/vpc-lattice/latest/ug/sigv4-authenticated-requests.html} of `vpc-lattice-svcs`
 */
const RULES: Readonly<Record<string, SigningRules>> = {
  "aoss": HASHED,
  "glacier": HASHED,
  "s3": S3,
  "s3-object-lambda": S3,
  "s3-outposts": S3,
  "s3express": S3,
  "vpc-lattice-svcs": { isS3: false, payloadHeader: "UNSIGNED-PAYLOAD" },
};

/** What is special about signing for a service. */
export function signingRules(service: string): SigningRules {
  return Object.hasOwn(RULES, service) ? RULES[service]! : PLAIN;
}
