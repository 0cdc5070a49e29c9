import { encodeText } from "./encoding.ts";
import type { Shape } from "./operations.ts";
import { pickMembers } from "./pick_members.ts";
import { refuse } from "./refuse.ts";

/** The JSON body of an operation: what its shape names, of the right types. */
export function serializeMembers(shape: Shape, input: unknown, member?: string): Uint8Array<ArrayBuffer> {
  return encodeText(JSON.stringify(pickMembers(shape, input, checkMember, member)));
}

function checkMember(shape: Shape, value: unknown, member: string): unknown {
  if (typeof shape === "object") return refuse(member, Array.isArray(shape) ? "an array" : "an object", value);
  if (typeof value !== shape || (shape === "number" && !Number.isFinite(value))) refuse(member, `a ${shape}`, value);
  return value;
}
