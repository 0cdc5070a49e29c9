/**
 * Many calls at once on one config, plain and with a signal and a time limit, beside one at a time; over a stub.
 *
 * @module
 */
import { invoke, type LambdaConfig } from "../../mod.ts";
import { CREDENTIALS, INPUT, REGION } from "../cold/input.ts";
import { STUB_RESPONSE } from "./peers.ts";
import type { Contender } from "./rounds.ts";

/** Who calls on one config that all their calls share. */
export function crowd(): Record<string, Contender> {
  const plain: LambdaConfig = { region: REGION, credentials: CREDENTIALS, fetch: () => Promise.resolve(STUB_RESPONSE) };
  const limited: LambdaConfig = { ...plain, signal: new AbortController().signal, timeout: 60_000 };
  return {
    "plain": () => invoke(plain, INPUT),
    "limited": () => invoke(limited, INPUT),
  };
}
