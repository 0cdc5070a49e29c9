import { canonicalPath, canonicalS3Path } from "./sigv4.ts";

/** What a presigned URL has in its query, in small letters. */
const PRESIGNED: readonly string[] = [
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-signedheaders",
  "x-amz-security-token",
  "x-amz-signature",
];

/**
 * Makes a URL what is signed and sent: without the signature of an earlier presigning, and with `%20` for a `+`, which AWS
 * reads as a space in queries, and S3 in keys too.
 */
export function tidyUrl(url: URL, isS3: boolean): void {
  // To set a part makes all of the URL anew, so only what changes is set.
  if (url.search.includes("+")) url.search = url.search.replaceAll("+", "%20");
  if (isS3 && url.pathname.includes("+")) url.pathname = url.pathname.replaceAll("+", "%20");
  if (/x-amz-/i.test(url.search)) url.search = withoutSignature(url.search);
}

function withoutSignature(search: string): string {
  const pairs = search.slice(1).split("&");
  return pairs.filter((pair) => !PRESIGNED.includes(pair.split("=", 1)[0]!.toLowerCase())).join("&");
}

/** The path in the form that is signed. */
export function canonicalPathOf({ pathname }: URL, isS3: boolean): string {
  return isS3 ? canonicalS3Path(pathname) : canonicalPath(pathname.replace(/\/{2,}/g, "/"));
}
