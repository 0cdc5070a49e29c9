/**
 * Operations as both clients call them, and the tests that each of them goes through.
 *
 * @module
 */
import { test } from "../../support/harness.ts";
import { type Peers, withPeers } from "./clients.ts";
import { assertSameRequest } from "./compare.ts";

/** An operation as each client calls it. Inputs are not typed: wrong ones are sent too. */
export interface Operation {
  readonly sdk: (peers: Peers, input: object) => Promise<unknown>;
  readonly own: (peers: Peers, input: object) => Promise<unknown>;
}

/** Registers a test that both clients send the same for `input`. */
export function testSameRequest(name: string, { sdk, own }: Operation, input: object, ownInput = input): void {
  test(
    `Same request: ${name}`,
    () => withPeers((peers) => assertSameRequest(peers, () => sdk(peers, input), () => own(peers, ownInput))),
  );
}
