import { decodeText } from "./encoding.ts";

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
