import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CREDENTIALS, INPUT, REGION } from "./input.ts";

const response = { statusCode: 200, headers: {}, body: new Uint8Array(4) };

/** One call to `endpoint`, or to a stub of the transport. */
export async function firstCall(endpoint?: string): Promise<void> {
  const requestHandler = { handle: () => Promise.resolve({ response }) } as never;
  const config = { region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
  const client = new LambdaClient({ ...config, ...(endpoint ? { endpoint } : { requestHandler }) });
  await client.send(new InvokeCommand(INPUT));
  client.destroy();
}
