/**
 * The same call, by each of the contenders, over a transport that is handed in.
 *
 * @module
 */
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { LambdaConfig } from "../../mod.ts";
import { CREDENTIALS, REGION } from "../cold/input.ts";

/** What a call costs should be the client's own: a real `Response` takes Node and workerd longer than all the rest. */
export const STUB_RESPONSE = {
  ok: true,
  status: 200,
  headers: { get: () => null },
  arrayBuffer: () => Promise.resolve(new ArrayBuffer(4)),
} as unknown as Response;

/** A config of ours, built anew. */
export function ownConfig(answer: () => Response): LambdaConfig {
  return { region: REGION, credentials: { ...CREDENTIALS }, fetch: () => Promise.resolve(answer()) };
}

/** What the AWS SDK's request handler answers with. */
export interface SdkAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The AWS SDK's client over a stub of its transport. */
export function sdkClient(answer: () => SdkAnswer): LambdaClient {
  const requestHandler = { handle: () => Promise.resolve({ response: answer() }) };
  return new LambdaClient({
    region: REGION,
    credentials: CREDENTIALS,
    maxAttempts: 1,
    requestHandler: requestHandler as never,
  });
}
