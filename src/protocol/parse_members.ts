import { type ResponseMetadata, TransportError } from "../base/errors.ts";
import type { Shape } from "./operations.ts";
import { pickMembers } from "./pick_members.ts";

/** Stage 4 of an answer in JSON: what its shape names; unknown members are dropped, `null` ones absent. */
export function parseMembers(shape: Shape, text: string, $metadata: ResponseMetadata): object {
  try {
    return pickMembers(shape, JSON.parse(text || "{}"), parseMember) as object;
  } catch {
    // Not a SyntaxError: that would lack the request id.
    throw new TransportError("Cannot read answer: it must be JSON", {
      code: "INVALID_RESPONSE",
      functionMayHaveRun: false,
      $metadata,
    });
  }
}

function parseMember(shape: Shape, value: unknown): unknown {
  if (typeof shape !== "string") throw new TypeError();
  if (shape !== "date") return value;
  // Epoch seconds, with a fraction, as a number or as its text.
  if (typeof value === "object" || !EPOCH_SECONDS.test(String(value))) throw new TypeError();
  return new Date(Math.round(Number(value) * 1_000));
}

const EPOCH_SECONDS = /^-?\d+(\.\d*)?(e[+-]?\d+)?$/i;
