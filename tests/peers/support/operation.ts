/**
 * Operations as both clients call them, and the tables of inputs that they are called with.
 *
 * @module
 */
import type { LambdaConfig } from "../../../mod.ts";
import { test } from "../../support/harness.ts";
import { type Peers, withPeers } from "./clients.ts";
import { assertSameRequest } from "./compare.ts";

/** An operation as each client calls it. Inputs are not typed: wrong ones are sent too. */
export interface Operation {
  readonly sdk: (peers: Peers, input: object) => Promise<unknown>;
  readonly own: (peers: Peers, input: object) => Promise<unknown>;
}

// deno-lint-ignore no-explicit-any
type Any = any;

/** An operation by the SDK's command and our function. */
export function operation(
  Command: new (input: Any) => Any,
  call: (config: LambdaConfig, input: Any) => Promise<unknown>,
): Operation {
  return { sdk: ({ sdk }, input) => sdk.send(new Command(input)), own: ({ config }, input) => call(config, input) };
}

/** Rows by their names. */
export type Table<Row> = Readonly<Record<string, Row>>;

/** A table of which each row is its own name. */
export function tableOf<Row>(names: readonly string[], row: (name: string) => Row): Table<Row> {
  return Object.fromEntries(names.map((name) => [name, row(name)]));
}

/** Runs `use` with each row in turn; what fails is told with the name of its row. */
export async function forEachRow<Row>(table: Table<Row>, use: (row: Row) => Promise<void>): Promise<void> {
  for (const [name, row] of Object.entries(table)) {
    try {
      await use(row);
    } catch (cause) {
      throw new Error(`In the row ${JSON.stringify(name)}: ${(cause as Error).message}`, { cause });
    }
  }
}

/** Registers a test that both clients send the same for each of `inputs`, each beside what is `required`. */
export function testSameRequests(
  name: string,
  { sdk, own }: Operation,
  required: object,
  inputs: Table<object>,
): void {
  test(`Same request: ${name}`, () =>
    withPeers((peers) =>
      forEachRow(inputs, (members) => {
        const input = { ...required, ...members };
        return assertSameRequest(peers, () => sdk(peers, input), () => own(peers, input));
      })
    ));
}
