import { AwsClient } from "aws4fetch";
import { CREDENTIALS, INPUT, REGION } from "./input.ts";

/** One call to `endpoint`, or the signature of one. */
export async function firstCall(endpoint?: string): Promise<void> {
  const client = new AwsClient({ ...CREDENTIALS, region: REGION, service: "lambda" });
  const url = `${endpoint ?? `https://lambda.${REGION}.amazonaws.com`}/2015-03-31/functions/fn/invocations`;
  const init = { method: "POST", body: INPUT.Payload };
  if (endpoint) await (await client.fetch(url, init)).arrayBuffer();
  else await client.sign(url, init);
}
