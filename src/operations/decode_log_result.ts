import { decodeBase64, decodeText } from "../base/encoding.ts";

/**
 * Reads the log tail that `LogType: "Tail"` asks for: the last 4 KB of the execution log.
 *
 * @param logResult `LogResult` as Lambda sends it: base64.
 * @returns The log lines as text.
 * @throws {DOMException} If `logResult` is no base64.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-response-LogResult}
 * @example Read a log tail
 * ```ts
 * import { decodeLogResult } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * assert.equal(decodeLogResult("aGVsbG8="), "hello");
 * ```
 */
export function decodeLogResult(logResult: string): string {
  return decodeText(decodeBase64(logResult));
}
