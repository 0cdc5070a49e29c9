/**
 * The AWS SDK's client and ours, with the same keys and the same server.
 *
 * @module
 */
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { LambdaConfig } from "../../../mod.ts";
import { Recorder } from "./recorder.ts";

/** Not AWS's: nobody can do anything with them. */
export const CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "AQoDYXdzEPT//////////wEXAMPLE+token/with=odd+characters==",
};

/** What both clients sign for. */
export const REGION = "eu-central-1";

/** Both clients, and the server they call. */
export interface Peers {
  readonly sdk: LambdaClient;
  readonly config: LambdaConfig;
  readonly server: Recorder;
}

/** What may be different from one test to another. */
export interface PeersOptions {
  /** What follows the endpoint's origin. */
  readonly path?: string;
  readonly credentials?: typeof CREDENTIALS | Omit<typeof CREDENTIALS, "sessionToken">;
}

/** Runs `use` with both clients, and closes all of it. Neither of them retries: what one call does is compared. */
export async function withPeers(
  use: (peers: Peers) => Promise<void>,
  { path = "", credentials = CREDENTIALS }: PeersOptions = {},
): Promise<void> {
  await using server = await Recorder.start();
  const shared = { region: REGION, credentials, endpoint: server.endpoint + path, maxAttempts: 1 };
  const sdk = new LambdaClient(shared);
  try {
    await use({ sdk, config: shared, server });
  } finally {
    sdk.destroy();
  }
}
