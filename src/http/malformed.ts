import type { TransportError } from "../base/errors.ts";
import { unusableAnswer } from "../base/transport_errors.ts";

/** Says that a function ran, but answered nothing that can be handed on. `what` shows no value of the answer. */
export function malformed(what: string): TransportError {
  return unusableAnswer(what, { functionMayHaveRun: true });
}
