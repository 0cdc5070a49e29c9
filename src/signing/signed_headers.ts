/** What fetch, a proxy or a platform sets or changes on the way; smithy's signer leaves out the same. */
const UNSIGNABLE: readonly string[] = [
  "authorization",
  "cache-control",
  "connection",
  "content-length",
  "expect",
  "from",
  "keep-alive",
  "max-forwards",
  "pragma",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
];

/** The headers that a signature covers: those that say what the request is, or all that arrive as they were sent. */
export function signedHeaders(host: string, headers: Headers, all: boolean): Record<string, string> {
  const signed: Record<string, string> = {};
  const isSigned = all ? isSignable : isEssential;
  headers.forEach((value, name) => {
    if (isSigned(name)) signed[name] = value;
  });
  // Of the URL alone: no runtime is sure to send another.
  signed.host = host;
  return signed;
}

function isEssential(name: string): boolean {
  return name === "content-type" || name.startsWith("x-amz-");
}

function isSignable(name: string): boolean {
  return !UNSIGNABLE.includes(name) && !name.startsWith("proxy-") && !name.startsWith("sec-");
}
