import { TransportError } from "../base/errors.ts";

/** Says that a function ran, but answered nothing that can be handed on. `what` shows no value of the answer. */
export function malformed(what: string): TransportError {
  return new TransportError(`Cannot read answer: ${what}`, { code: "INVALID_RESPONSE", functionMayHaveRun: true });
}
