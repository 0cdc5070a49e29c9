import { decodeBase64, decodeText } from "../base/encoding.ts";

/**
 * Decodes the log tail that `LogType: "Tail"` asks for: the last 4 KB of the execution log.
 *
 * @param logResult `LogResult` as Lambda sends it, in base64; `undefined` if there is none.
 * @returns The log lines as text; an empty string if there are none.
 * @throws {DOMException} If `logResult` is not base64.
 * @see {@link https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-response-LogResult}
 * @example Read a log tail
 * ```ts
 * import { decodeLogResult } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * assert.equal(decodeLogResult("aGVsbG8="), "hello");
 * assert.equal(decodeLogResult(undefined), "");
 * ```
 * @category Calling functions
 */
export function decodeLogResult(logResult: string | undefined): string {
  return logResult === undefined ? "" : decodeText(decodeBase64(logResult));
}
