import { encodeText } from "../base/encoding.ts";
import type { Shape } from "./operations.ts";
import { pickMembers } from "./pick_members.ts";
import { checkType, refuse } from "../base/refuse.ts";

/** The JSON body of an operation: what its shape names, of the right types. */
export function serializeMembers(shape: Shape, input: unknown, member?: string): Uint8Array<ArrayBuffer> {
  return encodeText(JSON.stringify(pickMembers(shape, input, checkMember, member)));
}

function checkMember(shape: Shape, value: unknown, member: string): unknown {
  if (typeof shape === "object") return refuse(member, Array.isArray(shape) ? "an array" : "an object", value);
  const scalar = checkType(shape as "string" | "number", member, value);
  // JSON would make `null` of it.
  if (shape === "number" && !Number.isFinite(scalar)) refuse(member, "finite", value);
  return scalar;
}
