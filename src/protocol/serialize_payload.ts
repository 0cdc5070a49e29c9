import { encodeText } from "../base/encoding.ts";
import { refuse } from "../base/refuse.ts";

/** Bytes and text as they are, anything else as its JSON, and nothing for `null`, `undefined` and `""`. */
export function serializePayload(member: string, payload: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (payload == null) return;
  if (typeof payload === "string") return encodeText(payload);
  if (payload instanceof ArrayBuffer) return new Uint8Array(payload);
  if (ArrayBuffer.isView(payload)) {
    return new Uint8Array(payload.buffer as ArrayBuffer, payload.byteOffset, payload.byteLength);
  }
  return encodeJson(member, payload);
}

/** JSON that says all of the value: not the `null` of a NaN, nor the `{}` of a promise, a stream or a Map. */
export function encodeJson(member: string, value: unknown): Uint8Array<ArrayBuffer> {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
    if (json === "{}" && `${value}` !== "[object Object]") json = "";
  } catch {
    // A circle, or a bigint.
  }
  if (!json || json === "null") {
    refuse(member, "JSON", value);
  }
  return encodeText(json);
}
