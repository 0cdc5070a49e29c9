import { decodeBase64, decodeText } from "./encoding.ts";

/**
 * A function's answer: its bytes, with ways to read them.
 *
 * @example Read an answer three ways
 * ```ts
 * import { InvocationPayload } from "@lambda4fetch/lambda4fetch";
 * import assert from "node:assert/strict";
 *
 * const payload = new InvocationPayload(new TextEncoder().encode('{"ok":true}').buffer);
 * assert.equal(payload.length, 11);
 * assert.equal(payload.text(), '{"ok":true}');
 * assert.deepEqual(payload.json(), { ok: true });
 * ```
 */
export class InvocationPayload extends Uint8Array<ArrayBuffer> {
  /**
   * Reads the bytes as UTF-8.
   *
   * @returns The text; bytes that are not UTF-8 become U+FFFD.
   */
  text(): string {
    return decodeText(this);
  }

  /**
   * Reads the bytes as JSON.
   *
   * @typeParam T What the function answers, as far as the caller knows; it is not checked.
   * @returns The parsed value.
   * @throws {SyntaxError} If the bytes are no JSON.
   */
  json<T = unknown>(): T {
    return JSON.parse(this.text());
  }

  /**
   * Reads the bytes as UTF-8: the AWS SDK's name for {@linkcode InvocationPayload.text}.
   *
   * @returns The text.
   */
  transformToString(): string {
    return this.text();
  }
}

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
