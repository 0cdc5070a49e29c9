/**
 * A whole call over loopback HTTP, one after the other, and the same bytes by `fetch` alone.
 *
 * @module
 */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { AwsClient } from "aws4fetch";
import { invoke } from "../../mod.ts";
import { CREDENTIALS, INPUT, REGION } from "../cold/input.ts";
import type { Contender } from "./rounds.ts";

/** The very request that ours sends. */
async function record(endpoint: string): Promise<[string, RequestInit]> {
  let request: Parameters<typeof fetch> | undefined;
  const recorder: typeof fetch = (...given) => {
    request = given;
    return fetch(...given);
  };
  await invoke({ region: REGION, credentials: CREDENTIALS, endpoint, fetch: recorder }, INPUT);
  return request as [string, RequestInit];
}

/** Who calls the server at `endpoint`. */
export async function calling(endpoint: string): Promise<Record<string, Contender>> {
  const config = { region: REGION, credentials: CREDENTIALS, endpoint };
  const sdk = new LambdaClient(config);
  const aws = new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" });
  const [url, init] = await record(endpoint);
  const { "content-type": type } = init.headers as Record<string, string>;
  return {
    "fetch": async () => (await fetch(url, init)).arrayBuffer(),
    "invoke": () => invoke(config, INPUT),
    "SDK": () => sdk.send(new InvokeCommand(INPUT)),
    "aws4fetch": async () => {
      const response = await aws.fetch(url, {
        method: "POST",
        headers: { "content-type": type! },
        body: INPUT.Payload,
      });
      return await response.arrayBuffer();
    },
  };
}
