import { decodeText } from "./encoding.ts";

/** Bytes that a log shows of a payload. */
const LONGEST_SHOWN = 1_000;

/** @see {@link https://nodejs.org/api/util.html#custom-inspection-functions-on-objects} */
const NODE_INSPECT: unique symbol = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

/** @see {@link https://docs.deno.com/api/web/~/Deno.customInspect} */
const DENO_INSPECT: unique symbol = /* @__PURE__ */ Symbol.for("Deno.customInspect");

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
 * @category Calling functions
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
   * @typeParam T The type that you expect the answer to have; it is not checked.
   * @returns The parsed value.
   * @throws {SyntaxError} If the bytes are not JSON.
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

  /**
   * Used by `JSON.stringify`, so that logged outputs are readable.
   *
   * @returns The text, even if it is JSON: the value is not parsed.
   */
  toJSON(): string {
    return this.text();
  }

  /** What `console.log` shows on Node.js, Bun and Workers. */
  [NODE_INSPECT](): string {
    return this.#shown();
  }

  /** What `console.log` shows on Deno. */
  [DENO_INSPECT](): string {
    return this.#shown();
  }

  /** Its length, and the beginning of its text. */
  #shown(): string {
    const text = decodeText(this.subarray(0, LONGEST_SHOWN));
    const more = this.length > LONGEST_SHOWN ? "…" : "";
    return `InvocationPayload(${this.length}) ${JSON.stringify(text + more)}`;
  }
}
