import type { Credentials } from "../signing/credentials.ts";
import { type Paint, timeOf } from "./invocation_lines.ts";

/** AWS's codes for a request whose signature, or whose keys, are not as they should be. */
const NOT_SIGNED_RIGHT: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ExpiredTokenException",
  "IncompleteSignatureException",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "UnrecognizedClientException",
]);

/** Its codes for one that is refused whatever its signature. */
const NOT_TAKEN: ReadonlySet<string> = /* @__PURE__ */ new Set(["AccessDeniedException", "UnknownOperationException"]);

/** A request that was refused before it was an invocation, and what its sender must know; no line for any other. */
export function refusalLines(
  { method, url }: Request,
  { status, headers }: Response,
  { accessKeyId, secretAccessKey }: Credentials,
  now: Date,
  paint: Paint,
): string[] {
  const code = headers.get("x-amzn-errortype") ?? "";
  const isNotSignedRight = NOT_SIGNED_RIGHT.has(code);
  if (!isNotSignedRight && !NOT_TAKEN.has(code)) return [];
  const line = [
    paint("dim", timeOf(now)),
    `${method} ${new URL(url).pathname}`,
    paint("yellow", `${status} ${code}`),
  ].join("  ");
  if (!isNotSignedRight) return [line];
  const remedy = `sign with the keys ${accessKeyId} and ${secretAccessKey}, and without a session token`;
  return [line, paint("dim", `    ${remedy}`)];
}
