import type { ResponseMetadata } from "../base/errors.ts";
import { unusableAnswer } from "../base/transport_errors.ts";
import type { Shape } from "./operations.ts";
import { pickMembers } from "./pick_members.ts";

/** Stage 4 of an answer in JSON: what its shape names; unknown members are dropped, `null` ones absent. */
export function parseMembers(shape: Shape, text: string, $metadata: ResponseMetadata): object {
  const refuse = (message: string): never => {
    // Not a SyntaxError or TypeError: that would lack the request id.
    throw unusableAnswer(message, { functionMayHaveRun: false, $metadata });
  };
  return pickMembers(shape, parseJson(text, refuse), (inner, value, member) => {
    if (inner === "date") return parseDate(value) ?? refuse(`${member} must be a date`);
    // As in the AWS SDK, the type of a scalar is not checked.
    return typeof inner === "string"
      ? value
      : refuse(`${member} must be ${Array.isArray(inner) ? "a list" : "an object"}`);
  }, "it") as object;
}

function parseJson(text: string, refuse: (message: string) => never): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return refuse("it must be JSON");
  }
}

/** Epoch seconds, with a fraction, as a number or as its text: what AWS sends. */
const EPOCH_SECONDS = /^-?\d+(\.\d*)?(e[+-]?\d+)?$/i;

/** What moto and other servers for tests send. */
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

function parseDate(value: unknown): Date | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const text = String(value);
  if (EPOCH_SECONDS.test(text)) return new Date(Math.round(Number(value) * 1_000));
  return ISO_8601.test(text) ? new Date(withColon(text)) : undefined;
}

/** Not all runtimes read an offset without its colon, as Lambda's own API writes it elsewhere: `+0000`. */
function withColon(text: string): string {
  return text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2");
}
