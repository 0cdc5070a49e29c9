/**
 * A whole call over loopback HTTP, and the same bytes by `fetch` alone.
 *
 * @module
 */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { AwsClient } from "aws4fetch";
import { invoke } from "../../mod.ts";
import { CREDENTIALS, INPUT, REGION } from "../cold/input.ts";
import type { Contender } from "./rounds.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bodies, by what they are called. */
export const BODIES: Readonly<Record<string, Bytes>> = {
  "1 KB": INPUT.Payload,
  "1 MB": new Uint8Array(1_000_000).fill(0x61),
};

/** The very request that ours sends. */
async function record(endpoint: string, Payload: Bytes): Promise<[string, RequestInit]> {
  let request: [string, RequestInit] | undefined;
  const recorder = (url: string, init: RequestInit) => {
    request = [url, init];
    return fetch(url, init);
  };
  await invoke({ region: REGION, credentials: CREDENTIALS, endpoint, fetch: recorder }, { ...INPUT, Payload });
  return request!;
}

/** Who calls the server at `endpoint` with such a body. */
export function calling(endpoint: string, Payload: Bytes): Record<string, Contender> {
  const config = { region: REGION, credentials: CREDENTIALS, endpoint };
  const input = { ...INPUT, Payload };
  const sdk = new LambdaClient(config);
  const aws = new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" });
  const request = { method: "POST", headers: { "content-type": "application/octet-stream" }, body: Payload };
  let recorded: Promise<[string, RequestInit]> | undefined;
  return {
    "fetch": async () => {
      const [url, init] = await (recorded ??= record(endpoint, Payload));
      return (await fetch(url, init)).arrayBuffer();
    },
    "invoke": () => invoke(config, input),
    "SDK": () => sdk.send(new InvokeCommand(input)),
    "aws4fetch": async () =>
      (await aws.fetch(`${endpoint}/2015-03-31/functions/fn/invocations`, request)).arrayBuffer(),
  };
}
